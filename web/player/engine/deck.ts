import type { ChannelSplit, EngineHost, MediaElementLike, MediaEvent } from './host.ts'
import type { Lease } from './lease.ts'
import { needsSplit } from './levels.ts'
import { reachFrom } from './spans.ts'
import type { Clip, Span } from './timeline.ts'

/** How loud each channel of a file is; 0 to 1. */
export type ChannelLevels = { volume: number; channels: readonly number[] }

export type DeckEvents = {
  /** Something changed that playing may wait for. */
  changed(): void
  /** The file's true length, where the server did not know it. */
  measured(lengthMs: number): void
  broken(reason: 'network' | 'decode' | 'source'): void
  /** The browser wants a person to act first. */
  blocked(): void
  /** Paused by somebody else. */
  interrupted(): void
}

const events: readonly MediaEvent[] = [
  'loadedmetadata',
  'durationchange',
  'canplay',
  'playing',
  'waiting',
  'seeked',
  'ended',
  'pause',
  'progress',
  'error',
]
/** HTMLMediaElement.readyState */
const haveMetadata = 1
const haveFutureData = 3
/** MediaError.code */
const brokenReasons: Record<number, 'network' | 'decode' | 'source'> = { 2: 'network', 3: 'decode', 4: 'source' }
/** A position this near the wanted one needs no seek. */
const sameMs = 40
/** Far past any end: makes a browser look for the end of a file that does not state its length. */
const beyondAnyEndS = 1e7
/** -60 dB: nobody hears it. */
const unheardVolume = 0.001
/** Loaded stretches with holes this small play through. */
const bufferHoleMs = 100

/** One media element with one URL. A file that outlives its URL goes through several decks. */
export class Deck<E extends MediaElementLike = MediaElementLike> {
  readonly element: E
  readonly lease: Lease
  readonly #host: EngineHost<E>
  readonly #split: ChannelSplit | null
  #events: DeckEvents
  readonly #unlisten: () => void
  #cuedMs: number | null = null
  #pendingCueMs: number | null = null
  #lengthSearch: 'none' | 'wanted' | 'running'
  #rate = 1
  #isMeantToPlay = false
  #isDisposed = false

