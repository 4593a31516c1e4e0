/** Gives the next entries of a list, at most `count`; fewer only at its end. */
export type Source<T> = (count: number) => Promise<readonly T[]>

/**
 * Merges lists that are each in order into one in order. Sources that ran dry are asked again together, so the merge
 * takes few rounds however many sources there are, and reads little more than it gives. Entries of several lists of which
 * neither comes first are the same one.
 *
 * @param comesFirst whether the first entry stands before the second in the merged list
 */
export async function mergeInOrder<T>(
  sources: readonly Source<T>[],
  limit: number,
  comesFirst: (one: T, other: T) => boolean,
): Promise<T[]> {
  const lists = sources.map((source) => ({ source, entries: [] as readonly T[], position: 0, hasMore: true }))
  const merged: T[] = []
  while (merged.length < limit) {
    const missing = limit - merged.length
    // Twice the fair share: lists are seldom equally busy.
    const count = lists.length === 1 ? missing : Math.min(missing, Math.max(4, Math.ceil((2 * missing) / lists.length)))
    await Promise.all(
      lists
        .filter((list) => list.hasMore && list.position === list.entries.length)
        .map(async (list) => {
          list.entries = await list.source(count)
          list.position = 0
          list.hasMore = list.entries.length === count
        }),
    )
    // Until a list that may have more has nothing left to compare with.
    while (merged.length < limit && lists.every((list) => !list.hasMore || list.position < list.entries.length)) {
      let first: { list: (typeof lists)[number]; entry: T } | undefined
      for (const list of lists) {
        const entry = list.entries[list.position]
        if (entry !== undefined && (!first || comesFirst(entry, first.entry))) first = { list, entry }
      }
      if (!first) return merged
      merged.push(first.entry)
      // An entry may stand in several lists.
      for (const list of lists) {
        const entry = list.entries[list.position]
        if (entry !== undefined && !comesFirst(entry, first.entry) && !comesFirst(first.entry, entry)) list.position++
      }
    }
  }
  return merged
}
