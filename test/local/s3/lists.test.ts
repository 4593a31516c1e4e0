import { rmSync } from 'node:fs'
import {
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBucket, settleBuckets } from '../../../local/s3/store/buckets.ts'
import { openDatabase } from '../../../local/s3/store/database.ts'
import { listObjects, listVersions } from '../../../local/s3/store/listing.ts'
import { insertObject, UNLOCKED } from '../../../local/s3/store/versions.ts'
import { errorOf, type GivenS3, givenS3, PLAIN, RECORDINGS, sendSigned, temporaryFolder } from './given.ts'

const KEYS = ['a', 'a/1', 'a/2', 'a/b/3', 'b+ é/4', 'c', 'q&<>', 'z\u{1f3a7}', 'z\uffee', '%41']
/** The order of UTF-8 bytes, in which the astral ear phones come after U+FFEE. */
const SORTED = ['%41', 'a', 'a/1', 'a/2', 'a/b/3', 'b+ é/4', 'c', 'q&<>', 'z\uffee', 'z\u{1f3a7}']

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
  for (const Key of KEYS) await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key, Body: 'x' }))
})
afterAll(() => given.close())

describe('a listing', () => {
  it('is in the order of the bytes of the keys', async () => {
    const list = await given.client.send(new ListObjectsV2Command({ Bucket: PLAIN }))
    expect(list.Contents?.map(({ Key }) => Key)).toEqual(SORTED)
    expect(list).toMatchObject({ KeyCount: SORTED.length, IsTruncated: false })
    expect(list.Contents?.[0]).toMatchObject({ Size: 1, StorageClass: 'STANDARD' })
  })

  it.each([1, 2, 3, 9, 10, 11])('in pages of %i has every key once', async (MaxKeys) => {
    const keys: (string | undefined)[] = []
    for await (const page of paginateListObjectsV2({ client: given.client }, { Bucket: PLAIN, MaxKeys })) {
      expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys)
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key))
    }
    expect(keys).toEqual(SORTED)
  })

  it.each([1, 2, 100])('rolls up to the delimiter, in pages of %i', async (MaxKeys) => {
    const found: (string | undefined)[] = []
    const input = { Bucket: PLAIN, Delimiter: '/', MaxKeys }
    for await (const page of paginateListObjectsV2({ client: given.client }, input)) {
      found.push(...(page.Contents ?? []).map(({ Key }) => Key))
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix))
    }
    expect(found.sort()).toEqual(['%41', 'a', 'a/', 'b+ é/', 'c', 'q&<>', 'z\u{1f3a7}', 'z\uffee'].sort())
  })

  it('begins with a prefix, goes on after a key, and rolls up behind the prefix', async () => {
    const list = (more: object) => given.client.send(new ListObjectsV2Command({ Bucket: PLAIN, ...more }))
    expect((await list({ Prefix: 'a/' })).Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2', 'a/b/3'])
    expect((await list({ Prefix: 'a/', StartAfter: 'a/1' })).Contents?.length).toBe(2)
    const rolled = await list({ Prefix: 'a/', Delimiter: '/' })
    expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'a/b/' }])
    expect(rolled.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2'])
    expect((await list({ Prefix: 'nothing' })).KeyCount).toBe(0)
    // In bytes the ear phones are past U+FFEE, in UTF-16 units they are before it.
    expect((await list({ Prefix: 'z\uffee', StartAfter: 'z\u{1f3a7}' })).KeyCount).toBe(0)
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
  })

  it('escapes keys when asked to', async () => {
    const list = await given.client.send(
      new ListObjectsV2Command({ Bucket: PLAIN, EncodingType: 'url', Prefix: 'b+ é/' }),
    )
    expect(list.Contents?.[0]?.Key).toBe('b%2B%20%C3%A9/4')
  })

  it('of the older kind goes on by its marker', async () => {
    const first = await given.client.send(new ListObjectsCommand({ Bucket: PLAIN, Delimiter: '/', MaxKeys: 3 }))
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'a/' })
    const rest = await given.client.send(
      new ListObjectsCommand({ Bucket: PLAIN, Delimiter: '/', Marker: first.NextMarker }),
    )
    expect(rest.CommonPrefixes).toEqual([{ Prefix: 'b+ é/' }])
    expect(rest.Contents?.[0]?.Key).toBe('c')
  })

  it('refuses a token of its own making', async () => {
    const list = new ListObjectsV2Command({ Bucket: PLAIN, ContinuationToken: 'not base64!' })
    expect(await errorOf(given.client.send(list))).toBe('InvalidArgument')
  })

  it('tells the policies its prefix', async () => {
    await given.client.send(new ListObjectsV2Command({ Bucket: PLAIN, Prefix: 't/acme/' }))
    expect(given.asked.at(-1)).toMatchObject({ action: 's3:ListBucket', bucket: PLAIN, prefix: 't/acme/' })
  })

  it('rolls up a prefix of thousands of keys and finds what comes after it', () => {
    const folder = temporaryFolder()
    const database = openDatabase(folder)
    const now = new Date()
    settleBuckets(database, [{ name: RECORDINGS, versioned: true, objectLock: false }], now)
    const bucket = findBucket(database, RECORDINGS)
    if (bucket === undefined) throw new Error('the bucket was not made')
    const empty = { headers: {}, metadata: {}, tags: {}, lock: UNLOCKED, parts: [], isMultipart: false }
    const object = { ...empty, sizeBytes: 0, etag: '', checksum: undefined }
    database.transaction(() => {
      for (let number = 0; number < 2500; number += 1) insertObject(database, bucket, `many/${number}`, object, now)
      insertObject(database, bucket, 'many0', object, now)
    })
    const query = { bucket: RECORDINGS, prefix: 'many', delimiter: '/', maxKeys: 1000, after: undefined }
    for (const list of [listObjects(database, query), listVersions(database, { ...query, afterSeq: undefined })]) {
      expect(list).toMatchObject({ commonPrefixes: ['many/'], items: [{ key: 'many0' }], isTruncated: false })
    }
    const after = listObjects(database, { ...query, after: 'many/' })
    expect(after).toMatchObject({ commonPrefixes: [], items: [{ key: 'many0' }] })
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('a listing of versions', () => {
  it.each([1, 2, 3, 100])('in pages of %i has every version and marker once', async (MaxKeys) => {
    const prefix = `pages${MaxKeys}/`
    const put = (key: string) =>
      given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: prefix + key, Body: 'x' }))
    const ids = [await put('a'), await put('a'), await put('b')].map(({ VersionId }) => VersionId)
    const marker = await given.client.send(new DeleteObjectCommand({ Bucket: RECORDINGS, Key: `${prefix}a` }))
    const found: (string | undefined)[] = []
    let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}
    while (next !== undefined) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(prefix, MaxKeys, next)
      found.push(...[...(page.DeleteMarkers ?? []), ...(page.Versions ?? [])].map(({ VersionId }) => VersionId))
      next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined
    }
    expect(found).toEqual([marker.VersionId, ids[1], ids[0], ids[2]])
  })

  function listPage(Prefix: string, MaxKeys: number, next: object) {
    return given.client.send(new ListObjectVersionsCommand({ Bucket: RECORDINGS, Prefix, MaxKeys, ...next }))
  }
})

