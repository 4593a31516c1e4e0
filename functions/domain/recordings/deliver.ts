import type { Permission } from '../../contract/index.ts'
import type { MediaFile, MediaId, Principal, Recording, RecordingId } from '../../model/index.ts'
import type { MediaStore, PresignedUrl, RecordingStore, SettingsReader } from '../../ports/index.ts'
import { denialOf, refuseTurnedOff } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import { downloadName } from './download-name.ts'
import { requireRecording } from './find.ts'

type Stores = { recordings: RecordingStore; media: MediaStore; settings: SettingsReader }
export type MediaPlace = { recordingId: RecordingId; seq: number; mediaId: MediaId }

async function requireMedia(
  stores: Stores,
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

/** @throws Refusal not_found, route_permission, media_not_ready, media_not_playable */
export async function playMedia(stores: Stores, principal: Principal, place: MediaPlace): Promise<PresignedUrl> {
  const { file } = await requireMedia(stores, principal, place, 'recording:Play')
  if (!file.isPlayable) {
    throw new Refusal('media_not_playable', 'Browsers cannot play this file as it is. Download it instead.')
  }
  return stores.media.presignPlayback(principal.tenantId, file)
}

/** @throws Refusal not_found, route_permission, media_not_ready */
export async function downloadMedia(
  stores: Stores,
  principal: Principal,
  place: MediaPlace,
): Promise<PresignedUrl & { fileName: string }> {
  const { recording, file } = await requireMedia(stores, principal, place, 'recording:Download')
  const fileName = downloadName(recording, file, principal.person.timeZone ?? 'UTC')
  return { ...(await stores.media.presignDownload(principal.tenantId, file, fileName)), fileName }
}
