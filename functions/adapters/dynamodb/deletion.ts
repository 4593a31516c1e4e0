import { randomUUID } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { recordingIdSchema } from '../../contract/values.ts'
import type { Recording, RecordingId, TenantId } from '../../model/index.ts'
import type { Deletion, WriteResult } from '../../ports/index.ts'
import { hasVersion, lookupKeys } from './change.ts'
import { parseItem } from './item.ts'
import { deletionPartition, type Key, keys, readKey } from './keys.ts'
import { queryItems, type Table } from './read.ts'
import { type Condition, commit, isAbsent } from './write.ts'

const MAX_FOUND = 100
const PAGE_ITEMS = 25

const isHeldBy = (id: RecordingId): Condition => ({ expression: 'recordingId = :id', values: { ':id': id } })

/**
 * From here on no reader finds the recording: its item goes, and with it its places in the indexes, its lookups and its
 * session id, which may be announced anew at once. Media files, checksums and idempotency records follow in
 * `finishDeletion`: they may be more than a transaction holds, and nothing is read by them once the recording is gone.
 */
export async function startDeletion(table: Table, tenantId: TenantId, recording: Recording): Promise<WriteResult> {
  const outcome = await commit(table, [
    { delete: keys.recording(tenantId, recording.id), when: hasVersion(recording.version) },
    { delete: keys.session(tenantId, recording.sessionId) },
    ...lookupKeys(recording).map((key) => ({ delete: key })),
    { put: { ...keys.deletion(tenantId, recording.id), noteId: randomUUID() } },
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

const checksumOwnerSchema = z.object({ sha256: z.string() })
const idempotencyOwnerSchema = z.object({ key: z.string() })

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
  for (;;) {
    const items = await queryItems(table, { partition: keys.recording(tenantId, id).PK, limit: PAGE_ITEMS })
    if (items.length === 0) break
    // What an item points to goes before the item, so that a deletion that stops between them finds it again.
    await Promise.all(
      items.map(async (item) => {
        const claimed = claimNamedBy(tenantId, item)
        if (claimed) await remove(table, claimed, isHeldBy(id))
        await remove(table, { PK: String(item.PK), SK: String(item.SK) })
      }),
    )
  }
  const isSameNote = noteId === undefined ? undefined : { expression: 'noteId = :note', values: { ':note': noteId } }
  await remove(table, keys.deletion(tenantId, id), isSameNote)
}

function claimNamedBy(tenantId: TenantId, item: Record<string, unknown>): Key | undefined {
  const meaning = readKey({ PK: String(item.PK), SK: String(item.SK) })
  switch (meaning?.kind) {
    case 'media':
      return keys.checksum(tenantId, parseItem('media file', checksumOwnerSchema, item).sha256)
    case 'idempotencyNote':
      return keys.idempotency(tenantId, parseItem('idempotency note', idempotencyOwnerSchema, item).key)
    case 'siprec':
      return undefined
    default:
      throw new Error('The recording is there: start its deletion before finishing it')
  }
}

async function remove({ dynamodb, tableName }: Table, key: Key, when?: Condition): Promise<void> {
  try {
    await dynamodb.send(
      new DeleteCommand({
        TableName: tableName,
        Key: key,
        ConditionExpression: when?.expression,
        ExpressionAttributeValues: when?.values,
      }),
    )
  } catch (error) {
    // It is somebody else's by now, or gone.
    if (!(when && error instanceof ConditionalCheckFailedException)) throw error
  }
}

const noteSchema = z.object({ SK: recordingIdSchema, noteId: z.string() })

export async function unfinishedDeletions(table: Table, tenantId: TenantId): Promise<Deletion[]> {
  const items = await queryItems(table, { partition: deletionPartition(tenantId), limit: MAX_FOUND })
  return items.map((item) => {
    const { SK, noteId } = parseItem('deletion', noteSchema, item)
    return { tenantId, recordingId: SK, noteId }
  })
}
