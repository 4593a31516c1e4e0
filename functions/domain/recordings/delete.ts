import type { Principal, RecordingId, TenantId } from '../../model/index.ts'
import type { MediaStore, RecordingStore, SettingsReader } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import { requireRecording } from './find.ts'

const attempts = 20

/**
 * Takes a recording away from every reader: its facts at once, and its objects from issued URLs too. The removal of items
 * and object versions follows by the note that this leaves ({@link removeRecording}).
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, route_permission, precondition_failed, conflict
 */
export async function deleteRecording(
  stores: { recordings: RecordingStore; media: MediaStore; settings: SettingsReader },
  principal: Principal,
  recordingId: RecordingId,
  baseVersion: number | undefined,
): Promise<void> {
  const { recordings, media } = stores
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { recording } = await requireRecording(stores, principal, recordingId, 'recording:Delete')
    if (baseVersion !== undefined && recording.version !== baseVersion) {
      throw new Refusal(
        'precondition_failed',
        'The recording changed since you read it. Read it again, then delete it.',
      )
    }
    const files = await recordings.media(principal.tenantId, recordingId)
    const audit = entryOf(principal, 'deleteRecording', { recordingId, sessionId: recording.sessionId })
    if ((await recordings.startDeletion(principal.tenantId, recording, audit)) === 'stale') continue
    const arrived = files.filter((file) => file.versionId !== null)
    await Promise.all(arrived.map((file) => media.tagDeleted(principal.tenantId, file)))
    return
  }
  throw conflict()
}

/**
 * Carries a noted deletion out: every object version first, then every item. Safe to repeat.
 * @param noteId the note that is acted on, where it is known: one that came meanwhile stays
 */
export async function removeRecording(
  { recordings, media }: { recordings: RecordingStore; media: MediaStore },
  { tenantId, recordingId, noteId }: { tenantId: TenantId; recordingId: RecordingId; noteId?: string },
): Promise<void> {
  await media.removeAll(tenantId, recordingId)
  await recordings.finishDeletion(tenantId, recordingId, noteId)
}
