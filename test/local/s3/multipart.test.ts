import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf, type GivenS3, givenS3, PLAIN, RECORDINGS } from './given.ts'

const FIVE_MIB = 5 * 1024 ** 2
const first = Buffer.alloc(FIVE_MIB, 'caller ')
const last = Buffer.from('and the last words')

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
})
afterAll(() => given.close())

async function begin(key: string, algorithm?: ChecksumAlgorithm, bucket = RECORDINGS): Promise<string> {
  const create = new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ChecksumAlgorithm: algorithm })
  const { UploadId = '' } = await given.client.send(create)
  return UploadId
}

async function part(key: string, uploadId: string, number: number, body: Buffer, algorithm?: ChecksumAlgorithm) {
  const command = new UploadPartCommand({
    Bucket: RECORDINGS,
    Key: key,
    UploadId: uploadId,
    PartNumber: number,
    Body: body,
    ChecksumAlgorithm: algorithm,
  })
  const { $metadata: _, ...sums } = await given.client.send(command)
  return { PartNumber: number, ...sums } satisfies CompletedPart
}

function complete(key: string, uploadId: string, parts: CompletedPart[], more = {}) {
  return given.client.send(
    new CompleteMultipartUploadCommand({
      Bucket: RECORDINGS,
      Key: key,
      UploadId: uploadId,
      MultipartUpload: { Parts: parts },
      ...more,
    }),
  )
}

