import type { Cue } from '../../model/index.ts'

/**
 * Cues stand by their times. One without times has a place, a text that sorts: it follows the cue before whose place it was
 * given. Between two places there is always another: https://www.figma.com/blog/realtime-editing-of-ordered-sequences/
 */

const groupDigits = 5

const group = (value: number) => String(value).padStart(groupDigits, '0')

/** Of the imported cue of that index. */
export const placeOfIndex = (index: number): string => group(index + 1)

const mostInGroup = 10 ** groupDigits - 1

/** @param next the place after it; undefined at the end */
export function placeBetween(previous: string, next: string | undefined): string {
  const head = previous.slice(0, -groupDigits)
  const last = Number(previous.slice(-groupDigits))
  const following = previous !== '' && last < mostInGroup ? head + group(last + 1) : undefined
  if (following !== undefined && (next === undefined || following < next)) return following
  for (let place = previous; ; place += group(0)) {
    const longer = place + group(1)
    if (next === undefined || longer < next) return longer
  }
}

/** As they are said. */
export function inOrder(cues: readonly Cue[]): Cue[] {
  let at = -1
  const placed = cues
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
    .map((cue) => {
      at = cue.startMs ?? at
      return { cue, at }
    })
  return placed.sort((one, other) => one.at - other.at).map(({ cue }) => cue)
}

/** Where a new cue goes: after the one that is named, else before the first that begins later, else at the end. */
export function placeOfNew(
  ordered: readonly Cue[],
  { startMs, afterCueId }: { startMs: number | null; afterCueId?: number | undefined },
): string {
  const named = ordered.find(({ id }) => id === afterCueId)
  const laterAt = ordered.findIndex((cue) => cue.startMs !== null && startMs !== null && cue.startMs > startMs)
  const earlier = laterAt < 0 ? ordered : ordered.slice(0, laterAt)
  const previous = (named ?? earlier.at(-1))?.place ?? ''
  const places = ordered.map(({ place }) => place).filter((place) => place > previous)
  return placeBetween(previous, places.sort()[0])
}
