import type { Permission } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { ListEntry, ListPosition, RecordingStore, TimeRange } from '../../ports/index.ts'
import { type Cover, narrow, reachesListed } from '../permissions/index.ts'

export type Walk = {
  range: TimeRange
  after: ListPosition | undefined
  /** As many as are wanted. */
  limit: number
  /** Reads one after another that it may take. */
  maxReads: number
}

/** Once a list has shown that much of it is not for this person, more of it is read at once. */
const furtherEntries = 200

/** An entry that the principal may see, or may for all that the index tells: the recording itself decides then. */
export type ReachedEntry = ListEntry & { isDecided: boolean }

/**
 * Walks through the recordings that the principal may do this to, newest first: it reads the lists that the policies come
 * down to, and tests each entry by the facts that the index carries. `take` makes of the entries what is wanted; it leaves
 * out those that the recording, once it is read, decides against, and what is gone, for an index lags.
 * @returns what was taken, at most `limit`, and the last place that was looked at; undefined once all were
 */
export async function walk<T>(
  recordings: Pick<RecordingStore, 'list'>,
  principal: Principal,
  permission: Permission,
  { range: asked, after: start, limit, maxReads }: Walk,
  take: (entries: ReachedEntry[]) => Promise<T[]>,
): Promise<{ taken: T[]; lookedBackTo: ListPosition | undefined }> {
  const cover = narrow(principal, permission)
  const range = within(cover, asked)
  const places = placesOf(cover)
  const taken: T[] = []
  let after = start
  for (let read = 0; read < maxReads; read++) {
    const count = read === 0 ? limit : Math.max(limit, furtherEntries)
    const entries = await recordings.list(principal.tenantId, { places, range, after, limit: count })
    const allowed = entries.flatMap((entry): ReachedEntry[] => {
      const reached = reachesListed(principal, permission, { ...entry, id: entry.recordingId })
      return reached === false ? [] : [{ ...entry, isDecided: reached === true }]
    })
    const wanted = allowed.slice(0, limit - taken.length)
    taken.push(...(await take(wanted)))
    // Past what was not wanted any more nothing was looked at.
    const isCut = wanted.length < allowed.length
    if (!isCut && entries.length < count) return { taken, lookedBackTo: undefined }
    after = (isCut ? wanted : entries).at(-1) ?? after
    if (taken.length === limit) break
  }
  return { taken, lookedBackTo: after }
}

const placesOf = ({ places }: Cover) =>
  places ? { routes: [...places.routes], agents: [...places.agents] } : ('all' as const)

function within({ from, before }: Cover, range: TimeRange): TimeRange {
  const later = [from, range.from].filter((each) => each !== undefined).sort()
  const earlier = [before, range.before].filter((each) => each !== undefined).sort()
  return { from: later.at(-1), before: earlier[0] }
}
