import { describe, expect, it } from 'vitest'
import { type ArrivalPorts, mediaArrived } from '../../../functions/domain/ingest/index.ts'
import { summarizeMedia } from '../../../functions/domain/recordings/index.ts'
import type { MediaFile, Recording } from '../../../functions/model/index.ts'
import type { ChangedRecording, MediaStore, RecordingStore, StoredObject } from '../../../functions/ports/index.ts'
import { makeWav } from '../../given/wav.ts'
import { clock, givenFile, givenRecording, tenantId } from '../given.ts'
import { givenRecorder } from '../recorders/given.ts'

/** One recording in memory, and a hand on what happens between two reads of it. */
function givenStore(files: MediaFile[], facts: Partial<Recording> = {}) {
  let media = files
  let recording: Recording = givenRecording({ id: files[0]?.recordingId, media: summarizeMedia(files), ...facts })
  let beforeRead = (_what: 'find' | 'media') => {}
  const unused = () => Promise.reject(new Error('not asked for here'))
  const write = ({ recording: next, previous, changedMedia = [] }: ChangedRecording) => {
    if (previous.version !== recording.version) return 'stale' as const
    recording = next
    media = media.map((file) => changedMedia.find(({ id }) => id === file.id) ?? file)
    return 'written' as const
  }
  const recordings: RecordingStore = {
    async find() {
      await Promise.resolve() // another turn, as a store takes
      beforeRead('find')
      return recording
    },
    async media() {
      beforeRead('media')
      return media
    },
    findMedia: async (_tenant, _id, _seq, mediaId) => media.find(({ id }) => id === mediaId),
    change: async (_tenant, changed) => write(changed),
    ...{
      findMany: unused,
      siprec: unused,
      dtmf: unused,
      list: unused,
      lookup: unused,
      findByChecksum: unused,
      create: unused,
    },
    ...{ findByIdempotencyKey: unused, startDeletion: unused, noteLeftovers: unused, finishDeletion: unused },
    ...{ findDeletion: unused, unfinishedDeletions: unused, pendingMedia: unused },
  }
  return {
    recordings,
    state: () => ({ recording, media }),
    /** The other file becomes available just before that read, once. */
    arriveBefore(read: 'find' | 'media', after: number, other: MediaFile) {
      let reads = 0
      beforeRead = (what) => {
        if (what !== read || reads++ !== after) return
        const changed = { ...other, state: 'available' as const, versionId: 'v' }
        const now = media.map((file) => (file.id === other.id ? changed : file))
        const next = { ...recording, media: summarizeMedia(now), version: recording.version + 1 }
        write({ recording: next, previous: recording, changedMedia: [changed], audit: null })
      }
    },
  }
}

const vendorBytes = new TextEncoder().encode('vendor bytes')

function portsOf(
  { recordings }: { recordings: RecordingStore },
  media: MediaStore,
  recorders: ArrivalPorts['recorders'] = { find: async () => undefined },
  renditionQueue: ArrivalPorts['renditionQueue'] = { ask: async () => {} },
): ArrivalPorts {
  return { recordings, recorders, media, renditionQueue, clock }
}

function storeOf(stored: StoredObject | undefined, bytes: Uint8Array = vendorBytes): MediaStore {
  const unused = () => Promise.reject(new Error('not asked for here'))
  return {
    head: async () => stored,
    read: async (_tenant, _place, _version, offset, lengthBytes) => bytes.slice(offset, offset + lengthBytes),
    ...{
      presignUpload: unused,
      hash: unused,
      presignPlayback: unused,
      presignDownload: unused,
      tagDeleted: unused,
      removeAll: unused,
    },
  }
}

const sides = () => {
  const first = givenFile({ contentType: 'application/x', lengthBytes: 12 })
  return [first, givenFile({ ...first, id: givenFile().id, channels: ['agent'] })] as const
}
const placeOf = (file: MediaFile) => ({ ...file, mediaId: file.id })
const stored = { versionId: 'v1', lengthBytes: 12, sha256: 'a'.repeat(64), isJoined: false }

describe('a file that arrives while another one does', () => {
  for (const read of ['find', 'media'] as const) {
    for (const after of [0, 1, 2]) {
      it(`is summed up together with it (before ${read} ${after + 1})`, async () => {
        const [one, other] = sides()
        const store = givenStore([one, other])
        store.arriveBefore(read, after, other)
        await mediaArrived(portsOf(store, storeOf(stored)), tenantId, placeOf(one))
        const { recording, media } = store.state()
        expect(recording.media).toEqual(summarizeMedia(media))
        expect(media[0]).toMatchObject({ state: 'available', versionId: 'v1' })
      })
    }
  }
})

