import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, grantsOf, recordingTarget, thingTarget } from '../../../functions/domain/permissions/index.ts'
import type { Principal, RouteScope, User } from '../../../functions/model/index.ts'
import { pairs, seed } from '../policies/given.ts'
import { type Asked, memoryTenant } from './memory-tenant.ts'
import {
  recordingOf,
  someAgentIds,
  someDocument,
  someManagedPolicies,
  someScope,
  worldNow,
  worldRouteIds,
} from './random-worlds.ts'

const sequences = Math.ceil(pairs / 250)

/** What somebody can do is looked at through these: calls that policies, routes and agents tell apart, and things. */
const [firstRoute, secondRoute, thirdRoute] = worldRouteIds
if (!firstRoute || !secondRoute || !thirdRoute) throw new Error('the world has four routes')
const call = (number: number, routeId: User['id'] | typeof firstRoute, agentId: string, startedAt = worldNow) =>
  recordingTarget(
    recordingOf(number, {
      ...{ routeId: routeId as typeof firstRoute, agentId, queue: 'sales', direction: 'inbound', startedAt },
    }),
  )
const calls = [
  call(1, firstRoute, '17'),
  call(2, secondRoute, '18'),
  call(3, secondRoute, '17', '2026-11-01T10:00:00.000Z'),
  call(4, thirdRoute, '1'),
]
const things = ['tenant', 'audit', 'user/01kzper500000000000000000z', 'group/z', `route/${secondRoute}`].map(
  thingTarget,
)
const samples = [
  ...(['recording:List', 'recording:Play', 'recording:Delete'] as const).flatMap((permission) =>
    calls.map((target) => ({ permission, target })),
  ),
  ...(['user:Edit', 'group:Edit', 'policy:Edit', 'route:Edit', 'tenant:Edit', 'audit:Read'] as const).flatMap(
    (permission) => things.map((target) => ({ permission, target })),
  ),
]
/** One character a sample: `x` where it is allowed. */
const abilitiesOf = (principal: Principal | undefined): string =>
  samples
    .map(({ permission, target }) => (principal && decide(principal, permission, target).isAllowed ? 'x' : '-'))
    .join('')
const exceeds = (abilities: string, ceiling: string) =>
  [...abilities].some((able, index) => able === 'x' && ceiling[index] !== 'x')

const number = fc.nat(9)
const someRights = {
  role: fc.constantFrom('tenantUser', 'tenantUser', 'tenantAdministrator'),
  routes: someScope,
  groups: fc.uniqueArray(fc.record({ group: number, isSupervisor: fc.boolean() }), {
    ...{ maxLength: 2, selector: ({ group }) => group },
  }),
  ...{ agentIds: someAgentIds, managedPolicies: someManagedPolicies, policies: fc.array(number, { maxLength: 2 }) },
}
const groupFields = {
  ...{ agentIds: someAgentIds, managedPolicies: someManagedPolicies, policies: fc.array(number, { maxLength: 1 }) },
}
/** Who acts and on whom are places in lists that are counted through when it comes to it. */
const someStep = fc.record({
  actor: fc.nat(50),
  target: number,
  ask: fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('createUser' as const), ...someRights }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('changeUser' as const), ...someRights }, { requiredKeys: ['kind'] }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('importUser' as const), ...someRights }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('createGroup' as const), ...groupFields }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('changeGroup' as const), ...groupFields }, { requiredKeys: ['kind'] }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteGroup' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('createPolicy' as const), document: someDocument }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('changePolicy' as const), document: someDocument }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeUser' as const) }) },
  ),
})
/** So that there is something to give, and somebody to give it: made by sam, before all other steps. */
const someBeginning = fc.record({
  group: fc.record({ kind: fc.constant('createGroup' as const), ...groupFields }),
  document: someDocument,
  administrators: fc.tuple(...[0, 1].map(() => fc.record({ kind: fc.constant('createUser' as const), ...someRights }))),
})
type Beginning = typeof someBeginning extends fc.Arbitrary<infer Value> ? Value : never

