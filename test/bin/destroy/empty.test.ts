import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyBucket } from '../../../bin/destroy/index.ts'
import { type GivenS3, givenS3, RECORDINGS } from '../../local/s3/given.ts'

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
})
afterAll(() => given.close())

const put = (Key: string, more = {}) =>
  given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key, Body: Key, ...more }))

async function left(): Promise<(string | undefined)[]> {
  const { Versions = [] } = await given.client.send(new ListObjectVersionsCommand({ Bucket: RECORDINGS }))
  return Versions.map(({ Key }) => Key)
}

describe('a bucket', () => {
  it('is emptied of every version, but for what S3 keeps under a lock', async () => {
    for (const key of ['a', 'a', 'b', 'c']) await put(key)
    const ObjectLockRetainUntilDate = new Date(Date.now() + 3_600_000)
    await put('sealed', { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate, ChecksumAlgorithm: 'SHA256' })
    expect(await emptyBucket(given.client, RECORDINGS)).toBe(1)
    expect(await left()).toEqual(['sealed'])
  })

  it('is emptied page by page, past what it keeps', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'y', 'z', 'z']) await put(key)
    expect(await emptyBucket(given.client, RECORDINGS, 2)).toBe(1)
    expect(await left()).toEqual(['sealed'])
  })
})
