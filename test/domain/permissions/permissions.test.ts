import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Permission, Role } from '../../../functions/contract/index.ts'
import {
  allows,
  type Cover,
  decide,
  denialOf,
  feeds,
  isWithin,
  limitsOf,
  mayAtAll,
  mayDo,
  narrow,
  permits,
  type RecordingFacts,
  reaches,
  recordingTarget,
  thingTarget,
} from '../../../functions/domain/permissions/index.ts'
import {
  everySwitch,
  givenDocument,
  givenPrincipal,
  givenRecording,
  givenRoute,
  givenSettings,
  routeIds,
  tenantId,
} from '../given.ts'
import { anyCall, anyPrincipal } from './given.ts'

const [, sales, support] = routeIds
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

// Of these two the random policies speak most.
const anyPermission = fc.oneof(
  fc.constantFrom<Permission[]>('recording:List', 'recording:Play'),
  fc.constantFrom<Permission[]>(...ofPeople, 'recording:Ingest'),
)

function lies({ places, from, before }: Cover, { routeId, agentId, startedAt }: RecordingFacts): boolean {
  const isThere = !places || places.routes.has(routeId) || (agentId !== null && places.agents.has(agentId))
  return isThere && (from === undefined || startedAt >= from) && (before === undefined || startedAt < before)
}

describe('deciding and narrowing', () => {
  it('agree: where a list does not look nothing is allowed, whatever policies and boundaries say', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, anyCall, (principal, permission, call) => {
        if (!lies(narrow(principal, permission), call)) expect(reaches(principal, permission, call)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it('agree the other way too, where routes alone limit somebody', () => {
    const anyRoutes = fc.oneof(fc.constant('all' as const), fc.subarray([...routeIds]))
    const anyLimited = fc.record({ role: fc.constantFrom(...roles), routes: anyRoutes }).map(givenPrincipal)
    fc.assert(
      fc.property(anyLimited, anyPermission, anyCall, (principal, permission, call) => {
        const { grant } = principal
        if (permission === 'recording:Ingest') {
          expect(feeds(principal, call.routeId)).toBe(grant.role === 'apiUser' && isWithin(grant.routes, call.routeId))
        } else {
          expect(lies(narrow(principal, permission), call)).toBe(reaches(principal, permission, call))
        }
      }),
    )
  })

  it('look into the lists of agents and routes that policies name, and no others', () => {
    const policies = [
      givenDocument({ Action: 'recording:List', Condition: { StringEquals: { 'recording.agentId': '1001' } } }),
      givenDocument({
        ...{ Action: 'recording:*', Resource: `srn:soundkeep:${tenantId}:route/${sales}/recording/*` },
      }),
    ]
    const principal = givenPrincipal({ role: 'tenantUser', managedPolicies: [], policies })
    expect(narrow(principal, 'recording:List').places).toEqual({ routes: new Set([sales]), agents: new Set(['1001']) })
    expect(narrow(principal, 'recording:Play').places).toEqual({ routes: new Set([sales]), agents: new Set() })
  })

  it('look for one’s own calls where one’s agent ids are', () => {
    const mine = givenPrincipal({
      ...{ role: 'tenantUser', managedPolicies: ['myCalls'], user: { agentIds: ['1001', '1002'] } },
    })
    expect(narrow(mine, 'recording:List').places).toEqual({ routes: new Set(), agents: new Set(['1001', '1002']) })
    const nobody = givenPrincipal({ role: 'tenantUser', managedPolicies: ['myCalls'] })
    expect(narrow(nobody, 'recording:List').places).toEqual({ routes: new Set(), agents: new Set() })
  })

  it('never allow more than the role does, nor than any boundary', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, anyCall, (principal, permission, call) => {
        const grants = [principal.grant, ...principal.boundaries]
        const isAllowed = grants.every(
          (grant) =>
            permits(grant.role, permission) && reaches({ ...principal, grant, boundaries: [] }, permission, call),
        )
        expect(reaches(principal, permission, call)).toBe(isAllowed)
        const all = limitsOf(givenSettings())
        if (!permits(principal.grant.role, permission)) {
          expect(allows(principal, permission, call, all)).toBe(false)
        }
      }),
    )
  })
})

describe('support access', () => {
  it('that is closed shuts recordings, and nothing else, to people from outside', () => {
    const sam = givenPrincipal({ role: 'superUser', supportAccess: 'closed' })
    const call = givenRecording()
    for (const permission of ofPeople) {
      expect(decide(sam, permission, recordingTarget(call))).toEqual({ isAllowed: false, by: 'supportAccess' })
      expect(reaches({ ...sam, supportAccess: 'open' }, permission, call)).toBe(true)
    }
    expect(narrow(sam, 'recording:List').places).toEqual({ routes: new Set(), agents: new Set() })
    expect(narrow({ ...sam, supportAccess: 'open' }, 'recording:List').places).toBeUndefined()
    for (const permission of ofAdministrators) expect(mayDo(sam, permission, thingTarget('tenant'))).toBe(true)
  })
})

describe('what one may do at all', () => {
  it('is asked before anything is read, and never less than what one may do to something', () => {
    fc.assert(
      fc.property(anyPrincipal, anyPermission, anyCall, (principal, permission, call) => {
        if (reaches(principal, permission, call)) expect(mayAtAll(principal, permission)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is never nothing about oneself, whatever policies deny', () => {
    const denied = givenPrincipal({
      ...{ role: 'tenantUser', policies: [givenDocument({ Effect: 'Deny', Action: '*' })] },
    })
    expect(mayAtAll(denied, 'self:Read')).toBe(true)
    expect(mayDo(denied, 'self:Read', thingTarget('me'))).toBe(true)
    expect(mayAtAll(denied, 'recording:List')).toBe(false)
    expect(mayAtAll(givenPrincipal({ role: 'tenantUser', managedPolicies: [] }), 'recording:List')).toBe(false)
  })
})

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
    denialOf(givenPrincipal({ role: 'superUser' }), permission, givenRecording({ routeId }), limits)

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
      expect(allows(givenPrincipal(), permission, givenRecording({ routeId: sales }), off)).toBe(true)
    }
    for (const permission of ['recording:Play', 'recording:PlayVideo', 'recording:Download'] as const) {
      expect(allows(givenPrincipal(), permission, givenRecording({ routeId: sales }), off)).toBe(false)
    }
  })
})

describe('what may be done to anything at all', () => {
  it('stays within the role, whatever a policy allows', () => {
    const uma = givenPrincipal({
      ...{ role: 'tenantUser', managedPolicies: [] },
      policies: [givenDocument({ Effect: 'Allow', Action: '*', Resource: '*' })],
    })
    expect(mayAtAll(uma, 'recording:Play')).toBe(true)
    for (const beyond of ['user:Read', 'user:Edit', 'tenant:Edit', 'platform:CreateTenant'] as const) {
      expect([beyond, mayAtAll(uma, beyond)]).toEqual([beyond, false])
    }
  })
})
