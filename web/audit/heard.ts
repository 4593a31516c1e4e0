/** A stretch of a recording in milliseconds from its start; `toMs` is exclusive. */
export type Range = { fromMs: number; toMs: number }

/** Stretches in order, those that touch or overlap as one. */
export function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const { fromMs, toMs } of ranges.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = result.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else if (toMs > fromMs) result.push({ fromMs, toMs })
  }
  return result
}

/** How much of a recording was heard, what was heard twice counted once. */
export const heardMs = (ranges: readonly Range[]): number =>
  joined(ranges).reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0)
