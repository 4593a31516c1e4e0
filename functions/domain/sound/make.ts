import type { MediaFile, Rendition, RenditionPlace, RenditionState, TenantId } from '../../model/index.ts'
import type { Clock, RecordingStore, RenditionObjects, RenditionStore, StoredBytes } from '../../ports/index.ts'
import { conflict } from '../problems/index.ts'
import { currentRendition, packPeaks } from '../renditions/index.ts'
import { TooLongError, writeWave } from './copy.ts'
import { openSound } from './open.ts'
import { measurePeaks } from './peaks.ts'
import { UndecodableError } from './sound.ts'

export type RenditionPorts = {
  recordings: Pick<RecordingStore, 'find' | 'findMedia' | 'noteLeftovers'>
  renditions: RenditionStore
  objects: RenditionObjects
  clock: Pick<Clock, 'now'>
}

/** Others write it at the same time only when it was asked for twice. */
const attempts = 10

/**
 * Makes what was asked for, and says so. Safe to repeat: what is there stays, and of a recording that was deleted meanwhile
 * nothing does.
 * @param signal ends it before the time for it does
 * @throws whatever the stores throw, so that the message comes again; the signal's reason
 */
export async function makeRendition(
  ports: RenditionPorts,
  tenantId: TenantId,
  place: RenditionPlace,
  signal: AbortSignal,
): Promise<'made' | 'impossible' | 'ignored' | 'leftover'> {
  const { recordings, renditions, clock } = ports
  const file = await recordings.findMedia(tenantId, place.recordingId, place.seq, place.mediaId)
  if (!file || file.versionId === null) return 'ignored'
  const before = currentRendition(await renditions.find(tenantId, place), file, clock.now())
  if (before !== undefined && before.state !== 'asked') return 'ignored'
  let made: RenditionState
  try {
    made = await (place.kind === 'peaks' ? makePeaks : makeCopy)(ports, tenantId, place, file, signal)
  } catch (error) {
    // Its bytes are gone before its facts are, and nobody misses what cannot be read then.
    if (!(await recordings.find(tenantId, place.recordingId))) return 'leftover'
    throw error
  }
  for (let attempt = 0; attempt < attempts; attempt++) {
    if ((await write(ports, tenantId, place, file, made)) === 'written') {
      return made.state === 'impossible' ? 'impossible' : 'made'
    }
    if (!(await recordings.find(tenantId, place.recordingId))) {
      if (made.state === 'ready') await recordings.noteLeftovers(tenantId, place.recordingId)
      return 'leftover'
    }
  }
  throw conflict()
}

async function write(
  { renditions, clock }: RenditionPorts,
  tenantId: TenantId,
  place: RenditionPlace,
  { uploadId }: MediaFile,
  state: RenditionState,
): Promise<'written' | 'refused'> {
  const { recordingId, seq, mediaId, kind } = place
  const known = await renditions.find(tenantId, place)
  const stamp = { uploadId, updatedAt: clock.now(), version: (known?.version ?? 0) + 1 }
  const rendition: Rendition = { recordingId, seq, mediaId, kind, ...state, ...stamp }
  return renditions.write(tenantId, rendition)
}

/** What the bytes are the reason for is an outcome. */
async function unlessImpossible(make: () => Promise<RenditionState>): Promise<RenditionState> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof UndecodableError) return { state: 'impossible', reason: error.reason }
    if (error instanceof TooLongError) return { state: 'impossible', reason: 'too_long' }
    throw error
  }
}

type Make = (
  ports: RenditionPorts,
  tenantId: TenantId,
  place: RenditionPlace,
  file: MediaFile,
  signal: AbortSignal,
) => Promise<RenditionState>

const makePeaks: Make = ({ objects }, tenantId, place, file, signal) =>
  unlessImpossible(async () => {
    const sound = await openSound(objects.bytesOf(tenantId, file, signal), file)
    const bytes = packPeaks(await measurePeaks(sound))
    signal.throwIfAborted()
    const versionId = await objects.put(tenantId, place, file.uploadId, bytes)
    return { state: 'ready', versionId, lengthBytes: bytes.length }
  })

const makeCopy: Make = (ports, tenantId, place, file, signal) =>
  unlessImpossible(async () => {
    const { source, progress } = counted(ports.objects.bytesOf(tenantId, file, signal))
    const sound = await openSound(source, file)
    const upload = await ports.objects.beginCopy(tenantId, place, file.uploadId)
    try {
      const lengthBytes = await writeWave(sound, upload, async () => {
        signal.throwIfAborted()
        // Somebody else may be making it as well: then this is not said, which is no harm.
        await write(ports, tenantId, place, file, { state: 'asked', progress: progress() })
      })
      return { state: 'ready', versionId: await upload.complete(), lengthBytes }
    } catch (error) {
      await upload.abort()
      throw error
    }
  })

/** How much of a file was read. */
function counted(bytes: StoredBytes): { source: StoredBytes; progress: () => number } {
  let readBytes = 0
  const source: StoredBytes = {
    ...{ lengthBytes: bytes.lengthBytes, read: bytes.read },
    async *stream(startByte, endByte) {
      for await (const chunk of bytes.stream(startByte, endByte)) {
        readBytes += chunk.length
        yield chunk
      }
    },
  }
  return { source, progress: () => Math.min(1, readBytes / Math.max(1, bytes.lengthBytes)) }
}
