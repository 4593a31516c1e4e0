import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketName } from '../../local/cloud.ts'
import {
  announcementOf,
  type GivenCloud,
  givenCloud,
  onlyFile,
  shortWav,
  type Upload,
  until,
  upload,
} from '../given/cloud.ts'
import { makeWav, type WavFormat } from '../given/wav.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

let calls = 0
/** A call of its own with one file that has not arrived. */
async function givenPending(bytes = shortWav(1_000 + calls)) {
  calls += 1
  const { result } = await world.announce({ sessionId: `pending-${calls}`, media: [announcementOf({ bytes })] })
  const [file] = result.media
  if (!file?.upload) throw new Error('there is no upload')
  const path = `/recordings/${result.recordingId}/segments/1/media/${file.id}`
  return { recordingId: result.recordingId, bytes, place: file.upload, path }
}

async function fileOf(recordingId: string) {
  return onlyFile((await world.read(recordingId)).recording)
}

async function arrived(recordingId: string) {
  return until(async () => {
    const file = await fileOf(recordingId)
    return file.state !== 'pending' && file
  })
}

/** Puts other bytes where the file is to arrive, as only somebody with the operator's key can. */
async function putInPlace({ url }: Upload, bytes: Uint8Array, checksum: Record<string, string> = {}): Promise<void> {
  const Key = decodeURIComponent(new URL(url).pathname).replace(`/${bucketName}/`, '')
  await world.operator.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: bytes, ...checksum }))
}

