import type { HeardRange } from '../../model/index.ts'

/** Ranges in order, those that touch joined; empty and backward ones left out. */
export function joinRanges(ranges: readonly HeardRange[]): HeardRange[] {
  const joined: HeardRange[] = []
  const inOrder = ranges.filter(({ fromMs, toMs }) => fromMs < toMs).sort((one, other) => one.fromMs - other.fromMs)
  for (const { fromMs, toMs } of inOrder) {
    const last = joined.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}
