import type { Denial, Permission, Role, RoutePermission } from '../../contract/index.ts'
import type { Principal, RouteId, RouteScope } from '../../model/index.ts'
import { type RouteLimits, turnedOff } from './route-limits.ts'

const reading = [
  ...(['self:Read', 'recording:List', 'recording:Read', 'recording:Play', 'recording:PlayVideo'] as const),
  'recording:Download',
] as const
const working = [...reading, 'recording:Edit', 'recording:Delete'] as const
const administering = [...working, 'tenant:Read', 'tenant:Edit', 'route:Read', 'route:Edit'] as const

/** What each role may do at all, before the tenant and the routes narrow it. Policies will enter here. */
const roleScopes: Record<Role, readonly Permission[]> = {
  superUser: administering,
  accountAdministrator: administering,
  tenantAdministrator: administering,
  tenantUser: working,
  apiUser: ['self:Read', 'recording:Ingest'],
}

/** Whether the role may do it on anything: asked once per request, before anything is read. */
export function permits(role: Role, permission: Permission): boolean {
  return roleScopes[role].includes(permission)
}

/**
 * Whether the principal may do it to recordings of this route at all, in its tenant, whatever the route's switches say: it
 * may then know of the recording.
 */
export function reaches(principal: Principal, permission: Permission, recording: { routeId: RouteId }): boolean {
  return (
    permits(principal.person.role, permission) &&
    (principal.routes === 'all' || principal.routes.includes(recording.routeId))
  )
}

/** The switch that must be on for it; those that no switch limits are not there. */
const switchOf: Partial<Record<Permission, RoutePermission>> = {
  'recording:Play': 'play',
  'recording:PlayVideo': 'video',
  'recording:Download': 'download',
  'recording:Delete': 'delete',
}

/**
 * *Decide*: why the principal may not do it to a recording of this route; undefined: it may. The route's switches limit
 * everybody, on top of what the person may do.
 */
export function denialOf(
  principal: Principal,
  permission: Permission,
  recording: { routeId: RouteId },
  limits: RouteLimits,
): Denial | undefined {
  if (!reaches(principal, permission, recording)) {
    return { code: 'permission', routeName: null, routePermission: null }
  }
  const routePermission = switchOf[permission]
  return routePermission && turnedOff(recording, routePermission, limits)
}

/** *Decide*: whether the principal may do it to a recording of this route, in its tenant. */
export function allows(
  principal: Principal,
  permission: Permission,
  recording: { routeId: RouteId },
  limits: RouteLimits,
): boolean {
  return denialOf(principal, permission, recording, limits) === undefined
}

/** *Narrow*: the routes whose recordings a list for this principal may hold. */
export function narrowToRoutes(principal: Principal, permission: Permission): RouteScope {
  return permits(principal.person.role, permission) ? principal.routes : []
}
