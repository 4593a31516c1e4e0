import {
  CopyObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf, type GivenS3, givenS3, PLAIN, RECORDINGS, send, sendSigned, signed } from './given.ts'

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
})
afterAll(() => given.close())

describe('keeping objects', () => {
  it.each([
    'plain.wav',
    'with blank and + and % and 100%25',
    'ünï/côdé/通話/🎧.wav',
    '../../etc/passwd',
    'a//b/./c/../d',
    '/leading/slash',
    'quotes\'"<&>!*()',
  ])('takes %j as a key and gives its bytes back', async (key) => {
    await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: key, Body: key }))
    const found = await given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: key }))
    expect(await found.Body?.transformToString()).toBe(key)
  })

  it('keeps what the writer said of the object', async () => {
    const facts = {
      ContentType: 'audio/wav',
      ContentDisposition: 'attachment; filename="call.wav"',
      CacheControl: 'private',
      Metadata: { session: 'a1', note: 'grüezi' },
    }
    await given.client.send(
      new PutObjectCommand({ Bucket: RECORDINGS, Key: 'facts', Body: 'x', ...facts, Tagging: 'state=new&a=b' }),
    )
    const found = await given.client.send(new HeadObjectCommand({ Bucket: RECORDINGS, Key: 'facts' }))
    expect(found).toMatchObject({ ...facts, Metadata: { session: 'a1' }, ContentLength: 1, AcceptRanges: 'bytes' })
    expect(Buffer.from(found.Metadata?.note ?? '', 'latin1').toString('utf8')).toBe('grüezi')
  })

  it('gives an empty object', async () => {
    await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'empty', Body: new Uint8Array() }))
    const found = await given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'empty' }))
    expect(found.ContentLength).toBe(0)
    expect(await found.Body?.transformToString()).toBe('')
  })

  it('puts headers of the answer in place of the stored ones when the signer asks', async () => {
    await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'override', Body: 'x' }))
    const found = await given.client.send(
      new GetObjectCommand({
        Bucket: PLAIN,
        Key: 'override',
        ResponseContentDisposition: 'attachment; filename="2026-11-23 from Sales.wav"',
        ResponseContentType: 'audio/wav',
      }),
    )
    expect(found.ContentDisposition).toBe('attachment; filename="2026-11-23 from Sales.wav"')
    expect(found.ContentType).toBe('audio/wav')
  })

  it('refuses an override that would break out of its header', async () => {
    const answer = await sendSigned(given.s3.url, {
      method: 'GET',
      path: `/${PLAIN}/override`,
      query: { 'response-content-type': 'text/html\r\nset-cookie: a=b' },
    })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  it('refuses a key of more than 1024 bytes', async () => {
    const put = (key: string) => given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: key, Body: 'x' }))
    await put('ü'.repeat(512))
    expect(await errorOf(put('ü'.repeat(513)))).toBe('KeyTooLongError')
  })

  it('refuses a path that is no UTF-8', async () => {
    const answer = await send(given.s3.url, { method: 'GET', path: `/${PLAIN}/%ff%fe` })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidURI' })
  })

  it('refuses more than 2 kB of metadata', async () => {
    const put = new PutObjectCommand({ Bucket: PLAIN, Key: 'meta', Body: 'x', Metadata: { big: 'x'.repeat(2046) } })
    expect(await errorOf(given.client.send(put))).toBe('MetadataTooLarge')
  })

  it('copies facts, tags and bytes, and reads the copy after the source is gone', async () => {
    await given.client.send(
      new PutObjectCommand({ Bucket: PLAIN, Key: 'källa +', Body: 'bytes', ContentType: 'audio/wav', Tagging: 'a=b' }),
    )
    const source = `${PLAIN}/${encodeURIComponent('källa +')}`
    await given.client.send(new CopyObjectCommand({ Bucket: RECORDINGS, Key: 'copy', CopySource: source }))
    await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'källa +', Body: 'other' }))
    const copy = await given.client.send(new GetObjectCommand({ Bucket: RECORDINGS, Key: 'copy' }))
    expect(copy).toMatchObject({ ContentType: 'audio/wav', TagCount: 1 })
    expect(await copy.Body?.transformToString()).toBe('bytes')
  })

  it('tells the attributes that are asked for', async () => {
    await given.client.send(
      new PutObjectCommand({ Bucket: PLAIN, Key: 'attributes', Body: 'bytes', ChecksumAlgorithm: 'SHA256' }),
    )
    const found = await given.client.send(
      new GetObjectAttributesCommand({
        Bucket: PLAIN,
        Key: 'attributes',
        ObjectAttributes: ['ObjectSize', 'Checksum'],
      }),
    )
    expect(found).toMatchObject({ ObjectSize: 5, Checksum: { ChecksumType: 'FULL_OBJECT' } })
    expect(found.ETag).toBeUndefined()
  })
})

