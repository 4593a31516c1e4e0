import { recorderIdSchema, type Voice } from '../../contract/index.ts'
import type { MediaFile, MediaProblem, Recording, TenantId } from '../../model/index.ts'
import type {
  Clock,
  MediaStore,
  ObjectPlace,
  RecorderStore,
  RecordingStore,
  RenditionQueue,
  StoredObject,
} from '../../ports/index.ts'
import { inspectMedia } from '../media/index.ts'
import { conflict } from '../problems/index.ts'
import { summarizeMedia } from '../recordings/index.ts'

export type ArrivalPorts = {
  recordings: RecordingStore
  recorders: Pick<RecorderStore, 'find'>
  media: MediaStore
  /** Hears of every file that was accepted. */
  renditionQueue: RenditionQueue
  clock: Clock
}

/** Files of one recording arrive together: in every round one of them succeeds. */
const attempts = 20

type Verdict = Pick<
  MediaFile,
  'state' | 'problem' | 'problemDetail' | 'versionId' | 'container' | 'codec' | 'durationMs' | 'isPlayable'
>
/** `audioChannels`: how many the file says that it has; null where it does not say, or has no sound. */
type Judgement = { verdict: Verdict; audioChannels: number | null }

/**
 * An object was stored: verifies that it is what was announced, reads its header and makes the file available. Safe to
 * repeat and to run late; an object of a recording that is no longer there is noted for removal.
 * @param versionId the version that the event names; the latest without one
 * @param signal ends the reading of a large file before the time for it does
 * @throws when the stores fail or stay contended, so that the event comes again; the signal's reason
 */
export async function mediaArrived(
  ports: ArrivalPorts,
  tenantId: TenantId,
  place: ObjectPlace,
  versionId?: string,
  signal?: AbortSignal,
): Promise<'accepted' | 'rejected' | 'ignored' | 'leftover'> {
  const { recordings, media } = ports
  const announced = await recordings.findMedia(tenantId, place.recordingId, place.seq, place.mediaId)
  const known = await recordings.find(tenantId, place.recordingId)
  if (!announced || !known) {
    await recordings.noteLeftovers(tenantId, place.recordingId)
    return 'leftover'
  }
  if (!isAwaited(announced, place)) {
    // Its event comes again where the queue of renditions could not be told.
    if (isAcceptedAt(announced, place)) await askForPeaks(ports, tenantId, place)
    return 'ignored'
  }
  const stored = await media.head(tenantId, place, versionId)
  if (!stored) return 'ignored'
  const { verdict, audioChannels } = await judge(ports, tenantId, place, announced, stored, signal)
  const order = announced.kind === 'audio' ? await channelOrder(ports, known, audioChannels) : []

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
    const arrived = {
      ...file,
      ...verdict,
      multipart: null,
      channels: file.channels.length === 0 ? order : file.channels,
    }
    const summary = summarizeMedia(files.map((candidate) => (candidate === file ? arrived : candidate)))
    const recording = { ...previous, media: summary, updatedAt: ports.clock.now(), version: previous.version + 1 }
    const result = await recordings.change(tenantId, {
      ...{ recording, previous, changedMedia: [arrived], audit: null },
    })
    if (result !== 'written') continue
    if (verdict.state === 'rejected') return 'rejected'
    await askForPeaks(ports, tenantId, place)
    return 'accepted'
  }
  throw conflict()
}

function isAwaited(file: MediaFile, place: ObjectPlace): boolean {
  return file.uploadId === place.uploadId && (file.state === 'pending' || file.state === 'missing')
}

const isAcceptedAt = (file: MediaFile, { uploadId }: ObjectPlace) =>
  file.uploadId === uploadId && file.versionId !== null

const askForPeaks = ({ renditionQueue }: ArrivalPorts, tenantId: TenantId, place: ObjectPlace) => {
  const { recordingId, seq, mediaId } = place
  return renditionQueue.ask(tenantId, { recordingId, seq, mediaId, kind: 'peaks' })
}

/** Whose voices the recorder's channels are, if the file has as many; none where that is not known. */
async function channelOrder(
  { recorders }: ArrivalPorts,
  { tenantId, recorderId }: Recording,
  audioChannels: number | null,
): Promise<Voice[]> {
  // Recordings are older than recorders: then its id is of another make.
  const { data: id } = recorderIdSchema.safeParse(recorderId)
  const recorder = audioChannels === null || id === undefined ? undefined : await recorders.find(tenantId, id)
  return recorder?.channelOrder.length === audioChannels ? [...recorder.channelOrder] : []
}

async function judge(
  { media }: ArrivalPorts,
  tenantId: TenantId,
  place: ObjectPlace,
  announced: MediaFile,
  stored: StoredObject,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  if (stored.lengthBytes !== announced.lengthBytes) {
    const detail = `${announced.lengthBytes} bytes were announced and ${stored.lengthBytes} arrived. Upload it again.`
    return rejected('length_mismatch', detail)
  }
  const sha256 = stored.isJoined ? await media.hash(tenantId, place, stored, signal) : stored.sha256
  if (sha256 !== announced.sha256) {
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
    verdict: {
      state: facts.problem === undefined ? 'available' : 'damaged',
      problem: facts.problem ?? null,
      problemDetail: facts.problemDetail ?? null,
      versionId: stored.versionId,
      container: facts.container,
      codec: facts.codec,
      durationMs: facts.durationMs === null ? null : Math.round(facts.durationMs),
      isPlayable: facts.isPlayable,
    },
    audioChannels: facts.audio?.channels ?? null,
  }
}

function rejected(problem: MediaProblem, problemDetail: string): Judgement {
  return {
    verdict: {
      ...{ state: 'rejected', problem, problemDetail, versionId: null },
      ...{ container: null, codec: null, durationMs: null, isPlayable: false },
    },
    audioChannels: null,
  }
}
