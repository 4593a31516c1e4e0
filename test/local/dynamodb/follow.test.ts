import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followStream, type LocalDynamoDb, type StreamOptions, startDynamoDb } from '../../../local/dynamodb/index.ts'
import { clientOf, documentsOf, givenFolder, streamsOf, until } from './given.ts'

let engine: LocalDynamoDb
let folder: Awaited<ReturnType<typeof givenFolder>>
beforeAll(async () => {
  folder = await givenFolder()
  engine = await startDynamoDb({ host: '127.0.0.1', port: 0, folder: folder.path, url: process.env.DYNAMODB_URL })
})
afterAll(async () => {
  await engine.close()
  await folder[Symbol.asyncDispose]()
})

let tables = 0
/** A table of its own with a stream, and a follower's options for it. */
async function givenStream(view: 'KEYS_ONLY' | 'NEW_AND_OLD_IMAGES' = 'KEYS_ONLY') {
  tables += 1
  const tableName = `Followed-${process.pid}-${Date.now()}-${tables}`
  const dynamodb = clientOf(engine.url)
  await dynamodb.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    }),
  )
  const documents = documentsOf(engine.url)
  const seen: string[] = []
  const errors: unknown[] = []
  const options: StreamOptions = {
    ...{ dynamodb, streams: streamsOf(engine.url), tableName },
    ...{ folder: join(folder.path, 'followers', tableName), name: 'test' },
    onBatch: async ({ Records }) => {
      seen.push(...Records.map(pk))
    },
    onError: (error) => errors.push(error),
  }
  return {
    ...{ options, seen, errors },
    put: async (PK: string, rest = {}) => {
      await documents.send(new PutCommand({ TableName: tableName, Item: { PK, ...rest } }))
    },
    remove: (PK: string) => documents.send(new DeleteCommand({ TableName: tableName, Key: { PK } })),
  }
}

const pk = (record: DynamoDBRecord) => record.dynamodb?.Keys?.PK?.S ?? ''
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `item-${index}`)

describe('a follower', () => {
  it('gives every record in order, those from before it came first', async () => {
    const { options, seen, put } = await givenStream()
    for (const PK of numbered(25)) await put(PK)
    const sizes: number[] = []
    const following = await followStream({
      ...options,
      batchSize: 10,
      onBatch: async (event) => {
        sizes.push(event.Records.length)
        return options.onBatch(event)
      },
    })
    await until(() => seen.length === 25)
    await put('later')
    await until(() => seen.length === 26)
    await following.close()
    expect(seen).toEqual([...numbered(25), 'later'])
    expect(Math.max(...sizes)).toBe(10)
  })

  it('gives records exactly as Lambda does', async () => {
    const { options, put, remove } = await givenStream('NEW_AND_OLD_IMAGES')
    const records: DynamoDBRecord[] = []
    await put('x', {
      text: 'a',
      number: 1,
      bytes: new Uint8Array([1, 2]),
      list: [null, true],
      map: { b: new Set(['s']) },
    })
    await put('x', { text: 'b' })
    await remove('x')
    const following = await followStream({
      ...options,
      onBatch: async ({ Records }) => {
        records.push(...Records)
      },
    })
    await until(() => records.length === 3)
    await following.close()
    const [inserted, modified, removed] = records
    expect(inserted).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:.*\/stream\//),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { PK: { S: 'x' } },
        NewImage: {
          PK: { S: 'x' },
          text: { S: 'a' },
          number: { N: '1' },
          bytes: { B: 'AQI=' },
          list: { L: [{ NULL: true }, { BOOL: true }] },
          map: { M: { b: { SS: ['s'] } } },
        },
        SequenceNumber: expect.any(String),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    })
    expect(JSON.parse(JSON.stringify(inserted))).toEqual(inserted)
    const seconds = inserted?.dynamodb?.ApproximateCreationDateTime ?? 0
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(600)
    expect(modified).toMatchObject({ eventName: 'MODIFY', dynamodb: { OldImage: { text: { S: 'a' } } } })
    expect(removed).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { text: { S: 'b' } } } })
  })

  it('goes on after a restart where it stopped', async () => {
    const { options, seen, put } = await givenStream()
    await put('before')
    const first = await followStream(options)
    await until(() => seen.length === 1)
    await first.close()
    await put('while-away')
    const second = await followStream(options)
    await until(() => seen.length === 2)
    await second.close()
    expect(seen).toEqual(['before', 'while-away'])
  })

  it('waits, when it is closed, for the batch in flight and gives no other', async () => {
    const { options, seen, put } = await givenStream()
    for (const PK of numbered(3)) await put(PK)
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const following = await followStream({
      ...options,
      batchSize: 1,
      onBatch: async (event) => {
        started.resolve()
        await finish.promise
        return options.onBatch(event)
      },
    })
    await started.promise
    let isClosed = false
    const closing = following.close().then(() => {
      isClosed = true
    })
    await put('item-3')
    expect(isClosed).toBe(false)
    finish.resolve()
    await closing
    expect(seen).toEqual(['item-0'])
    const again = await followStream(options)
    await until(() => seen.length === 4)
    await again.close()
    expect(seen).toEqual(numbered(4))
  })

  it('gives what failed again, after a restart too', async () => {
    const { options, seen, put } = await givenStream()
    for (const PK of numbered(4)) await put(PK)
    let refusals = 0
    const refusing = await followStream({
      ...options,
      onBatch: async ({ Records }) => {
        const bad = Records.findIndex((record) => pk(record) === 'item-2')
        seen.push(...Records.slice(0, bad === -1 ? Records.length : bad).map(pk))
        refusals += bad === -1 ? 0 : 1
        const itemIdentifier = Records[bad]?.dynamodb?.SequenceNumber
        return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] }
      },
    })
    await until(() => refusals > 1)
    await refusing.close()
    expect(seen).toEqual(['item-0', 'item-1'])
    const accepting = await followStream(options)
    await until(() => seen.length === 4)
    await accepting.close()
    expect(seen).toEqual(numbered(4))
  })

  it('hands a record over that keeps failing, and goes on', async () => {
    const { options, seen, put } = await givenStream()
    for (const PK of numbered(3)) await put(PK)
    const dead: string[] = []
    const following = await followStream({
      ...options,
      maxAttempts: 2,
      onDead: (record) => dead.push(pk(record)),
      onBatch: async (event) => {
        if (event.Records.some((record) => pk(record) === 'item-1')) throw new Error('bad record')
        return options.onBatch(event)
      },
    })
    await until(() => seen.length === 2)
    await following.close()
    expect({ seen, dead }).toEqual({ seen: ['item-0', 'item-2'], dead: ['item-1'] })
  })

  it('passes over what its filter leaves out, and hands over what its filter cannot judge', async () => {
    const { options, seen, put } = await givenStream()
    for (const PK of numbered(3)) await put(PK)
    const following = await followStream({
      ...options,
      filter: (record) => {
        if (pk(record) === 'item-1') throw new Error('what is this?')
        return pk(record) === 'item-2'
      },
    })
    await until(() => seen.length === 2)
    await following.close()
    expect(seen).toEqual(['item-1', 'item-2'])
  })

  it('keeps a place of its own beside others', async () => {
    const { options, seen, put } = await givenStream()
    await put('x')
    const others: string[] = []
    const one = await followStream(options)
    const two = await followStream({
      ...options,
      name: 'other',
      onBatch: async ({ Records }) => {
        others.push(...Records.map(pk))
      },
    })
    await until(() => seen.length === 1 && others.length === 1)
    await Promise.all([one.close(), two.close()])
  })

  it('starts anew with another table of the same name, and refuses a damaged place', async () => {
    const { options, seen, put } = await givenStream()
    await put('x')
    const file = join(options.folder, 'test.checkpoint.json')
    await mkdir(options.folder, { recursive: true })
    const elsewhere = { streamArn: 'arn:of:an-older-table', shards: { s: { sequenceNumber: '999' } } }
    await writeFile(file, JSON.stringify(elsewhere))
    const following = await followStream(options)
    await until(() => seen.length === 1)
    await following.close()
    expect(await readFile(file, 'utf8')).not.toContain('older-table')
    await writeFile(file, '{ half a')
    await expect(followStream(options)).rejects.toThrow(`The file ${file} is damaged: delete it`)
  })
})

