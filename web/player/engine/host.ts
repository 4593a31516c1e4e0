import type { Clip } from './timeline.ts'

type TimeRangesLike = { readonly length: number; start(index: number): number; end(index: number): number }

export type MediaEvent =
  | 'loadedmetadata'
  | 'durationchange'
  | 'canplay'
  | 'playing'
  | 'waiting'
  | 'seeked'
  | 'ended'
  | 'pause'
  | 'progress'
  | 'error'

/** What the engine uses of HTMLMediaElement (HTML Standard 4.8.11). Times are in seconds, as there. */
export type MediaElementLike = {
  src: string
  currentTime: number
  playbackRate: number
  volume: number
  muted: boolean
  readonly duration: number
  readonly paused: boolean
  readonly ended: boolean
  readonly seeking: boolean
  readonly readyState: number
  readonly buffered: TimeRangesLike
  readonly error: { readonly code: number } | null
  play(): Promise<void>
  pause(): void
  addEventListener(type: MediaEvent, listener: () => void): void
  removeEventListener(type: MediaEvent, listener: () => void): void
}

/** The channels of one element, each with a volume of its own, all heard in both ears. */
export type ChannelSplit = { setGains(gains: readonly number[]): void; dispose(): void }

/** What the engine needs of its surroundings: elements, sound, time. */
export type EngineHost<E extends MediaElementLike = MediaElementLike> = {
  /** A new element in the document, not shown, that keeps its pitch at any rate. */
  createElement(clip: Clip, options: { isCrossOrigin: boolean }): E
  /** Takes the element out of the document and stops its loading. */
  removeElement(element: E): void
  /** Shows `element` alone in a view; null: nothing is to be seen there now. */
  showPicture(viewKey: string, element: E | null): void
  splitChannels(element: E, channelCount: number): ChannelSplit
  /** Lets sound out while a person acts, for browsers hold it back before; `needsSplit`: channels will be taken apart. */
  resumeSound(needsSplit: boolean): void
  /** Nobody sees the page; browsers then pause pictures on their own. */
  isHidden(): boolean
  /** Monotonic. */
  nowMs(): number
  /** As `Date.now()`. */
  wallMs(): number
  /** Both give a function that cancels. */
  every(intervalMs: number, run: () => void): () => void
  after(delayMs: number, run: () => void): () => void
}
