import type { EngineHost, MediaElementLike, MediaEvent } from '../../../web/player/engine/host.ts'
import type { MediaRef, SignedUrl } from '../../../web/player/engine/recording.ts'
import type { Clip } from '../../../web/player/engine/timeline.ts'

/** What a file is like, and the network that leads to it. All times are media or virtual milliseconds. */
export type FakeFile = {
  lengthMs: number
  /** What `duration` says: Infinity where the file does not state its length. */
  statesLength: boolean
  /** How far beyond the position it is loaded. */
  bufferAheadMs: number
  /** From `src` to being ready. */
  latencyMs: number
  /** From `play()` to sounding. */
  startTakesMs: number
  /** How fast its own clock runs. */
  skew: number
  isBroken: boolean
}

const epochMs = Date.parse('2026-03-01T09:30:00.000Z')
const seekTakesMs = 20

type Timer = { atMs: number; run: () => void; everyMs: number | null }

/** A media element in virtual time. */
export class FakeElement implements MediaElementLike {
  readonly clip: Clip
  readonly isCrossOrigin: boolean
  readonly file: FakeFile
  readonly #stage: FakeStage
  readonly #listeners = new Map<MediaEvent, Set<() => void>>()
  #src = ''
  #positionMs = 0
  #startsAtMs = 0
  playbackRate = 1
  volume = 1
  muted = false
  paused = true
  seeking = false
  readyState = 0
  error: { code: number } | null = null
  isRemoved = false
  /** Nothing comes any more; for as long as a test wants. */
  isStarved = false

  constructor(stage: FakeStage, clip: Clip, isCrossOrigin: boolean, file: FakeFile) {
    this.#stage = stage
    this.clip = clip
    this.isCrossOrigin = isCrossOrigin
    this.file = file
  }

  get src(): string {
    return this.#src
  }

  set src(url: string) {
    this.#src = url
    this.#stage.after(this.file.latencyMs, () => {
      if (this.isRemoved) return
      if (this.file.isBroken || this.#isRefused()) return this.#fail(4)
      this.readyState = 1
      this.#tell('loadedmetadata')
      this.#stage.after(5, () => this.#becomeReady())
    })
  }

  get duration(): number {
    if (this.readyState === 0) return Number.NaN
    return this.file.statesLength || this.#hasSeenEnd ? this.file.lengthMs / 1000 : Number.POSITIVE_INFINITY
  }

  #hasSeenEnd = false

  get currentTime(): number {
    return this.#positionMs / 1000
  }

  set currentTime(seconds: number) {
    const targetMs = Math.min(seconds * 1000, this.file.lengthMs)
    const wasLoaded = this.#isLoaded(targetMs)
    this.#positionMs = targetMs
    if (this.readyState === 0) return
    this.seeking = true
    this.#stage.after(seekTakesMs, () => {
      if (this.isRemoved || this.#positionMs !== targetMs) return
      if (!wasLoaded && this.#isRefused()) return this.#fail(2)
      this.seeking = false
      if (seconds * 1000 > this.file.lengthMs) {
        this.#hasSeenEnd = true
        this.#tell('durationchange')
      }
      this.#tell('seeked')
      if (!this.isStarved) this.#becomeReady()
    })
  }

  get ended(): boolean {
    return this.readyState > 0 && !this.seeking && this.#positionMs >= this.file.lengthMs
  }

  get buffered() {
    const endMs = Math.min(this.file.lengthMs, this.#positionMs + this.file.bufferAheadMs)
    return { length: this.readyState > 0 ? 1 : 0, start: () => 0, end: () => endMs / 1000 }
  }

  get isHeard(): boolean {
    return !this.paused && !this.muted && this.volume > 0.01 && !this.isRemoved
  }

  play(): Promise<void> {
    if (this.#stage.forbidsSound && !this.muted) {
      return Promise.reject(Object.assign(new Error('a person must act first'), { name: 'NotAllowedError' }))
    }
    this.paused = false
    this.#startsAtMs = this.#stage.nowMs() + this.file.startTakesMs
    this.#stage.after(this.file.startTakesMs, () => this.#tell('playing'))
    return Promise.resolve()
  }

  pause(): void {
    if (this.paused) return
    this.paused = true
    this.#stage.after(0, () => this.#tell('pause'))
  }

  /** As a headset or the system does. */
  pauseFromOutside(): void {
    this.pause()
  }

  starve(): void {
    this.isStarved = true
    this.readyState = 2
    this.#tell('waiting')
  }

  feed(): void {
    this.isStarved = false
    this.#becomeReady()
  }

  breakLine(): void {
    this.#fail(2)
  }

  addEventListener(type: MediaEvent, listener: () => void): void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
  }

  removeEventListener(type: MediaEvent, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener)
  }

  run(fromMs: number, toMs: number): void {
    if (this.paused || this.seeking || this.ended || this.readyState < 3) return
    const playedMs = Math.max(0, toMs - Math.max(fromMs, this.#startsAtMs)) * this.playbackRate * this.file.skew
    this.#positionMs = Math.min(this.file.lengthMs, this.#positionMs + playedMs)
    if (this.#positionMs < this.file.lengthMs) return
    this.paused = true
    this.#stage.after(0, () => this.#tell('ended'))
  }

  #isRefused(): boolean {
    return this.#stage.isRefused(this.#src)
  }

  #isLoaded(positionMs: number): boolean {
    return positionMs <= this.#positionMs + this.file.bufferAheadMs
  }

  #becomeReady(): void {
    if (this.isRemoved || this.seeking || this.readyState === 0 || this.isStarved) return
    this.readyState = 4
    this.#tell('canplay')
  }

  #fail(code: number): void {
    this.readyState = Math.min(this.readyState, 2)
    this.error = { code }
    this.#tell('error')
  }

  #tell(type: MediaEvent): void {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener()
  }
}