describe('an upload in parts', () => {
  it('becomes one object, with the parts in order of their numbers', async () => {
    const uploadId = await begin('call.wav')
    const two = await part('call.wav', uploadId, 7, last)
    const one = await part('call.wav', uploadId, 2, first)
    const made = await complete('call.wav', uploadId, [one, two])

    const md5s = [first, last].map((bytes) => createHash('md5').update(bytes).digest())
    const etag = `"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`
    expect(made.ETag).toBe(etag)
    const found = await given.client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key: 'call.wav' }))
    expect(found).toMatchObject({ ETag: etag, ContentLength: FIVE_MIB + last.length })
    const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? [])
    expect(bytes.equals(Buffer.concat([first, last]))).toBe(true)
    expect(await errorOf(complete('call.wav', uploadId, [one, two]))).toBe('NoSuchUpload')
  })

  it('is read across the seam of two parts, and part by part', async () => {
    const read = (more: object) =>
      given.client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key: 'call.wav', ...more }))
    const seam = await read({ Range: `bytes=${FIVE_MIB - 3}-${FIVE_MIB + 2}` })
    expect(await seam.Body?.transformToString()).toBe(`${first.subarray(-3)}and`)
    const second = await read({ PartNumber: 7 })
    expect(second).toMatchObject({ PartsCount: 2, ContentLength: last.length })
    expect(await second.Body?.transformToString()).toBe(String(last))
    expect(await errorOf(read({ PartNumber: 1 }))).toBe('InvalidPartNumber')
  })

  it.each([
    ['SHA256', 'COMPOSITE'],
    ['CRC32', 'COMPOSITE'],
    ['CRC64NVME', 'FULL_OBJECT'],
  ] as const)('has a checksum of the whole by %s', async (algorithm, type) => {
    const key = `sum-${algorithm}`
    const uploadId = await begin(key, algorithm)
    const parts = [await part(key, uploadId, 1, first, algorithm), await part(key, uploadId, 2, last, algorithm)]
    const made = await complete(key, uploadId, parts)
    expect(made.ChecksumType).toBe(type)
    const head = await given.client.send(
      new HeadObjectCommand({ Bucket: RECORDINGS, Key: key, ChecksumMode: 'ENABLED' }),
    )
    const { [`Checksum${algorithm}` as const]: whole = '' } = head
    const sums = parts.map((sent) => Buffer.from(sent[`Checksum${algorithm}`] ?? '', 'base64'))
    if (algorithm === 'SHA256') {
      expect(whole).toBe(`${createHash('sha256').update(Buffer.concat(sums)).digest('base64')}-2`)
    } else if (type === 'COMPOSITE') {
      expect(whole).toMatch(/^\S{8}-2$/)
    } else {
      // The SDK reads it all and compares by itself.
      const read = new GetObjectCommand({ Bucket: RECORDINGS, Key: key, ChecksumMode: 'ENABLED' })
      const found = await given.client.send(read)
      expect((await found.Body?.transformToByteArray())?.length).toBe(FIVE_MIB + last.length)
      expect(whole).toMatch(/^\S{12}$/)
    }
  })

  it('keeps only what the caller names, and of a number sent twice the later', async () => {
    const uploadId = await begin('chosen')
    await part('chosen', uploadId, 1, Buffer.from('first try'))
    const named = await part('chosen', uploadId, 1, Buffer.from('second try'))
    await part('chosen', uploadId, 2, Buffer.from('left out'))
    await complete('chosen', uploadId, [named])
    const found = await given.client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key: 'chosen' }))
    expect(await found.Body?.transformToString()).toBe('second try')
  })

  it('refuses parts that are missing, altered, out of order or too small', async () => {
    const uploadId = await begin('refused')
    const one = await part('refused', uploadId, 1, Buffer.from('small'))
    const two = await part('refused', uploadId, 2, last)
    const tryWith = (parts: CompletedPart[]) => errorOf(complete('refused', uploadId, parts))
    expect(await tryWith([one, two])).toBe('EntityTooSmall')
    expect(await tryWith([two, one])).toBe('InvalidPartOrder')
    expect(await tryWith([{ ...one, ETag: '"0123"' }])).toBe('InvalidPart')
    expect(await tryWith([{ ...two, PartNumber: 3 }])).toBe('InvalidPart')
    expect(await tryWith([])).toBe('MalformedXML')
    await complete('refused', uploadId, [one])
  })

  it('refuses what contradicts the whole', async () => {
    const uploadId = await begin('whole', 'CRC64NVME')
    const one = await part('whole', uploadId, 1, last, 'CRC64NVME')
    expect(await errorOf(complete('whole', uploadId, [one], { MpuObjectSize: 3 }))).toBe('InvalidRequest')
    const wrong = { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }
    expect(await errorOf(complete('whole', uploadId, [one], wrong))).toBe('BadDigest')
    await complete('whole', uploadId, [one], { ChecksumCRC64NVME: one.ChecksumCRC64NVME })
  })

  it('goes through once with If-None-Match *', async () => {
    const uploads = await Promise.all([begin('first'), begin('first')])
    const parts = await Promise.all(uploads.map((uploadId) => part('first', uploadId, 1, last)))
    const results = await Promise.allSettled(
      uploads.map((uploadId, index) =>
        complete('first', uploadId, parts.slice(index, index + 1), { IfNoneMatch: '*' }),
      ),
    )
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('takes a stretch of another object as a part', async () => {
    await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'source', Body: '0123456789' }))
    const uploadId = await begin('from-copy')
    const copied = await given.client.send(
      new UploadPartCopyCommand({
        Bucket: RECORDINGS,
        Key: 'from-copy',
        UploadId: uploadId,
        PartNumber: 1,
        CopySource: `${PLAIN}/source`,
        CopySourceRange: 'bytes=3-6',
      }),
    )
    await complete('from-copy', uploadId, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }])
    const found = await given.client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key: 'from-copy' }))
    expect(await found.Body?.transformToString()).toBe('3456')
  })

  it('is listed while it runs, with its parts page by page, and gone with its files when aborted', async () => {
    const files = () =>
      readdirSync(join(given.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
        .length
    const before = files()
    const uploadId = await begin('aborted')
    for (const number of [1, 2, 3]) await part('aborted', uploadId, number, Buffer.from(`part ${number}`))
    const { Uploads } = await given.client.send(new ListMultipartUploadsCommand({ Bucket: RECORDINGS, Prefix: 'abo' }))
    expect(Uploads?.map((upload) => upload.UploadId)).toEqual([uploadId])
    const upload = { Bucket: RECORDINGS, Key: 'aborted', UploadId: uploadId }
    const page = await given.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' })
    const rest = await given.client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: page.NextPartNumberMarker }),
    )
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 3, Size: 6 }] })

    await given.client.send(new AbortMultipartUploadCommand(upload))
    expect(await errorOf(given.client.send(new ListPartsCommand(upload)))).toBe('NoSuchUpload')
    expect(await errorOf(part('aborted', uploadId, 4, last))).toBe('NoSuchUpload')
    expect(files()).toBe(before)
  })
})
