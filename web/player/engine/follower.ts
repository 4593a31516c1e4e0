import type { Deck } from './deck.ts'
import { correctionOf } from './drift.ts'

/** A jump lands late by the time it takes; the first guess, corrected by each jump. */
const firstSeekTookMs = 40
const maxSeekTookMs = 300

/** Keeps one playing deck at the clock: by a slightly different rate, or by a jump where it is far off. */
export class Follower {
  readonly #deck: Deck
  #isNudging = false
  #soughtAtMs = Number.NEGATIVE_INFINITY
  #seekTookMs = firstSeekTookMs
  #isSeeking = false

  constructor(deck: Deck) {
    this.#deck = deck
  }

  /** The deck is jumping to catch up: nothing that others should wait for. */
  isCatchingUp(nowMs: number): boolean {
    return this.#isSeeking && nowMs - this.#soughtAtMs < 1000
  }

  /** Gives the drift in milliseconds, positive when the deck is ahead. */
  follow(clockMs: number, rate: number, nowMs: number): number {
    if (this.#isSeeking && this.#deck.isReady) {
      this.#isSeeking = false
      this.#seekTookMs = Math.min(maxSeekTookMs, (this.#seekTookMs + nowMs - this.#soughtAtMs) / 2)
    }
    const driftMs = this.#deck.positionMs - clockMs
    if (this.#isSeeking) return driftMs
    const sinceSeekMs = nowMs - this.#soughtAtMs
    const correction = correctionOf({ driftMs, rate, isNudging: this.#isNudging, sinceSeekMs })
    this.#isNudging = correction.kind === 'nudge'
    switch (correction.kind) {
      case 'none':
        this.#deck.setRate(rate)
        break
      case 'nudge':
        this.#deck.setRate(rate * correction.factor)
        break
      case 'seek':
        this.#isSeeking = true
        this.#soughtAtMs = nowMs
        this.#deck.setRate(rate)
        this.#deck.cue(clockMs + this.#seekTookMs * rate)
        break
    }
    return driftMs
  }

  /** The deck leads now: nobody corrects it. */
  lead(rate: number): void {
    this.#isNudging = false
    this.#isSeeking = false
    this.#deck.setRate(rate)
  }
}
