import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, Route, TenantDetails, TenantSettings } from '../../model/index.ts'
import {
  effectivePermissions,
  grantsOf,
  isWithin,
  mayAtAll,
  mayDo,
  mayHoldRoute,
  narrow,
  thingTarget,
} from '../permissions/index.ts'
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
    effectiveRecordDtmf: recordDtmf === 'inherit' ? tenant.recordDtmf : recordDtmf === 'yes',
  }
}

/** The routes that the principal administers, whole, and the heads of others whose recordings it may see. */
export function listRoutes(principal: Principal, { tenant, routes }: TenantSettings): ListedRoute[] {
  const visible = narrow(principal, 'recording:List')
  const administers = mayAtAll(principal, 'route:Read')
  const isInScope = (route: Route) => grantsOf(principal).every((grant) => isWithin(grant.routes, route.id))
  return routes.flatMap((route) => {
    if (!isInScope(route)) return []
    if (administers && mayDo(principal, 'route:Read', thingTarget(`route/${route.id}`))) return viewRoute(route, tenant)
    return mayHoldRoute(visible, route.id) ? viewHead(route) : []
  })
}

/** Which route a call with these numbers would get that a recorder sends without a name, and how every other one lost. */
export function testRoutes(
  { tenant, routes }: TenantSettings,
  numbers: { from: string | null; to: string | null },
): RouteTest {
  const read = (asSent: string | null) => (asSent === null ? null : readNumber(asSent, tenant.homeCountry))
  const [from, to] = [read(numbers.from), read(numbers.to)]
  const { route, chosenBy, candidates } = chooseRoute(routes, { from, to })
  return {
    route: viewHead(route),
    ...{ chosenBy, from, to },
    candidates: candidates.map(({ route: candidate, outcome, matched, specificity }) => {
      const { kind, numberPattern, order } = candidate
      return { ...viewHead(candidate), kind, numberPattern, order, outcome, matched, specificity }
    }),
  }
}
