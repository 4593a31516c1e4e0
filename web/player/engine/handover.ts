import type { Deck } from './deck.ts'
import { Follower } from './follower.ts'
import type { MediaElementLike } from './host.ts'

/** Near enough to the clock that the change of elements is not heard. */
const levelMs = 15
/** One look may deceive, for positions are reported in leaps. */
const levelLooks = 3
/** After this long, what a person hardly notices is good enough. */
const patienceMs = 3000
const acceptableMs = 60
/** How far ahead the new element waits for the clock; loading takes time. */
const leadMs = 1200
/** `play()` takes about this long to sound. */
const startTakesMs = 40

/**
 * A second element with a fresh URL is brought level with the playing one, unheard, before it takes over: it waits a little
 * ahead, starts when the clock comes by, and is nudged until both are at the same moment.
 */
export class Handover<E extends MediaElementLike = MediaElementLike> {
  readonly deck: Deck<E>
  readonly #follower: Follower
  #isBroken = false
  #startedAtMs: number | null = null
  #looks = 0

  constructor(deck: Deck<E>, positionMs: number) {
    this.deck = deck
    this.#follower = new Follower(deck)
    const abandon = () => this.abandon()
    deck.tell({ changed: () => {}, measured: () => {}, interrupted: () => {}, blocked: abandon, broken: abandon })
    deck.whisper()
    deck.cue(positionMs + leadMs)
  }

  /** `level`: the deck may take over now. `broken`: it never will. */
  follow(clockMs: number, rate: number, nowMs: number): 'preparing' | 'level' | 'broken' {
    if (this.#isBroken) return 'broken'
    if (this.#startedAtMs === null) {
      if (this.deck.positionMs < clockMs - levelMs) this.deck.cue(clockMs + leadMs * rate)
      else if (this.deck.isReady && clockMs + startTakesMs * rate >= this.deck.positionMs) {
        this.#startedAtMs = nowMs
        this.deck.play(rate)
      }
      return 'preparing'
    }
    if (!this.deck.isReady) return 'preparing'
    const driftMs = Math.abs(this.#follower.follow(clockMs, rate, nowMs))
    const waitedMs = nowMs - this.#startedAtMs
    // Before the first samples sound the position stands still and looks level.
    const isLevel = waitedMs > 150 && (driftMs <= levelMs || (waitedMs > patienceMs && driftMs <= acceptableMs))
    this.#looks = isLevel ? this.#looks + 1 : 0
    return this.#looks >= levelLooks ? 'level' : 'preparing'
  }

  abandon(): void {
    this.#isBroken = true
    this.deck.dispose()
  }
}
