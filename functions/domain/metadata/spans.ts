import type { Instant } from '../../model/index.ts'
import type { Stay } from './document.ts'
import type { Span } from './session.ts'

/** Somebody who comes and goes more often than that is a fault. */
const maxSpans = 100

/** Adds what a document says of a stay: the one that is going on, told again or ended, or another one. */
export function noteStay(spans: Span[], { from, until }: Stay): void {
  const last = spans.at(-1)
  if (last && isSame(last, from, until)) {
    if (from !== null && (last.from === null || from < last.from)) last.from = from
    if (until !== null) Object.assign(last, { until, hasEnded: true })
    return
  }
  if (spans.length < maxSpans) spans.push({ from, until, hasEnded: until !== null })
}

function isSame(last: Span, from: Instant | null, until: Instant | null): boolean {
  if (!last.hasEnded) return true
  // It is told again with the same times, or with no more than that it was.
  return from === null || from === last.from || (until !== null && until === last.until)
}

/** Ends a stay that is going on, at a time that may not be known. */
export function endStay(spans: Span[], until: Instant | null): void {
  const last = spans.at(-1)
  if (!last || last.hasEnded) return
  const isAfter = until !== null && (last.from === null || until >= last.from)
  Object.assign(last, { until: isAfter ? until : null, hasEnded: true })
}

export const isGoingOn = (spans: readonly Span[]): boolean => spans.at(-1)?.hasEnded === false
