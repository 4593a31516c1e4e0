/** The neighbours of a recording in the list that it was opened from. */
export type Neighbours = { newerId: string | null; olderId: string | null; position: number | null }

/** The list that a page was opened from, as its history entry says; undefined if it was opened some other way. */
export function listOf(state: unknown): string | undefined {
  const list: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'list') : undefined
  return typeof list === 'string' ? list : undefined
}

/** The list is newest first: the row above is newer, the row below older. */
export function neighboursOf(rows: readonly { id: string }[], recordingId: string): Neighbours {
  const index = rows.findIndex(({ id }) => id === recordingId)
  if (index < 0) return { newerId: null, olderId: null, position: null }
  return { newerId: rows[index - 1]?.id ?? null, olderId: rows[index + 1]?.id ?? null, position: index + 1 }
}

type Reviewable = { id: string; review: { status: 'notReviewed' | 'inReview' | 'reviewed' } }

/**
 * The first below the recording that nobody has reviewed or is reviewing, else, if the list is loaded to its end, the first
 * above it; null where there is none.
 */
export function nextToReview(rows: readonly Reviewable[], recordingId: string, isWhole: boolean): string | null {
  const index = rows.findIndex(({ id }) => id === recordingId)
  const isFree = ({ id, review }: Reviewable) => id !== recordingId && review.status === 'notReviewed'
  const below = rows.slice(index + 1).find(isFree)
  return (below ?? (isWhole ? rows.find(isFree) : undefined))?.id ?? null
}
