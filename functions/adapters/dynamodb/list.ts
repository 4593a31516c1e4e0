import type { TenantId } from '../../model/index.ts'
import type { ListEntry, ListPosition, ListQuery } from '../../ports/index.ts'
import { agentTimePartition, justBefore, routeTimePartition, timePartition, timeSK } from './keys.ts'
import { mergeInOrder, type Source } from './merge.ts'
import { queryItems, type Table } from './read.ts'
import { readListEntry } from './recording-item.ts'
import type { IndexName } from './table.ts'

/** Newest first: of the whole tenant, or merged from the routes and agents asked for, each recording once. */
export async function listEntries(table: Table, tenantId: TenantId, query: ListQuery): Promise<ListEntry[]> {
  const source = (index: IndexName, partition: string) => entriesOf(table, index, partition, query)
  const { places } = query
  if (places === 'all') return mergeInOrder([source('byTime', timePartition(tenantId))], query.limit, isNewer)
  const routes = [...new Set(places.routes)].map((id) => source('byRoute', routeTimePartition(tenantId, id)))
  const agents = [...new Set(places.agents)].map((id) => source('byAgent', agentTimePartition(tenantId, id)))
  return mergeInOrder([...routes, ...agents], query.limit, isNewer)
}

function entriesOf(table: Table, index: IndexName, partition: string, { range, after }: ListQuery): Source<ListEntry> {
  // Sort keys go on after the instant, so an instant alone sorts before every recording that started then.
  const from = range.from ?? '0'
  const ends = [
    ...(range.before === undefined ? [] : [range.before]),
    ...(after === undefined ? [] : [endBefore(after)]),
  ].sort()
  let to = ends[0] ?? '~'
  return async (count) => {
    const items = await queryItems(table, { index, partition, range: [from, to], newestFirst: true, limit: count })
    const entries = items.map(readListEntry)
    const last = entries.at(-1)
    if (last) to = endBefore(last)
    return entries
  }
}

const endBefore = ({ startedAt, recordingId }: ListPosition) => justBefore(timeSK(startedAt, recordingId))

function isNewer(one: ListPosition, other: ListPosition): boolean {
  return timeSK(one.startedAt, one.recordingId) > timeSK(other.startedAt, other.recordingId)
}
