import { setTimeout as wait } from 'node:timers/promises'
import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Key } from './keys.ts'
import { type IndexName, soundkeepTable } from './table.ts'

/** The table as one tenant may use it. */
export type Table = { dynamodb: DynamoDBDocumentClient; tableName: string }

const MAX_KEYS_OF_BATCH = 100
const MAX_FRUITLESS_ROUNDS = 6

/** @returns the item as it is now, undefined where there is none */
export async function getItem({ dynamodb, tableName }: Table, key: Key): Promise<unknown> {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))
  return Item
}

/**
 * Items as they are now, in no order, absent ones left out. One answer holds 16 MB at most, so a part of the keys may
 * have to be asked for again:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function getItems(
  { dynamodb, tableName }: Table,
  wanted: readonly Key[],
  attributes?: readonly string[],
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  const names = attributes && Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name]))
  // DynamoDB refuses a batch that names a key twice.
  let keys: Key[] = [...new Map(wanted.map((key) => [`${key.PK}\n${key.SK}`, key])).values()]
  for (let fruitlessRounds = 0; keys.length > 0; ) {
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetCommand({
        RequestItems: {
          [tableName]: {
            Keys: keys.slice(0, MAX_KEYS_OF_BATCH),
            ConsistentRead: true,
            ...(names && {
              ExpressionAttributeNames: names,
              ProjectionExpression: Object.keys(names).join(', '),
            }),
          },
        },
      }),
    )
    const found = Responses?.[tableName] ?? []
    items.push(...found)
    const unprocessed = (UnprocessedKeys?.[tableName]?.Keys ?? []).map(({ PK, SK }) => ({ PK, SK }))
    fruitlessRounds = unprocessed.length === Math.min(keys.length, MAX_KEYS_OF_BATCH) ? fruitlessRounds + 1 : 0
    if (fruitlessRounds > MAX_FRUITLESS_ROUNDS) throw new Error('DynamoDB is too busy to read a batch of items')
    if (fruitlessRounds > 0) await wait(10 * 2 ** fruitlessRounds)
    keys = [...unprocessed, ...keys.slice(MAX_KEYS_OF_BATCH)]
  }
  return items
}

export type Stretch = {
  index?: IndexName
  partition: string
  /** Sort keys from first to last, both included. */
  range?: readonly [from: string, to: string]
  newestFirst?: boolean
  limit: number
}

/** Items of one partition in the order of their sort keys; of the table as they are now, of an index a moment old. */
export async function queryItems({ dynamodb, tableName }: Table, stretch: Stretch): Promise<Record<string, unknown>[]> {
  const { partitionKey, sortKey } = soundkeepTable.indexes.find(({ name }) => name === stretch.index) ?? soundkeepTable
  if (stretch.range && stretch.range[0] > stretch.range[1]) return []
  const items: Record<string, unknown>[] = []
  let next: Record<string, unknown> | undefined
  do {
    const { Items, LastEvaluatedKey } = await dynamodb.send(
      new QueryCommand({
        TableName: tableName,
        ...(stretch.index ? { IndexName: stretch.index } : { ConsistentRead: true }),
        KeyConditionExpression: stretch.range ? '#p = :p AND #s BETWEEN :from AND :to' : '#p = :p',
        ExpressionAttributeNames: { '#p': partitionKey, ...(stretch.range && { '#s': sortKey }) },
        ExpressionAttributeValues: {
          ':p': stretch.partition,
          ...(stretch.range && { ':from': stretch.range[0], ':to': stretch.range[1] }),
        },
        ScanIndexForward: !stretch.newestFirst,
        Limit: stretch.limit - items.length,
        ExclusiveStartKey: next,
      }),
    )
    items.push(...(Items ?? []))
    next = LastEvaluatedKey
  } while (next && items.length < stretch.limit)
  return items
}
