import type { MediaFile, MediaProblem, TenantId } from '../../model/index.ts'
import type { Clock, MediaStore, ObjectPlace, RecordingStore, StoredObject } from '../../ports/index.ts'
import { inspectMedia } from '../media/index.ts'
import { conflict } from '../problems/index.ts'
import { summarizeMedia } from '../recordings/index.ts'

export type ArrivalPorts = { recordings: RecordingStore; media: MediaStore; clock: Clock }

/** Files of one recording arrive together: in every round one of them succeeds. */
const attempts = 20

type Verdict = Pick<
  MediaFile,
  'state' | 'problem' | 'problemDetail' | 'versionId' | 'container' | 'codec' | 'durationMs' | 'isPlayable'
>

/**
 * An object was stored: verifies that it is what was announced, reads its header and makes the file available. Safe to
 * repeat and to run late; an object of a recording that is no longer there is noted for removal.
 * @param versionId the version that the event names; the latest without one
 * @throws when the stores fail or stay contended, so that the event comes again
 */
export async function mediaArrived(
  ports: ArrivalPorts,
  tenantId: TenantId,
  place: ObjectPlace,
  versionId?: string,
): Promise<'accepted' | 'rejected' | 'ignored' | 'leftover'> {
  const { recordings, media } = ports
  const announced = await recordings.findMedia(tenantId, place.recordingId, place.seq, place.mediaId)
  if (!announced || !(await recordings.find(tenantId, place.recordingId))) {
    await recordings.noteLeftovers(tenantId, place.recordingId)
    return 'leftover'
  }
  if (!isAwaited(announced, place)) return 'ignored'
  const stored = await media.head(tenantId, place, versionId)
  if (!stored) return 'ignored'
  const verdict = await judge(ports, tenantId, place, announced, stored)

  for (let attempt = 0; attempt < attempts; attempt++) {
    // One after the other: files older than the version that the write is conditional on would go into the summary.
    const previous = await recordings.find(tenantId, place.recordingId)
    const files = await recordings.media(tenantId, place.recordingId)
    const file = files.find((candidate) => candidate.id === place.mediaId)
    if (!previous || !file) {
      await recordings.noteLeftovers(tenantId, place.recordingId)
      return 'leftover'
    }
    if (!isAwaited(file, place)) return 'ignored'
    const arrived = { ...file, ...verdict }
    const summary = summarizeMedia(files.map((candidate) => (candidate === file ? arrived : candidate)))
    const recording = { ...previous, media: summary, updatedAt: ports.clock.now(), version: previous.version + 1 }
    const result = await recordings.change(tenantId, {
      ...{ recording, previous, changedMedia: [arrived], audit: null },
    })
    if (result === 'written') return verdict.state === 'rejected' ? 'rejected' : 'accepted'
  }
  throw conflict()
}

function isAwaited(file: MediaFile, place: ObjectPlace): boolean {
  return file.uploadId === place.uploadId && (file.state === 'pending' || file.state === 'missing')
}

async function judge(
  { media }: ArrivalPorts,
  tenantId: TenantId,
  place: ObjectPlace,
  announced: MediaFile,
  stored: StoredObject,
): Promise<Verdict> {
  if (stored.lengthBytes !== announced.lengthBytes) {
    const detail = `${announced.lengthBytes} bytes were announced and ${stored.lengthBytes} arrived. Upload it again.`
    return rejected('length_mismatch', detail)
  }
  if (stored.sha256 !== announced.sha256) {
    return rejected('checksum_mismatch', 'The bytes that arrived have another SHA-256 than announced. Upload it again.')
  }
  const facts = await inspectMedia(
    {
      lengthBytes: stored.lengthBytes,
      read: (offset, lengthBytes) => media.read(tenantId, place, stored.versionId, offset, lengthBytes),
    },
    { contentType: announced.contentType },
  )
  return {
    state: facts.problem === undefined ? 'available' : 'damaged',
    problem: facts.problem ?? null,
    problemDetail: facts.problemDetail ?? null,
    versionId: stored.versionId,
    container: facts.container,
    codec: facts.codec,
    durationMs: facts.durationMs === null ? null : Math.round(facts.durationMs),
    isPlayable: facts.isPlayable,
  }
}

function rejected(problem: MediaProblem, problemDetail: string): Verdict {
  return {
    ...{ state: 'rejected', problem, problemDetail, versionId: null },
    ...{ container: null, codec: null, durationMs: null, isPlayable: false },
  }
}
