import { createHash } from 'node:crypto'
import { GetObjectTaggingCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSound } from '../../functions/domain/sound/open.ts'
import { bucketName, tableName } from '../../local/cloud.ts'
import { givenMedia } from '../domain/media/sources.ts'
import { storedOf } from '../domain/sound/given.ts'
import { type Client, type GivenCloud, givenCloud, type IngestBody, onlyFile, shortWav, until } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const tara = () => world.as('tara')
let calls = 0

async function givenFile(bytes: Uint8Array, facts: Partial<NonNullable<IngestBody['media']>[number]> = {}) {
  calls += 1
  const call = await world.ingestCall({ sessionId: `rendition-${calls}`, files: [{ bytes, ...facts }] })
  const file = onlyFile(call)
  return { call, file, path: `/recordings/${call.recordingId}/segments/1/media/${file.id}` }
}

type Peaks = { state: string; reason?: string; pointsPerSecond: number; durationMs: number; channels: string[] }
type Copy = { state: string; reason?: string }

async function settledPeaks(path: string, client: Client = tara()): Promise<Peaks> {
  return until(async () => {
    const { body } = await client.get(`${path}/peaks`)
    const peaks = body as Peaks // held to the contract by the client
    return peaks.state !== 'pending' && peaks
  })
}

async function settledCopy(path: string): Promise<Copy> {
  return until(async () => {
    const { body } = await tara().get(`${path}/playable-copy`)
    const copy = body as Copy // held to the contract by the client
    return copy.state !== 'making' && copy
  })
}

const pointsOf = (base64: string | undefined) => new Int8Array(Buffer.from(base64 ?? '', 'base64'))

async function objectsNamed(recordingId: string, name: string) {
  const { Versions = [] } = await world.operator.send(new ListObjectVersionsCommand({ Bucket: bucketName }))
  return Versions.filter(({ Key = '' }) => Key.includes(`/${recordingId}/d/`) && Key.endsWith(name))
}

