import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, ExecuteStatementCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { soundkeepTable } from '../../../functions/adapters/dynamodb/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import {
  type DynamoDbGuard,
  ensureTable,
  guardDynamoDb,
  type LocalDynamoDb,
  startDynamoDb,
} from '../../../local/dynamodb/index.ts'
import { newTenantId } from '../../adapters/dynamodb/given.ts'
import { givenSessions } from '../../given/sessions.ts'

const TableName = 'Soundkeep'
const sessions = givenSessions()
const [acme, globex] = [newTenantId(), newTenantId()]
const region = 'us-east-1'
let now = new Date()
let folder: string
let engine: LocalDynamoDb
let guard: DynamoDbGuard

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-guard-'))
  engine = await startDynamoDb({ host: '127.0.0.1', port: 0, folder })
  const raw = new DynamoDBClient({
    region,
    endpoint: engine.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await ensureTable(raw, TableName, soundkeepTable)
  raw.destroy()
  guard = await guardDynamoDb({
    ...{ host: '127.0.0.1', port: 0, url: engine.url, tables: { [TableName]: soundkeepTable } },
    ...{ arnPrefix: sessions.arns.table.slice(0, -TableName.length), credentialOf: sessions.credentialOf },
    ...{ authorize: sessions.authorize.dynamodb, now: () => now },
  })
})
afterAll(async () => {
  await guard.close()
  await engine.close()
  await rm(folder, { recursive: true })
})

const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ region, endpoint: guard.url, credentials, maxAttempts: 1 }))
const clientOf = (tenantId: TenantId) => clientWith(sessions.keyOf(tenantId))

/** The error's name, or that there was none. */
async function outcomeOf(command: object, client = clientOf(acme)): Promise<string> {
  // All commands are sent alike; their types share nothing that says so.
  return client.send(command as GetCommand).then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  )
}

const keyIn = (tenantId: string, rest = 'R#1') => ({ PK: `T#${tenantId}#${rest}`, SK: 'REC' })
const Key = keyIn(acme)
const foreign = keyIn(globex)
const put = (Item: { PK: string; SK: string }) => ({ Put: { TableName, Item } })

