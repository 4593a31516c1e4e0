import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { AuditEntry, Instant, Recording, RecordingId, TenantId } from '../../model/index.ts'
import type { Deletion, WriteResult } from '../../ports/index.ts'
import { auditSessionWrites, auditWrites } from './audit-item.ts'
import { hasVersion, lookupKeys } from './change.ts'
import { recordingsThere } from './claims.ts'
import { parseItem } from './item.ts'
import { deletionPartition, deletionSKPrefix, justAfter, type Key, keys, readKey } from './keys.ts'
import { getItems, queryItems, type Table } from './read.ts'
import { type Condition, commit, isAbsent } from './write.ts'

const MAX_FOUND = 100
// With a claim for each they fit into one transaction.
const PAGE_ITEMS = 50
const MAX_ROUNDS = 5

const isHeldBy = (id: RecordingId): Condition => ({ expression: 'recordingId = :id', values: { ':id': id } })

/**
 * From here on no reader finds the recording: its item goes, and with it its places in the indexes, its lookups and its
 * session id, which may be announced anew at once. Media files, checksums and idempotency records follow in
 * `finishDeletion`: they may be more than a transaction holds, and nothing is read by them once the recording is gone.
 */
export async function startDeletion(
  table: Table,
  tenantId: TenantId,
  recording: Recording,
  audit: AuditEntry,
  now: Instant,
): Promise<WriteResult> {
  const outcome = await commit(table, [
    { delete: keys.recording(tenantId, recording.id), when: hasVersion(recording.version) },
    { delete: keys.session(tenantId, recording.sessionId) },
    ...lookupKeys(recording).map((key) => ({ delete: key })),
    { put: { ...keys.deletion(tenantId, recording.id), noteId: randomUUID() } },
    ...auditSessionWrites(recording),
    ...auditWrites(tenantId, audit, now),
  ])
  return outcome === 'written' ? 'written' : 'stale'
}

/** Notes a deletion for a recording that is not there; does nothing for one that is. */
export async function noteLeftovers(table: Table, tenantId: TenantId, id: RecordingId): Promise<void> {
  const outcome = await commit(table, [
    { check: keys.recording(tenantId, id), when: isAbsent },
    { put: { ...keys.deletion(tenantId, id), noteId: randomUUID() } },
  ])
  if (outcome === 'contended') throw new Error('The leftovers of a recording could not be noted: try again')
}

/**
 * Removes all that `startDeletion` left, page by page, and the note last; may be called again wherever it stopped.
 *
 * @param noteId the note that was acted on, as `unfinishedDeletions` gave it: a later one stays, for it tells of objects
 *   that came after the others were cleared
 * @throws {Error} when the recording is there, its deletion not started
 */
export async function finishDeletion(
  table: Table,
  tenantId: TenantId,
  id: RecordingId,
  noteId?: string,
): Promise<void> {
  if ((await recordingsThere(table, tenantId, [id])).size > 0) {
    throw new Error('The recording is there: start its deletion before finishing it')
  }
  for (let rounds = 0, isEmpty = false; !isEmpty; ) {
    const items = await queryItems(table, { partition: keys.recording(tenantId, id).PK, limit: PAGE_ITEMS })
    isEmpty = items.length === 0
    const isRemoved = isEmpty || (await removePage(table, tenantId, id, items))
    // Only who takes a claim over, or another one finishing this deletion, can have been faster.
    rounds = isRemoved ? 0 : rounds + 1
    if (rounds === MAX_ROUNDS) throw new Error('The items of a deleted recording are being changed: try again')
  }
  const isSameNote = noteId === undefined ? undefined : { expression: 'noteId = :note', values: { ':note': noteId } }
  await commit(table, [{ delete: keys.deletion(tenantId, id), ...(isSameNote && { when: isSameNote }) }])
}

/** Removes items together with the claims that they name and the recording still holds. */
async function removePage(
  table: Table,
  tenantId: TenantId,
  id: RecordingId,
  items: readonly Record<string, unknown>[],
): Promise<boolean> {
  const own = items.map((item) => parseItem('key', keySchema, item))
  const claimed = await getItems(
    table,
    items.flatMap((item) => claimNamedBy(tenantId, item) ?? []),
  )
  const held = claimed.filter((claim) => claim.recordingId === id).map((claim) => parseItem('key', keySchema, claim))
  const outcome = await commit(table, [
    ...own.map((key) => ({ delete: key })),
    ...held.map((key) => ({ delete: key, when: isHeldBy(id) })),
  ])
  return outcome === 'written'
}

const keySchema = z.object({ PK: z.string(), SK: z.string() })
const checksumOwnerSchema = keySchema.extend({ sha256: z.string() })
const idempotencyOwnerSchema = keySchema.extend({ key: z.string() })

function claimNamedBy(tenantId: TenantId, item: Record<string, unknown>): Key | undefined {
  switch (readKey(parseItem('key', keySchema, item))?.kind) {
    case 'media':
      return keys.checksum(tenantId, parseItem('media file', checksumOwnerSchema, item).sha256)
    case 'idempotencyNote':
      return keys.idempotency(tenantId, parseItem('idempotency note', idempotencyOwnerSchema, item).key)
    default:
      return undefined
  }
}

const noteSchema = z.object({ PK: z.string(), SK: z.string(), noteId: z.string() })

function readDeletion(tenantId: TenantId, item: unknown): Deletion | undefined {
  const { noteId, ...key } = parseItem('deletion', noteSchema, item)
  const meaning = readKey(key)
  return meaning && { tenantId, recordingId: meaning.recordingId, noteId }
}

export async function findDeletion(table: Table, tenantId: TenantId, id: RecordingId): Promise<Deletion | undefined> {
  const { PK, SK } = keys.deletion(tenantId, id)
  const [item] = await queryItems(table, { partition: PK, range: [SK, SK], limit: 1 })
  return item && readDeletion(tenantId, item)
}

export async function unfinishedDeletions(table: Table, tenantId: TenantId, after?: Deletion): Promise<Deletion[]> {
  const from = after ? justAfter(keys.deletion(tenantId, after.recordingId).SK) : deletionSKPrefix
  const items = await queryItems(table, {
    partition: deletionPartition(tenantId),
    range: [from, `${deletionSKPrefix}~`],
    limit: MAX_FOUND,
  })
  return items.flatMap((item) => readDeletion(tenantId, item) ?? [])
}
