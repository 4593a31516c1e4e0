import type { Recording } from '../../../functions/model/index.ts'
import type { ListPosition, ListQuery, RecordingStore } from '../../../functions/ports/index.ts'

const isNewer = (one: ListPosition, other: ListPosition) =>
  one.startedAt === other.startedAt ? one.recordingId > other.recordingId : one.startedAt > other.startedAt

function lies({ places, range, after }: ListQuery, recording: Recording): boolean {
  const { startedAt, routeId, agentId, id } = recording
  const isIn =
    places === 'all' || places.routes.includes(routeId) || (agentId !== null && places.agents.includes(agentId))
  return (
    isIn &&
    (range.from === undefined || startedAt >= range.from) &&
    (range.before === undefined || startedAt < range.before) &&
    (after === undefined || isNewer(after, { startedAt, recordingId: id }))
  )
}

/** Lists in memory, as the port promises them, and how many entries they gave. */
export function memoryLists(all: readonly Recording[]) {
  const read = { entries: 0 }
  const store: Pick<RecordingStore, 'list' | 'findMany' | 'lookup'> = {
    async list(_tenantId, query) {
      const entries = all
        .filter((recording) => lies(query, recording))
        // No index carries what is added later.
        .map(({ review: _, ...recording }) => ({ ...recording, recordingId: recording.id }))
        .sort((one, other) => (isNewer(one, other) ? -1 : 1))
        .slice(0, query.limit)
      read.entries += entries.length
      return entries
    },
    findMany: async (_tenantId, ids) => ids.flatMap((id) => all.find((recording) => recording.id === id) ?? []),
    lookup: async () => [],
  }
  // Lists are made of these three alone.
  return { store: store as RecordingStore, read }
}