function firstSteps({ group, document, administrators }: Beginning): Step[] {
  const asks: Step['ask'][] = [
    { kind: 'createPolicy', document },
    group,
    ...administrators.map((rights) => ({ ...rights, role: 'tenantAdministrator' as const })),
  ]
  return asks.map((ask) => ({ actor: bySam, target: 0, ask }))
}
const bySam = 0

type Step = typeof someStep extends fc.Arbitrary<infer Value> ? Value : never
/** Some of what the step of that kind asks. */
type Asks<Kind> = { kind: string } & Partial<Omit<Extract<Step['ask'], { kind: Kind }>, 'kind'>>
type Tenant = ReturnType<typeof memoryTenant>

const at = <T>(all: readonly T[], place: number): T | undefined => all[place % Math.max(1, all.length)]
const idsAt = (kept: ReadonlyMap<string, { id: string }>, places: readonly number[] = []) => [
  ...new Set(places.flatMap((place) => at([...kept.keys()], place) ?? [])),
]

/** Mostly those who administer and were set by others. */
function actorOf({ users }: Tenant, place: number): string {
  const all = [...users.values()]
  const administrators = all.filter(({ role, boundaryId }) => role === 'tenantAdministrator' && boundaryId !== null)
  const people = place % 7 === 0 ? all : administrators
  const above = ['sam', 'ada', 'tara']
  return (place % 3 === 0 ? undefined : at(people, place)?.subject) ?? at(above, place) ?? ''
}

function rightsIn({ groups, policies }: Tenant, ask: Asks<'createUser'>) {
  const { groups: memberships, policies: places, kind: _, ...rights } = ask
  const given = memberships?.flatMap(({ group, isSupervisor }) => {
    const groupId = at([...groups.keys()], group)
    return groupId === undefined ? [] : [{ groupId, isSupervisor }]
  })
  return {
    ...rights,
    ...(given && { groups: [...new Map(given.map((each) => [each.groupId, each])).values()] }),
    ...(places && { policyIds: idsAt(policies, places) }),
  }
}

/** The same as a line of a spreadsheet, which knows names alone. */
function lineOf(tenant: Tenant, email: string, ask: Extract<Step['ask'], { kind: 'importUser' }>): string {
  const {
    groups = [],
    policyIds = [],
    routes,
    role,
    agentIds,
    managedPolicies,
  } = rightsIn(tenant, { ...ask, kind: 'createUser' })
  const named = (supervises: boolean) =>
    groups.flatMap(({ groupId, isSupervisor }) =>
      isSupervisor === supervises ? (tenant.groups.get(groupId)?.name ?? []) : [],
    )
  const routeNames = routes === 'all' ? ['all'] : (routes ?? []).map((id) => `Route ${worldRouteIds.indexOf(id) + 1}`)
  const cells = [
    ...[[email], ['Imported'], [role === 'tenantUser' ? 'Tenant User' : 'Tenant Administrator'], routeNames],
    ...[named(false), named(true), agentIds ?? [], managedPolicies ?? []],
    policyIds.flatMap((id) => tenant.policies.get(id)?.name ?? []),
  ]
  return cells.map((cell) => cell.join(';')).join(',')
}

const heading = 'email,name,role,routes,groups,supervises,agent ids,permissions,policies'