  /** `searchesLength`: the length is unknown, so the file is measured before it is used. */
  constructor(host: EngineHost<E>, clip: Clip, lease: Lease, searchesLength: boolean, deckEvents: DeckEvents) {
    const isSplit = needsSplit(clip)
    this.#host = host
    this.#events = deckEvents
    this.lease = lease
    this.#lengthSearch = searchesLength ? 'wanted' : 'none'
    this.element = host.createElement(clip, { isCrossOrigin: isSplit })
    this.element.muted = true
    const listeners = events.map((type) => ({ type, listener: () => this.#on(type) }))
    for (const { type, listener } of listeners) this.element.addEventListener(type, listener)
    this.#unlisten = () => {
      for (const { type, listener } of listeners) this.element.removeEventListener(type, listener)
    }
    this.#split = isSplit ? host.splitChannels(this.element, clip.channels.length) : null
    this.#split?.setGains(clip.channels.map(() => 0))
    this.element.src = lease.url
  }

  /** Tells somebody else from now on. */
  tell(deckEvents: DeckEvents): void {
    this.#events = deckEvents
  }

  get positionMs(): number {
    return this.#pendingCueMs ?? this.element.currentTime * 1000
  }

  /** Data is there to play on from the position that was asked for. */
  get isReady(): boolean {
    if (this.#lengthSearch !== 'none' || this.#pendingCueMs !== null) return false
    return this.isFinished || (this.element.readyState >= haveFutureData && !this.element.seeking)
  }

  get isFinished(): boolean {
    if (this.#lengthSearch !== 'none' || this.element.seeking) return false
    return this.element.ended || this.element.currentTime >= this.element.duration - 0.005
  }

  get isPlaying(): boolean {
    return !this.element.paused && !this.element.ended
  }

  /** Loaded stretches, in the file's own time. */
  loaded(): Span[] {
    const { buffered } = this.element
    return Array.from({ length: buffered.length }, (_, index) => ({
      startMs: buffered.start(index) * 1000,
      endMs: buffered.end(index) * 1000,
    }))
  }

  /** From a position on, nothing more has to be fetched. */
  isLoadedFrom(positionMs: number, lengthMs: number): boolean {
    return reachFrom(this.loaded(), positionMs, bufferHoleMs) >= lengthMs - bufferHoleMs
  }

  isLoadedAt(positionMs: number): boolean {
    return reachFrom(this.loaded(), positionMs) > positionMs
  }

  /** Stands at a position, as exactly as this file can be sought. */
  isCuedAt(positionMs: number): boolean {
    if (this.#pendingCueMs !== null) return Math.abs(this.#pendingCueMs - positionMs) <= sameMs
    if (Math.abs(this.element.currentTime * 1000 - positionMs) <= sameMs) return true
    return this.element.paused && this.#cuedMs !== null && Math.abs(this.#cuedMs - positionMs) <= 5
  }

  /** Moves to a position. While one seek is under way only the latest wish is kept. */
  cue(positionMs: number): void {
    if (this.#lengthSearch !== 'none' || (this.element.seeking && this.element.readyState >= haveMetadata)) {
      this.#pendingCueMs = positionMs
      return
    }
    this.#pendingCueMs = null
    this.#cuedMs = positionMs
    this.element.currentTime = positionMs / 1000
  }

  play(rate: number): void {
    this.setRate(rate)
    this.#isMeantToPlay = true
    if (!this.element.paused) return
    this.#cuedMs = null
    this.element.play().catch((error: unknown) => {
      const isBlocked = error instanceof Error && error.name === 'NotAllowedError'
      if (isBlocked && !this.#isDisposed) this.#events.blocked()
    })
  }

  pause(): void {
    this.#isMeantToPlay = false
    if (!this.element.paused) this.element.pause()
  }

  setRate(rate: number): void {
    if (this.#rate === rate && this.element.playbackRate === rate) return
    this.#rate = rate
    this.element.playbackRate = rate
  }

  setLevels(levels: ChannelLevels): void {
    if (this.#split) {
      this.element.muted = false
      this.element.volume = 1
      this.#split.setGains(levels.channels.map((level) => level * levels.volume))
      return
    }
    const level = Math.max(0, ...levels.channels)
    this.element.muted = level === 0 || levels.volume === 0
    this.element.volume = levels.volume
  }

  /**
   * Runs unheard, and yet on the real output: browsers take an element that is muted off it, and putting it back shifts
   * its sound by tens of milliseconds.
   */
  whisper(): void {
    this.element.muted = false
    // The gains of its channels silence it.
    if (this.#split) return
    this.element.volume = unheardVolume
    // Where a script may not set the volume (iOS) only muting is left.
    this.element.muted = this.element.volume > unheardVolume * 2
  }

  dispose(): void {
    if (this.#isDisposed) return
    this.#isDisposed = true
    this.#unlisten()
    this.element.pause()
    this.#split?.dispose()
    this.#host.removeElement(this.element)
  }

  #on(type: MediaEvent): void {
    if (type === 'error') {
      const reason = brokenReasons[this.element.error?.code ?? 0]
      if (reason) this.#events.broken(reason)
      return
    }
    if (type === 'pause' && this.#isMeantToPlay && this.element.paused && !this.element.ended) {
      this.#isMeantToPlay = false
      this.#events.interrupted()
      return
    }
    this.#searchLength()
    if (type === 'seeked' && this.#lengthSearch === 'none') this.#cuePending()
    this.#events.changed()
  }

  #cuePending(): void {
    const wantedMs = this.#pendingCueMs
    if (wantedMs === null || this.element.seeking) return
    this.#pendingCueMs = null
    this.cue(wantedMs)
  }

  /** WebM as browsers and many recorders write it states no length: `duration` is Infinity until the end was seen. */
  #searchLength(): void {
    if (this.#lengthSearch === 'none' || this.element.readyState < haveMetadata) return
    const { duration, seeking, currentTime } = this.element
    if (this.#lengthSearch === 'wanted' && duration === Number.POSITIVE_INFINITY) {
      this.#lengthSearch = 'running'
      this.element.currentTime = beyondAnyEndS
      return
    }
    const isKnown = Number.isFinite(duration)
    if (!isKnown && (seeking || this.#lengthSearch === 'wanted')) return
    this.#lengthSearch = 'none'
    const lengthMs = Math.round((isKnown ? duration : currentTime) * 1000)
    this.#pendingCueMs ??= 0
    this.#events.measured(lengthMs)
    this.#cuePending()
  }
}
