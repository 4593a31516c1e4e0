import { PlaybackClock } from './clock.ts'
import type { EngineHost, MediaElementLike } from './host.ts'
import { needsSplit } from './levels.ts'
import { initialSound, Rack, ringOutMs } from './rack.ts'
import type { MediaId, MediaRef, Recording, SignedUrl } from './recording.ts'
import type { Mix } from './sides.ts'
import { isSameSnapshot, type PlaybackSnapshot, type PlaybackStatus } from './snapshot.ts'
import { buildTimeline, carryOver, clampTo, nextBoundary, nextStart, type Timeline } from './timeline.ts'
import type { Track } from './track.ts'

export type EngineOptions<E extends MediaElementLike> = {
  host: EngineHost<E>
  sign: (media: MediaRef) => Promise<SignedUrl>
  onEnded?: () => void
}

/** How often the elements are compared with the clock while playing. */
const tickMs = 100
/** Files that begin within this much of playing time are fetched ahead. */
const lookAheadMs = 20_000
/** A shorter lack of data does not stop the others. */
const graceMs = 150
/** A stretch of the timeline without any file, longer than this, is jumped over. */
const deadStretchMs = 1500

export const rateLimits = { slowest: 0.5, fastest: 3 } as const

/**
 * Plays the files of a recording as one. A clock leads; one file leads the clock; the others are kept at it. Everything
 * happens in one step that looks at what should be and does what is missing, at each tick and each event of an element.
 */
export class PlaybackEngine<E extends MediaElementLike = MediaElementLike> {
  readonly #options: EngineOptions<E>
  readonly #host: EngineHost<E>
  readonly #clock = new PlaybackClock()
  readonly #rack: Rack<E>
  readonly #measured = new Map<MediaId, number>()
  readonly #listeners = new Set<() => void>()
  readonly #positionListeners = new Set<() => void>()
  #recording: Recording
  #timeline: Timeline
  #snapshot: PlaybackSnapshot
  #leaderId: MediaId | null = null
  #wantsPlay = false
  #wantsOpen = false
  #hasPlayed = false
  #hasEnded = false
  #hasFailed = false
  #isBlocked = false
  #isScrubbing = false
  #isStepping = false
  #isClosed = true
  #stopTicking: (() => void) | null = null
  #cancelWake: (() => void) | null = null