/** The request, and the person whose rights it would set: by id, or by e-mail while they are not there. */
function requestOf(tenant: Tenant, { ask, target }: Step, count: number): { asked: Asked; sets?: string } | undefined {
  const { users, groups, policies } = tenant
  const user = at([...users.values()], target)
  const group = at([...groups.values()], target)
  const policy = at([...policies.values()], target)
  const named = `${ask.kind} ${count}`
  const fields = (each: Asks<'createGroup'>) => {
    const { policies: places, kind: _, ...rest } = each
    return { ...rest, ...(places && { policyIds: idsAt(policies, places) }) }
  }
  switch (ask.kind) {
    case 'createUser': {
      const email = `person-${count}@example.com`
      return {
        asked: { method: 'POST', path: '/users', body: { name: named, email, ...rightsIn(tenant, ask) } },
        sets: email,
      }
    }
    case 'importUser': {
      const email = target < 4 || !user ? `person-${count}@example.com` : user.email
      const csv = `${heading}\n${lineOf(tenant, email, ask)}\n`
      return { asked: { method: 'POST', path: '/users/import', body: { csv, isDryRun: false } }, sets: email }
    }
    case 'changeUser': {
      const body = rightsIn(tenant, ask)
      if (!user) return undefined
      const asked = { method: 'PATCH', path: '/users/{userId}', params: { userId: user.id }, body }
      return { asked, ...(Object.keys(body).length > 0 && { sets: user.email }) }
    }
    case 'removeUser':
      return user && { asked: { method: 'DELETE', path: '/users/{userId}', params: { userId: user.id } } }
    case 'createGroup':
      return { asked: { method: 'POST', path: '/groups', body: { name: named, ...fields(ask) } } }
    case 'changeGroup':
      return (
        group && {
          asked: { method: 'PATCH', path: '/groups/{groupId}', params: { groupId: group.id }, body: fields(ask) },
        }
      )
    case 'deleteGroup':
      return group && { asked: { method: 'DELETE', path: '/groups/{groupId}', params: { groupId: group.id } } }
    case 'createPolicy':
      return { asked: { method: 'POST', path: '/policies', body: { name: named, document: ask.document } } }
    case 'changePolicy':
      return (
        policy && {
          asked: {
            ...{ method: 'PATCH', path: '/policies/{policyId}', params: { policyId: policy.id } },
            body: { document: ask.document },
          },
        }
      )
  }
}

const isWithin = (routes: RouteScope, { routes: own }: { routes: RouteScope }) =>
  own === 'all' || (routes !== 'all' && routes.every((id) => own.includes(id)))

describe('whatever is granted, by whom and in whatever order', () => {
  it(
    'nobody gets beyond what whoever set their rights could do at that moment, and nobody changes their own rights',
    async () => {
      const seen = { written: 0, refused: 0, bounded: 0, used: 0, byBounded: 0 }
      await fc.assert(
        fc.asyncProperty(
          someBeginning,
          fc.array(someStep, { minLength: 3, maxLength: 12 }),
          async (beginning, more) => {
            const tenant = memoryTenant()
            /** By e-mail: what the person who set them last could do then, and who that was. */
            const ceilings = new Map<string, { abilities: string; setter: string }>()
            for (const [count, step] of [...firstSteps(beginning), ...more].entries()) {
              const actor = actorOf(tenant, step.actor)
              const setter = await tenant.principalOf(actor)
              const request = requestOf(tenant, step, count)
              if (!setter || !request) continue
              const before = abilitiesOf(setter)
              const previous = new Map([...tenant.users.values()].map((user) => [user.email, user]))
              const { status, body } = await tenant.ask(actor, request.asked)
              const isWritten = status < 300 && body?.isApplied !== false && body?.counts?.unchanged !== 1
              seen[isWritten ? 'written' : 'refused'] += 1
              if (isWritten && setter.boundaries.length > 0) seen.byBounded += 1
              if (isWritten && request.sets !== undefined) {
                const set = [...tenant.users.values()].find(({ email }) => email === request.sets)
                expect(set, 'the person whose rights were set is there').toBeDefined()
                if (!set) continue
                ceilings.set(set.email, { abilities: before, setter: actor })
                expect(set.subject, 'nobody sets their own rights').not.toBe(actor)
                for (const each of [set, previous.get(set.email) ?? set]) {
                  if (setter.grant.role === 'tenantAdministrator') expect(each.role).toBe('tenantUser')
                  expect(grantsOf(setter).every((grant) => isWithin(each.routes, grant))).toBe(true)
                }
              }
              expect(abilitiesOf(await tenant.principalOf(actor)), `${step.ask.kind} changed its own author`).toBe(
                before,
              )
              for (const [email, ceiling] of ceilings) {
                const user = [...tenant.users.values()].find((each) => each.email === email)
                const abilities = abilitiesOf(user && (await tenant.principalOf(user.subject)))
                if (exceeds(abilities, ceiling.abilities)) expect({ email, abilities }).toEqual({ email, ...ceiling })
                seen.bounded += 1
                if (abilities.includes('x')) seen.used += 1
              }
            }
          },
        ),
        { numRuns: sequences, ...seed },
      )
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(sequences)
    },
    Number.POSITIVE_INFINITY,
  )
})
