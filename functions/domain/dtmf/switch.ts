import type { Route, RouteId, TenantDetails, TenantSettings } from '../../model/index.ts'

/** Whether digits are kept of the route's calls: as the route says, else as its tenant does. */
export function recordsDtmf(route: Pick<Route, 'recordDtmf'>, tenant: Pick<TenantDetails, 'recordDtmf'>): boolean {
  return route.recordDtmf === 'inherit' ? tenant.recordDtmf : route.recordDtmf === 'yes'
}

/** The same by its id; a route that was deleted at the moment at which the call came says nothing of its own. */
export function recordsDtmfOn(routeId: RouteId, { tenant, routes }: TenantSettings): boolean {
  const route = routes.find(({ id }) => id === routeId)
  return recordsDtmf(route ?? { recordDtmf: 'inherit' }, tenant)
}
