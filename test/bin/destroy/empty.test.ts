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

  it('is emptied of more than S3 lists at once, past what it keeps', async () => {
    const keys = Array.from({ length: 1_050 }, (_, index) => `many-${index}`)
    for (let start = 0; start < keys.length; start += 50) {
      await Promise.all(keys.slice(start, start + 50).map((key) => put(key)))
    }
    expect(await emptyBucket(given.client, RECORDINGS)).toBe(1)
    expect(await left()).toEqual(['sealed'])
  })
})
