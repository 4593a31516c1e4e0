import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBRecord, SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { readKey } from '../../functions/adapters/dynamodb/index.ts'
import type { WorkerName } from '../../functions/adapters/sqs/index.ts'
import { arns, region, tableName } from '../../local/cloud.ts'
import { startDynamoDb } from '../../local/dynamodb/index.ts'
import { lambdaRecord } from '../../local/dynamodb/stream-event.ts'
import { type LocalFunctions, loadFunctions } from '../../local/functions/index.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { type FaultyLine, givenFaultyLine } from '../given/faulty-line.ts'

/** What starts a function: a message of a queue, or a record of the table's stream. */
export type Happening =
  | { kind: 'message'; queue: WorkerName; body: string }
  | { kind: 'record'; record: DynamoDBRecord }

export type HeldWorld = {
  world: GivenCloud
  line: FaultyLine
  /** What has happened since the last time of asking, in its order. */
  happened(): Promise<Happening[]>
  /** Hands happenings of one kind over in one batch. @returns those that were not dealt with */
  deliver(...happenings: Happening[]): Promise<Happening[]>
  /** Hands a message over that was received so often. @returns whether it was dealt with */
  deliverAgain(queue: WorkerName, body: string, receives: number): Promise<boolean>
  deadLetters(queue: WorkerName): Promise<{ reason: string; receives: number; about: object; message: string }[]>
  /** The functions a while later: what their sweeps wait for is over. */
  later: LocalFunctions
  close(): Promise<void>
}

/** A whole cloud in which what happens waits until the test hands it over, on a line to the table that can break. */
export async function givenHeldWorld(): Promise<HeldWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'soundkeep-held-'))
  const engine = await startDynamoDb({ host: '127.0.0.1', port: 0, folder: join(folder, 'dynamodb'), onExit: () => {} })
  const line = await givenFaultyLine(engine.url)
  const world = await givenCloud({ dynamodbUrl: line.url, deliversEvents: false })
  const { functions, queueUrls, operatorKey } = world.cloud
  const later = await loadFunctions({ BUSINESS_OFFSET_MS: String(20 * 60_000) }, (name) => ({
    key: world.cloud.functionKey(name),
    variables: { TENANT_ROLE_ARN: arns.tenantRole(name) },
  }))

  const direct = { region, endpoint: engine.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const [dynamodb, streams] = [new DynamoDBClient(direct), new DynamoDBStreamsClient(direct)]
  const sqs = new SQSClient({
    region,
    endpoint: new URL(queueUrls.arrivals.failuresUrl).origin,
    credentials: operatorKey,
  })

  async function take(QueueUrl: string | null): Promise<string[]> {
    if (QueueUrl === null) throw new Error('it has no queue')
    const bodies: string[] = []
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
      if (Messages.length === 0) return bodies
      for (const { Body = '', ReceiptHandle } of Messages) {
        bodies.push(Body)
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      }
    }
  }

  const readRecords = await readerOf(dynamodb, streams)
  /** A note in the stream that only says that the test has read up to here. */
  let marks = 0
  async function readStream(): Promise<Happening[]> {
    const mark = `mark-${++marks}`
    await world.table.send(new PutCommand({ TableName: tableName, Item: { PK: mark, SK: mark } }))
    const records: DynamoDBRecord[] = []
    while (!records.some((record) => keyOf(record).PK === mark)) records.push(...(await readRecords()))
    return records
      .filter((record) => readKey(keyOf(record))?.kind === 'deletion')
      .map((record) => ({ kind: 'record', record }))
  }

  return {
    ...{ world, line, later },
    async happened() {
      const [arrivals, deletions] = [await take(queueUrls.arrivals.queueUrl), await take(queueUrls.reaper.queueUrl)]
      return [
        ...arrivals.map((body): Happening => ({ kind: 'message', queue: 'arrivals', body })),
        ...deletions.map((body): Happening => ({ kind: 'message', queue: 'reaper', body })),
        ...(await readStream()),
      ]
    },

    async deliver(...happenings) {
      const [first] = happenings
      if (!first) return []
      if (first.kind === 'record') {
        const wanted = happenings.flatMap((each) => (each.kind === 'record' ? [each.record] : []))
        const { batchItemFailures } = await functions.reaper({ Records: wanted })
        const failedAt = wanted.findIndex(({ dynamodb: change }) =>
          batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === change?.SequenceNumber),
        )
        return failedAt < 0 ? [] : happenings.slice(failedAt)
      }
      const wanted = happenings.map((each, index) => recordOf(each.kind === 'message' ? each.body : '', String(index)))
      const { batchItemFailures }: SQSBatchResponse = await functions.onMessages(first.queue, {
        Records: wanted,
      })
      return happenings.filter((_, index) =>
        batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === String(index)),
      )
    },

    async deliverAgain(queue, body, receives) {
      const { batchItemFailures } = await functions.onMessages(queue, {
        Records: [recordOf(body, 'm', receives)],
      })
      return batchItemFailures.length === 0
    },

    deadLetters: async (queue) => (await take(queueUrls[queue].failuresUrl)).map((body) => JSON.parse(body)),

    async close() {
      for (const client of [dynamodb, streams, sqs]) client.destroy()
      await world.close()
      await line.close()
      await engine.close()
      await rm(folder, { recursive: true })
    },
  }
}

const keyOf = ({ dynamodb }: DynamoDBRecord) => ({
  PK: dynamodb?.Keys?.PK?.S ?? '',
  SK: dynamodb?.Keys?.SK?.S ?? '',
})

/** Reads on in the table's stream at every call. */
async function readerOf(
  dynamodb: DynamoDBClient,
  streams: DynamoDBStreamsClient,
): Promise<() => Promise<DynamoDBRecord[]>> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }))
  const StreamArn = Table?.LatestStreamArn
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
  const begin = async (ShardId: string | undefined) => {
    const command = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' })
    return (await streams.send(command)).ShardIterator
  }
  let iterators = await Promise.all((StreamDescription?.Shards ?? []).map(({ ShardId }) => begin(ShardId)))
  return async () => {
    const pages = await Promise.all(
      iterators.map((ShardIterator) => streams.send(new GetRecordsCommand({ ShardIterator }))),
    )
    iterators = pages.map(({ NextShardIterator }) => NextShardIterator)
    return pages.flatMap(({ Records = [] }) => Records.map((record) => lambdaRecord(record, StreamArn ?? '', region)))
  }
}

/** A message as Lambda gives it; nobody holds its receipt, so that it stays as it is whatever becomes of it. */
export function recordOf(body: string, messageId: string, receives = 1): SQSRecord {
  return {
    ...{ messageId, body, receiptHandle: 'none', messageAttributes: {}, md5OfBody: '', eventSource: 'aws:sqs' },
    ...{ eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:test', awsRegion: region },
    attributes: {
      ...{ ApproximateReceiveCount: String(receives), SentTimestamp: '0', SenderId: '0' },
      ApproximateFirstReceiveTimestamp: '0',
    },
  }
}
