import type { Permission, Role } from '../../contract/index.ts'
import type { Principal, RouteId, RouteScope } from '../../model/index.ts'

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

/** *Decide*: whether the principal may do it to a recording of this route, in its tenant. */
export function allows(principal: Principal, permission: Permission, recording: { routeId: RouteId }): boolean {
  return (
    permits(principal.person.role, permission) &&
    (principal.routes === 'all' || principal.routes.includes(recording.routeId))
  )
}

/** *Narrow*: the routes whose recordings a list for this principal may hold. */
export function narrowToRoutes(principal: Principal, permission: Permission): RouteScope {
  return permits(principal.person.role, permission) ? principal.routes : []
}
