import type { Principal, RecordingId, TenantId } from '../../model/index.ts'
import type {
  Deletion,
  MediaParts,
  MediaStore,
  RecordingStore,
  RenditionObjects,
  RenditionStore,
  SettingsReader,
} from '../../ports/index.ts'
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
  stores: {
    recordings: RecordingStore
    media: MediaStore
    parts: Pick<MediaParts, 'drop'>
    renditions: Pick<RenditionStore, 'copies'>
    objects: Pick<RenditionObjects, 'tagDeleted'>
    settings: SettingsReader
  },
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
    // One that is made later has no URL yet, and nobody finds it.
    for (const copy of await stores.renditions.copies(principal.tenantId, recordingId)) {
      if (copy.state === 'ready') await stores.objects.tagDeleted(principal.tenantId, copy)
    }
    // A file on its way in parts has no version that the reaper would find.
    const coming = files.filter((file) => file.multipart !== null)
    await Promise.all(coming.map((file) => stores.parts.drop(principal.tenantId, file)))
    return
  }
  throw conflict()
}

/**
 * Carries a noted deletion out: every object version first, then every item. Safe to repeat.
 * @param noteId the note that is acted on: one that came meanwhile stays, and tells of objects that came meanwhile
 */
export async function removeRecording(
  { recordings, media }: { recordings: RecordingStore; media: MediaStore },
  { tenantId, recordingId, noteId }: Deletion,
): Promise<void> {
  await media.removeAll(tenantId, recordingId)
  await recordings.finishDeletion(tenantId, recordingId, noteId)
}

/**
 * Carries a deletion out as it is noted now; nothing for one that is done. What tells of a deletion may come late, twice or
 * after a later note, whose objects are then cleared as well.
 */
export async function removeNoted(
  stores: { recordings: RecordingStore; media: MediaStore },
  tenantId: TenantId,
  recordingId: RecordingId,
): Promise<void> {
  const deletion = await stores.recordings.findDeletion(tenantId, recordingId)
  if (deletion) await removeRecording(stores, deletion)
}
