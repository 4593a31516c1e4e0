import { randomBytes } from 'node:crypto'
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { lengthOfPart, planParts } from '../../functions/domain/ingest/part-plan.ts'
import { bucketName } from '../../local/cloud.ts'
import { announcementOf, type GivenCloud, givenCloud, onlyFile, sha256Of, until, upload } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'

const mebibyte = 1024 ** 2
type PartUploads = ResponseOf<Contract['ingest']['uploadParts']>
type ArrivedParts = ResponseOf<Contract['ingest']['listUploadParts']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const tone = makeWav({ format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs: 690_000 })

/** A WAV of three parts, the last one short, of bytes of its own. */
function longWav(): Uint8Array {
  const wav = Uint8Array.from(tone)
  wav.set(randomBytes(64), wav.length - 64)
  return wav
}

let calls = 0
/** A call of its own with a long file of which nothing has arrived. */
async function givenLong(bytes = longWav()) {
  calls += 1
  const sessionId = `parts-${calls}`
  const media = [announcementOf({ bytes })]
  const { result } = await world.announce({ sessionId, media })
  const [file] = result.media
  if (!file?.parts) throw new Error('the file is not offered to be sent in parts')
  const path = `/recordings/${result.recordingId}/segments/1/media/${file.id}`
  const recorder = world.as('rec-acme')
  const { partBytes, count } = file.parts
  const part = (number: number) => bytes.subarray((number - 1) * partBytes, number * partBytes)
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return {
    ...{ recordingId: result.recordingId, bytes, path, file, part, numbers },
    again: async () => (await world.announce({ sessionId, media })).result.media[0],
    async places(wanted: readonly number[], sha256 = (number: number) => sha256Of(part(number))) {
      const parts = wanted.map((number) => ({ number, sha256: sha256(number) }))
      const answer = await recorder.post(`${path}/upload/parts`, { body: { parts } })
      return { ...answer, uploads: (answer.body as PartUploads).uploads } // held to the contract
    },
    async send(...wanted: number[]) {
      const { uploads } = await this.places(wanted)
      for (const { number, ...place } of uploads) expect((await upload(place, part(number))).status).toBe(200)
    },
    async arrived() {
      const answer = await recorder.get(`${path}/upload/parts`)
      return { ...answer, parts: (answer.body as ArrivedParts).arrived } // held to the contract
    },
    complete: () => recorder.post(`${path}/upload/complete`),
    abort: () => recorder.delete(`${path}/upload/parts`),
    state: async () => onlyFile((await world.read(result.recordingId)).recording),
    settled: () =>
      until(async () => {
        const read = onlyFile((await world.read(result.recordingId)).recording)
        return read.state !== 'pending' && read
      }),
  }
}

const uploadsUnderWay = async (recordingId: string) => {
  const { Uploads = [] } = await world.operator.send(new ListMultipartUploadsCommand({ Bucket: bucketName }))
  return Uploads.filter(({ Key = '' }) => Key.includes(`/${recordingId}/`))
}

describe('how a file is cut', () => {
  it('covers every byte, in at most 1,000 parts of at least 5 MiB but the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5 * mebibyte, max: 64 * 1024 ** 3 }), (lengthBytes) => {
        const plan = planParts({ lengthBytes, multipart: null })
        if (!plan) throw new Error('there is no plan')
        const lengths = Array.from({ length: plan.count }, (_, index) => lengthOfPart(plan, lengthBytes, index + 1))
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(lengthBytes)
        expect(plan.count).toBeLessThanOrEqual(1_000)
        expect(Math.min(...lengths.slice(0, -1), 5 * mebibyte)).toBe(5 * mebibyte)
        expect(lengths.at(-1)).toBeGreaterThan(0)
        expect(plan.isAdvised).toBe(lengthBytes > 64 * mebibyte)
      }),
    )
  })

  it('stays as it was when its parts began to come, and a short file is not cut', () => {
    const multipart = { id: 'm', partBytes: 7 * mebibyte }
    expect(planParts({ lengthBytes: 20 * mebibyte, multipart })).toMatchObject({ partBytes: 7 * mebibyte, count: 3 })
    expect(planParts({ lengthBytes: 5 * mebibyte - 1, multipart: null })).toBeNull()
  })
})