describe('an upload URL', () => {
  it('takes the file that was announced, once', async () => {
    const { place, bytes, recordingId } = await givenPending()
    expect(await upload(place, bytes)).toEqual({ status: 200, code: undefined })
    expect(await upload(place, bytes)).toEqual({ status: 412, code: 'PreconditionFailed' })
    expect(await arrived(recordingId)).toMatchObject({ state: 'available', isPlayable: true })
    expect(await upload(place, bytes)).toMatchObject({ status: 412 })
    expect(await world.fileVersionsOf(recordingId)).toHaveLength(1)
  })

  it('dies within five minutes', async () => {
    const { place } = await givenPending()
    const seconds = Number(new URL(place.url).searchParams.get('X-Amz-Expires'))
    expect(seconds).toBeLessThanOrEqual(300)
    expect(Date.parse(place.expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
  })

  it('takes no other bytes of the same length', async () => {
    const { place, bytes, recordingId } = await givenPending()
    const other = Uint8Array.from(bytes)
    other[100] = (other[100] ?? 0) ^ 1
    expect(await upload(place, other)).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await world.versionsOf(recordingId)).toEqual([])
    expect((await fileOf(recordingId)).state).toBe('pending')
  })

  it('takes no other length', async () => {
    const { place, bytes } = await givenPending()
    expect((await upload(place, bytes.subarray(1))).status).toBe(403)
    expect((await upload(place, new Uint8Array([...bytes, 0]))).status).toBe(403)
  })

  it.for(['x-amz-checksum-sha256', 'if-none-match', 'content-type'])('needs %s as it was signed', async (name) => {
    const { place, bytes, recordingId } = await givenPending()
    expect(place.headers).toHaveProperty([name])
    expect((await upload(place, bytes, { [name]: undefined })).status).toBe(403)
    expect((await upload(place, bytes, { [name]: 'other/thing' })).status).toBe(403)
    expect(await world.versionsOf(recordingId)).toEqual([])
  })

  it('takes no other checksum with the bytes that match it', async () => {
    const { place, bytes } = await givenPending()
    const other = shortWav(3_333)
    expect(other.length).toBe(bytes.length)
    const checksum = Buffer.from(announcementOf({ bytes: other }).sha256, 'hex').toString('base64')
    expect((await upload(place, other, { 'x-amz-checksum-sha256': checksum })).status).toBe(403)
  })

  it('leads nowhere else', async () => {
    const { place, bytes, recordingId } = await givenPending()
    const elsewhere = new URL(place.url)
    elsewhere.pathname = elsewhere.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    expect(await upload({ ...place, url: elsewhere.href }, bytes)).toMatchObject({ code: 'SignatureDoesNotMatch' })
    const longer = new URL(place.url)
    longer.searchParams.set('X-Amz-Expires', '3000')
    expect(await upload({ ...place, url: longer.href }, bytes)).toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(await world.versionsOf(recordingId)).toEqual([])
  })

  it('reads nothing', async () => {
    const { place } = await givenPending()
    expect((await fetch(place.url)).status).toBe(403)
  })
})

describe('.../upload', () => {
  it('gives a fresh URL of the same place while the file is awaited', async () => {
    const { place, path, bytes, recordingId } = await givenPending()
    const again = await world.as('rec-acme').post(`${path}/upload`)
    expect(again.status).toBe(200)
    const fresh = again.body as Upload // held to the contract
    expect(new URL(fresh.url).pathname).toBe(new URL(place.url).pathname)
    expect((await upload(fresh, bytes)).status).toBe(200)
    await arrived(recordingId)
    const late = await world.as('rec-acme').post(`${path}/upload`)
    expect([late.status, late.problem?.code]).toEqual([409, 'media_accepted'])
  })

  it('is not found for a file, segment or recording that is not there', async () => {
    const { path, recordingId } = await givenPending()
    const other = await givenPending()
    for (const wrong of [
      path.replace('/segments/1/', '/segments/2/'),
      path.replace(recordingId, other.recordingId),
      path.replace(/media\/.*/, 'media/01k0000000000000000000000a'),
    ]) {
      expect((await world.as('rec-acme').post(`${wrong}/upload`)).status).toBe(404)
    }
  })
})

describe('bytes that are not what was announced', () => {
  const other = shortWav(4_444)
  const ways: [name: string, bytes: Uint8Array, checksum: Record<string, string>, problem: string][] = [
    ['of another checksum', other, { ChecksumAlgorithm: 'SHA256' }, 'checksum_mismatch'],
    ['stored without a checksum', other, {}, 'checksum_mismatch'],
    ['of another length', other.subarray(0, 99), { ChecksumAlgorithm: 'SHA256' }, 'length_mismatch'],
  ]
  it.for(ways)('%s make the file rejected, and it can be sent again', async ([, bytes, checksum, problem]) => {
    const pending = await givenPending()
    await putInPlace(pending.place, bytes, checksum)
    expect(await arrived(pending.recordingId)).toMatchObject({ state: 'rejected', problem, isPlayable: false })
    expect((await world.read(pending.recordingId)).recording.mediaStatus).toBe('damaged')
    for (const way of ['playback', 'download']) {
      const answer = await world.as('tara').post(`${pending.path}/${way}`)
      expect([answer.status, answer.problem?.code]).toEqual([409, 'media_not_ready'])
    }
    const fresh = (await world.as('rec-acme').post(`${pending.path}/upload`)).body as Upload // held to the contract
    expect(fresh.url).not.toContain(new URL(pending.place.url).pathname)
    expect((await fileOf(pending.recordingId)).state).toBe('pending')
    expect((await upload(fresh, pending.bytes)).status).toBe(200)
    expect(await arrived(pending.recordingId)).toMatchObject({ state: 'available', problem: null })
  })

  it('an event of a place given up for another changes nothing', async () => {
    const pending = await givenPending()
    await putInPlace(pending.place, other, { ChecksumAlgorithm: 'SHA256' })
    await arrived(pending.recordingId)
    await world.as('rec-acme').post(`${pending.path}/upload`)
    await putInPlace(pending.place, pending.bytes, { ChecksumAlgorithm: 'SHA256' })
    const second = await givenPending()
    await upload(second.place, second.bytes)
    await arrived(second.recordingId) // events come in order: the other one has been dealt with
    expect((await fileOf(pending.recordingId)).state).toBe('pending')
  })
})

describe('files that are not whole', () => {
  const whole = shortWav(500)
  const damaged: [name: string, bytes: Uint8Array, problem: string][] = [
    ['an empty file', new Uint8Array(0), 'empty'],
    ['a WAV cut short', whole.subarray(0, 2_000), 'truncated'],
    ['a WAV that is none', new TextEncoder().encode('this is no sound at all, whatever it is called'), 'unreadable'],
  ]
  it.for(damaged)('%s is damaged, kept and downloadable', async ([name, bytes, problem]) => {
    const call = await world.ingestCall({ sessionId: `damaged ${name}`, files: [{ bytes }] })
    expect(call.mediaStatus).toBe('damaged')
    const file = onlyFile(call)
    expect(file).toMatchObject({ state: 'damaged', problem })
    expect(file.problemDetail).toBeTruthy()
    const path = `/recordings/${call.recordingId}/segments/1/media/${file.id}`
    const { body } = await world.as('tara').post(`${path}/download`)
    const kept = await fetch((body as { url: string }).url) // held to the contract
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(bytes)
  })
})

describe('every codec that recorders send', () => {
  const wavs: [WavFormat, codec: string, isPlayable: boolean][] = [
    ['pcm16', 'pcm_s16le', true],
    ['pcm8', 'pcm_u8', true],
    ['pcm24', 'pcm_s24le', true],
    ['mulaw', 'mulaw', true],
    ['alaw', 'alaw', true],
    ['ima_adpcm', 'ima_adpcm', false],
    ['gsm', 'gsm', false],
  ]
  const files: [name: string, contentType: string, codec: string, isPlayable: boolean][] = [
    ['cbr.mp3', 'audio/mpeg', 'mp3', true],
    ['opus.ogg', 'audio/ogg', 'opus', true],
    ['vorbis.ogg', 'audio/ogg', 'vorbis', true],
    ['opus.webm', 'audio/webm', 'opus', true],
    ['aac-moov-last.m4a', 'audio/mp4', 'aac', true],
    ['h264-aac.mp4', 'video/mp4', 'h264', true],
    ['live-vp8-opus.webm', 'video/webm', 'vp8', true],
    ['vp9-silent.webm', 'video/webm', 'vp9', true],
    ['speex.ogg', 'audio/ogg', 'speex', false],
  ]

  async function whatBecomesOf(name: string, bytes: Uint8Array, contentType: string) {
    const kind = contentType.startsWith('video') ? ('video' as const) : ('audio' as const)
    const call = await world.ingestCall({ sessionId: `codec ${name}`, files: [{ bytes, contentType, kind }] })
    const file = onlyFile(call)
    const path = `/recordings/${call.recordingId}/segments/1/media/${file.id}`
    const playback = await world.as('tara').post(`${path}/playback`)
    const download = await world.as('tara').post(`${path}/download`)
    const saved = await fetch((download.body as { url: string }).url) // held to the contract
    expect(new Uint8Array(await saved.arrayBuffer())).toEqual(bytes)
    return { file, status: call.mediaStatus, playback }
  }

  it.for(wavs)('WAV of %s', async ([format, codec, isPlayable]) => {
    const bytes = makeWav({ format, channels: 1, sampleRateHz: 8_000, durationMs: 400 })
    const { file, status, playback } = await whatBecomesOf(format, bytes, 'audio/wav')
    expect(file).toMatchObject({ state: 'available', container: 'wav', codec, isPlayable, problem: null })
    expect(Math.abs((file.durationMs ?? 0) - 400)).toBeLessThan(60)
    expect([status, playback.status]).toEqual(['complete', isPlayable ? 200 : 409])
  })

  it.for(files)('%s', async ([name, contentType, codec, isPlayable]) => {
    const bytes = new Uint8Array(await readFile(join(import.meta.dirname, '../given/media', name)))
    const { file, status, playback } = await whatBecomesOf(name, bytes, contentType)
    expect(file).toMatchObject({ state: 'available', codec, isPlayable, problem: null })
    expect([status, playback.status]).toEqual(['complete', isPlayable ? 200 : 409])
  })

  it('one that nobody knows is kept and cannot be played here', async () => {
    const bytes = new TextEncoder().encode('vendor codec: 0123456789')
    const { file, status, playback } = await whatBecomesOf('vendor', bytes, 'application/x-vendor')
    expect(file).toMatchObject({ state: 'available', codec: 'unknown', isPlayable: false, problem: null })
    expect([status, playback.problem?.code]).toEqual(['complete', 'media_not_playable'])
  })
})
