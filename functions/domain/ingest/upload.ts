import type { MediaFile, Principal } from '../../model/index.ts'
import type { MediaStore, PresignedUpload } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import {
  type AwaitedPorts,
  atFreePlace,
  changeFile,
  type FilePlace,
  findAnnounced,
  requireAwaited,
  untilWritten,
} from './awaited.ts'

/** Whether a file may still arrive: not one that has, or was rejected and asks for a fresh place. */
export function mayArrive({ state }: MediaFile): boolean {
  return state === 'pending' || state === 'missing'
}

/**
 * A fresh upload URL. A rejected file gets a new place to arrive at.
 * @throws Refusal not_found, media_accepted, conflict
 */
export async function reissueUpload(
  ports: AwaitedPorts & { media: MediaStore },
  principal: Principal,
  place: FilePlace,
): Promise<PresignedUpload> {
  return untilWritten(async () => {
    const announced = await findAnnounced(ports, principal, place)
    requireAwaited(announced.file)
    const file = atFreePlace(announced.file, ports)
    if (file !== announced.file) {
      const { id: recordingId, sessionId } = announced.recording
      const audit = entryOf(principal, 'reissueUpload', { recordingId, sessionId, mediaId: file.id })
      if ((await changeFile(ports, announced, file, audit)) === 'stale') return undefined
    }
    return ports.media.presignUpload(principal.tenantId, file)
  })
}
