import type { ChannelSplit, EngineHost } from './host.ts'
import type { Clip } from './timeline.ts'

/** Where elements live on the page. */
export type Places = {
  /** Holds what is heard only. */
  sounds(): HTMLElement
  /** Holds the pictures of one view. */
  view(viewKey: string): HTMLElement | null
}

/** Short enough to feel immediate, long enough not to click. */
const gainFadeS = 0.01

/** Real media elements, Web Audio and browser time for the engine. */
export class BrowserHost implements EngineHost<HTMLMediaElement> {
  readonly #places: Places
  #audio: AudioContext | null = null

  constructor(places: Places) {
    this.#places = places
  }

  createElement(clip: Clip, { isCrossOrigin }: { isCrossOrigin: boolean }): HTMLMediaElement {
    const element = document.createElement(clip.kind === 'audio' ? 'audio' : 'video')
    element.preload = 'auto'
    element.preservesPitch = true
    // Web Audio gives silence for media of another origin that was not fetched by CORS.
    if (isCrossOrigin) element.crossOrigin = 'anonymous'
    if (element instanceof HTMLVideoElement) {
      element.playsInline = true
      element.disablePictureInPicture = true
      element.tabIndex = -1
    }
    element.dataset.mediaId = clip.mediaId
    element.dataset.sides = clip.channels.join(' ')
    element.dataset.shown = 'false'
    const view = clip.viewKey === null ? null : this.#places.view(clip.viewKey)
    const place = view ?? this.#places.sounds()
    place.append(element)
    return element
  }

  removeElement(element: HTMLMediaElement): void {
    element.removeAttribute('src')
    element.load()
    element.remove()
  }

  showPicture(viewKey: string, element: HTMLMediaElement | null): void {
    const view = this.#places.view(viewKey)
    if (!view) return
    for (const video of view.querySelectorAll('video')) {
      const shown = String(video === element)
      if (video.dataset.shown !== shown) video.dataset.shown = shown
    }
    const isEmpty = String(element === null)
    if (view.dataset.empty !== isEmpty) view.dataset.empty = isEmpty
  }

  splitChannels(element: HTMLMediaElement, channelCount: number): ChannelSplit {
    const audio = this.#context()
    const source = audio.createMediaElementSource(element)
    const splitter = audio.createChannelSplitter(channelCount)
    source.connect(splitter)
    const gains = Array.from({ length: channelCount }, (_, channel) => {
      const gain = new GainNode(audio, { gain: 0, channelCount: 1, channelCountMode: 'explicit' })
      splitter.connect(gain, channel)
      // One channel into the two of the output: heard in both ears.
      gain.connect(audio.destination)
      return gain
    })
    return {
      setGains(levels) {
        for (const [channel, gain] of gains.entries()) {
          gain.gain.setTargetAtTime(levels[channel] ?? 0, audio.currentTime, gainFadeS)
        }
      },
      dispose() {
        source.disconnect()
        splitter.disconnect()
        for (const gain of gains) gain.disconnect()
      },
    }
  }

  resumeSound(needsSplit: boolean): void {
    if (!needsSplit) return
    const audio = this.#context()
    // Rejected while the browser waits for a person; `play()` of the element then says so.
    if (audio.state === 'suspended') audio.resume().catch(() => {})
  }

  isHidden(): boolean {
    return document.visibilityState === 'hidden'
  }

  nowMs(): number {
    return performance.now()
  }

  wallMs(): number {
    return Date.now()
  }

  every(intervalMs: number, run: () => void): () => void {
    const timer = setInterval(run, intervalMs)
    return () => clearInterval(timer)
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  }

  dispose(): void {
    this.#audio?.close().catch(() => {})
    this.#audio = null
  }

  #context(): AudioContext {
    this.#audio ??= new AudioContext({ latencyHint: 'playback' })
    return this.#audio
  }
}