describe('a file sent in parts', () => {
  it('is announced with how it is cut, and a URL to send it whole besides', async () => {
    const { file, bytes } = await givenLong()
    expect(file.parts).toEqual({ partBytes: 5 * mebibyte, count: 3, isAdvised: false })
    expect(bytes.length).toBeGreaterThan(10 * mebibyte)
    expect(file.upload).not.toBeNull()
  })

  it('in any order is checked over all its bytes and becomes playable', async () => {
    const call = await givenLong()
    await call.send(3, 1, 2)
    expect((await call.complete()).body).toEqual({ state: 'pending' })
    expect(await call.settled()).toMatchObject({ state: 'available', isPlayable: true, lengthBytes: call.bytes.length })
    expect(await world.fileVersionsOf(call.recordingId)).toHaveLength(1)
    expect(await call.again()).toMatchObject({ upload: null, parts: null })
  })

  it('is completed by the same request again, before and after its arrival was seen', async () => {
    const call = await givenLong()
    await call.send(1, 2, 3)
    const answers = await Promise.all([call.complete(), call.complete(), call.complete()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await call.settled()
    expect((await call.complete()).body).toEqual({ state: 'available' })
    expect(await world.fileVersionsOf(call.recordingId)).toHaveLength(1)
    expect((await call.places([1])).problem?.code).toBe('media_accepted')
    expect((await call.arrived()).problem?.code).toBe('media_accepted')
  })

  it('is resumed: what has arrived is listed with its checksum, and only the rest is sent', async () => {
    const call = await givenLong()
    expect((await call.arrived()).parts).toEqual([])
    await call.send(2)
    const [part] = (await call.arrived()).parts
    expect(part).toEqual({ number: 2, lengthBytes: 5 * mebibyte, sha256: sha256Of(call.part(2)) })
    const early = await call.complete()
    expect([early.status, early.problem?.code]).toEqual([409, 'media_not_ready'])
    expect(early.problem?.errors?.map(({ field }) => field)).toEqual(['part 1', 'part 3'])
    await call.send(1, 3)
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'available' })
  })

  it('is one upload however many ask for its first part at once', async () => {
    const call = await givenLong()
    const answers = await Promise.all([1, 2, 3].map((number) => call.places([number])))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    for (const { uploads } of answers) {
      for (const { number, ...place } of uploads) expect((await upload(place, call.part(number))).status).toBe(200)
    }
    expect(await uploadsUnderWay(call.recordingId)).toHaveLength(1)
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'available' })
  })

  it('may come whole in the middle of it: what comes first is taken, once', async () => {
    const call = await givenLong()
    await call.send(1, 2, 3)
    if (!call.file.upload) throw new Error('there is no upload')
    expect((await upload(call.file.upload, call.bytes)).status).toBe(200)
    expect((await call.complete()).status).toBe(200)
    expect(await call.settled()).toMatchObject({ state: 'available' })
    expect(await world.fileVersionsOf(call.recordingId)).toHaveLength(1)
  })

  it('whose parts are each as promised and make another whole is rejected, and can be sent again', async () => {
    const call = await givenLong()
    const other = longWav()
    const otherPart = other.subarray(0, 5 * mebibyte).fill(7, 100, 200)
    const { uploads } = await call.places([1, 2, 3], (number) => sha256Of(number === 1 ? otherPart : call.part(number)))
    for (const { number, ...place } of uploads) {
      expect((await upload(place, number === 1 ? otherPart : call.part(number))).status).toBe(200)
    }
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'rejected', problem: 'checksum_mismatch' })
    expect((await call.complete()).body).toEqual({ state: 'rejected' })
    expect((await call.arrived()).parts).toEqual([])
    await call.send(1, 2, 3)
    expect((await call.state()).state).toBe('pending')
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'available', problem: null })
  })
})