describe('the outline of a file that arrived', () => {
  it('is made without anybody asking, once, and is its sound’s', async () => {
    const { call, path } = await givenFile(
      makeWav({ format: 'mulaw', channels: 2, sampleRateHz: 8_000, durationMs: 1_500, toneHz: 440 }),
    )
    await until(async () => (await objectsNamed(call.recordingId, '/peaks')).length > 0)
    const peaks = await settledPeaks(path)
    expect(peaks).toMatchObject({ state: 'ready', pointsPerSecond: 100, durationMs: 1_500 })
    expect(peaks.channels).toHaveLength(2)
    for (const channel of peaks.channels) {
      const points = pointsOf(channel)
      expect(points).toHaveLength(2 * 150)
      // A tone of 8,000: 31 of 127, to both sides.
      expect(points.filter((_, at) => at % 2 === 1).every((greatest) => greatest >= 29 && greatest <= 31)).toBe(true)
      expect(points.filter((_, at) => at % 2 === 0).every((least) => least <= -29 && least >= -32)).toBe(true)
    }
    expect(await objectsNamed(call.recordingId, '/peaks')).toHaveLength(1)
  })

  it.each([
    ['gsm.wav', 'audio/wav', 1],
    ['ima-adpcm.wav', 'audio/wav', 2],
    ['cbr.mp3', 'audio/mpeg', 1],
    ['opus.ogg', 'audio/ogg', 2],
    ['opus.webm', 'audio/webm', 1],
  ])('of %s has its channels', async (name, contentType, channels) => {
    const { path } = await givenFile(givenMedia(name), { contentType })
    const peaks = await settledPeaks(path)
    expect(peaks).toMatchObject({ state: 'ready' })
    expect(peaks.channels).toHaveLength(channels)
    expect(Math.max(...pointsOf(peaks.channels[0]))).toBeGreaterThan(10)
  })

  it.each([
    ['vorbis.ogg', 'audio/ogg', 'no_decoder'],
    ['adts.aac', 'audio/aac', 'no_decoder'],
    ['vp9-silent.webm', 'video/webm', 'no_sound'],
  ])('of %s cannot be made, and says why', async (name, contentType, reason) => {
    const kind = contentType === 'video/webm' ? 'screen' : 'audio'
    const { path } = await givenFile(givenMedia(name), { contentType, kind })
    expect(await settledPeaks(path)).toEqual({ state: 'impossible', reason })
  })

  it('is made when somebody asks, of a file that arrived before there were any', async () => {
    const { call, path } = await givenFile(shortWav(2_002))
    await until(async () => (await objectsNamed(call.recordingId, '/peaks')).length > 0)
    const [item] = await until(async () => {
      const found = (await world.itemsNaming(call.recordingId)).filter(({ SK }) => String(SK).startsWith('PEAKS#'))
      return found.length > 0 && found
    })
    await world.table.send(new DeleteCommand({ TableName: tableName, Key: { PK: item?.PK, SK: item?.SK } }))
    expect((await tara().get(`${path}/peaks`)).body).toEqual({ state: 'pending' })
    expect(await settledPeaks(path)).toMatchObject({ state: 'ready', durationMs: 500 })
  })

  it('is asked for by whoever may play alone, and not before the file is there', async () => {
    const { path } = await givenFile(shortWav(2_001))
    expect((await world.as('tom').get(`${path}/peaks`)).problem?.code).toBe('not_found')
    expect((await world.as('rec-acme').get(`${path}/peaks`)).status).toBeGreaterThanOrEqual(400)
    const { result } = await world.announce({
      sessionId: 'announced-only',
      media: [{ lengthBytes: 5, sha256: 'a'.repeat(64), contentType: 'audio/wav' }],
    })
    const pending = `/recordings/${result.recordingId}/segments/1/media/${result.media[0]?.id}`
    expect((await tara().get(`${pending}/peaks`)).problem?.code).toBe('media_not_ready')
  })
})