describe('of a stream whose shards change', () => {
  // The engine has one shard for ever; DynamoDB has several, which end and have children.
  it('a follower reads parents to their end before children, and what is left of a trimmed one', async () => {
    const { options, seen, errors } = await givenStream()
    const streams = mockClient(DynamoDBStreamsClient)
    const shards = [{ ShardId: 'parent' }, { ShardId: 'child', ParentShardId: 'parent' }]
    const recordsOf: Record<string, string[]> = { parent: ['p1', 'p2'], child: ['c1'] }
    let hasExpired = false
    let isTrimmed = true
    streams.on(DescribeStreamCommand).resolves({ StreamDescription: { Shards: shards } })
    streams.on(GetShardIteratorCommand).callsFake(({ ShardId, ShardIteratorType }) => {
      if (ShardIteratorType === 'TRIM_HORIZON') return { ShardIterator: `${ShardId}:0` }
      if (!isTrimmed) return { ShardIterator: `${ShardId}:1` }
      isTrimmed = false
      throw new TrimmedDataAccessException({ message: 'gone', $metadata: {} })
    })
    streams.on(GetRecordsCommand).callsFake(({ ShardIterator }) => {
      const [shardId = '', position = ''] = String(ShardIterator).split(':')
      if (position === '1' && !hasExpired) {
        hasExpired = true
        throw new ExpiredIteratorException({ message: 'too old', $metadata: {} })
      }
      const record = recordsOf[shardId]?.[Number(position)]
      return {
        Records: record
          ? [{ eventName: 'INSERT', dynamodb: { SequenceNumber: position, Keys: { PK: { S: record } } } }]
          : [],
        ...((record || shardId === 'child') && {
          NextShardIterator: `${shardId}:${Number(position) + (record ? 1 : 0)}`,
        }),
      }
    })
    const following = await followStream(options)
    await until(() => seen.includes('c1'))
    await following.close()
    // The iterator expired after p1, whose place had been trimmed: what is left is read from its start.
    expect(seen).toEqual(['p1', 'p1', 'p2', 'c1'])
    expect(errors).toEqual([])
    streams.restore()
  })
})