describe('a part’s URL', () => {
  it('takes that part alone: no other bytes, length, number or checksum', async () => {
    const call = await givenLong()
    const { uploads } = await call.places([1])
    const [place] = uploads
    if (!place) throw new Error('there is no URL')
    const bytes = call.part(1)
    const other = Uint8Array.from(bytes).fill(1, 0, 10)
    expect(await upload(place, other)).toMatchObject({ status: 400, code: 'BadDigest' })
    expect((await upload(place, bytes.subarray(1))).status).toBe(403)
    expect((await upload(place, bytes, { 'x-amz-checksum-sha256': undefined })).status).toBe(403)
    const checksum = Buffer.from(sha256Of(other), 'hex').toString('base64')
    expect((await upload(place, other, { 'x-amz-checksum-sha256': checksum })).status).toBe(403)
    const elsewhere = new URL(place.url)
    elsewhere.searchParams.set('partNumber', '2')
    expect((await upload({ ...place, url: elsewhere.href }, bytes)).status).toBe(403)
    expect((await call.arrived()).parts).toEqual([])
    expect((await upload(place, bytes)).status).toBe(200)
  })

  it('dies within five minutes and is given anew, for the same upload', async () => {
    const call = await givenLong()
    const places = [await call.places([1]), await call.places([1])].flatMap(({ uploads }) => uploads)
    for (const { url, expiresAt } of places) {
      expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300)
      expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
    }
    const [first, second] = places.map(({ url }) => new URL(url).searchParams.get('uploadId'))
    expect(second).toBe(first)
  })

  it('is given for parts that the file has, each named once, and for no short file', async () => {
    const call = await givenLong()
    const beyond = await call.places([1, 4], () => 'a'.repeat(64))
    expect([beyond.status, beyond.problem?.errors]).toMatchObject([400, [{ field: 'parts[1].number' }]])
    const twice = await call.places([2, 2])
    expect([twice.status, twice.problem?.errors]).toMatchObject([400, [{ field: 'parts[1].number' }]])
    const many = Array.from({ length: 101 }, (_, index) => index + 1)
    expect((await call.places(many, () => 'a'.repeat(64))).status).toBe(400)
    expect(await uploadsUnderWay(call.recordingId)).toEqual([])

    const { result } = await world.announce({ media: [announcementOf({ bytes: longWav().subarray(0, 5_000) })] })
    const [short] = result.media
    expect(short?.parts).toBeNull()
    const path = `/recordings/${result.recordingId}/segments/1/media/${short?.id}/upload`
    const body = { parts: [{ number: 1, sha256: 'a'.repeat(64) }] }
    expect((await world.as('rec-acme').post(`${path}/parts`, { body })).problem?.code).toBe('invalid_request')
    expect((await world.as('rec-acme').get(`${path}/parts`)).problem?.code).toBe('invalid_request')
    expect((await world.as('rec-acme').post(`${path}/complete`)).problem?.code).toBe('media_not_ready')
  })

  it('is nobody else’s', async () => {
    const call = await givenLong()
    const body = { parts: [{ number: 1, sha256: 'a'.repeat(64) }] }
    for (const path of [`${call.path}/upload/parts`, `${call.path}/upload/complete`]) {
      expect((await world.as('rec-globex').post(path, { body })).status).toBe(404)
      expect((await world.as('tara').post(path, { body })).status).toBe(403)
    }
    expect((await world.as('rec-globex').get(`${call.path}/upload/parts`)).status).toBe(404)
    expect((await world.as('rec-globex').delete(`${call.path}/upload/parts`)).status).toBe(404)
  })
})

describe('parts that nobody wants any more', () => {
  it('are dropped when the recorder says so, twice too, and the file can be sent afresh', async () => {
    const call = await givenLong()
    await call.send(1)
    expect((await call.abort()).status).toBe(204)
    expect(await uploadsUnderWay(call.recordingId)).toEqual([])
    expect((await call.abort()).status).toBe(204)
    expect((await call.arrived()).parts).toEqual([])
    expect((await call.complete()).problem?.code).toBe('media_not_ready')
    await call.send(1, 2, 3)
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'available' })
  })

  it('are dropped when the recording is deleted, and their URLs lead nowhere', async () => {
    const call = await givenLong()
    const { uploads } = await call.places([1])
    const { etag } = await world.read(call.recordingId)
    const answer = await world.as('tara').delete(`/recordings/${call.recordingId}`, { headers: { 'if-match': etag } })
    expect(answer.status).toBe(204)
    expect(await uploadsUnderWay(call.recordingId)).toEqual([])
    const [place] = uploads
    expect(place && (await upload(place, call.part(1)))).toMatchObject({ status: 404, code: 'NoSuchUpload' })
    expect((await call.places([1])).status).toBe(404)
  })

  it('and that the store dropped after a week begin anew with the next part', async () => {
    const call = await givenLong()
    await call.send(1)
    const [under] = await uploadsUnderWay(call.recordingId)
    await world.operator.send(
      new AbortMultipartUploadCommand({ Bucket: bucketName, Key: under?.Key, UploadId: under?.UploadId }),
    )
    expect((await call.arrived()).parts).toEqual([])
    expect((await call.complete()).problem?.code).toBe('media_not_ready')
    await call.send(1, 2, 3)
    await call.complete()
    expect(await call.settled()).toMatchObject({ state: 'available' })
  })
})
