import type { AuditEntry, TenantId } from '../../model/index.ts'
import type { Clock, Idempotency, WriteResult } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import {
  byName,
  claimOf,
  findIdempotency,
  type IdSchema,
  idempotencyWrites,
  renaming,
  type TenantTables,
  writeAll,
} from './entity.ts'
import type { Item } from './item.ts'
import { type EntityKind, type Key, keys } from './keys.ts'
import { getItem, queryItems } from './read.ts'
import { isAbsent, isOfVersion, type Write } from './write.ts'

type Named<Id extends string> = { tenantId: TenantId; id: Id; name: string; version: number }

/** How things of one kind lie in their tenant: each beside a claim on its name, which no two hold. */
export type NamedKind<Id extends string, Thing extends Named<Id>> = {
  kind: EntityKind
  idSchema: IdSchema<Id>
  partition: (tenantId: TenantId) => string
  key: (tenantId: TenantId, id: Id) => Key
  nameKey: (tenantId: TenantId, name: string) => Key
  item: (thing: Thing) => Item
  read: (tenantId: TenantId, item: unknown) => Thing
  /** All of a tenant are listed at once. */
  maxListed: number
}

/** The items of a thing that is new. */
export function creationOf<Id extends string, Thing extends Named<Id>>(
  { item, nameKey }: NamedKind<Id, Thing>,
  thing: Thing,
): Write[] {
  return [{ put: item(thing), when: isAbsent }, claimOf(nameKey(thing.tenantId, thing.name), thing.id)]
}

/**
 * Things that administrators make in a tenant, change whole and find by id. Every write is one transaction with its entry of
 * the audit.
 *
 * @param clock dates idempotency records, which last 24 hours of `now`, and audit entries
 */
export function namedStore<Id extends string, Thing extends Named<Id>>(
  tableOf: TenantTables,
  clock: Pick<Clock, 'now'>,
  kind: NamedKind<Id, Thing>,
) {
  const keyOf = ({ tenantId, id }: Thing) => kind.key(tenantId, id)
  const nameKeyOf = ({ tenantId, name }: Thing) => kind.nameKey(tenantId, name)

  async function write(tenantId: TenantId, writes: readonly Write[], audit: AuditEntry): Promise<WriteResult> {
    return writeAll(await tableOf(tenantId), [...writes, ...auditWrites(tenantId, audit, clock.now())])
  }

  return {
    /** By name. */
    async all(tenantId: TenantId): Promise<Thing[]> {
      const stretch = { partition: kind.partition(tenantId), limit: kind.maxListed }
      const items = await queryItems(await tableOf(tenantId), stretch)
      return items.map((item) => kind.read(tenantId, item)).sort(byName)
    },

    async find(tenantId: TenantId, id: Id): Promise<Thing | undefined> {
      const item = await getItem(await tableOf(tenantId), kind.key(tenantId, id))
      return item === undefined ? undefined : kind.read(tenantId, item)
    },

    async findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<Id> | undefined> {
      const place = keys.entityIdempotency(tenantId, kind.kind, key)
      return findIdempotency(await tableOf(tenantId), place, kind.idSchema, clock.now())
    },

    create(thing: Thing, audit: AuditEntry, idempotency: Idempotency<Id> | null): Promise<WriteResult> {
      const place = keys.entityIdempotency(thing.tenantId, kind.kind, idempotency?.key ?? '')
      const repeated = idempotencyWrites(place, idempotency, clock.now())
      return write(thing.tenantId, [...creationOf(kind, thing), ...repeated], audit)
    },

    change(thing: Thing, previous: Thing, audit: AuditEntry): Promise<WriteResult> {
      const put = { put: kind.item(thing), when: isOfVersion(previous.version) }
      return write(thing.tenantId, [put, ...renaming(nameKeyOf(thing), nameKeyOf(previous), thing.id)], audit)
    },

    /** @param more that goes with it */
    remove(thing: Thing, audit: AuditEntry, more: readonly Key[] = []): Promise<WriteResult> {
      const gone = [nameKeyOf(thing), ...more].map((key) => ({ delete: key }))
      return write(thing.tenantId, [{ delete: keyOf(thing), when: isOfVersion(thing.version) }, ...gone], audit)
    },
  }
}
