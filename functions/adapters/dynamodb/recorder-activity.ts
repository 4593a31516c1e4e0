import { PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type ProblemCode, problems } from '../../contract/index.ts'
import type { Instant, RecorderActivity, RecorderFailure, RecorderId, TenantId } from '../../model/index.ts'
import { parseItem } from './item.ts'
import { type Key, keys, recorderActivityPartition } from './keys.ts'
import { queryItems, type Table } from './read.ts'

const HOUR_SECONDS = 3_600
const HOURS_KEPT = 48
const HOURS_COUNTED = 24
const MAX_FAILURES = 20
const FAILURE_SECONDS = 30 * 24 * HOUR_SECONDS
/** The hours and the state; a clock that goes wrong may have made some more. */
const MAX_COUNTS = 100

const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]] // the keys of `problems` are the codes

const hourSchema = z.object({ received: z.number().default(0), failed: z.number().default(0) })
const stateSchema = z.object({ lastReceivedAt: z.string().nullable().default(null), failures: z.number().default(0) })
const failureSchema = z.object({
  number: z.number(),
  at: z.string(),
  code: z.enum(problemCodes),
  detail: z.string(),
  requestId: z.string(),
})

const epochSeconds = (instant: Instant) => Math.floor(Date.parse(instant) / 1000)

type Update = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues' | 'ReturnValues'
>

/**
 * These are counts, and no transactions: an update that the network lost may be counted twice when the SDK repeats it.
 */
async function update({ dynamodb, tableName }: Table, key: Key, how: Update): Promise<Record<string, unknown>> {
  const { Attributes } = await dynamodb.send(new UpdateCommand({ TableName: tableName, Key: key, ...how }))
  return Attributes ?? {}
}

async function countInHour(
  table: Table,
  tenantId: TenantId,
  id: RecorderId,
  what: 'received' | 'failed',
  now: Instant,
): Promise<void> {
  await update(table, keys.recorderHour(tenantId, id, now), {
    UpdateExpression: 'ADD #what :one SET expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#what': what },
    ExpressionAttributeValues: { ':one': 1, ':expiresAt': epochSeconds(now) + HOURS_KEPT * HOUR_SECONDS },
  })
}

export async function countReceived(table: Table, tenantId: TenantId, id: RecorderId, now: Instant): Promise<void> {
  await Promise.all([
    countInHour(table, tenantId, id, 'received', now),
    update(table, keys.recorderState(tenantId, id), {
      UpdateExpression: 'SET lastReceivedAt = :now',
      ExpressionAttributeValues: { ':now': now },
    }),
  ])
}

/** Each failure takes the place of the one 20 before it, so that there are never more, however many there were. */
export async function keepFailure(
  table: Table,
  tenantId: TenantId,
  id: RecorderId,
  failure: RecorderFailure,
  now: Instant,
): Promise<void> {
  const [state] = await Promise.all([
    update(table, keys.recorderState(tenantId, id), {
      UpdateExpression: 'ADD failures :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    }),
    countInHour(table, tenantId, id, 'failed', now),
  ])
  const { failures: number } = parseItem('recorder state', stateSchema, state)
  const key = keys.recorderFailure(tenantId, id, number % MAX_FAILURES)
  const expiresAt = epochSeconds(now) + FAILURE_SECONDS
  await table.dynamodb.send(
    new PutCommand({ TableName: table.tableName, Item: { ...key, ...failure, number, expiresAt } }),
  )
}

/** Two queries at once. Counts are of the hour under way and the 23 before it. */
export async function readActivity(
  table: Table,
  tenantId: TenantId,
  id: RecorderId,
  now: Instant,
): Promise<RecorderActivity> {
  const partition = recorderActivityPartition(tenantId, id)
  const firstHour = new Date(Date.parse(now) - (HOURS_COUNTED - 1) * HOUR_SECONDS * 1000).toISOString()
  const [counts, failures] = await Promise.all([
    queryItems(table, {
      partition,
      range: [keys.recorderHour(tenantId, id, firstHour).SK, keys.recorderState(tenantId, id).SK],
      limit: MAX_COUNTS,
    }),
    queryItems(table, {
      partition,
      range: [keys.recorderFailure(tenantId, id, 0).SK, keys.recorderFailure(tenantId, id, MAX_FAILURES - 1).SK],
      limit: MAX_FAILURES,
    }),
  ])
  const isState = ({ SK }: Record<string, unknown>) => SK === keys.recorderState(tenantId, id).SK
  const hours = counts.filter((item) => !isState(item)).map((item) => parseItem('recorder hour', hourSchema, item))
  return {
    lastReceivedAt: parseItem('recorder state', stateSchema, counts.find(isState) ?? {}).lastReceivedAt,
    received24h: hours.reduce((sum, hour) => sum + hour.received, 0),
    failed24h: hours.reduce((sum, hour) => sum + hour.failed, 0),
    failures: failures
      .map((item) => parseItem('recorder failure', failureSchema, item))
      .sort((one, other) => other.number - one.number)
      .map(({ number, ...failure }) => failure),
  }
}

/** What is left of a recorder's activity when its hours have expired. */
export function activityKeys(tenantId: TenantId, id: RecorderId): Key[] {
  return [
    keys.recorderState(tenantId, id),
    ...Array.from({ length: MAX_FAILURES }, (_, place) => keys.recorderFailure(tenantId, id, place)),
  ]
}