describe('an arrival', () => {
  const arriving = async (file: MediaFile, object: StoredObject | undefined, uploadId = file.uploadId) => {
    const store = givenStore([file])
    const outcome = await mediaArrived(portsOf(store, storeOf(object)), tenantId, { ...placeOf(file), uploadId }, 'v1')
    return { outcome, file: store.state().media[0], version: store.state().recording.version }
  }
  const [file] = sides()

  it('told twice is taken once', async () => {
    const taken = await arriving(file, stored)
    expect(taken).toMatchObject({ outcome: 'accepted', version: 2 })
    if (taken.file) expect(await arriving(taken.file, stored)).toMatchObject({ outcome: 'ignored', version: 1 })
  })

  it('has the outline of what was accepted made, again when it is told again, and of nothing else', async () => {
    const asked: string[] = []
    const queue = {
      ask: async (_tenant: unknown, { mediaId, kind }: { mediaId: string; kind: string }) =>
        void asked.push(`${kind} ${mediaId}`),
    }
    const store = givenStore([file])
    const arrive = (object: StoredObject, uploadId = file.uploadId) =>
      mediaArrived(portsOf(store, storeOf(object), undefined, queue), tenantId, { ...placeOf(file), uploadId })
    await arrive({ ...stored, lengthBytes: 11 }, 'another')
    expect(asked).toEqual([])
    await arrive(stored)
    expect(asked).toEqual([`peaks ${file.id}`])
    await arrive(stored)
    expect(asked).toHaveLength(2)
    const refused = givenStore([file])
    await mediaArrived(
      portsOf(refused, storeOf({ ...stored, lengthBytes: 11 }), undefined, queue),
      tenantId,
      placeOf(file),
    )
    expect(asked).toHaveLength(2)
  })

  it.for([
    ['of nothing', undefined, 'ignored', 'pending'],
    ['of another length', { ...stored, lengthBytes: 11 }, 'rejected', 'rejected'],
    ['of another checksum', { ...stored, sha256: 'b'.repeat(64) }, 'rejected', 'rejected'],
    ['without a checksum', { ...stored, sha256: null }, 'rejected', 'rejected'],
  ] as const)('%s', async ([, object, outcome, state]) => {
    expect(await arriving(file, object)).toMatchObject({ outcome, file: { state, versionId: null } })
  })

  it('at a place given up is ignored', async () => {
    expect(await arriving(file, stored, 'another')).toMatchObject({ outcome: 'ignored', file: { state: 'pending' } })
  })

  it('of a file called missing is welcome', async () => {
    expect(await arriving({ ...file, state: 'missing', problem: 'not_uploaded' }, stored)).toMatchObject({
      ...{ outcome: 'accepted', file: { state: 'available', problem: null } },
    })
  })
})

describe('the voices of a file that does not say whose its channels are', () => {
  const recorder = givenRecorder({ channelOrder: ['agent', 'caller'] })
  const recorders: ArrivalPorts['recorders'] = {
    find: async (_tenant, id) => (id === recorder.id ? recorder : undefined),
  }
  const ofBytes = (bytes: Uint8Array, facts: Partial<MediaFile> = {}) =>
    givenFile({ lengthBytes: bytes.length, ...facts })
  const wav = (channels: number) =>
    makeWav({ format: 'mulaw', channels, sampleRateHz: 8_000, durationMs: 100, toneHz: 440 })
  const bytesOf = { stereo: wav(2), mono: wav(1), vendor: vendorBytes }

  const voicesOf = async (
    file: MediaFile,
    bytes: Uint8Array,
    recorderId: string = recorder.id,
    beforeWrite = (_store: ReturnType<typeof givenStore>) => {},
  ) => {
    const store = givenStore([file], { recorderId })
    const media = storeOf({ ...stored, lengthBytes: bytes.length }, bytes)
    const watched = {
      find: async (...asked: Parameters<typeof recorders.find>) => {
        beforeWrite(store)
        return recorders.find(...asked)
      },
    }
    await mediaArrived(portsOf(store, media, watched), tenantId, placeOf(file))
    expect(store.state().media[0]?.versionId).toBe('v1')
    return store.state().media[0]?.channels
  }

  it('are those of its recorder’s channels, if there are as many', async () => {
    const { stereo, mono, vendor } = bytesOf
    expect(await voicesOf(ofBytes(stereo), stereo)).toEqual(['agent', 'caller'])
    expect(await voicesOf(ofBytes(mono), mono)).toEqual([])
    expect(await voicesOf(ofBytes(vendor, { contentType: 'application/x' }), vendor)).toEqual([])
  })

  it('are none where the recorder is gone or older than recorders, and the file is no sound alone', async () => {
    const { stereo } = bytesOf
    expect(await voicesOf(ofBytes(stereo), stereo, givenRecorder().id)).toEqual([])
    expect(await voicesOf(ofBytes(stereo), stereo, 'rec-acme')).toEqual([])
    expect(await voicesOf(ofBytes(stereo, { kind: 'video' }), stereo)).toEqual([])
  })

  it('stay as they were said, also while it arrived', async () => {
    const { stereo } = bytesOf
    expect(await voicesOf(ofBytes(stereo, { channels: ['mixed'] }), stereo)).toEqual(['mixed'])
    const file = ofBytes(stereo)
    const voices = await voicesOf(file, stereo, recorder.id, ({ recordings, state }) => {
      const { recording } = state()
      const said = { ...file, channels: ['caller', 'unknown'] }
      const next = { ...recording, version: recording.version + 1 }
      void recordings.change(tenantId, { recording: next, previous: recording, changedMedia: [said], audit: null })
    })
    expect(voices).toEqual(['caller', 'unknown'])
  })
})
