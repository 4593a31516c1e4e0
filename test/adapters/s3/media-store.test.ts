import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mediaStore, parseObjectKey } from '../../../functions/adapters/s3/index.ts'
import { objectKey } from '../../../functions/adapters/s3/keys.ts'
import type { MediaFile, TenantId } from '../../../functions/model/index.ts'
import type { MediaStore } from '../../../functions/ports/index.ts'
import { type LocalS3, startS3 } from '../../../local/s3/index.ts'
import { givenFile, newMediaId, newRecordingId, otherTenantId, tenantId } from '../../domain/given.ts'
import { sha256Of, upload } from '../../given/cloud.ts'
import { givenSessions } from '../../given/sessions.ts'

const bucket = 'media'
const clock = { now: () => new Date().toISOString(), businessNow: () => new Date().toISOString() }
const key = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }
let folder: string
let s3: LocalS3
/** Of whoever works at this machine. */
let client: S3Client
const sessions = givenSessions({ bucketName: bucket })
const operator = { ...key, principal: { arn: sessions.arns.operator, tags: {} } }
/** What the policies refuse, by action. */
let refused = new Set<string>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-media-'))
  s3 = await startS3({
    ...{ host: '127.0.0.1', port: 0, folder },
    buckets: [{ name: bucket, versioned: true, objectLock: true }],
    credentials: async (id) => (id === key.accessKeyId ? operator : sessions.credentialOf(id)),
    authorize: (request) => (refused.has(request.action) ? 'deny' : sessions.authorize.s3(request)),
  })
  client = clientWith(key)
})
beforeEach(() => {
  refused = new Set()
})
afterAll(async () => {
  client.destroy()
  await s3.close()
  await rm(folder, { recursive: true })
})

const inAnHour = () => new Date(Date.now() + 3_600_000)
const clientWith = (credentials: typeof key) =>
  new S3Client({
    ...{ region: 'us-east-1', endpoint: s3.url, forcePathStyle: true, credentials, maxAttempts: 1 },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
const storeUntil = (expiresAt: Date): MediaStore =>
  mediaStore(async (tenant) => ({ s3: clientWith(sessions.keyOf(tenant)), expiresAt }), bucket, clock)
const store = () => storeUntil(inAnHour())
const placeOf = (file: MediaFile) => ({ ...file, mediaId: file.id })
const bytes = new TextEncoder().encode('0123456789')

/** A file that has arrived and was accepted. */
async function givenStored(facts: Partial<MediaFile> = {}, tenant: TenantId = tenantId): Promise<MediaFile> {
  const file = givenFile({ lengthBytes: bytes.length, sha256: sha256Of(bytes), ...facts })
  const sent = await upload(await store().presignUpload(tenant, file), bytes)
  expect(sent.status).toBe(200)
  const found = await store().head(tenant, placeOf(file))
  return { ...file, versionId: found?.versionId ?? null }
}

describe('a place', () => {
  const anyPlace = fc.integer({ min: 1, max: 9_999 }).map((seq) => ({
    ...{ recordingId: newRecordingId(), seq, mediaId: newMediaId(), uploadId: newMediaId() },
  }))
  it('is read back from its key', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        expect(parseObjectKey(objectKey(tenantId, place))).toEqual({ tenantId, place })
      }),
    )
  })

  it('is not read out of a key that is not ours', () => {
    const [ours = ''] = fc.sample(
      anyPlace.map((place) => objectKey(tenantId, place)),
      1,
    )
    const altered = fc.tuple(fc.nat(ours.length - 1), fc.constantFrom('/', '.', 'U', '', '//', '..'))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          altered.map(([at, by]) => ours.slice(0, at) + by + ours.slice(at + 1)),
          fc.constantFrom('0', '00', '0000').map((zeros) => ours.replace('/s/', `/s/${zeros}`)),
        ),
        (text) => {
          // A digit of the segment may be the one that went: what is left is the key of another.
          const read = parseObjectKey(text)
          if (read) expect(objectKey(read.tenantId, read.place)).toBe(text)
          if (text.length >= ours.length && text !== ours) expect(read).toBeUndefined()
        },
      ),
    )
  })
})