/** Elements, network, sound and time, all virtual; time passes only by {@link FakeStage.pass}. */
export class FakeStage implements EngineHost<FakeElement> {
  #nowMs = 0
  #timers: Timer[] = []
  readonly files = new Map<string, Partial<FakeFile>>()
  readonly elements: FakeElement[] = []
  readonly shown = new Map<string, FakeElement | null>()
  readonly gains = new Map<FakeElement, readonly number[]>()
  readonly asked: { mediaId: string; atMs: number }[] = []
  urlLifeMs = 300_000
  forbidsSound = false
  refusesToSign = false
  isPageHidden = false
  /** Requests that came with a dead URL. */
  refusals = 0

  readonly sign = async ({ mediaId }: MediaRef): Promise<SignedUrl> => {
    this.asked.push({ mediaId, atMs: this.#nowMs })
    if (this.refusesToSign) throw new Error('no')
    const diesAtMs = this.wallMs() + this.urlLifeMs
    return { url: `https://s3.test/${mediaId}?dies=${diesAtMs}`, expiresAt: new Date(diesAtMs).toISOString() }
  }

  /** The elements of a file that are still in the document. */
  of(mediaId: string): FakeElement[] {
    return this.elements.filter((element) => element.clip.mediaId === mediaId && !element.isRemoved)
  }

  /** The only element of a file. */
  only(mediaId: string): FakeElement {
    const [element, ...more] = this.of(mediaId)
    if (!element || more.length > 0) throw new Error(`${more.length + (element ? 1 : 0)} elements of ${mediaId}`)
    return element
  }

  isRefused(url: string): boolean {
    const isDead = this.wallMs() >= Number(new URL(url).searchParams.get('dies'))
    if (isDead) this.refusals += 1
    return isDead
  }

  createElement(clip: Clip, { isCrossOrigin }: { isCrossOrigin: boolean }): FakeElement {
    const file = {
      lengthMs: clip.endMs - clip.startMs,
      statesLength: true,
      bufferAheadMs: Number.POSITIVE_INFINITY,
      latencyMs: 30,
      startTakesMs: 15,
      skew: 1,
      isBroken: false,
      ...this.files.get(clip.mediaId),
    }
    const element = new FakeElement(this, clip, isCrossOrigin, file)
    this.elements.push(element)
    return element
  }

  removeElement(element: FakeElement): void {
    element.isRemoved = true
  }

  showPicture(viewKey: string, element: FakeElement | null): void {
    this.shown.set(viewKey, element)
  }

  splitChannels(element: FakeElement) {
    return { setGains: (gains: readonly number[]) => void this.gains.set(element, gains), dispose: () => {} }
  }

  resumeSound(): void {}

  isHidden(): boolean {
    return this.isPageHidden
  }

  nowMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return epochMs + this.#nowMs
  }

  every(everyMs: number, run: () => void): () => void {
    return this.#schedule({ atMs: this.#nowMs + everyMs, run, everyMs })
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#schedule({ atMs: this.#nowMs + delayMs, run, everyMs: null })
  }

  /** Lets time pass in steps of 5 ms; `each` looks on. */
  async pass(durationMs: number, each: () => void = () => {}): Promise<void> {
    const endMs = this.#nowMs + durationMs
    await settle()
    while (this.#nowMs < endMs) {
      const fromMs = this.#nowMs
      this.#nowMs = Math.min(endMs, fromMs + 5)
      for (const element of this.elements) if (!element.isRemoved) element.run(fromMs, this.#nowMs)
      this.#runTimers()
      await settle()
      each()
    }
  }

  #schedule(timer: Timer): () => void {
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  #runTimers(): void {
    for (const timer of [...this.#timers]) {
      if (timer.atMs > this.#nowMs || !this.#timers.includes(timer)) continue
      if (timer.everyMs === null) this.#timers = this.#timers.filter((other) => other !== timer)
      else timer.atMs += timer.everyMs
      timer.run()
    }
  }
}

/** Lets promises that are settled be heard. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve()
}
