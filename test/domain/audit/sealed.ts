import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { auditMinutes, auditStore } from '../../../functions/adapters/dynamodb/index.ts'
import type { Item } from '../../../functions/adapters/dynamodb/item.ts'
import { auditDayPartition, dayOf } from '../../../functions/adapters/dynamodb/keys.ts'
import { auditBlocks } from '../../../functions/adapters/s3/index.ts'
import { sealTenant, verifyTenant } from '../../../functions/domain/audit/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import type { AuditSeals, AuditStore } from '../../../functions/ports/index.ts'
import { givenTable } from '../../adapters/dynamodb/given.ts'
import { type GivenS3, givenS3, RECORDINGS } from '../../local/s3/given.ts'

export type SealedWorld = {
  audit: AuditStore
  seals: AuditSeals
  s3: GivenS3
  /** The clock of everything here; it goes on by being told. */
  clock: { now(): string; moveMs(ms: number): void }
  seal(tenantId: TenantId): Promise<number>
  verify(tenantId: TenantId, seals?: AuditSeals): ReturnType<typeof verifyTenant>
  /** What the audit of the tenant holds, in its order. */
  items(tenantId: TenantId): Promise<Item[]>
  /** As somebody does who may do everything to the table. */
  put(item: Item): Promise<void>
  remove(item: Item): Promise<void>
  dispose(): Promise<void>
}

/** A real table and a real bucket, and a clock that begins at a full minute. */
export async function givenSealedWorld(): Promise<SealedWorld> {
  const [table, s3] = await Promise.all([givenTable(), givenS3()])
  let nowMs = Math.ceil(Date.now() / 60_000) * 60_000
  const start = nowMs
  const clock = {
    now: () => new Date(nowMs).toISOString(),
    moveMs: (ms: number) => {
      nowMs += ms
    },
  }
  const seals: AuditSeals = {
    ...auditMinutes(table.clientsFor, table.tableName),
    ...auditBlocks(async () => ({ s3: s3.client }), RECORDINGS, clock),
  }
  return {
    ...{ seals, s3, clock, audit: auditStore(table.clientsFor, table.tableName, clock) },
    seal: async (tenantId) => (await sealTenant(seals, tenantId, clock.now())).made,
    verify: (tenantId, by = seals) => verifyTenant(by, tenantId, clock.now()),
    async items(tenantId) {
      const items: Item[] = []
      for (let dayMs = start - 86_400_000; dayMs <= nowMs + 86_400_000; dayMs += 86_400_000) {
        const partition = auditDayPartition(tenantId, dayOf(new Date(dayMs).toISOString()))
        const query = { KeyConditionExpression: 'PK = :p', ExpressionAttributeValues: { ':p': partition } }
        const { Items = [] } = await table.raw.send(new QueryCommand({ TableName: table.tableName, ...query }))
        items.push(...(Items as Item[])) // items of a table have its keys
      }
      return items
    },
    put: async (item) => void (await table.raw.send(new PutCommand({ TableName: table.tableName, Item: item }))),
    remove: async ({ PK, SK }) =>
      void (await table.raw.send(new DeleteCommand({ TableName: table.tableName, Key: { PK, SK } }))),
    async dispose() {
      await table.dispose()
      await s3.close()
    },
  }
}
