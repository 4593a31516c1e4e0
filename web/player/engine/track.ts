import { type ChannelLevels, Deck, type DeckEvents } from './deck.ts'
import { Follower } from './follower.ts'
import { Handover } from './handover.ts'
import type { EngineHost, MediaElementLike } from './host.ts'
import { isDead, type Lease, leaseOf, renewsAtMs } from './lease.ts'
import type { SignedUrl } from './recording.ts'
import type { Clip, Span } from './timeline.ts'

/**
 * `address`: no URL was given. `network`: the line broke. `decode`: the browser cannot make sense of the bytes. `source`:
 * the URL was refused or the format is unknown; browsers do not say which.
 */
export type TrackFailure = 'address' | 'network' | 'decode' | 'source'

export type TrackEvents = {
  changed(): void
  measured(lengthMs: number): void
  blocked(): void
  /** Something outside paused the sound: a headset, the system. */
  interrupted(): void
  /** Another element carries the file from now on. */
  replaced(): void
}

export type Signer = (clip: Clip) => Promise<SignedUrl>

/** One failed renewal is tried again this much later, while the old URL lives. */
const renewAgainMs = 10_000
/** After this much played without trouble, a new fault may be repaired again. */
const provenMs = 10_000
/** A file may end this much before the clock says so. */
const finishToleranceMs = 250

/** One media file while it plays: its element, its URL and the renewal of both. */
export class Track<E extends MediaElementLike = MediaElementLike> {
  clip: Clip
  readonly #host: EngineHost<E>
  readonly #sign: Signer
  readonly #events: TrackEvents
  readonly #deckEvents: DeckEvents
  #deck: Deck<E> | null = null
  #follower: Follower | null = null
  #handover: Handover<E> | null = null
  #levels: ChannelLevels = { volume: 1, channels: [] }
  #isSigning = false
  #isReplacing = false
  #failure: TrackFailure | null = null
  #wantedMs: number
  #renewNotBeforeMs = Number.NEGATIVE_INFINITY
  #repairedAtMs: number | null = null
  #notReadySinceMs: number | null = null
  #isDisposed = false

