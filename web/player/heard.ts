import { joinSpans, type Span } from './engine/index.ts'

/** As many stretches as one report takes. */
const mostAtOnce = 100
/** A step is no longer than what plays between two looks at the position, and some hesitation. */
const slackMs = 750

type Look = { positionMs: number; nowMs: number; isPlaying: boolean; rate: number }

/** Collects which stretches of a recording were heard, in recording time, out of looks at the player. */
export class HeardStretches {
  readonly #spans: Span[] = []
  #last: Look | null = null

  /** To be called often while playing, and whenever the position jumps or playing starts or stops. */
  look(next: Look): void {
    const last = this.#last
    this.#last = next
    if (!last?.isPlaying) return
    const stepMs = next.positionMs - last.positionMs
    // Further than it can have played, or back: somebody sought, and what lies between was not heard.
    const possibleMs = (next.nowMs - last.nowMs) * last.rate + slackMs
    if (stepMs > 0 && stepMs <= possibleMs) this.#add({ startMs: last.positionMs, endMs: next.positionMs })
  }

  #add(span: Span): void {
    const latest = this.#spans.at(-1)
    if (latest && latest.endMs === span.startMs) latest.endMs = span.endMs
    else this.#spans.push({ ...span })
  }

  /** What was heard since it was taken last, joined and in whole milliseconds; what is too much stays for the next time. */
  take(): { fromMs: number; toMs: number }[] {
    const spans = joinSpans(this.#spans)
    this.#spans.length = 0
    this.#spans.push(...spans.slice(mostAtOnce))
    return spans.slice(0, mostAtOnce).flatMap(({ startMs, endMs }) => {
      const range = { fromMs: Math.round(startMs), toMs: Math.round(endMs) }
      return range.toMs > range.fromMs ? [range] : []
    })
  }
}
