/**
 * The one clock of a recording: a position on its timeline that runs with monotonic time times the rate, and is set again
 * and again to where the leading media element really is.
 */
export class PlaybackClock {
  #positionMs = 0
  #atMs = 0
  #rate = 1
  #isRunning = false

  get isRunning(): boolean {
    return this.#isRunning
  }

  get rate(): number {
    return this.#rate
  }

  positionMs(nowMs: number): number {
    return this.#isRunning ? this.#positionMs + (nowMs - this.#atMs) * this.#rate : this.#positionMs
  }

  set(positionMs: number, nowMs: number): void {
    this.#positionMs = positionMs
    this.#atMs = nowMs
  }

  start(nowMs: number): void {
    this.set(this.positionMs(nowMs), nowMs)
    this.#isRunning = true
  }

  stop(nowMs: number): void {
    this.set(this.positionMs(nowMs), nowMs)
    this.#isRunning = false
  }

  setRate(rate: number, nowMs: number): void {
    this.set(this.positionMs(nowMs), nowMs)
    this.#rate = rate
  }
}
