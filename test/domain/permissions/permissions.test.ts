import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Permission, Role } from '../../../functions/contract/index.ts'
import {
  allows,
  denialOf,
  limitsOf,
  narrowToRoutes,
  permits,
  reaches,
} from '../../../functions/domain/permissions/index.ts'
import { everySwitch, givenPrincipal, givenRoute, givenSettings, routeIds } from '../given.ts'

const roles: Role[] = ['superUser', 'accountAdministrator', 'tenantAdministrator', 'tenantUser', 'apiUser']
const ofPeople = ['List', 'Read', 'Play', 'PlayVideo', 'Download', 'Edit', 'Delete'].map(
  (verb): Permission => `recording:${verb}` as Permission,
)

const ofAdministrators: Permission[] = ['tenant:Read', 'tenant:Edit', 'route:Read', 'route:Edit']

describe('what a role may do', () => {
  it.for(roles)('%s', (role) => {
    const isRecorder = role === 'apiUser'
    for (const permission of ofPeople) expect(permits(role, permission)).toBe(!isRecorder)
    expect(permits(role, 'recording:Ingest')).toBe(isRecorder)
    expect(permits(role, 'self:Read')).toBe(true)
    const isAdministrator = role !== 'apiUser' && role !== 'tenantUser'
    for (const permission of ofAdministrators) expect(permits(role, permission)).toBe(isAdministrator)
  })
})

const anyPrincipal = fc
  .record({
    role: fc.constantFrom(...roles),
    routes: fc.oneof(fc.constant('all' as const), fc.subarray([...routeIds])),
  })
  .map(givenPrincipal)
const anyPermission = fc.constantFrom<Permission[]>(...ofPeople, 'recording:Ingest')

describe('deciding and narrowing', () => {
  it('agree on every recording', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, fc.constantFrom(...routeIds), (principal, permission, routeId) => {
        const routes = narrowToRoutes(principal, permission)
        expect(routes === 'all' || routes.includes(routeId)).toBe(reaches(principal, permission, { routeId }))
      }),
    )
  })

  it('never allow more than the role does', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, fc.constantFrom(...routeIds), (principal, permission, routeId) => {
        if (!permits(principal.person.role, permission)) {
          expect(allows(principal, permission, { routeId }, limitsOf(givenSettings()))).toBe(false)
        }
      }),
    )
  })
})

const [, sales, support] = routeIds

describe('the switches of a route', () => {
  const tenantSwitches = { ...everySwitch(true), delete: false }
  const settings = givenSettings({
    tenant: { routePermissions: tenantSwitches },
    routes: [
      givenRoute({ id: sales, name: 'Sales' }),
      givenRoute({ id: support, name: 'Support', permissions: { ...everySwitch(true), download: false } }),
    ],
  })
  const limits = limitsOf(settings)
  const denied = (permission: Permission, routeId = support) =>
    denialOf(givenPrincipal({ role: 'superUser' }), permission, { routeId }, limits)

  it('limit everybody, Super Users too, and say which one is off where', () => {
    expect(denied('recording:Download')).toEqual({
      ...{ code: 'route_permission', routeName: 'Support', routePermission: 'download' },
    })
    expect(denied('recording:Play')).toBeUndefined()
  })

  it('are the route’s own or the tenant’s, never both', () => {
    expect(denied('recording:Delete')).toBeUndefined()
    expect(denied('recording:Delete', sales)).toMatchObject({ routeName: 'Sales', routePermission: 'delete' })
    expect(denied('recording:Download', sales)).toBeUndefined()
  })

  it('are the tenant’s for a route that is gone', () => {
    expect(denied('recording:Delete', routeIds[0])).toMatchObject({ routeName: null, routePermission: 'delete' })
  })

  it('hide nothing: what is there may be known', () => {
    const off = limitsOf(givenSettings({ tenant: { routePermissions: everySwitch(false) } }))
    for (const permission of ['recording:List', 'recording:Read', 'recording:Edit'] as const) {
      expect(allows(givenPrincipal(), permission, { routeId: sales }, off)).toBe(true)
    }
    for (const permission of ['recording:Play', 'recording:PlayVideo', 'recording:Download'] as const) {
      expect(allows(givenPrincipal(), permission, { routeId: sales }, off)).toBe(false)
    }
  })
})
