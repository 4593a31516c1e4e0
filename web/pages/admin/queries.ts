import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Api, type ListedRoute, type Me, type Route, routesQuery, type TenantSettings } from '../../api/index.ts'

const keys = {
  tenant: (tenantId: string) => ['tenant', tenantId, 'settings'] as const,
  route: (tenantId: string, routeId: string) => ['tenant', tenantId, 'route', routeId] as const,
}

export type Answered<T> = { body: T; etag: string | null }

export const tenantQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: keys.tenant(tenantId),
    queryFn: ({ signal }): Promise<Answered<TenantSettings>> => api.get('/tenants/current', { tenantId, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export const routeQuery = (api: Api, tenantId: string, routeId: string) =>
  queryOptions({
    queryKey: keys.route(tenantId, routeId),
    queryFn: ({ signal }): Promise<Answered<Route>> =>
      api.get('/routes/{routeId}', { tenantId, params: { routeId }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

/** Whose every fact the API gave: those who may not see the settings get the head alone. */
const isWhole = (route: ListedRoute): route is Route =>
  route.kind !== undefined && route.permissions !== undefined && route.effectivePermissions !== undefined

/** The routes in full, as an administrator sees them. */
export const wholeRoutesQuery = (api: Api, tenantId: string) => ({
  ...routesQuery(api, tenantId),
  staleTime: 0,
  select: (routes: ListedRoute[]): Route[] => routes.filter(isWhole),
})

/** What recordings may be done with hangs on these settings: whatever is loaded of them is asked for anew. */
function forgetWhatFollows(client: QueryClient, tenantId: string): void {
  for (const kind of ['lists', 'recording']) void client.invalidateQueries({ queryKey: ['tenant', tenantId, kind] })
}

/** Shows the tenant as it was answered, its name in the top bar too. */
export function showTenant(client: QueryClient, tenantId: string, answer: Answered<TenantSettings>): void {
  client.setQueryData(keys.tenant(tenantId), answer)
  // The API's own list of the person's tenants may be seconds old.
  const { id, name } = answer.body
  client.setQueryData<Me>(
    ['me'],
    (me) => me && { ...me, tenants: me.tenants.map((tenant) => (tenant.id === id ? { id, name } : tenant)) },
  )
  // Routes inherit from it.
  void client.invalidateQueries({ queryKey: ['tenant', tenantId, 'routes'] })
  forgetWhatFollows(client, tenantId)
}

/** Shows a route as it was answered, on its page and in the list. */
export function showRoute(client: QueryClient, api: Api, tenantId: string, answer: Answered<Route>): void {
  client.setQueryData(keys.route(tenantId, answer.body.id), answer)
  client.setQueryData(routesQuery(api, tenantId).queryKey, (routes) =>
    routes?.map((route) => (route.id === answer.body.id ? answer.body : route)),
  )
  void client.invalidateQueries({ queryKey: ['tenant', tenantId, 'routes'] })
  forgetWhatFollows(client, tenantId)
}

/** Takes a deleted route out of everything that is loaded. */
export function forgetRoute(client: QueryClient, api: Api, tenantId: string, routeId: string): void {
  client.setQueryData(routesQuery(api, tenantId).queryKey, (routes) => routes?.filter(({ id }) => id !== routeId))
  client.removeQueries({ queryKey: keys.route(tenantId, routeId) })
}
