import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, it } from 'vitest'
import { recordingStore } from '../../../functions/adapters/dynamodb/index.ts'
import { recordingItem } from '../../../functions/adapters/dynamodb/recording-item.ts'
import { alone, audit, givenRecording, newTenantId } from './given.ts'

// The engine never contends, throttles or gives half an answer, as DynamoDB does.
const dynamodb = mockClient(DynamoDBDocumentClient)
afterEach(() => dynamodb.reset())

const tableName = 'Soundkeep'
const recordings = recordingStore(
  async () => ({ dynamodb: dynamodb as unknown as DynamoDBDocumentClient }),
  tableName,
  { now: () => '2026-03-01T10:00:00.000Z' },
)
const tenantId = newTenantId()
const recording = givenRecording(tenantId)

function cancelled(...codes: string[]): TransactionCanceledException {
  const CancellationReasons = codes.map((Code) => ({ Code }))
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons })
}

const attempts = () => dynamodb.commandCalls(TransactWriteCommand).length

describe('a write that meets another one', () => {
  it('is tried again, as a new request', async () => {
    dynamodb.on(TransactWriteCommand).rejectsOnce(cancelled('None', 'TransactionConflict')).resolves({})
    expect(await recordings.create(tenantId, alone(recording))).toBe('written')
    const tokens = dynamodb.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.ClientRequestToken)
    expect(new Set(tokens).size).toBe(2)
  })

  it('is stale when it keeps meeting others', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'))
    expect(await recordings.create(tenantId, alone(recording))).toBe('stale')
    expect(attempts()).toBe(5)
  })

  it('is stale at once when what it expected is not so', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'))
    const changed = { audit, previous: recording, recording: { ...recording, version: 2 } }
    expect(await recordings.change(tenantId, changed)).toBe('stale')
    expect(attempts()).toBe(1)
  })
})

describe('a write that cannot succeed', () => {
  it('fails with what DynamoDB said', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('None', 'ItemCollectionSizeLimitExceeded'))
    await expect(recordings.create(tenantId, alone(recording))).rejects.toThrow('cancelled')
    expect(attempts()).toBe(1)
  })

  it('fails when DynamoDB stays too busy', async () => {
    dynamodb.on(TransactWriteCommand).rejects(cancelled('ThrottlingError'))
    await expect(recordings.create(tenantId, alone(recording))).rejects.toThrow('cancelled')
    expect(attempts()).toBe(5)
  })
})

describe('a batch that DynamoDB answers in part', () => {
  const others = [givenRecording(tenantId), givenRecording(tenantId), givenRecording(tenantId)]
  const keyOf = ({ PK, SK }: { PK: string; SK: string }) => ({ PK, SK })
  const items = others.map(recordingItem)
  const ids = others.map(({ id }) => id)

  it('is asked for the rest', async () => {
    dynamodb
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { [tableName]: items.slice(0, 1) },
        UnprocessedKeys: { [tableName]: { Keys: items.slice(1).map(keyOf) } },
      })
      .resolvesOnce({ UnprocessedKeys: { [tableName]: { Keys: items.slice(1).map(keyOf) } } })
      .resolves({ Responses: { [tableName]: items.slice(1) } })
    expect(await recordings.findMany(tenantId, ids)).toEqual(others)
    const asked = dynamodb.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.[tableName])
    expect(asked.map((request) => request?.Keys?.length)).toEqual([3, 2, 2])
    expect(asked.every((request) => request?.ConsistentRead === true)).toBe(true)
  })

  it('fails rather than leave some out', async () => {
    dynamodb.on(BatchGetCommand).resolves({ UnprocessedKeys: { [tableName]: { Keys: items.map(keyOf) } } })
    await expect(recordings.findMany(tenantId, ids)).rejects.toThrow('too busy')
  })
})
