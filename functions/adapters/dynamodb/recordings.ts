import * as z from 'zod'
import { recordingIdSchema } from '../../contract/index.ts'
import type { RecordingId, TenantId } from '../../model/index.ts'
import type { Clock, IdempotencyRecord, RecordingStore } from '../../ports/index.ts'
import { changeRecording, createRecording } from './change.ts'
import { recordingsThere } from './claims.ts'
import { readSegmentCustomData } from './custom-data-items.ts'
import { findDeletion, finishDeletion, noteLeftovers, startDeletion, unfinishedDeletions } from './deletion.ts'
import { readDtmf } from './dtmf-item.ts'
import { parseItem } from './item.ts'
import {
  justAfter,
  keys,
  lookupPartition,
  pendingPartition,
  recordingAndMediaRange,
  siprecRange,
  timeSK,
} from './keys.ts'
import { listEntries } from './list.ts'
import { readMediaFile, readPendingMedia } from './media-item.ts'
import { getItem, getItems, queryItems, type Table } from './read.ts'
import { readRecording } from './recording-item.ts'
import { readSiprecItems } from './siprec-item.ts'

/** Gives the clients of a role session that is bound to the tenant. */
export type ClientsFor = (tenantId: TenantId) => Promise<Pick<Table, 'dynamodb'>>

const MAX_FOUND = 100
const MAX_MEDIA = 10_000
/** Of all documents of a recording, which are 1 MiB together. */
const MAX_PARTS = 200

const claimSchema = z.object({ recordingId: recordingIdSchema })
const lookupSchema = z.object({ SK: recordingIdSchema })
const idempotencySchema = claimSchema.extend({ key: z.string(), requestHash: z.string(), expiresAt: z.number() })

/**
 * The recordings over DynamoDB. Which key and index serves which call: docs/access-patterns.md.
 *
 * @param clock dates idempotency records, which last 24 hours of `now`
 */
export function recordingStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RecordingStore {
  const tableOf = async (tenantId: TenantId): Promise<Table> => ({ ...(await clientsFor(tenantId)), tableName })

  return {
    async find(tenantId, id) {
      const item = await getItem(await tableOf(tenantId), keys.recording(tenantId, id))
      return item === undefined ? undefined : readRecording(tenantId, item)
    },

    async findMany(tenantId, ids) {
      const wanted = ids.map((id) => keys.recording(tenantId, id))
      const items = await getItems(await tableOf(tenantId), wanted)
      const found = new Map(items.map((item) => readRecording(tenantId, item)).map((each) => [each.id, each]))
      return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
    },

    async media(tenantId, id) {
      const [recording, ...files] = await queryItems(await tableOf(tenantId), {
        partition: keys.recording(tenantId, id).PK,
        range: recordingAndMediaRange,
        limit: MAX_MEDIA,
      })
      // Files stay behind for a while when a recording is deleted.
      return recording?.SK === keys.recording(tenantId, id).SK ? files.map(readMediaFile) : []
    },

    async findMedia(tenantId, id, seq, mediaId) {
      const recordingKey = keys.recording(tenantId, id)
      const items = await getItems(await tableOf(tenantId), [recordingKey, keys.media(tenantId, id, seq, mediaId)])
      const file = items.find(({ SK }) => SK !== recordingKey.SK)
      return items.length === 2 && file ? readMediaFile(file) : undefined
    },

    async segmentCustomData(tenantId, id, seq) {
      const recordingKey = keys.recording(tenantId, id)
      const items = await getItems(await tableOf(tenantId), [recordingKey, keys.segmentCustomData(tenantId, id, seq)])
      const segment = items.find(({ SK }) => SK !== recordingKey.SK)
      return items.length === 2 && segment ? readSegmentCustomData(segment) : undefined
    },

    async metadataDocuments(tenantId, id) {
      const table = await tableOf(tenantId)
      const recordingKey = keys.recording(tenantId, id)
      const [recording, parts] = await Promise.all([
        getItem(table, recordingKey),
        queryItems(table, { partition: recordingKey.PK, range: siprecRange, limit: MAX_PARTS }),
      ])
      // Documents stay behind for a while when a recording is deleted.
      return recording === undefined ? [] : readSiprecItems(parts)
    },

    async dtmf(tenantId, id) {
      const recordingKey = keys.recording(tenantId, id)
      const items = await getItems(await tableOf(tenantId), [recordingKey, keys.dtmf(tenantId, id)])
      const item = items.find(({ SK }) => SK !== recordingKey.SK)
      return items.length === 2 && item ? readDtmf(item) : undefined
    },

    list: async (tenantId, query) => listEntries(await tableOf(tenantId), tenantId, query),

    async lookup(tenantId, field, value) {
      const table = await tableOf(tenantId)
      if (field === 'sessionId') {
        const item = await getItem(table, keys.session(tenantId, value))
        return item === undefined ? [] : [parseItem('session', claimSchema, item).recordingId]
      }
      const items = await queryItems(table, {
        partition: lookupPartition(tenantId, field, value),
        newestFirst: true,
        limit: MAX_FOUND,
      })
      return items.map((item) => parseItem('lookup', lookupSchema, item).SK)
    },

    async findByChecksum(tenantId, sha256) {
      const table = await tableOf(tenantId)
      const item = await getItem(table, keys.checksum(tenantId, sha256))
      if (item === undefined) return undefined
      return ifThere(table, tenantId, parseItem('checksum', claimSchema, item).recordingId)
    },

    async findByIdempotencyKey(tenantId, key) {
      const table = await tableOf(tenantId)
      const item = await getItem(table, keys.idempotency(tenantId, key))
      if (item === undefined) return undefined
      const { expiresAt, ...record } = parseItem('idempotency', idempotencySchema, item)
      // DynamoDB removes what has expired within days, not at once.
      if (expiresAt * 1000 <= Date.parse(clock.now())) return undefined
      const id = await ifThere(table, tenantId, record.recordingId)
      return id && (record satisfies IdempotencyRecord)
    },

    create: async (tenantId, created) => createRecording(await tableOf(tenantId), tenantId, created, clock.now()),
    change: async (tenantId, changed) => changeRecording(await tableOf(tenantId), tenantId, changed, clock.now()),

    startDeletion: async (tenantId, recording, audit) =>
      startDeletion(await tableOf(tenantId), tenantId, recording, audit, clock.now()),
    noteLeftovers: async (tenantId, id) => noteLeftovers(await tableOf(tenantId), tenantId, id),
    finishDeletion: async (tenantId, id, noteId) => finishDeletion(await tableOf(tenantId), tenantId, id, noteId),
    findDeletion: async (tenantId, id) => findDeletion(await tableOf(tenantId), tenantId, id),
    unfinishedDeletions: async (tenantId, after) => unfinishedDeletions(await tableOf(tenantId), tenantId, after),

    async pendingMedia(tenantId, announcedBefore, after) {
      const items = await queryItems(await tableOf(tenantId), {
        index: 'byTime',
        partition: pendingPartition(tenantId),
        range: [after ? justAfter(timeSK(after.announcedAt, after.mediaId)) : '0', announcedBefore],
        limit: MAX_FOUND,
      })
      return items.map(readPendingMedia)
    },
  }
}

async function ifThere(table: Table, tenantId: TenantId, id: RecordingId): Promise<RecordingId | undefined> {
  return (await recordingsThere(table, tenantId, [id])).has(id) ? id : undefined
}