describe('buckets', () => {
  it('are listed and described', async () => {
    const { Buckets } = await given.client.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toEqual([PLAIN, RECORDINGS])
    await given.client.send(new HeadBucketCommand({ Bucket: PLAIN }))
    const of = (Bucket: string) => given.client.send(new GetBucketVersioningCommand({ Bucket }))
    expect((await of(RECORDINGS)).Status).toBe('Enabled')
    expect((await of(PLAIN)).Status).toBeUndefined()
    const location = await given.client.send(new GetBucketLocationCommand({ Bucket: PLAIN }))
    expect(location.LocationConstraint || 'us-east-1').toBe('us-east-1')
    const cors = await given.client.send(new GetBucketCorsCommand({ Bucket: RECORDINGS }))
    expect(cors.CORSRules?.[0]).toMatchObject({ AllowedMethods: ['GET', 'PUT'], MaxAgeSeconds: 600 })
    expect(await errorOf(given.client.send(new GetBucketCorsCommand({ Bucket: PLAIN })))).toBe(
      'NoSuchCORSConfiguration',
    )
  })

  it('that do not exist are said not to', async () => {
    const list = given.client.send(new ListObjectsV2Command({ Bucket: 'nowhere' }))
    expect(await errorOf(list)).toBe('NoSuchBucket')
  })

  it('can be named by the host', async () => {
    const host = `${PLAIN}.localhost:${given.s3.port}`
    const answer = await sendSigned(given.s3.url, { method: 'GET', path: '/a/1', headers: { host } })
    expect(answer).toMatchObject({ status: 200, text: 'x' })
  })
})
