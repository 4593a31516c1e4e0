import * as z from 'zod'
import { routeIdSchema } from '../../contract/index.ts'
import type { Route, TenantId } from '../../model/index.ts'
import type { Clock, RouteIdempotency, RouteStore, WriteResult } from '../../ports/index.ts'
import { readRoute, routeItem } from './directory-items.ts'
import { parseItem } from './item.ts'
import { keys, routePartition } from './keys.ts'
import { getItem, queryItems, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { type Condition, commit, either, isAbsent, isOfVersion, type Write } from './write.ts'

const MAX_LISTED = 1_000
const IDEMPOTENCY_SECONDS = 24 * 3_600

const idempotencySchema = z.object({
  key: z.string(),
  requestHash: z.string(),
  routeId: routeIdSchema,
  expiresAt: z.number(),
})

/**
 * The routes of tenants, each beside a claim on its name, which no two hold.
 *
 * @param clock dates idempotency records, which last 24 hours of `now`
 */
export function routeStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RouteStore {
  const tableOf = async (tenantId: TenantId): Promise<Table> => ({ ...(await clientsFor(tenantId)), tableName })
  const nowSeconds = () => Math.floor(Date.parse(clock.now()) / 1000)
  const write = async (tenantId: TenantId, writes: readonly Write[]): Promise<WriteResult> =>
    (await commit(await tableOf(tenantId), writes)) === 'written' ? 'written' : 'stale'

  return {
    async routes(tenantId) {
      const items = await queryItems(await tableOf(tenantId), {
        partition: routePartition(tenantId),
        limit: MAX_LISTED,
      })
      return items.map((item) => readRoute(tenantId, item)).sort((one, other) => one.name.localeCompare(other.name))
    },

    async find(tenantId, routeId) {
      const item = await getItem(await tableOf(tenantId), keys.route(tenantId, routeId))
      return item === undefined ? undefined : readRoute(tenantId, item)
    },

    async findByIdempotencyKey(tenantId, key) {
      const item = await getItem(await tableOf(tenantId), keys.routeIdempotency(tenantId, key))
      if (item === undefined) return undefined
      const { expiresAt, ...record } = parseItem('idempotency', idempotencySchema, item)
      // DynamoDB removes what has expired within days, not at once.
      return expiresAt <= nowSeconds() ? undefined : (record satisfies RouteIdempotency)
    },

    create: (route, idempotency) =>
      write(route.tenantId, [
        ...routeCreation(route),
        ...(idempotency ? [idempotencyWrite(route.tenantId, idempotency, nowSeconds())] : []),
      ]),

    change: (route, previous) =>
      write(route.tenantId, [
        { put: routeItem(route), when: isOfVersion(previous.version) },
        nameClaim(route),
        ...(nameKey(route).PK === nameKey(previous).PK ? [] : [{ delete: nameKey(previous) }]),
      ]),

    remove: (route) =>
      write(route.tenantId, [
        { delete: keys.route(route.tenantId, route.id), when: isOfVersion(route.version) },
        { delete: nameKey(route) },
      ]),
  }
}

/** The items of a route that is new. */
export function routeCreation(route: Route): Write[] {
  return [{ put: routeItem(route), when: isAbsent }, nameClaim(route)]
}

const nameKey = ({ tenantId, name }: Route) => keys.routeName(tenantId, name)

/** Routes that were written before names were claimed get their claim with their next change. */
function nameClaim(route: Route): Write {
  const isOwn: Condition = { expression: 'routeId = :self', values: { ':self': route.id } }
  return { put: { ...nameKey(route), routeId: route.id }, when: either(isAbsent, isOwn) }
}

function idempotencyWrite(tenantId: TenantId, record: RouteIdempotency, nowSeconds: number): Write {
  const hasExpired: Condition = { expression: 'expiresAt <= :now', values: { ':now': nowSeconds } }
  return {
    put: { ...keys.routeIdempotency(tenantId, record.key), ...record, expiresAt: nowSeconds + IDEMPOTENCY_SECONDS },
    when: either(isAbsent, hasExpired),
  }
}
