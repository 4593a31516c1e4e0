import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { EventBridgeS3Event } from '../../../local/s3/index.ts'
import { givenS3, PLAIN, RECORDINGS, sendSigned, temporaryFolder } from './given.ts'

const put = (Key: string, Bucket = RECORDINGS) => new PutObjectCommand({ Bucket, Key, Body: 'words' })

describe('the event of a stored object', () => {
  it('has the form that EventBridge gives it', async () => {
    const events: EventBridgeS3Event[] = []
    const given = await givenS3({ onEvent: async (event) => void events.push(event) })
    const { VersionId, $metadata } = await given.client.send(put('t/acme/a b.wav'))
    await expect.poll(() => events.length).toBe(1)
    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [`arn:aws:s3:::${RECORDINGS}`],
      detail: {
        version: '0',
        'event-version': '1.0',
        bucket: { name: RECORDINGS },
        object: {
          key: 't/acme/a b.wav',
          size: 5,
          etag: createHash('md5').update('words').digest('hex'),
          'version-id': VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        },
        'request-id': $metadata.requestId,
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    })
    await given.close()
  })

  it('says how it was stored or deleted, in order', async () => {
    const events: EventBridgeS3Event[] = []
    const { client, close } = await givenS3({ onEvent: async (event) => void events.push(event) })
    const { VersionId } = await client.send(put('a'))
    await client.send(new CopyObjectCommand({ Bucket: PLAIN, Key: 'b', CopySource: `${RECORDINGS}/a` }))
    const target = { Bucket: RECORDINGS, Key: 'c' }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
    const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'words' }))
    const Parts = [{ PartNumber: 1, ETag }]
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }))
    await client.send(new DeleteObjectCommand({ Bucket: RECORDINGS, Key: 'a' }))
    await client.send(new DeleteObjectCommand({ Bucket: RECORDINGS, Key: 'a', VersionId }))
    await client.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'b' }))
    await client.send(new DeleteObjectCommand({ Bucket: PLAIN, Key: 'absent' }))
    await expect.poll(() => events.length).toBe(6)
    const told = events.map((event) => [
      event.detail.object.key,
      event['detail-type'] === 'Object Created' ? event.detail.reason : event.detail['deletion-type'],
    ])
    expect(told).toEqual([
      ['a', 'PutObject'],
      ['b', 'CopyObject'],
      ['c', 'CompleteMultipartUpload'],
      ['a', 'Delete Marker Created'],
      ['a', 'Permanently Deleted'],
      ['b', 'Permanently Deleted'],
    ])
    const sequencers = events.map((event) => event.detail.object.sequencer)
    expect(sequencers).toEqual([...new Set(sequencers)].sort())
    await close()
  })

  it('does not come for what was refused', async () => {
    const events: EventBridgeS3Event[] = []
    const given = await givenS3({ onEvent: async (event) => void events.push(event) })
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==' }
    const refused = await sendSigned(given.s3.url, { method: 'PUT', path: `/${PLAIN}/bad`, body: 'words', headers })
    expect(refused.code).toBe('BadDigest')
    await given.client.send(put('good'))
    await expect.poll(() => events.length).toBeGreaterThan(0)
    expect(events.map((event) => event.detail.object.key)).toEqual(['good'])
    await given.close()
  })
})

describe('delivery', () => {
  it('tries again until the event is taken, and keeps the order meanwhile', async () => {
    const tries: string[] = []
    const given = await givenS3({
      onEvent: async (event) => {
        tries.push(event.detail.object.key)
        if (tries.length < 3) throw new Error('not now')
      },
    })
    await given.client.send(put('first'))
    await given.client.send(put('second'))
    await expect.poll(() => tries).toEqual(['first', 'first', 'first', 'second'])
    await given.close()
  })

  it('goes on after a restart with what was not taken', async () => {
    const folder = temporaryFolder()
    const before = await givenS3({ folder, onEvent: () => Promise.reject(new Error('down')) })
    await before.client.send(put('one'))
    await before.client.send(put('two'))
    before.client.destroy()
    await before.s3.close()

    const taken: string[] = []
    const after = await givenS3({ folder, onEvent: async (event) => void taken.push(event.detail.object.key) })
    await expect.poll(() => taken).toEqual(['one', 'two'])
    after.client.destroy()
    await after.s3.close()

    const again: string[] = []
    const third = await givenS3({ folder, onEvent: async (event) => void again.push(event.detail.object.key) })
    await third.client.send(put('three'))
    await expect.poll(() => again).toEqual(['three'])
    await third.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is waited for by close()', async () => {
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const given = await givenS3({
      onEvent: async () => {
        started.resolve()
        await finish.promise
      },
    })
    await given.client.send(put('slow'))
    await started.promise
    let isClosed = false
    const closing = given.close().then(() => {
      isClosed = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isClosed).toBe(false)
    finish.resolve()
    await closing
    expect(isClosed).toBe(true)
  })
})
