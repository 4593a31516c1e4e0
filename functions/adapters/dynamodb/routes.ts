import { routeIdSchema } from '../../contract/index.ts'
import type { Route } from '../../model/index.ts'
import type { Clock, RouteStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { readRoute, routeItem } from './directory-items.ts'
import { byName, claimOf, findIdempotency, idempotencyWrites, renaming, tenantTables, writeAll } from './entity.ts'
import { keys, routePartition } from './keys.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { isAbsent, isOfVersion, type Write } from './write.ts'

const MAX_LISTED = 1_000

/**
 * The routes of tenants, each beside a claim on its name, which no two hold.
 *
 * @param clock dates idempotency records, which last 24 hours of `now`, and audit entries
 */
export function routeStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RouteStore {
  const tableOf = tenantTables(clientsFor, tableName)
  return {
    async routes(tenantId) {
      const items = await queryItems(await tableOf(tenantId), {
        partition: routePartition(tenantId),
        limit: MAX_LISTED,
      })
      return items.map((item) => readRoute(tenantId, item)).sort(byName)
    },

    async find(tenantId, routeId) {
      const item = await getItem(await tableOf(tenantId), keys.route(tenantId, routeId))
      return item === undefined ? undefined : readRoute(tenantId, item)
    },

    async findByIdempotencyKey(tenantId, key) {
      const place = keys.entityIdempotency(tenantId, 'route', key)
      return findIdempotency(await tableOf(tenantId), place, routeIdSchema, clock.now())
    },

    async create(route, audit, idempotency) {
      const now = clock.now()
      const idempotencyKey = keys.entityIdempotency(route.tenantId, 'route', idempotency?.key ?? '')
      return writeAll(await tableOf(route.tenantId), [
        ...routeCreation(route),
        ...idempotencyWrites(idempotencyKey, idempotency, now),
        ...auditWrites(route.tenantId, audit, now),
      ])
    },

    async change(route, previous, audit) {
      return writeAll(await tableOf(route.tenantId), [
        { put: routeItem(route), when: isOfVersion(previous.version) },
        ...renaming(nameKey(route), nameKey(previous), route.id),
        ...auditWrites(route.tenantId, audit, clock.now()),
      ])
    },

    async remove(route, audit) {
      return writeAll(await tableOf(route.tenantId), [
        { delete: keys.route(route.tenantId, route.id), when: isOfVersion(route.version) },
        { delete: nameKey(route) },
        ...auditWrites(route.tenantId, audit, clock.now()),
      ])
    },
  }
}

/** The items of a route that is new. */
export function routeCreation(route: Route): Write[] {
  return [{ put: routeItem(route), when: isAbsent }, claimOf(nameKey(route), route.id)]
}

const nameKey = ({ tenantId, name }: Route) => keys.routeName(tenantId, name)
