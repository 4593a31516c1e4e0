import { setTimeout as wait } from 'node:timers/promises'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription as StandingTable,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { IndexDescription, TableDescription } from '../../functions/adapters/dynamodb/index.ts'

/**
 * Creates the table unless it is there, and waits until it can be used.
 *
 * @throws {Error} one sentence when a table of that name is there and is not like the description
 */
export async function ensureTable(
  client: DynamoDBClient,
  tableName: string,
  description: TableDescription,
): Promise<void> {
  let table = await describe(client, tableName)
  if (!table) {
    await create(client, tableName, description)
    table = await describe(client, tableName)
  }
  while (table?.TableStatus === 'CREATING' || table?.TableStatus === 'UPDATING') {
    await wait(50)
    table = await describe(client, tableName)
  }
  const differences = table ? differencesOf(table, description) : ['it was deleted meanwhile']
  if (differences.length > 0) {
    throw new Error(
      `The table ${tableName} was made by another version (${differences.join('; ')}): start with an empty state folder, or delete that table.`,
    )
  }
  await ensureTimeToLive(client, tableName, description.timeToLive)
}

async function describe(client: DynamoDBClient, tableName: string): Promise<StandingTable | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

async function create(client: DynamoDBClient, tableName: string, description: TableDescription): Promise<void> {
  try {
    await client.send(new CreateTableCommand(createTableInput(tableName, description)))
  } catch (error) {
    // Somebody else made it at the same time.
    if (!(error instanceof ResourceInUseException)) throw error
  }
}

export function createTableInput(tableName: string, description: TableDescription): CreateTableCommandInput {
  const { partitionKey, sortKey, indexes, stream } = description
  const keyNames = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])]
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(description),
    AttributeDefinitions: [...new Set(keyNames)].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.columns] },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream },
  }
}

const keySchema = ({ partitionKey, sortKey }: TableDescription | IndexDescription): KeySchemaElement[] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
]

function differencesOf(table: StandingTable, description: TableDescription): string[] {
  const differences: string[] = []
  if (!hasKeys(table.KeySchema, description)) differences.push('its keys differ')
  const view = table.StreamSpecification?.StreamEnabled ? table.StreamSpecification.StreamViewType : 'none'
  if (view !== description.stream) differences.push(`its stream is ${view}, not ${description.stream}`)
  for (const index of description.indexes) {
    const standing = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.name)
    const columns = standing?.Projection?.NonKeyAttributes ?? []
    const fits =
      hasKeys(standing?.KeySchema, index) &&
      columns.length === index.columns.length &&
      columns.every((column) => index.columns.includes(column))
    if (!fits) differences.push(`the index ${index.name} ${standing ? 'differs' : 'is not there'}`)
  }
  return differences
}

function hasKeys(schema: KeySchemaElement[] | undefined, keys: TableDescription | IndexDescription): boolean {
  const nameOf = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName
  return nameOf('HASH') === keys.partitionKey && nameOf('RANGE') === keys.sortKey
}

async function ensureTimeToLive(client: DynamoDBClient, tableName: string, attribute: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: tableName }))
  if (TimeToLiveDescription?.AttributeName === attribute) return
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
    }),
  )
}
