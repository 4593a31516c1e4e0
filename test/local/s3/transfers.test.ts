import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorOf, type GivenS3, givenS3, PLAIN } from './given.ts'

/** More than the buffers of both ends of a connection hold, so that a reader who waits holds the sender up. */
const BYTES = 24 * 1024 ** 2

let given: GivenS3
beforeEach(async () => {
  given = await givenS3()
  await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'long', Body: Buffer.alloc(BYTES, 'call ') }))
})
afterEach(() => given.close())

const open = async () => {
  const { Body } = await given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'long' }))
  if (Body === undefined) throw new Error('the answer has no body')
  return Body
}

describe('a download under way', () => {
  it('comes to its end though the object is deleted meanwhile, and its file goes after', async () => {
    const body = await open()
    await given.client.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'long' }))
    expect(await errorOf(open())).toBe('NoSuchKey')
    expect((await body.transformToByteArray()).length).toBe(BYTES)
    const files = () =>
      readdirSync(join(given.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
    await expect.poll(() => files().length).toBe(0)
  })

  it('is let come to its end by close()', async () => {
    const body = await open()
    const closing = given.s3.close()
    expect((await body.transformToByteArray()).length).toBe(BYTES)
    await closing
    await expect(open()).rejects.toThrow()
  })
})
