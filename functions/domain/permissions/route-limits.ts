import type { Denial, FieldError, RoutePermission, RoutePermissions } from '../../contract/index.ts'
import type { Route, RouteId, TenantDetails, TenantSettings } from '../../model/index.ts'
import { Refusal } from '../problems/index.ts'

/** What each route of a tenant switches on and off. */
export type RouteLimits = { of(routeId: RouteId): { name: string | null; permissions: RoutePermissions } }

/** The route's own switches, else its tenant's. */
export function effectivePermissions(route: Pick<Route, 'permissions'>, tenant: TenantDetails): RoutePermissions {
  return route.permissions === 'inherit' ? tenant.routePermissions : route.permissions
}

/** A recording may be of a route that was deleted at the moment at which it came: the tenant's switches are its own. */
export function limitsOf({ tenant, routes }: TenantSettings): RouteLimits {
  const byId = new Map(routes.map((route) => [route.id, route]))
  return {
    of(routeId) {
      const route = byId.get(routeId)
      return {
        name: route?.name ?? null,
        permissions: effectivePermissions(route ?? { permissions: 'inherit' }, tenant),
      }
    },
  }
}

/** Says which switch is off for a recording of this route; undefined where it is on. */
export function turnedOff(
  { routeId }: { routeId: RouteId },
  routePermission: RoutePermission,
  limits: RouteLimits,
): Denial | undefined {
  const { name, permissions } = limits.of(routeId)
  return permissions[routePermission] ? undefined : { code: 'route_permission', routeName: name, routePermission }
}

const whatIsOff: Record<RoutePermission, string> = {
  play: 'Playing is',
  download: 'Downloads are',
  delete: 'Deleting is',
  rating: 'Rating is',
  notes: 'Notes are',
  transcript: 'Transcripts are',
  complete: 'Marking as complete is',
  agentId: 'Changing the agent is',
  customData: 'Custom data is',
  category: 'Categories are',
  video: 'Video is',
}

/** `Downloads are turned off on route Support.` */
export function sentenceOfSwitch({ routeName, routePermission }: Denial): string {
  const where = routeName === null ? 'in this tenant' : `on route ${routeName}`
  return routePermission === null ? '' : `${whatIsOff[routePermission]} turned off ${where}.`
}

/** @throws Refusal route_permission where a switch is off; for those who may know of the recording alone */
export function refuseTurnedOff(denial: Denial | undefined, errors: readonly FieldError[] = []): void {
  if (!denial?.routePermission) return
  throw new Refusal(
    'route_permission',
    `${sentenceOfSwitch(denial)} Ask an administrator of the tenant if it should be on.`,
    errors,
  )
}