describe('a stored object', () => {
  it('is known by version, length and the checksum that was verified', async () => {
    const file = await givenStored()
    expect(await store().head(tenantId, placeOf(file))).toEqual({
      ...{ versionId: file.versionId, lengthBytes: bytes.length, sha256: sha256Of(bytes), isJoined: false },
    })
  })

  it('without a checksum says so', async () => {
    const file = givenFile()
    const Key = objectKey(tenantId, placeOf(file))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes }))
    expect(await store().head(tenantId, placeOf(file))).toMatchObject({ sha256: null })
  })

  it('is read in parts, fewer bytes at its end', async () => {
    const file = await givenStored()
    const read = async (offset: number, lengthBytes: number) =>
      new TextDecoder().decode(await store().read(tenantId, placeOf(file), file.versionId ?? '', offset, lengthBytes))
    expect([await read(0, 4), await read(8, 100)]).toEqual(['0123', '89'])
  })

  it('is hashed over all its bytes, in several reads, and not past the time for it', async () => {
    const long = new Uint8Array(20 * 1024 ** 2 + 7).map((_, index) => index >> 10)
    const file = givenFile({ lengthBytes: long.length, sha256: sha256Of(long) })
    expect((await upload(await store().presignUpload(tenantId, file), long)).status).toBe(200)
    const found = await store().head(tenantId, placeOf(file))
    if (!found) throw new Error('it is not there')
    expect(await store().hash(tenantId, placeOf(file), found)).toBe(sha256Of(long))
    const cut = { ...found, lengthBytes: found.lengthBytes + 1 }
    await expect(store().hash(tenantId, placeOf(file), cut)).rejects.toThrow(/a range of/)
    const reason = new DOMException('too slow', 'TimeoutError')
    const late = store().hash(tenantId, placeOf(file), found, AbortSignal.abort(reason))
    await expect(late).rejects.toBe(reason)
  })

  it('that is not there is undefined, whether S3 says 404 or, to whom may not list, 403', async () => {
    const file = await givenStored()
    const absent = placeOf(givenFile())
    expect(await store().head(tenantId, absent)).toBeUndefined()
    expect(await store().head(tenantId, placeOf(file), 'x'.repeat(32))).toBeUndefined()
    refused.add('s3:GetObject')
    expect(await store().head(tenantId, absent)).toBeUndefined()
    await expect(store().head(tenantId, placeOf(file))).rejects.toThrow()
  })
})

describe('a URL', () => {
  it('does not outlive the session that signs it', async () => {
    const file = await givenStored()
    const soon = new Date(Date.now() + 60_000)
    for (const signed of [
      await storeUntil(soon).presignPlayback(tenantId, file),
      await storeUntil(soon).presignDownload(tenantId, file, 'a.wav'),
      await storeUntil(soon).presignUpload(tenantId, givenFile()),
    ]) {
      expect(Number(new URL(signed.url).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(60)
      expect(Date.parse(signed.expiresAt)).toBeLessThanOrEqual(soon.getTime())
    }
  })

  it('reads the accepted version, whatever came after it', async () => {
    const file = await givenStored()
    const Key = objectKey(tenantId, placeOf(file))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'replaced' }))
    const { url } = await store().presignPlayback(tenantId, file)
    expect(await (await fetch(url)).text()).toBe('0123456789')
  })

  it('of a file that was not accepted is not made', async () => {
    await expect(store().presignPlayback(tenantId, givenFile())).rejects.toThrow('no object version')
  })

  it.for([
    ['audio/ogg', null, 'audio/ogg'],
    ['application/octet-stream', 'wav', 'audio/wav'],
    ['application/ogg', 'ogg', 'audio/ogg'],
    ['text/html', 'unknown', 'application/octet-stream'],
    ['image/svg+xml', null, 'application/octet-stream'],
  ] as const)('of %s in %s is served as %s', async ([contentType, container, served]) => {
    const file = await givenStored({ contentType, container })
    const answer = await fetch((await store().presignPlayback(tenantId, file)).url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, served])
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  })

  it('names its file, whatever the characters', async () => {
    const file = await givenStored()
    const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    const property = fc.asyncProperty(anyName, async (name) => {
      const { url } = await store().presignDownload(tenantId, file, name)
      const disposition = new URL(url).searchParams.get('response-content-disposition') ?? ''
      const [, plain = '', extended = ''] =
        /^attachment; filename="([^"]*)"; filename\*=UTF-8''(\S*)$/.exec(disposition) ?? []
      expect(plain).toMatch(/^[\x20-\x7e]+$/)
      expect(extended).toMatch(/^[\w!#$&+.^`|~%-]+$/)
      expect(decodeURIComponent(extended)).toBe(name)
    })
    await fc.assert(property, { numRuns: 50 })
  })
})

describe('deleting', () => {
  it('by its tag ends issued URLs, and succeeds where somebody has removed it already', async () => {
    const file = await givenStored()
    const { url } = await store().presignPlayback(tenantId, file)
    await store().tagDeleted(tenantId, file)
    expect((await fetch(url)).status).toBe(403)
    await store().removeAll(tenantId, file.recordingId)
    await store().tagDeleted(tenantId, file)
    refused.add('s3:PutObjectVersionTagging')
    await store().tagDeleted(tenantId, file)
    const other = await givenStored()
    await expect(store().tagDeleted(tenantId, other)).rejects.toThrow()
  })

  it("removes every version and marker of the recording, and nothing of another's or another tenant's", async () => {
    const file = await givenStored()
    const [neighbour, foreign] = [
      await givenStored(),
      await givenStored({ recordingId: file.recordingId }, otherTenantId),
    ]
    const Key = objectKey(tenantId, placeOf(file))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'second' }))
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    await store().removeAll(tenantId, file.recordingId)
    expect(await store().head(tenantId, placeOf(file), file.versionId ?? '')).toBeUndefined()
    expect(await store().head(tenantId, placeOf(neighbour))).toBeDefined()
    expect(await store().head(otherTenantId, placeOf(foreign))).toBeDefined()
    await store().removeAll(tenantId, file.recordingId)
  })

  it('says when a version cannot be removed', async () => {
    const file = await givenStored()
    refused.add('s3:DeleteObjectVersion')
    await expect(store().removeAll(tenantId, file.recordingId)).rejects.toThrow('could not be removed: AccessDenied')
  })
})
