import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { givenTable, localCredentials, newTenantId } from '../adapters/dynamodb/given.ts'
import { median, say, timed } from './figures.ts'

const runs = 300

/** The same requests to the engine itself and by the guard before it, alternated. */
export async function measureGuard(): Promise<void> {
  const table = await givenTable()
  const { tableName: TableName } = table
  const tenantId = newTenantId()
  const { dynamodb: guarded } = await table.clientsFor(tenantId)
  const client = new DynamoDBClient({ endpoint: table.url, region: 'us-east-1', credentials: localCredentials })
  const direct = DynamoDBDocumentClient.from(client)
  const itemOf = (number: number) => ({ PK: `T#${tenantId}#R#${number}`, SK: 'REC', words: 'x'.repeat(1_000) })
  await direct.send(new PutCommand({ TableName, Item: itemOf(0) }))
  const Key = { PK: itemOf(0).PK, SK: 'REC' }
  const puts = Array.from({ length: 25 }, (_, number) => ({ Put: { TableName, Item: itemOf(number) } }))
  const works = {
    'An item read': (by: DynamoDBDocumentClient) => by.send(new GetCommand({ TableName, Key })),
    'A transaction of 25 puts': (by: DynamoDBDocumentClient) =>
      by.send(new TransactWriteCommand({ TransactItems: puts })),
  }
  for (const [name, work] of Object.entries(works)) {
    const times = { direct: [] as number[], guarded: [] as number[] }
    for (let run = -20; run < runs; run++) {
      const [a, b] = [await timed(() => work(direct)), await timed(() => work(guarded))]
      if (run < 0) continue // warming up
      times.direct.push(a)
      times.guarded.push(b)
    }
    const [a, b] = [median(times.direct), median(times.guarded)]
    say(`${name}, median: by the guard and without`, `${b.toFixed(2)} ms, ${a.toFixed(2)} ms`)
  }
  client.destroy()
  await table.dispose()
}
