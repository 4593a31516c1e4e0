import type { Contract, QueryOf, ResponseOf } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { RecordingStore } from '../../ports/index.ts'
import { isDecidedByLists, reaches } from '../permissions/index.ts'
import { durationMsOf } from './summary.ts'
import { type ReachedEntry, walk } from './walk.ts'

export type Counts = ResponseOf<Contract['recordings']['countRecordings']>

const maxCounted = 10_000
/** Where each may have to be read: they come by the hundred, all at once. */
const maxRead = 500
const batch = 100
const maxReads = 3

/**
 * Counts from the index's columns, but where the policies ask for what only the recording tells: those are read first, so
 * that a count tells nothing of a call that is not shown. Stops after 10,000 (500 where they are read), or once it has read
 * for too long, and says so.
 */
export async function countRecordings(
  recordings: Pick<RecordingStore, 'list' | 'findMany'>,
  principal: Principal,
  range: QueryOf<Contract['recordings']['countRecordings']>,
): Promise<Counts> {
  const counts: Counts = {
    recordings: 0,
    durationMs: 0,
    byDirection: { inbound: 0, outbound: 0, internal: 0, unknown: 0 },
    needAttention: 0,
    isComplete: false,
  }
  const limit = isDecidedByLists(principal) ? maxCounted : maxRead
  const { lookedBackTo } = await walk(
    recordings,
    principal,
    'recording:List',
    {
      ...{ range: { from: range.startedFrom, before: range.startedBefore }, after: undefined },
      ...{ limit, maxReads },
    },
    async (entries) => {
      const reached = await reachedOf(recordings, principal, entries)
      for (const entry of reached) {
        counts.recordings += 1
        counts.durationMs += durationMsOf(entry) ?? 0
        counts.byDirection[entry.direction] += 1
        if (entry.media.status === 'missing' || entry.media.status === 'damaged') counts.needAttention += 1
      }
      return reached
    },
  )
  return { ...counts, isComplete: lookedBackTo === undefined }
}

/** The entries without those that the recordings themselves decide against. */
async function reachedOf(
  recordings: Pick<RecordingStore, 'findMany'>,
  principal: Principal,
  entries: ReachedEntry[],
): Promise<ReachedEntry[]> {
  const open = entries.filter(({ isDecided }) => !isDecided).map(({ recordingId }) => recordingId)
  const batches = Array.from({ length: Math.ceil(open.length / batch) }, (_, index) =>
    recordings.findMany(principal.tenantId, open.slice(index * batch, (index + 1) * batch)),
  )
  const found = (await Promise.all(batches)).flat()
  const reached = new Set(found.filter((one) => reaches(principal, 'recording:List', one)).map(({ id }) => id))
  return entries.filter(({ isDecided, recordingId }) => isDecided || reached.has(recordingId))
}