describe('reading a stretch of an object', () => {
  const read = (range: string) => given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'ten', Range: range }))
  beforeAll(() => given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'ten', Body: '0123456789' })))

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-300', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-300', '89', 'bytes 8-9/10'],
  ])('%s gives %s', async (range, bytes, contentRange) => {
    const found = await read(range)
    expect(found.$metadata.httpStatusCode).toBe(206)
    expect(found).toMatchObject({ ContentRange: contentRange, ContentLength: bytes.length })
    expect(await found.Body?.transformToString()).toBe(bytes)
  })

  it.each(['bytes=0-1,3-4', 'bytes=5-2', 'lines=1-2', 'bytes=-'])('%s gives all of it', async (range) => {
    const found = await read(range)
    expect(found.$metadata.httpStatusCode).toBe(200)
    expect(await found.Body?.transformToString()).toBe('0123456789')
  })

  it.each(['bytes=10-', 'bytes=-0'])('%s is 416', async (range) => {
    const answer = await sendSigned(given.s3.url, { method: 'GET', path: `/${PLAIN}/ten`, headers: { range } })
    expect(answer).toMatchObject({ status: 416, code: 'InvalidRange' })
    expect(answer.headers['content-range']).toBe('bytes */10')
  })

  it('leaves the range aside when the object is another than the reader has', async () => {
    const headers = { range: 'bytes=0-1', 'if-range': '"another"' }
    const answer = await sendSigned(given.s3.url, { method: 'GET', path: `/${PLAIN}/ten`, headers })
    expect(answer).toMatchObject({ status: 200, text: '0123456789' })
  })
})

describe('conditions', () => {
  const etag = '"781e5e245d69b566979b86e28d23f2c7"'
  const future = new Date(Date.now() + 86_400_000).toUTCString()
  const past = new Date(0).toUTCString()
  beforeAll(() => given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'cond', Body: '0123456789' })))

  it.each([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': future }, 304],
    [{ 'if-modified-since': past }, 200],
    [{ 'if-unmodified-since': past }, 412],
    [{ 'if-unmodified-since': future }, 200],
    [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
    [{ 'if-none-match': '"other"', 'if-modified-since': future }, 200],
  ])('a read with %j is %i', async (headers, status) => {
    const get = await signed(given.s3.url, { method: 'GET', path: `/${PLAIN}/cond` })
    const answer = await send(given.s3.url, { ...get, headers: { ...get.headers, ...headers } })
    expect(answer.status).toBe(status)
    if (status === 304) expect(answer).toMatchObject({ text: '', headers: { etag } })
  })

  it('a write with If-None-Match * goes through once', async () => {
    const put = () =>
      given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: 'once', Body: 'x', IfNoneMatch: '*' }))
    await put()
    expect(await errorOf(put())).toBe('PreconditionFailed')
  })

  it('of two writers with If-None-Match * at the same time one wins', async () => {
    const put = (body: string) =>
      given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: 'race', Body: body, IfNoneMatch: '*' }))
    const results = await Promise.allSettled([put('a'.repeat(100_000)), put('b'.repeat(100_000))])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('a write with If-Match replaces only what the writer knows', async () => {
    const put = (ifMatch: string, key = 'known') =>
      given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: key, Body: 'new', IfMatch: ifMatch }))
    const { ETag = '' } = await given.client.send(
      new PutObjectCommand({ Bucket: RECORDINGS, Key: 'known', Body: 'old' }),
    )
    expect(await errorOf(put('"other"'))).toBe('PreconditionFailed')
    await put(ETag)
    expect(await errorOf(put(ETag))).toBe('PreconditionFailed')
    expect(await errorOf(put(ETag, 'absent'))).toBe('NoSuchKey')
  })
})
