import * as z from 'zod'
import type { TableDescription } from '../../../functions/adapters/dynamodb/index.ts'
import { partitionOf } from './key-condition.ts'

/** What a request asks of DynamoDB, as policies see it. */
export type Asked = {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

/** Where tables lie, and which keys they have; one that is not known has none that can be read. */
export type Tables = {
  /** Of a table by its name, and of its ARN or that of its stream as the engine has it. */
  arnOf(tableName: string): string
  descriptionOf(tableName: string): TableDescription | undefined
}

const attributeSchema = z.looseObject({ S: z.string().optional() })
const attributesSchema = z.record(z.string(), attributeSchema)
const placeSchema = z.looseObject({ TableName: z.string() })
const keySchema = placeSchema.extend({ Key: attributesSchema, ReturnValues: z.string().optional() })
const putSchema = placeSchema.extend({ Item: attributesSchema, ReturnValues: z.string().optional() })
const querySchema = placeSchema.extend({
  IndexName: z.string().optional(),
  Select: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributesSchema.optional(),
})
const batchGetSchema = z.looseObject({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(attributesSchema) })),
})
const batchWriteSchema = z.looseObject({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.looseObject({
        PutRequest: z.looseObject({ Item: attributesSchema }).optional(),
        DeleteRequest: z.looseObject({ Key: attributesSchema }).optional(),
      }),
    ),
  ),
})
const transactSchema = z.looseObject({ TransactItems: z.array(z.record(z.string(), z.unknown())) })
const statementSchema = z.looseObject({ Statement: z.string() })
const statementsSchema = z.looseObject({ Statements: z.array(statementSchema) })
const partiQlTransactionSchema = z.looseObject({ TransactStatements: z.array(statementSchema) })
const elseSchema = z.looseObject({ StreamArn: z.string().optional(), TableName: z.string().optional() })
const iteratorSchema = z.looseObject({ ShardIterator: z.string() })

type Attributes = z.output<typeof attributesSchema>
type Reader = (body: unknown, tables: Tables) => Asked[]

/** The partition keys of items; none at all where one cannot be read, so that no policy takes the rest for the whole. */
function leadingKeys(tableName: string, items: readonly Attributes[], tables: Tables): Asked['context'] {
  const partitionKey = tables.descriptionOf(tableName)?.partitionKey ?? ''
  const keys = items.flatMap((item) => item[partitionKey]?.S ?? [])
  return keys.length < items.length ? {} : { 'dynamodb:LeadingKeys': [...new Set(keys)] }
}

function ofItems(
  name: string,
  tableName: string,
  items: readonly Attributes[],
  tables: Tables,
  more: Asked['context'] = {},
): Asked {
  return {
    ...{ action: `dynamodb:${name}`, resource: tables.arnOf(tableName) },
    context: { ...leadingKeys(tableName, items, tables), ...more },
  }
}

const returning = (ReturnValues: string | undefined): Asked['context'] =>
  ReturnValues === undefined ? {} : { 'dynamodb:ReturnValues': ReturnValues }

/** By a key, in a request or in a part of a transaction. */
const byKey =
  (name: string, within: Asked['context'] = {}): Reader =>
  (body, tables) => {
    const { TableName, Key, ReturnValues } = keySchema.parse(body)
    return [ofItems(name, TableName, [Key], tables, { ...returning(ReturnValues), ...within })]
  }

const put =
  (within: Asked['context'] = {}): Reader =>
  (body, tables) => {
    const { TableName, Item, ReturnValues } = putSchema.parse(body)
    return [ofItems('PutItem', TableName, [Item], tables, { ...returning(ReturnValues), ...within })]
  }

/** Of a table or an index; a scan names no partition. */
const throughTable =
  (name: 'Query' | 'Scan'): Reader =>
  (body, tables) => {
    const { TableName, IndexName, Select, ...query } = querySchema.parse(body)
    const table = tables.descriptionOf(TableName)
    const keyed = IndexName === undefined ? table : table?.indexes.find((index) => index.name === IndexName)
    const partition = name === 'Query' && keyed ? partitionOf(query, keyed.partitionKey) : undefined
    const arn = tables.arnOf(TableName)
    return [
      {
        ...{ action: `dynamodb:${name}`, resource: IndexName === undefined ? arn : `${arn}/index/${IndexName}` },
        context: {
          ...(partition !== undefined && { 'dynamodb:LeadingKeys': [partition] }),
          ...(Select !== undefined && { 'dynamodb:Select': Select }),
        },
      },
    ]
  }

