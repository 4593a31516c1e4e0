import type { Contract, QueryOf, ResponseOf } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { RecordingStore } from '../../ports/index.ts'
import { durationMsOf } from './summary.ts'
import { walk } from './walk.ts'

export type Counts = ResponseOf<Contract['recordings']['countRecordings']>

const maxCounted = 10_000
const maxReads = 3

/** Counts from the index's columns alone; stops after 10,000, or once it has read for too long, and says so. */
export async function countRecordings(
  recordings: RecordingStore,
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
  const { lookedBackTo } = await walk(
    recordings,
    principal,
    'recording:List',
    {
      ...{ range: { from: range.startedFrom, before: range.startedBefore }, after: undefined },
      ...{ limit: maxCounted, maxReads },
    },
    async (entries) => {
      for (const entry of entries) {
        counts.recordings += 1
        counts.durationMs += durationMsOf(entry) ?? 0
        counts.byDirection[entry.direction] += 1
        if (entry.media.status === 'missing' || entry.media.status === 'damaged') counts.needAttention += 1
      }
      return entries
    },
  )
  return { ...counts, isComplete: lookedBackTo === undefined }
}