  constructor(recording: Recording, options: EngineOptions<E>) {
    this.#options = options
    this.#host = options.host
    this.#recording = recording
    this.#timeline = buildTimeline(recording, this.#measured)
    const sign = ({ seq, mediaId }: Omit<MediaRef, 'recordingId'>) =>
      options.sign({ recordingId: recording.id, seq, mediaId })
    this.#rack = new Rack(this.#host, this.#timeline, initialSound(recording), sign, {
      changed: () => this.#step(),
      blocked: () => this.#block(),
      interrupted: () => this.pause(),
      measured: (mediaId, lengthMs) => {
        this.#measured.set(mediaId, lengthMs)
        this.#layOut()
      },
      replaced: () => this.#rack.showPictures(this.positionMs),
    })
    this.#snapshot = this.#look()
  }

  /** To be called once it may use the page. Measures files of unknown length; the rest is fetched at play or seek. */
  open(): void {
    this.#isClosed = false
    this.#step()
  }

  /** Lets go of all elements and timers; the position stays for another {@link open}. */
  close(): void {
    this.#wantsPlay = false
    this.#wantsOpen = false
    this.#hasPlayed = false
    this.#stop()
    this.#keepTime()
    this.#rack.dispose()
    this.#publish()
    this.#isClosed = true
  }

  /** Position on the timeline, in milliseconds. */
  get positionMs(): number {
    return clampTo(this.#timeline, this.#clock.positionMs(this.#host.nowMs()))
  }

  readonly getSnapshot = (): PlaybackSnapshot => this.#snapshot

  /** Hears of everything but the position; gives a function that ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Hears of the position, several times a second while playing and at each jump. */
  readonly subscribePosition = (listener: () => void): (() => void) => {
    this.#positionListeners.add(listener)
    return () => this.#positionListeners.delete(listener)
  }

  play(): void {
    if (this.#isClosed || this.#rack.playable.length === 0) return
    this.#host.resumeSound(this.#rack.playable.some(needsSplit))
    if (this.positionMs >= this.#timeline.durationMs) this.#moveTo(0)
    this.#wantsPlay = true
    this.#wantsOpen = true
    this.#hasEnded = false
    this.#hasFailed = false
    this.#isBlocked = false
    this.#step()
  }

  pause(): void {
    this.#wantsPlay = false
    this.#stop()
    this.#step()
  }

  seek(positionMs: number): void {
    if (this.#isClosed || this.#rack.playable.length === 0) return
    this.#wantsOpen = true
    this.#hasEnded = false
    this.#hasFailed = false
    this.#moveTo(positionMs)
    this.#step()
  }

  /** While a person drags the position nothing sounds; pictures follow. */
  setScrubbing(isScrubbing: boolean): void {
    this.#isScrubbing = isScrubbing
    if (isScrubbing) this.#stop()
    this.#step()
  }

  setRate(rate: number): void {
    const bounded = Math.min(rateLimits.fastest, Math.max(rateLimits.slowest, rate))
    this.#clock.setRate(bounded, this.#host.nowMs())
    for (const track of this.#rack.tracks) track.setRate(bounded)
    this.#step()
  }

  /** 0 to 1. */
  setVolume(volume: number): void {
    this.#rack.setSound({ ...this.#rack.sound, volume: Math.min(1, Math.max(0, volume)) })
    this.#publish()
  }

  setMuted(isMuted: boolean): void {
    this.#rack.setSound({ ...this.#rack.sound, isMuted })
    this.#publish()
  }

  setMix(mix: Mix): void {
    this.#rack.setSound({ ...this.#rack.sound, mix })
    this.#publish()
  }

  /** Tries the files that failed again, and plays on. */
  retry(): void {
    for (const track of this.#rack.tracks) track.retry()
    this.play()
  }

  /** The recording's facts changed: files arrived or got lengths. Keeps the moment of the call. */
  update(recording: Recording): void {
    this.#recording = recording
    this.#layOut()
  }

  #layOut(): void {
    const before = this.#timeline
    const positionMs = this.positionMs
    this.#timeline = buildTimeline(this.#recording, this.#measured)
    this.#clock.set(carryOver(before, this.#timeline, positionMs), this.#host.nowMs())
    this.#rack.layOut(this.#timeline)
    this.#step()
    this.#tellPosition()
  }

  #step(): void {
    if (this.#isClosed || this.#isStepping) return
    this.#isStepping = true
    try {
      if (this.#clock.isRunning) this.#lead()
      const positionMs = this.#clock.positionMs(this.#host.nowMs())
      if (this.#wantsPlay && !this.#isScrubbing && positionMs >= this.#timeline.durationMs) this.#end()
      else if (this.#wantsOpen) this.#arrange(positionMs)
      else this.#rack.openUnmeasured()
    } finally {
      this.#isStepping = false
    }
    this.#keepTime()
    this.#publish()
  }

  /** Sets the clock to where the leading file really is; sound leads rather than pictures. */
  #lead(): void {
    const nowMs = this.#host.nowMs()
    const candidates = this.#rack.at(this.#clock.positionMs(nowMs)).filter((track) => track.canLead)
    const current = candidates.find((track) => track.clip.mediaId === this.#leaderId)
    const ready = candidates.filter((track) => track.isReady)
    const next = current ?? ready.find((track) => track.clip.kind === 'audio') ?? ready[0]
    this.#leaderId = next?.clip.mediaId ?? null
    // Past its place on the timeline a file still rings out, and leads no more.
    if (next) this.#clock.set(Math.min(next.clip.startMs + next.positionMs, next.clip.endMs), nowMs)
  }

  #arrange(positionMs: number): void {
    this.#rack.prepare(positionMs, positionMs + lookAheadMs * this.#clock.rate)
    const tracks = this.#rack.at(positionMs)
    const live = tracks.filter(
      (track) => track.failure === null && !track.isFinishedAt(positionMs - track.clip.startMs),
    )
    const isCalm = !this.#wantsPlay || this.#isScrubbing
    if (isCalm || !this.#clock.isRunning) for (const track of live) track.hold(positionMs - track.clip.startMs)
    if (isCalm) return
    if (live.length > 0) this.#sound(live, positionMs)
    else
      this.#passGap(
        positionMs,
        tracks.some((track) => track.failure !== null),
      )
  }

  /** Starts files together, keeps them together, and stops all while one waits for data. */
  #sound(live: readonly Track<E>[], positionMs: number): void {
    const nowMs = this.#host.nowMs()
    const seen = live.filter((track) => !this.#isUnseen(track))
    if (!this.#clock.isRunning) {
      if (!seen.every((track) => track.isReady)) return
      this.#clock.start(nowMs)
      this.#hasPlayed = true
    } else if (seen.some((track) => track.stalledForMs(nowMs) > graceMs)) {
      this.#stop()
      return
    }
    for (const track of seen) {
      track.run(positionMs - track.clip.startMs, this.#clock.rate, track.clip.mediaId === this.#leaderId)
    }
    this.#rack.pauseOthers(live, positionMs)
  }

  /** Browsers pause silent pictures of a hidden page; nobody misses them. */
  #isUnseen(track: Track<E>): boolean {
    return track.clip.kind !== 'audio' && track.clip.channels.length === 0 && this.#host.isHidden()
  }

  /** Nothing sounds here: short gaps pass in silence, long ones are jumped over, unless they should have sounded. */
  #passGap(positionMs: number, isFailure: boolean): void {
    const nextMs = nextStart(this.#rack.playable, this.#timeline.durationMs, positionMs)
    if (nextMs - positionMs > deadStretchMs && isFailure) this.#fail()
    else if (nextMs - positionMs > deadStretchMs) {
      this.#moveTo(nextMs)
      this.#host.after(0, () => this.#step())
    } else if (!this.#clock.isRunning) this.#clock.start(this.#host.nowMs())
  }

  #fail(): void {
    this.#stop()
    this.#wantsPlay = false
    this.#hasFailed = true
  }

  #block(): void {
    this.#isBlocked = true
    this.pause()
  }

  #end(): void {
    this.#clock.stop(this.#host.nowMs())
    this.#clock.set(this.#timeline.durationMs, this.#host.nowMs())
    this.#wantsPlay = false
    this.#hasEnded = true
    this.#tellPosition()
    this.#host.after(0, () => {
      if (!this.#isClosed) this.#options.onEnded?.()
    })
    this.#host.after(ringOutMs, () => {
      if (this.#hasEnded) this.#rack.pause()
    })
  }

  #moveTo(positionMs: number): void {
    this.#stop()
    this.#clock.set(clampTo(this.#timeline, positionMs), this.#host.nowMs())
    this.#tellPosition()
  }

  #stop(): void {
    this.#clock.stop(this.#host.nowMs())
    this.#rack.pause()
  }

  /** Ticks while play is wanted, and wakes exactly where the next file begins or one ends. */
  #keepTime(): void {
    this.#cancelWake?.()
    this.#cancelWake = null
    if (!this.#wantsPlay) {
      this.#stopTicking?.()
      this.#stopTicking = null
      return
    }
    this.#stopTicking ??= this.#host.every(tickMs, () => {
      this.#step()
      this.#tellPosition()
    })
    if (!this.#clock.isRunning) return
    const positionMs = this.#clock.positionMs(this.#host.nowMs())
    const delayMs = (nextBoundary(this.#timeline, positionMs) - positionMs) / this.#clock.rate
    if (delayMs < tickMs) this.#cancelWake = this.#host.after(Math.ceil(delayMs), () => this.#step())
  }

  #status(): PlaybackStatus {
    if (this.#hasFailed) return 'failed'
    if (this.#hasEnded) return 'ended'
    if (this.#wantsPlay && this.#clock.isRunning) return 'playing'
    if (this.#wantsPlay) return this.#hasPlayed ? 'buffering' : 'loading'
    return this.#wantsOpen ? 'paused' : 'idle'
  }

  #look(): PlaybackSnapshot {
    return {
      status: this.#status(),
      timeline: this.#timeline,
      rate: this.#clock.rate,
      ...this.#rack.sound,
      failures: this.#rack.failures(),
      loaded: this.#rack.loaded(),
      isBlocked: this.#isBlocked,
    }
  }

  #publish(): void {
    const next = this.#look()
    if (isSameSnapshot(this.#snapshot, next)) return
    this.#snapshot = next
    for (const listener of this.#listeners) listener()
  }

  #tellPosition(): void {
    for (const listener of this.#positionListeners) listener()
  }
}
