import * as z from 'zod'
import type { TenantId } from '../../model/index.ts'
import type { Idempotency, WriteResult } from '../../ports/index.ts'
import { parseItem } from './item.ts'
import type { Key } from './keys.ts'
import { getItem, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { type Condition, commit, either, isAbsent, type Write } from './write.ts'

/** What the stores of things that administrators make have in common: names that no two hold, and requests repeated. */

const IDEMPOTENCY_SECONDS = 24 * 3_600

const idempotencySchema = z.object({ key: z.string(), requestHash: z.string(), id: z.string(), expiresAt: z.number() })

export type TenantTables = (tenantId: TenantId) => Promise<Table>

export function tenantTables(clientsFor: ClientsFor, tableName: string): TenantTables {
  return async (tenantId) => ({ ...(await clientsFor(tenantId)), tableName })
}

/** All or nothing. */
export async function writeAll(table: Table, writes: readonly Write[]): Promise<WriteResult> {
  return (await commit(table, writes)) === 'written' ? 'written' : 'stale'
}

/** Takes a name, unless another one holds it. */
export function claimOf(key: Key, id: string): Write {
  const isOwn: Condition = { expression: 'id = :self', values: { ':self': id } }
  return { put: { ...key, id }, when: either(isAbsent, isOwn) }
}

/** Takes the new name and gives up the former one, where they differ. */
export function renaming(key: Key, previous: Key, id: string): Write[] {
  return [claimOf(key, id), ...(key.PK === previous.PK ? [] : [{ delete: previous }])]
}

export const epochSeconds = (instant: string) => Math.floor(Date.parse(instant) / 1000)

export type IdSchema<Id> = { parse(id: unknown): Id }

/** @returns undefined for a key that was not used in the last 24 hours */
export async function findIdempotency<Id extends string>(
  table: Table,
  key: Key,
  idSchema: IdSchema<Id>,
  now: string,
): Promise<Idempotency<Id> | undefined> {
  const item = await getItem(table, key)
  if (item === undefined) return undefined
  const { expiresAt, id, ...record } = parseItem('idempotency', idempotencySchema, item)
  // DynamoDB removes what has expired within days, not at once.
  return expiresAt <= epochSeconds(now) ? undefined : { ...record, id: idSchema.parse(id) }
}

export function idempotencyWrites(key: Key, record: Idempotency | null, now: string): Write[] {
  if (record === null) return []
  const hasExpired: Condition = { expression: 'expiresAt <= :now', values: { ':now': epochSeconds(now) } }
  const put = { ...key, ...record, expiresAt: epochSeconds(now) + IDEMPOTENCY_SECONDS }
  return [{ put, when: either(isAbsent, hasExpired) }]
}

export const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
