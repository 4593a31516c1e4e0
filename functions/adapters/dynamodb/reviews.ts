import type { TenantId } from '../../model/index.ts'
import type { Clock, ReviewStore } from '../../ports/index.ts'
import { historyRange, justBefore, type Key, keys, notesRange, ratingTimePartition } from './keys.ts'
import { getItem, getItems, queryItems, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { readEdit, readNote, readNoteIdempotency, readRating } from './review-items.ts'

/** More than a recording takes. */
const MAX_NOTES = 1_000

/**
 * What people added to recordings, over DynamoDB. Which key and index serves which call: docs/access-patterns.md.
 *
 * @param clock tells when idempotency records, which last 24 hours of `now`, have expired
 */
export function reviewStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): ReviewStore {
  const tableOf = async (tenantId: TenantId): Promise<Table> => ({ ...(await clientsFor(tenantId)), tableName })

  return {
    async notes(tenantId, id) {
      const partition = keys.recording(tenantId, id).PK
      const items = await queryItems(await tableOf(tenantId), { partition, range: notesRange, limit: MAX_NOTES })
      return items.map(readNote)
    },

    async findNote(tenantId, id, noteId) {
      const item = await getItem(await tableOf(tenantId), keys.note(tenantId, id, noteId))
      return item === undefined ? undefined : readNote(item)
    },

    async findNoteByIdempotencyKey(tenantId, id, key) {
      const item = await getItem(await tableOf(tenantId), keys.noteIdempotency(tenantId, id, key))
      return item === undefined ? undefined : readNoteIdempotency(item, key, clock.now())
    },

    async history(tenantId, id, { beforeVersion, limit }) {
      const partition = keys.recording(tenantId, id).PK
      const range = historyRange(beforeVersion)
      const items = await queryItems(await tableOf(tenantId), { partition, range, newestFirst: true, limit })
      return items.map(readEdit)
    },

    async edits(tenantId, id, versions) {
      const wanted = versions.map((version) => keys.history(tenantId, id, version))
      return (await getItems(await tableOf(tenantId), wanted)).map(readEdit)
    },

    async ratings(tenantId, { from, before, limit }) {
      const table = await tableOf(tenantId)
      const places = await queryItems(table, {
        index: 'byTime',
        partition: ratingTimePartition(tenantId),
        range: [from, justBefore(before)],
        newestFirst: true,
        limit,
      })
      const wanted = places.map(({ PK, SK }): Key => ({ PK: String(PK), SK: String(SK) }))
      const ratings = (await getItems(table, wanted)).map(readRating)
      return ratings.sort((one, other) => (one.at > other.at ? -1 : 1))
    },
  }
}
