import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { auditStart, soundkeepTable } from '../../../functions/adapters/dynamodb/index.ts'
import { region, tableName } from '../../../local/cloud.ts'

/** What the table keeps, its indexes included, as DynamoDB charges for it. */
export type Stored = {
  /** Of recordings, until they are deleted. */
  recordingBytes: number
  /** Of the audit, which stays. */
  auditBytes: number
}

type Item = Record<string, AttributeValue>

/** What an item takes beside its attributes, in the table and in each index that it is in. */
const overheadBytes = 100

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return Math.ceil(value.N.replace(/[-.]/g, '').length / 2) + 1
  if (value.L !== undefined) return 3 + value.L.reduce((sum, each) => sum + 1 + bytesOf(each), 0)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + bytesOfAll(value.M)
  if (value.B !== undefined) return value.B.length
  return 1 // true, false or null; there are no sets
}

const bytesOfAll = (item: Item) =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0)

function indexedBytesOf(item: Item): number {
  const { partitionKey, sortKey, indexes } = soundkeepTable
  let sum = 0
  for (const index of indexes) {
    if (!item[index.partitionKey] || !item[index.sortKey]) continue
    const carried = new Set<string>([partitionKey, sortKey, index.partitionKey, index.sortKey, ...index.columns])
    sum += overheadBytes + bytesOfAll(Object.fromEntries(Object.entries(item).filter(([name]) => carried.has(name))))
  }
  return sum
}

export async function storedIn(endpoint: string): Promise<Stored> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ region, endpoint, credentials })
  const stored: Stored = { recordingBytes: 0, auditBytes: 0 }
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) {
    for (const item of Items) {
      const isAudit = item.PK?.S?.includes(`#${auditStart}`)
      stored[isAudit ? 'auditBytes' : 'recordingBytes'] += overheadBytes + bytesOfAll(item) + indexedBytesOf(item)
    }
  }
  client.destroy()
  return stored
}
