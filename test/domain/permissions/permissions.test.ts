import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Permission, Role } from '../../../functions/contract/index.ts'
import { allows, narrowToRoutes, permits } from '../../../functions/domain/permissions/index.ts'
import { givenPrincipal, routeIds } from '../given.ts'

const roles: Role[] = ['superUser', 'accountAdministrator', 'tenantAdministrator', 'tenantUser', 'apiUser']
const ofPeople = ['List', 'Read', 'Play', 'Download', 'Edit', 'Delete'].map(
  (verb): Permission => `recording:${verb}` as Permission,
)

describe('what a role may do', () => {
  it.for(roles)('%s', (role) => {
    const isRecorder = role === 'apiUser'
    for (const permission of ofPeople) expect(permits(role, permission)).toBe(!isRecorder)
    expect(permits(role, 'recording:Ingest')).toBe(isRecorder)
    expect(permits(role, 'self:Read')).toBe(true)
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
        expect(routes === 'all' || routes.includes(routeId)).toBe(allows(principal, permission, { routeId }))
      }),
    )
  })

  it('never allow more than the role does', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, fc.constantFrom(...routeIds), (principal, permission, routeId) => {
        if (!permits(principal.person.role, permission)) expect(allows(principal, permission, { routeId })).toBe(false)
      }),
    )
  })
})