describe('a session reaches', () => {
  const ofPartition = (PK: string, more: object = {}) =>
    new QueryCommand({
      ...{ TableName, KeyConditionExpression: '#p = :p', ExpressionAttributeNames: { '#p': 'PK' } },
      ...{ ExpressionAttributeValues: { ':p': PK }, ...more },
    })
  const ofIndex = (partition: string, IndexName = 'byTime') =>
    ofPartition(partition, { IndexName, ExpressionAttributeNames: { '#p': 'timePK' } })

  it.each([
    ['an item of its tenant', new GetCommand({ TableName, Key })],
    ['a partition of its tenant', ofPartition(Key.PK)],
    [
      'a stretch of a partition',
      ofPartition(Key.PK, {
        KeyConditionExpression: 'PK = :p AND SK BETWEEN :a AND :b',
        ExpressionAttributeNames: undefined,
        ExpressionAttributeValues: { ':p': Key.PK, ':a': 'A', ':b': 'Z' },
      }),
    ],
    ['an index of its tenant', ofIndex(`T#${acme}#TIME`)],
    ['items of its tenant in a batch', new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })],
    ['items of its tenant in a transaction', new TransactWriteCommand({ TransactItems: [put(Key)] })],
  ])('%s', async (_, command) => {
    expect(await outcomeOf(command)).toBe('done')
  })

  it.each([
    ['another tenant’s item', new GetCommand({ TableName, Key: foreign })],
    ['it in the table named by its ARN', new GetCommand({ TableName: sessions.arns.table, Key: foreign })],
    [
      'one that another’s stands beside, in a batch',
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key, foreign] } } }),
    ],
    [
      'one that another’s stands beside, in a transaction',
      new TransactWriteCommand({ TransactItems: [put(Key), put(foreign)] }),
    ],
    [
      'another’s as a condition of its own',
      new TransactWriteCommand({
        TransactItems: [
          put(Key),
          { ConditionCheck: { TableName, Key: foreign, ConditionExpression: 'attribute_exists(PK)' } },
        ],
      }),
    ],
    [
      'another’s in a transaction that reads',
      new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key } }, { Get: { TableName, Key: foreign } }] }),
    ],
    [
      'a batch of writes, which no function sends',
      new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key } }] } }),
    ],
    ['another tenant’s partition', ofPartition(foreign.PK)],
    ['another tenant’s part of an index', ofIndex(`T#${globex}#TIME`)],
    ['an index by a condition on another attribute', ofIndex(`T#${acme}#TIME`, 'byAgent')],
    ['an index that there is not', ofIndex(`T#${acme}#TIME`, 'byMood')],
    [
      'a partition that the condition names in an older way',
      new QueryCommand({
        ...{ TableName, KeyConditions: { PK: { ComparisonOperator: 'EQ', AttributeValueList: [Key.PK] } } },
      }),
    ],
    [
      'a key whose tenant only begins like its own',
      new GetCommand({ TableName, Key: { PK: `T#${acme}x#R#1`, SK: 'REC' } }),
    ],
    [
      'a key without the delimiter that closes the tenant',
      new GetCommand({ TableName, Key: { PK: `T#${acme}`, SK: 'REC' } }),
    ],
    ['a key of another type', new GetCommand({ TableName, Key: { PK: 1, SK: 'REC' } })],
    ['all items', new ScanCommand({ TableName })],
    ['all of an index', new ScanCommand({ TableName, IndexName: 'byTime' })],
    ['another table', new GetCommand({ TableName: 'Other', Key })],
    ['an entry of the audit to remove it', new DeleteCommand({ TableName, Key: keyIn(acme, 'AUDIT##2026-01-01') })],
    [
      'a recording to update it in place',
      new UpdateCommand({ TableName, Key, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } }),
    ],
  ])('not %s', async (_, command) => {
    expect(await outcomeOf(command)).toBe('AccessDeniedException')
  })

  it('nothing by PartiQL, and no list of tables', async () => {
    const { PK } = Key
    for (const Statement of [
      `SELECT * FROM "${TableName}" WHERE PK = '${PK}'`,
      `DELETE FROM "${TableName}" WHERE PK = '${PK}' AND SK = 'REC'`,
    ]) {
      expect(await outcomeOf(new ExecuteStatementCommand({ Statement }))).toBe('AccessDeniedException')
    }
    expect(await outcomeOf(new ListTablesCommand({}))).toBe('AccessDeniedException')
  })

  it('nothing that it wrote beside another’s: all of a refused transaction stays undone', async () => {
    const [mine, theirs] = [keyIn(acme, 'R#undone'), keyIn(globex, 'R#undone')]
    await outcomeOf(new TransactWriteCommand({ TransactItems: [put(mine), put(theirs)] }))
    expect((await clientOf(acme).send(new GetCommand({ TableName, Key: mine }))).Item).toBeUndefined()
  })
})

describe('who did not sign as the session that they name', () => {
  const command = () => new GetCommand({ TableName, Key })
  it.each([
    [
      'has a key that nobody knows',
      { accessKeyId: 'ASIANOBODY', secretAccessKey: 'secret' },
      'UnrecognizedClientException',
    ],
    ['has another secret', { ...sessions.keyOf(acme), secretAccessKey: 'guessed' }, 'InvalidSignatureException'],
    [
      'has another tenant’s token',
      { ...sessions.keyOf(acme), sessionToken: sessions.keyOf(globex).sessionToken },
      'UnrecognizedClientException',
    ],
    [
      'has no token',
      { accessKeyId: sessions.keyOf(acme).accessKeyId, secretAccessKey: 'secret' },
      'UnrecognizedClientException',
    ],
  ] as const)('and %s is refused', async (_, credentials, name) => {
    expect(await outcomeOf(command(), clientWith(credentials))).toBe(name)
  })

  it('and comes half an hour late is refused', async () => {
    now = new Date(Date.now() + 1_800_000)
    expect(await outcomeOf(command())).toBe('InvalidSignatureException')
    now = new Date()
  })

  it('and does not sign at all is refused, whatever the body', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.Scan' }
    for (const body of ['{}', '{', JSON.stringify({ TableName })]) {
      const answer = await fetch(guard.url, { method: 'POST', headers, body })
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('MissingAuthenticationToken')])
    }
  })
})

describe('what the engine says', () => {
  it('reaches the client as it was: a condition that did not hold, with its reasons', async () => {
    await outcomeOf(new PutCommand({ TableName, Item: Key }))
    const when = { ConditionExpression: 'attribute_not_exists(PK)' }
    expect(await outcomeOf(new PutCommand({ TableName, Item: Key, ...when }))).toBe('ConditionalCheckFailedException')
    const twice = new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: Key, ...when } }] })
    await expect(clientOf(acme).send(twice)).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    })
  })
})
