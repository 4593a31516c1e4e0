import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, Route, RouteId, TenantDetails, TenantSettings } from '../../model/index.ts'
import { recordsDtmf } from '../dtmf/index.ts'
import {
  effectivePermissions,
  grantsOf,
  isWithin,
  mayDo,
  mayHoldRoute,
  narrow,
  thingTarget,
} from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { chooseRoute, readNumber } from '../routing/index.ts'

export type RouteView = ResponseOf<Contract['tenants']['getRoute']>
export type ListedRoute = ResponseOf<Contract['tenants']['listRoutes']>['items'][number]
export type RouteTest = ResponseOf<Contract['tenants']['testRoutes']>

function viewHead({ id, name, isDefault, retiredAt }: Route) {
  return { id, name, isDefault, isRetired: retiredAt !== null }
}

/** The route as its administrators see it. */
export function viewRoute(route: Route, tenant: TenantDetails): RouteView {
  const { kind, numberPattern, permissions, recordDtmf, order, retiredAt } = route
  return {
    ...viewHead(route),
    ...{ kind, numberPattern, permissions, recordDtmf, order, retiredAt },
    effectivePermissions: effectivePermissions(route, tenant),
    effectiveRecordDtmf: recordsDtmf(route, tenant),
  }
}

const isInScope = (principal: Principal, routeId: RouteId) =>
  grantsOf(principal).every((grant) => isWithin(grant.routes, routeId))

/** Whether the principal may do it to this route: one of their own, and not beyond what their policies say. */
export const mayOf = (principal: Principal, permission: 'route:Read' | 'route:Edit', routeId: RouteId): boolean =>
  isInScope(principal, routeId) && mayDo(principal, permission, thingTarget(`route/${routeId}`))

/** The routes that the principal administers, whole, and the heads of others whose recordings it may see. */
export function listRoutes(principal: Principal, { tenant, routes }: TenantSettings): ListedRoute[] {
  const visible = narrow(principal, 'recording:List')
  return routes.flatMap((route) => {
    if (mayOf(principal, 'route:Read', route.id)) return viewRoute(route, tenant)
    return isInScope(principal, route.id) && mayHoldRoute(visible, route.id) ? viewHead(route) : []
  })
}

/**
 * Which route a call with these numbers would get that a recorder sends without a name, and how every other one lost that
 * the principal may read.
 * @throws Refusal forbidden where the call would get a route that the principal may not read
 */
export function testRoutes(
  principal: Principal,
  { tenant, routes }: TenantSettings,
  numbers: { from: string | null; to: string | null },
): RouteTest {
  const read = (asSent: string | null) => (asSent === null ? null : readNumber(asSent, tenant.homeCountry))
  const [from, to] = [read(numbers.from), read(numbers.to)]
  const { route, chosenBy, candidates } = chooseRoute(routes, { from, to })
  const isReadable = ({ id }: Route) => mayOf(principal, 'route:Read', id)
  if (!isReadable(route)) {
    throw new Refusal('forbidden', 'The call would get a route that you do not administer. Ask who administers it.')
  }
  return {
    route: viewHead(route),
    ...{ chosenBy, from, to },
    candidates: candidates.flatMap(({ route: candidate, outcome, matched, specificity }) => {
      const { kind, numberPattern, order } = candidate
      if (!isReadable(candidate)) return []
      return { ...viewHead(candidate), kind, numberPattern, order, outcome, matched, specificity }
    }),
  }
}