describe('a playable copy', () => {
  it('of a file that browsers do not play is made when somebody asks, plays, and holds the same sound', async () => {
    const { call, file, path } = await givenFile(givenMedia('gsm.wav'))
    expect(file).toMatchObject({ codec: 'gsm', isPlayable: false })
    expect((await tara().post(`${path}/playback`)).problem?.code).toBe('media_not_playable')
    expect(await settledCopy(path)).toEqual({ state: 'none' })
    expect((await tara().post(`${path}/playable-copy`)).body).toEqual({ state: 'making', progress: 0 })
    expect(await settledCopy(path)).toEqual({ state: 'ready' })
    expect((await tara().post(`${path}/playable-copy`)).body).toEqual({ state: 'ready' })
    const { body } = await tara().post(`${path}/playback`)
    const answer = await fetch((body as { url: string }).url)
    expect(answer.headers.get('content-type')).toBe('audio/wav')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF')
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
    expect([bytes.readUInt16LE(20), bytes.readUInt16LE(22), bytes.readUInt32LE(24)]).toEqual([1, 1, 8_000])
    // What FFmpeg decodes it to (test/given/media/decoded.sha256).
    expect(createHash('sha256').update(bytes.subarray(44)).digest('hex')).toBe(
      '7a3e055b0e576e09e301d26915f2075ff40d132eeb4f623302e20e18a4357dc7',
    )
    const [object, ...others] = await objectsNamed(call.recordingId, '/copy.wav')
    expect(others).toEqual([])
    const where = { Bucket: bucketName, Key: object?.Key, VersionId: object?.VersionId }
    expect((await world.operator.send(new GetObjectTaggingCommand(where))).TagSet).toEqual([
      { Key: 'rendition', Value: 'copy' },
    ])
  })

  it('of several parts is whole', async () => {
    // Ten minutes of blocks, twice: 19 MB of PCM, three parts of a copy.
    const minutes = { format: 'ima_adpcm', channels: 1, sampleRateHz: 8_000, durationMs: 600_000, toneHz: 440 } as const
    const once = makeWav(minutes)
    const bytes = new Uint8Array(2 * once.length - 60)
    bytes.set(once)
    bytes.set(once.subarray(60), once.length)
    const sizes = new DataView(bytes.buffer)
    sizes.setUint32(56, bytes.length - 60, true)
    sizes.setUint32(48, 0xffff_ffff, true) // its fact chunk, which told of the first ten minutes
    const { path } = await givenFile(bytes)
    await tara().post(`${path}/playable-copy`)
    expect(await settledCopy(path)).toEqual({ state: 'ready' })
    const { body } = await tara().post(`${path}/playback`)
    const copy = Buffer.from(await (await fetch((body as { url: string }).url)).arrayBuffer())
    expect(copy.length).toBeGreaterThan(2 * 8 * 1024 ** 2)
    expect(copy.readUInt32LE(40)).toBe(copy.length - 44)
    const hash = createHash('sha256')
    for await (const block of (await openSound(storedOf(bytes, 60_000), { container: 'wav' })).blocks) {
      hash.update(Buffer.from(block.buffer, block.byteOffset, block.byteLength))
    }
    expect(createHash('sha256').update(copy.subarray(44)).digest('hex')).toBe(hash.digest('hex'))
  }, 60_000)

  it.each([
    ['opus.ogg', 'audio/ogg', 'audio', 'not_needed'],
    ['speex.ogg', 'audio/ogg', 'audio', 'no_decoder'],
    ['vorbis.mka', 'video/x-matroska', 'video', 'pictures'],
  ] as const)('of %s is not made', async (name, contentType, kind, reason) => {
    const { path } = await givenFile(givenMedia(name), { contentType, kind })
    expect((await tara().post(`${path}/playable-copy`)).body).toEqual({ state: 'impossible', reason })
    expect(await settledCopy(path)).toEqual({ state: 'impossible', reason })
  })

  it('is asked for by whoever may play alone', async () => {
    const { path } = await givenFile(givenMedia('ms-adpcm.wav'))
    expect((await world.as('tom').post(`${path}/playable-copy`)).problem?.code).toBe('not_found')
    expect((await world.as('rec-acme').post(`${path}/playable-copy`)).status).toBeGreaterThanOrEqual(400)
    expect(await settledCopy(path)).toEqual({ state: 'none' })
  })

  it('goes with its recording, and so does its URL', async () => {
    const { call, path } = await givenFile(givenMedia('ima-adpcm.wav'))
    await settledPeaks(path)
    await tara().post(`${path}/playable-copy`)
    await settledCopy(path)
    const { body } = await tara().post(`${path}/playback`)
    const { url } = body as { url: string }
    expect((await fetch(url)).status).toBe(200)
    const { status } = await tara().delete(`/recordings/${call.recordingId}`, { headers: { 'if-match': '*' } })
    expect(status).toBe(204)
    expect((await fetch(url)).status).toBeGreaterThanOrEqual(400)
    expect((await tara().get(`${path}/peaks`)).problem?.code).toBe('not_found')
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
    await until(async () => (await world.itemsOutsideAuditNaming(call.recordingId)).length === 0)
  })

  it('is in the audit, as asked for and as played', async () => {
    const { call, path } = await givenFile(givenMedia('gsm.wav').with(60, 1))
    await tara().post(`${path}/playable-copy`)
    await settledCopy(path)
    await tara().post(`${path}/playback`)
    const { body } = await tara().get(`/audit?recordingId=${call.recordingId}`)
    const actions = (body as { items: { action: string }[] }).items.map(({ action }) => action)
    expect(actions.filter((action) => action === 'makePlayableCopy')).toHaveLength(1)
    expect(actions).toContain('playMedia')
  })
})
