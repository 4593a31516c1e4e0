import type { Contract, QueryOf, ResponseOf } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { ListPosition, RecordingStore } from '../../ports/index.ts'
import { narrowToRoutes } from '../permissions/index.ts'
import { durationMsOf } from './summary.ts'

export type Counts = ResponseOf<Contract['recordings']['countRecordings']>

const pageSize = 1_000
const maxPages = 10

/** Counts from the index's columns alone; stops after 10,000 and says so. */
export async function countRecordings(
  recordings: RecordingStore,
  principal: Principal,
  range: QueryOf<Contract['recordings']['countRecordings']>,
): Promise<Counts> {
  const routes = narrowToRoutes(principal, 'recording:List')
  const counts: Counts = {
    recordings: 0,
    durationMs: 0,
    byDirection: { inbound: 0, outbound: 0, internal: 0, unknown: 0 },
    needAttention: 0,
    isComplete: false,
  }
  let after: ListPosition | undefined
  for (let page = 0; page < maxPages; page++) {
    const entries = await recordings.list(principal.tenantId, {
      routes,
      range: { from: range.startedFrom, before: range.startedBefore },
      after,
      limit: pageSize,
    })
    for (const entry of entries) {
      counts.recordings += 1
      counts.durationMs += durationMsOf(entry) ?? 0
      counts.byDirection[entry.direction] += 1
      if (entry.media.status === 'missing' || entry.media.status === 'damaged') counts.needAttention += 1
    }
    after = entries.at(-1)
    if (entries.length < pageSize) return { ...counts, isComplete: true }
  }
  return counts
}