/** Each part of a transaction is asked about by its own action. */
const inTransaction =
  (operation: string, parts: Readonly<Record<string, Reader>>): Reader =>
  (body, tables) =>
    transactSchema.parse(body).TransactItems.flatMap((item) =>
      Object.entries(item).flatMap(([kind, part]) => {
        const reader = parts[kind]
        return reader ? reader(part, tables) : [{ action: `dynamodb:${operation}`, resource: '*', context: {} }]
      }),
    )

const partiQlActions: Readonly<Record<string, string>> = {
  ...{ SELECT: 'PartiQLSelect', INSERT: 'PartiQLInsert', UPDATE: 'PartiQLUpdate', DELETE: 'PartiQLDelete' },
}

/** Which partition a statement means is not read: nobody but people at this machine may use them. */
const partiQl = (statements: readonly string[]): Asked[] =>
  statements.map((statement) => {
    const [verb = ''] = statement.trim().toUpperCase().split(/\s/, 1)
    return { action: `dynamodb:${partiQlActions[verb] ?? 'PartiQLSelect'}`, resource: '*', context: {} }
  })

/** An iterator is the engine's own affair; those of the engine that comes along name their table. */
const ofIterator: Reader = (body, tables) => {
  const text = Buffer.from(iteratorSchema.parse(body).ShardIterator, 'base64').toString('utf8')
  const [, tableName] = /"table_name":"([^"]+)"/.exec(text) ?? []
  const resource = tableName === undefined ? '*' : `${tables.arnOf(tableName)}/stream/*`
  return [{ action: 'dynamodb:GetRecords', resource, context: {} }]
}

const writing = { 'dynamodb:EnclosingOperation': 'TransactWriteItems' }
const reading = { 'dynamodb:EnclosingOperation': 'TransactGetItems' }

const readers: Readonly<Record<string, Reader>> = {
  GetItem: byKey('GetItem'),
  DeleteItem: byKey('DeleteItem'),
  UpdateItem: byKey('UpdateItem'),
  PutItem: put(),
  Query: throughTable('Query'),
  Scan: throughTable('Scan'),
  BatchGetItem: (body, tables) =>
    Object.entries(batchGetSchema.parse(body).RequestItems).map(([tableName, { Keys }]) =>
      ofItems('BatchGetItem', tableName, Keys, tables),
    ),
  BatchWriteItem: (body, tables) =>
    Object.entries(batchWriteSchema.parse(body).RequestItems).map(([tableName, requests]) => {
      const items = requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {})
      return ofItems('BatchWriteItem', tableName, items, tables)
    }),
  TransactGetItems: inTransaction('TransactGetItems', { Get: byKey('GetItem', reading) }),
  TransactWriteItems: inTransaction('TransactWriteItems', {
    Put: put(writing),
    Update: byKey('UpdateItem', writing),
    Delete: byKey('DeleteItem', writing),
    ConditionCheck: byKey('ConditionCheckItem', writing),
  }),
  GetRecords: ofIterator,
  ExecuteStatement: (body) => partiQl([statementSchema.parse(body).Statement]),
  BatchExecuteStatement: (body) => partiQl(statementsSchema.parse(body).Statements.map(({ Statement }) => Statement)),
  ExecuteTransaction: (body) =>
    partiQl(partiQlTransactionSchema.parse(body).TransactStatements.map(({ Statement }) => Statement)),
}

/**
 * Everything that a request asks for; all of it has to be allowed.
 *
 * @param operation DynamoDB's or DynamoDB Streams' name of it
 * @throws ZodError for a body that is not the operation's
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function whatIsAsked(operation: string, body: unknown, tables: Tables): Asked[] {
  const reader = readers[operation]
  if (reader) return reader(body, tables)
  const { StreamArn, TableName } = elseSchema.parse(body)
  const named = StreamArn ?? TableName
  const resource = named === undefined ? '*' : tables.arnOf(named)
  return [{ action: `dynamodb:${operation}`, resource, context: {} }]
}
