import { setTimeout as wait } from 'node:timers/promises'
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBRecord } from 'aws-lambda'
import { type CheckpointFile, openCheckpoint } from './checkpoint.ts'
import { type Delivery, deliver } from './deliver.ts'
import { lambdaRecord } from './stream-event.ts'

export type StreamOptions = Pick<Delivery, 'onBatch'> &
  Partial<Pick<Delivery, 'maxAttempts' | 'onDead'>> & {
    readonly dynamodb: DynamoDBClient
    readonly streams: DynamoDBStreamsClient
    readonly tableName: string
    /** Where the place that was reached is kept, under this follower's name. */
    readonly folder: string
    readonly name: string
    /** Records that the function gets to see; all unless told. */
    readonly filter?: (record: DynamoDBRecord) => boolean
    /** At most so many in one event; 100 unless told. */
    readonly batchSize?: number
    /** The stream could not be read and is tried again, or a record was given up and there is no `onDead`. */
    readonly onError?: (error: unknown) => void
  }

export type FollowedStream = {
  /** Waits for the batch in flight, whose place is then kept. */
  close(): Promise<void>
}

const IDLE_MS = 100
const TROUBLED_MS = 1_000
const RESHARD_MS = 30_000

/**
 * Gives every record of a table's stream to a function, as Lambda does: at least once, in order within a shard and parents
 * before children, from the stream's start and later from where it stopped.
 *
 * @throws {Error} one sentence when the table has no stream or the kept place cannot be read
 */
export async function followStream(options: StreamOptions): Promise<FollowedStream> {
  const { Table } = await options.dynamodb.send(new DescribeTableCommand({ TableName: options.tableName }))
  const streamArn = Table?.LatestStreamArn
  if (streamArn === undefined) throw new Error(`The table ${options.tableName} has no stream: enable one.`)
  const checkpoint = await openCheckpoint(options.folder, options.name, streamArn)
  const closing = new AbortController()
  const stream: Stream = {
    options,
    streamArn,
    checkpoint,
    region: await options.streams.config.region(),
    signal: closing.signal,
  }
  const following = followShards(stream)
  return {
    async close() {
      closing.abort()
      await following
    },
  }
}

type Stream = {
  options: StreamOptions
  streamArn: string
  checkpoint: CheckpointFile
  region: string
  signal: AbortSignal
}

/** Keeps a reader on every shard whose parent is finished, until closed. */
async function followShards(stream: Stream): Promise<void> {
  const readers = new Map<string, Promise<void>>()
  while (!stream.signal.aborted) {
    const shards = await untilItWorks(stream, () => listShards(stream))
    if (!shards) break
    stream.checkpoint.keepOnly(new Set(shards.keys()))
    const isFinished = (shardId: string) => stream.checkpoint.positionOf(shardId).isFinished === true
    for (const [shardId, { ParentShardId: parent }] of shards) {
      const waitsForParent = parent !== undefined && shards.has(parent) && !isFinished(parent)
      if (isFinished(shardId) || waitsForParent || readers.has(shardId)) continue
      readers.set(
        shardId,
        readShard(stream, shardId).finally(() => readers.delete(shardId)),
      )
    }
    // A shard that ends has children; others come without notice.
    const reshard = new AbortController()
    const timer = pause(RESHARD_MS, AbortSignal.any([stream.signal, reshard.signal]))
    await Promise.race([timer, ...readers.values()])
    reshard.abort()
  }
  await Promise.all(readers.values())
}

async function listShards({ options, streamArn }: Stream): Promise<Map<string, Shard>> {
  const shards = new Map<string, Shard>()
  let next: string | undefined
  do {
    const { StreamDescription } = await options.streams.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: next }),
    )
    for (const shard of StreamDescription?.Shards ?? []) if (shard.ShardId) shards.set(shard.ShardId, shard)
    next = StreamDescription?.LastEvaluatedShardId
  } while (next)
  return shards
}

/** Reads one shard to its end, or until closed. Never rejects. */
async function readShard(stream: Stream, shardId: string): Promise<void> {
  const { options, checkpoint, signal } = stream
  let iterator: string | undefined
  while (!signal.aborted) {
    const page = await untilItWorks(stream, async () => {
      iterator ??= await iteratorAt(stream, shardId)
      try {
        const limit = options.batchSize ?? 100
        return await options.streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }))
      } catch (error) {
        // An iterator lasts 15 minutes; the place it stood for is known.
        iterator = undefined
        if (error instanceof ExpiredIteratorException) return undefined
        throw error
      }
    })
    if (signal.aborted) return
    if (!page) continue
    const records = (page.Records ?? []).map((record) => lambdaRecord(record, stream.streamArn, stream.region))
    const isDone = records.length === 0 || (await handOver(stream, shardId, records))
    if (!isDone) return
    iterator = page.NextShardIterator
    if (iterator === undefined) {
      await untilItWorks(stream, () => checkpoint.save(shardId, { isFinished: true }))
      return
    }
    if (records.length === 0) await pause(IDLE_MS, signal)
  }
}

/** @returns false when closing came between; what was not dealt with comes again */
async function handOver(stream: Stream, shardId: string, records: readonly DynamoDBRecord[]): Promise<boolean> {
  const { options, checkpoint, signal } = stream
  const save = async (record: DynamoDBRecord | undefined) => {
    const sequenceNumber = record?.dynamodb?.SequenceNumber
    // A place that could not be kept costs a repetition after a restart, no more.
    if (sequenceNumber !== undefined) await checkpoint.save(shardId, { sequenceNumber }).catch(options.onError)
  }
  const delivery: Delivery = {
    onBatch: options.onBatch,
    onDead: options.onDead ?? ((_record, error) => options.onError?.(error)),
    maxAttempts: options.maxAttempts ?? 10,
    onProgress: save,
    signal,
  }
  const wanted = records.filter((record) => {
    try {
      return options.filter?.(record) ?? true
    } catch {
      // Better one record too many than one that nobody sees.
      return true
    }
  })
  try {
    await deliver(delivery, wanted)
    await save(records.at(-1))
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}

async function iteratorAt({ options, streamArn, checkpoint }: Stream, shardId: string): Promise<string | undefined> {
  const { sequenceNumber } = checkpoint.positionOf(shardId)
  const start = new GetShardIteratorCommand({
    StreamArn: streamArn,
    ShardId: shardId,
    ShardIteratorType: 'TRIM_HORIZON',
  })
  if (sequenceNumber === undefined) return (await options.streams.send(start)).ShardIterator
  try {
    const after = new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: sequenceNumber,
    })
    return (await options.streams.send(after)).ShardIterator
  } catch (error) {
    // Records are kept for 24 hours; what is left is all there is.
    if (error instanceof TrimmedDataAccessException) return (await options.streams.send(start)).ShardIterator
    throw error
  }
}

/** @returns undefined when closed before it worked */
async function untilItWorks<T>({ options, signal }: Stream, action: () => Promise<T>): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await action()
    } catch (error) {
      options.onError?.(error)
      await pause(TROUBLED_MS, signal)
    }
  }
  return undefined
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await wait(durationMs, undefined, { signal }).catch(() => {})
}
