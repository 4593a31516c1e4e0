import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Route, RouteId } from '../../model/index.ts'
import type { Clock, Ids, RecordingStore, RouteStore, TenantStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireMake } from '../permissions/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { readPattern } from '../routing/index.ts'
import { nameKinds, requireFreeName } from './names.ts'
import { madeBefore, type Repeatable } from './repeated.ts'
import { mayOf, type RouteView, viewRoute } from './route-view.ts'
import { requireVersion } from './versions.ts'

export type NewRoute = BodyOf<Contract['tenants']['createRoute']>
export type RouteChanges = BodyOf<Contract['tenants']['changeRoute']>
export type VersionedRoute = { route: RouteView; version: number }

export type RoutePorts = {
  tenants: TenantStore
  routes: RouteStore
  recordings: Pick<RecordingStore, 'list'>
  clock: Clock
  ids: Ids
}

/** All of them are read at every call that a recorder sends. */
export const maxRoutes = 500
const maxOrder = 9_999
const attempts = 5

/**
 * The route, if the principal may administer it.
 * @throws Refusal not_found, the same for a missing route, another tenant's, and one outside the principal's routes
 */
async function requireRoute(
  { routes }: RoutePorts,
  principal: Principal,
  routeId: RouteId,
  permission: 'route:Read' | 'route:Edit',
): Promise<Route> {
  const route = await routes.find(principal.tenantId, routeId)
  if (!route || !mayOf(principal, permission, routeId)) throw notFound()
  return route
}

async function viewed({ tenants }: RoutePorts, route: Route): Promise<VersionedRoute> {
  const tenant = await tenants.find(route.tenantId)
  if (!tenant) throw notFound()
  return { route: viewRoute(route, tenant), version: route.version }
}

/** @throws Refusal not_found */
export async function findRoute(ports: RoutePorts, principal: Principal, routeId: RouteId): Promise<VersionedRoute> {
  return viewed(ports, await requireRoute(ports, principal, routeId, 'route:Read'))
}

/** @throws Refusal invalid_request saying what is wrong with it */
function requirePattern(text: string | null): void {
  const pattern = text === null ? undefined : readPattern(text)
  if (!pattern || !('problem' in pattern)) return
  throw new Refusal('invalid_request', `Correct the pattern: it ${pattern.problem}.`, [
    { field: 'numberPattern', message: pattern.problem },
  ])
}

/**
 * Makes a route. Calls that are there already stay where they are.
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, invalid_request for a pattern that cannot be read, route_name_taken, too_many_routes,
 *   idempotency_key_reused, conflict
 */
export async function createRoute(
  ports: RoutePorts,
  principal: Principal,
  { order, ...asked }: NewRoute,
  repeatable: Repeatable | null,
): Promise<VersionedRoute & { isNew: boolean }> {
  const { tenantId } = principal
  requireMake(principal, 'route:Edit', 'route')
  requirePattern(asked.numberPattern)
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: a name that the same request took a moment ago is then known to be its own.
    const all = await ports.routes.routes(tenantId)
    const made = await madeBefore(ports.routes, tenantId, repeatable)
    if (made) return { ...(await viewed(ports, made)), isNew: false }
    requireFreeName(nameKinds.route, all, asked.name, null)
    if (all.length >= maxRoutes) {
      throw new Refusal(
        'too_many_routes',
        `A tenant has at most ${maxRoutes} routes. Delete one that has no recordings.`,
      )
    }
    const last = Math.max(0, ...all.map((route) => route.order))
    const route: Route = {
      ...{ id: ports.ids.routeId(), tenantId, isDefault: false, ...asked },
      ...{ order: order ?? Math.min(last + 1, maxOrder), retiredAt: null, version: 1 },
    }
    const idempotency = repeatable && { ...repeatable, id: route.id }
    const audit = entryOf(principal, 'createRoute', { routeId: route.id })
    if ((await ports.routes.create(route, audit, idempotency)) === 'written') {
      return { ...(await viewed(ports, route)), isNew: true }
    }
  }
  throw conflict()
}

/**
 * Changes a route, retires or restores it. Recordings that it has stay where they are.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, invalid_request, default_route, route_name_taken, conflict
 */
export async function changeRoute(
  ports: RoutePorts,
  principal: Principal,
  routeId: RouteId,
  { isRetired, ...changes }: RouteChanges,
  baseVersion: number | undefined,
): Promise<VersionedRoute> {
  const previous = await requireRoute(ports, principal, routeId, 'route:Edit')
  requireVersion(previous, baseVersion)
  if (changes.numberPattern !== undefined) requirePattern(changes.numberPattern)
  if (previous.isDefault && (isRetired === true || typeof changes.numberPattern === 'string')) {
    throw new Refusal('default_route', 'The Default route takes every other call: it has no pattern and stays in use.')
  }
  if (changes.name !== undefined) {
    requireFreeName(nameKinds.route, await ports.routes.routes(principal.tenantId), changes.name, routeId)
  }
  const retiredAt = isRetired === undefined ? previous.retiredAt : isRetired ? retirement(ports, previous) : null
  const route: Route = { ...previous, ...changes, retiredAt, version: previous.version + 1 }
  const fields = Object.keys({ ...changes, ...(isRetired !== undefined && { isRetired }) })
  const audit = entryOf(principal, 'changeRoute', { routeId }, { fields })
  if ((await ports.routes.change(route, previous, audit)) === 'stale') throw conflict()
  return viewed(ports, route)
}

const retirement = ({ clock }: RoutePorts, { retiredAt }: Route) => retiredAt ?? clock.businessNow()

/**
 * Deletes a route that has no recordings.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, precondition_failed, default_route, route_in_use, conflict
 */
export async function deleteRoute(
  ports: RoutePorts,
  principal: Principal,
  routeId: RouteId,
  baseVersion: number | undefined,
): Promise<void> {
  const route = await requireRoute(ports, principal, routeId, 'route:Edit')
  requireVersion(route, baseVersion)
  if (route.isDefault) {
    throw new Refusal('default_route', 'The Default route takes every other call: it cannot be deleted.')
  }
  const [recording] = await ports.recordings.list(principal.tenantId, {
    ...{ places: { routes: [routeId], agents: [] }, range: {}, limit: 1 },
  })
  if (recording) {
    throw new Refusal('route_in_use', 'The route has recordings. Retire it instead: it then takes no more calls.')
  }
  if ((await ports.routes.remove(route, entryOf(principal, 'deleteRoute', { routeId }))) === 'stale') throw conflict()
}