  constructor(host: EngineHost<E>, clip: Clip, sign: Signer, wantedMs: number, events: TrackEvents) {
    this.#host = host
    this.clip = clip
    this.#sign = sign
    this.#events = events
    this.#wantedMs = wantedMs
    this.#deckEvents = {
      changed: () => events.changed(),
      measured: (lengthMs) => events.measured(lengthMs),
      blocked: () => events.blocked(),
      interrupted: () => {
        // Browsers also pause silent pictures to save power; they are set going again by the next step.
        if (this.clip.channels.length > 0) events.interrupted()
      },
      broken: (reason) => this.#repair(reason),
    }
    this.#load()
  }

  get failure(): TrackFailure | null {
    return this.#failure
  }

  get element(): E | null {
    return this.#deck?.element ?? null
  }

  get isOpen(): boolean {
    return this.#deck !== null && !this.#isReplacing
  }

  get isReady(): boolean {
    return this.isOpen && this.#deck?.isReady === true
  }

  /** Nothing of the file is left to play at a position; standing at its end is not enough when the position went back. */
  isFinishedAt(positionMs: number): boolean {
    return this.isOpen && this.#deck?.isFinished === true && positionMs >= this.positionMs - finishToleranceMs
  }

  /** Its position is one that moves and can be trusted. */
  get canLead(): boolean {
    return this.isOpen && this.#failure === null && this.#deck?.isPlaying === true && !this.#deck.isFinished
  }

  get positionMs(): number {
    return this.#deck?.positionMs ?? this.#wantedMs
  }

  loaded(): Span[] {
    return this.#deck?.loaded() ?? []
  }

  /** How long it has been without data while it should play; 0 while it catches up by a jump of its own. */
  stalledForMs(nowMs: number): number {
    if (this.isReady || this.#follower?.isCatchingUp(nowMs)) {
      this.#notReadySinceMs = null
      return 0
    }
    this.#notReadySinceMs ??= nowMs
    return nowMs - this.#notReadySinceMs
  }

  setLevels(levels: ChannelLevels): void {
    this.#levels = levels
    this.#deck?.setLevels(levels)
  }

  /** Stands still at a position of the file, with a URL that still answers. */
  hold(positionMs: number): void {
    this.#wantedMs = positionMs
    this.#notReadySinceMs = null
    const deck = this.#deck
    if (!deck || this.#isReplacing) return
    deck.pause()
    if (this.#handover) {
      this.#handover.abandon()
      this.#handover = null
    }
    const isLost = isDead(deck.lease, this.#host.wallMs()) && !deck.isLoadedAt(positionMs)
    if (isLost && this.#renewNotBeforeMs <= this.#host.nowMs()) this.#replace()
    else if (!deck.isCuedAt(positionMs)) deck.cue(positionMs)
  }

  /** Plays at the clock: `isLeading` when the clock follows this file instead. */
  run(positionMs: number, rate: number, isLeading: boolean): void {
    this.#wantedMs = positionMs
    const deck = this.#deck
    const follower = this.#follower
    if (!deck || !follower || this.#isReplacing) return
    if (!deck.isFinished) deck.play(rate)
    if (isLeading) follower.lead(rate)
    // Without data it is no drift but a lack, for which all wait.
    else if (deck.isReady) follower.follow(positionMs, rate, this.#host.nowMs())
    if (this.#repairedAtMs !== null && positionMs - this.#repairedAtMs > provenMs) this.#repairedAtMs = null
    this.#handOver(positionMs, rate)
    if (this.#mustRenew(positionMs)) this.#load()
  }

  setRate(rate: number): void {
    this.#deck?.setRate(rate)
  }

  pause(): void {
    this.#deck?.pause()
  }

  retry(): void {
    if (this.#failure === null) return
    this.#failure = null
    this.#repairedAtMs = null
    this.#replace()
  }

  dispose(): void {
    this.#isDisposed = true
    this.#handover?.abandon()
    this.#deck?.dispose()
  }

  #mustRenew(positionMs: number): boolean {
    const deck = this.#deck
    if (!deck || this.#isSigning || this.#handover || this.#renewNotBeforeMs > this.#host.nowMs()) return false
    if (this.#host.wallMs() < renewsAtMs(deck.lease)) return false
    return !deck.isLoadedFrom(positionMs, this.clip.endMs - this.clip.startMs)
  }

  #handOver(positionMs: number, rate: number): void {
    const state = this.#handover?.follow(positionMs, rate, this.#host.nowMs())
    if (state === 'broken') {
      this.#handover = null
      this.#renewNotBeforeMs = this.#host.nowMs() + renewAgainMs
    } else if (state === 'level' && this.#handover) {
      const { deck } = this.#handover
      this.#handover = null
      this.#use(deck)
    }
  }

  /** Fetches a URL and puts a deck on it: as the first one, in the place of a lost one, or beside the one that plays. */
  #load(): void {
    if (this.#isSigning) return
    this.#isSigning = true
    const isBeside = this.#deck !== null && !this.#isReplacing
    this.#sign(this.clip).then(
      (signed) => {
        this.#isSigning = false
        if (this.#isDisposed) return
        const lease = leaseOf(signed, this.#host.wallMs())
        if (isBeside && !this.#isReplacing && this.#deck?.isPlaying) {
          this.#handover = new Handover(this.#newDeck(lease), this.#wantedMs)
        } else if (!isBeside || this.#isReplacing) {
          this.#use(this.#newDeck(lease))
          this.#events.changed()
        }
        // Else it was paused meanwhile; the next play asks again if it has to.
      },
      () => {
        this.#isSigning = false
        if (this.#isDisposed) return
        this.#renewNotBeforeMs = this.#host.nowMs() + renewAgainMs
        if (!isBeside || this.#isReplacing) this.#failure = 'address'
        this.#events.changed()
      },
    )
  }

  #newDeck(lease: Lease): Deck<E> {
    return new Deck(this.#host, this.clip, lease, !this.clip.isLengthKnown, this.#deckEvents)
  }

  #use(deck: Deck<E>): void {
    const isPlaying = deck.isPlaying
    const old = this.#deck
    this.#deck = deck
    deck.tell(this.#deckEvents)
    this.#follower = new Follower(deck)
    this.#isReplacing = false
    this.#notReadySinceMs = null
    if (!isPlaying) deck.cue(this.#wantedMs)
    deck.setLevels(this.#levels)
    this.#events.replaced()
    old?.dispose()
  }

  #replace(): void {
    this.#handover?.abandon()
    this.#handover = null
    this.#isReplacing = true
    this.#load()
  }

  /** A URL that died or a line that broke is repaired once by a new URL at the same position. */
  #repair(reason: 'network' | 'decode' | 'source'): void {
    if (this.#isReplacing || this.#failure !== null) return
    // MEDIA_ERR_SRC_NOT_SUPPORTED is also what browsers say of a 403 on the first request.
    if (reason === 'decode' || this.#repairedAtMs !== null) {
      this.#failure = reason
      this.#events.changed()
      return
    }
    this.#repairedAtMs = this.#wantedMs
    this.#replace()
    this.#events.changed()
  }
}
