import type { Permission } from '../../contract/index.ts'
import type {
  HeardRange,
  ListeningId,
  MediaFile,
  MediaId,
  Principal,
  Recording,
  RecordingId,
} from '../../model/index.ts'
import type {
  AuditStore,
  Clock,
  Ids,
  MediaStore,
  PresignedUrl,
  RecordingStore,
  RenditionObjects,
  RenditionStore,
  SettingsReader,
} from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { denialOf, refuseTurnedOff } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import { currentRendition } from '../renditions/index.ts'
import { downloadName } from './download-name.ts'
import { requireRecording } from './find.ts'

type Stores = {
  recordings: RecordingStore
  media: MediaStore
  renditions: RenditionStore
  objects: RenditionObjects
  settings: SettingsReader
  audit: AuditStore
  clock: Pick<Clock, 'now'>
  ids: Ids
}
export type MediaPlace = { recordingId: RecordingId; seq: number; mediaId: MediaId }

/**
 * A file that has arrived, and its recording, if the principal may do this to it.
 * @throws Refusal not_found, route_permission, media_not_ready
 */
export async function requireMedia(
  stores: Pick<Stores, 'recordings' | 'settings'>,
  principal: Principal,
  place: MediaPlace,
  permission: Permission,
): Promise<{ recording: Recording; file: MediaFile }> {
  const [{ recording, limits }, file] = await Promise.all([
    requireRecording(stores, principal, place.recordingId, permission),
    stores.recordings.findMedia(principal.tenantId, place.recordingId, place.seq, place.mediaId),
  ])
  if (!file) throw notFound()
  // What may not be watched may not be taken away and watched elsewhere either.
  if (file.kind !== 'audio') refuseTurnedOff(denialOf(principal, 'recording:PlayVideo', recording, limits))
  if (file.versionId === null) {
    throw new Refusal('media_not_ready', 'The recorder has not delivered this file yet. Try again later.')
  }
  return { recording, file }
}

/**
 * A URL to play the file from, or its copy where browsers do not play it. It belongs to a listening, which is one entry of the audit, however many files it plays and
 * however often their URLs are renewed.
 * @param listeningId of the listening that goes on; a new one begins without it
 * @throws Refusal not_found, route_permission, media_not_ready, media_not_playable; invalid_request for a listening of
 *   somebody else or of another recording
 */
export async function playMedia(
  stores: Stores,
  principal: Principal,
  place: MediaPlace,
  listeningId: ListeningId = stores.ids.listeningId(),
): Promise<PresignedUrl & { listeningId: ListeningId }> {
  const { file, recording } = await requireMedia(stores, principal, place, 'recording:Play')
  const presign = await playableOf(stores, principal, file)
  const { id: recordingId, sessionId } = recording
  const entry = entryOf(principal, 'playMedia', { recordingId, sessionId, listeningId })
  if ((await stores.audit.startListening(principal.tenantId, listeningId, entry)) === 'foreign') {
    throw new Refusal('invalid_request', 'This listening is another one: leave listeningId out to begin your own.', [
      { field: 'listeningId', message: 'is of another listening' },
    ])
  }
  return { ...(await presign()), listeningId }
}

/** @throws Refusal media_not_playable */
async function playableOf(
  { media, renditions, objects, clock }: Stores,
  { tenantId }: Principal,
  file: MediaFile,
): Promise<() => Promise<PresignedUrl>> {
  if (file.isPlayable) return () => media.presignPlayback(tenantId, file)
  const { recordingId, seq, id: mediaId } = file
  const found = await renditions.find(tenantId, { recordingId, seq, mediaId, kind: 'copy' })
  const copy = currentRendition(found, file, clock.now())
  if (copy?.state !== 'ready') {
    throw new Refusal(
      'media_not_playable',
      'Browsers cannot play this file as it is. Have a playable copy made, or download it.',
    )
  }
  return () => objects.presignCopy(tenantId, copy)
}

/**
 * Keeps what was heard in a listening of one's own.
 * @throws Refusal not_found for a listening that is not one's own, too
 */
export async function addRangesHeard(
  stores: Pick<Stores, 'recordings' | 'settings' | 'audit'>,
  principal: Principal,
  { recordingId, listeningId }: { recordingId: RecordingId; listeningId: ListeningId },
  ranges: HeardRange[],
): Promise<void> {
  await requireRecording(stores, principal, recordingId, 'recording:Play')
  const heard = { listeningId, recordingId, personId: principal.id, ranges }
  if ((await stores.audit.addHeard(principal.tenantId, heard)) === 'absent') throw notFound()
}

/** @throws Refusal not_found, route_permission, media_not_ready */
export async function downloadMedia(
  stores: Stores,
  principal: Principal,
  place: MediaPlace,
): Promise<PresignedUrl & { fileName: string }> {
  const { recording, file } = await requireMedia(stores, principal, place, 'recording:Download')
  const fileName = downloadName(recording, file, principal.timeZone ?? 'UTC')
  const { id: recordingId, sessionId } = recording
  await stores.audit.write(
    principal.tenantId,
    entryOf(principal, 'downloadMedia', { recordingId, sessionId, mediaId: file.id }),
  )
  return { ...(await stores.media.presignDownload(principal.tenantId, file, fileName)), fileName }
}
