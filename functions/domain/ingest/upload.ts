import type { MediaFile, MediaId, Principal, RecordingId } from '../../model/index.ts'
import type { Clock, Ids, MediaStore, PresignedUpload, RecordingStore, SettingsReader } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { summarizeMedia } from '../recordings/index.ts'
import { mayFeed } from './placing.ts'

/** The upload of a file that may still arrive; null for one that has, or was rejected and asks for a fresh one. */
export async function uploadOf(
  media: MediaStore,
  principal: Principal,
  file: MediaFile,
): Promise<PresignedUpload | null> {
  return file.state === 'pending' || file.state === 'missing' ? media.presignUpload(principal.tenantId, file) : null
}

const attempts = 20

/**
 * A fresh upload URL. A rejected file gets a new place to arrive at, since its old one is taken for good.
 * @throws Refusal not_found, media_accepted, conflict
 */
export async function reissueUpload(
  ports: { recordings: RecordingStore; settings: SettingsReader; media: MediaStore; clock: Clock; ids: Ids },
  principal: Principal,
  place: { recordingId: RecordingId; seq: number; mediaId: MediaId },
): Promise<PresignedUpload> {
  const { tenantId } = principal
  const settings = await ports.settings.recent(tenantId)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const previous = await ports.recordings.find(tenantId, place.recordingId)
    const files = await ports.recordings.media(tenantId, place.recordingId)
    const file = files.find((candidate) => candidate.id === place.mediaId && candidate.seq === place.seq)
    if (!previous || !file || !mayFeed(principal, settings, previous.routeId)) throw notFound()
    if (file.state === 'available' || file.state === 'damaged') {
      throw new Refusal('media_accepted', 'The file has arrived and is kept; there is nothing to upload.')
    }
    if (file.state !== 'rejected') return ports.media.presignUpload(tenantId, file)
    const renewed: MediaFile = {
      ...file,
      ...{ state: 'pending', problem: null, problemDetail: null, uploadId: ports.ids.uploadId() },
      announcedAt: ports.clock.businessNow(),
    }
    const media = summarizeMedia(files.map((candidate) => (candidate === file ? renewed : candidate)))
    const recording = { ...previous, media, updatedAt: ports.clock.now(), version: previous.version + 1 }
    const objects = { recordingId: previous.id, sessionId: previous.sessionId, mediaId: file.id }
    const audit = entryOf(principal, 'reissueUpload', objects)
    const result = await ports.recordings.change(tenantId, { recording, previous, changedMedia: [renewed], audit })
    if (result === 'written') return ports.media.presignUpload(tenantId, renewed)
  }
  throw conflict()
}
