import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actInTenant, callerOf, tenantsOf } from '../../../functions/domain/tenancy/index.ts'
import type { Caller, Person, SupportAccess, TenantLink } from '../../../functions/model/index.ts'
import type { Standing, StandingReader, TenantStanding } from '../../../functions/ports/index.ts'
import {
  clock,
  everyManagedPolicy,
  givenAdministratorPerson,
  givenGrant,
  givenGroup,
  givenPerson,
  givenPolicy,
  givenTenant,
  givenUser,
  newUserId,
  otherTenantId,
  routeIds,
  tenantId,
} from '../given.ts'
import { givenRecorder } from '../recorders/given.ts'

const now = clock.now()
const tenants = [
  { id: tenantId, name: 'Acme' },
  { id: otherTenantId, name: 'Globex' },
]
const request = { id: 'request-1', at: now, sourceAddress: null }
const facts = { groups: [], policies: [], boundary: undefined }
const standingOf = (user = givenUser(), rest: Partial<Extract<Standing, { kind: 'user' }>> = {}): Standing => ({
  ...{ kind: 'user', user, ...facts, ...rest },
})

type World = { standings?: Standing[]; person?: Person | undefined; tenant?: Partial<TenantStanding> }

function readerOf({ standings = [], person, tenant = {} }: World = {}): StandingReader {
  const thatOf = (standing: Standing) => (standing.kind === 'user' ? standing.user : standing.recorder)
  return {
    person: async () => person,
    standing: async (_, link) =>
      standings.find((each) => thatOf(each).id === link.id && thatOf(each).tenantId === link.tenantId),
    tenant: async (_, id) => ({ tenant: givenTenant({ id }), supportAccess: null, ...tenant }),
    tenants: async () => tenants,
  }
}

const linkTo = (standing: Standing): TenantLink =>
  standing.kind === 'user'
    ? { tenantId: standing.user.tenantId, kind: 'user', id: standing.user.id }
    : { tenantId: standing.recorder.tenantId, kind: 'recorder', id: standing.recorder.id }

/** Somebody who belongs to these tenants. */
const memberOf = (...standings: Standing[]) => givenPerson({ links: standings.map(linkTo) })
const callOf = (person: Person, signedInAt = now): Caller => ({ person, signedInAt, signInId: 'sign-in', request })

const act = (world: World, caller: Caller, requested?: string) =>
  actInTenant(readerOf(world), caller, requested, 'current')
const codeOf = (acting: Promise<unknown>) =>
  acting.then(
    () => 'allowed',
    (error: { code?: string }) => error.code,
  )

describe('acting in a tenant', () => {
  const [acme, globex] = [
    standingOf(givenUser({ routes: 'all', role: 'tenantAdministrator' })),
    standingOf(givenUser({ tenantId: otherTenantId, routes: [routeIds[0]] })),
  ] as [Extract<Standing, { kind: 'user' }>, Extract<Standing, { kind: 'user' }>] // made as users just now
  const anyPerson = fc.oneof(
    fc.subarray([acme, globex]).map((own) => ({ person: memberOf(...own), own })),
    fc.constantFrom('superUser' as const, 'accountAdministrator' as const).map((role) => ({
      ...{ person: givenAdministratorPerson(role), own: undefined },
    })),
  )
  const anyRequest = fc.option(fc.constantFrom<string[]>(tenantId, otherTenantId, '0'.repeat(26), ''), {
    nil: undefined,
  })

  it('is in the one asked for or the only one, with what stands there, else refused', async () => {
    const property = fc.asyncProperty(anyPerson, anyRequest, async ({ person, own }, requested) => {
      const reader = readerOf({ standings: [acme, globex] })
      const open = await tenantsOf(reader, person)
      expect(open.map(({ id }) => id)).toEqual(own?.map(({ user }) => user.tenantId) ?? tenants.map(({ id }) => id))
      const acting = await actInTenant(reader, callOf(person), requested, 'recent').catch((error: unknown) => error)
      const chosen = requested ?? (own?.length === 1 ? own[0]?.user.tenantId : undefined)
      if (open.some(({ id }) => id === chosen)) {
        const user = own?.find((each) => each.user.tenantId === chosen)?.user
        expect(acting).toMatchObject({
          ...{ person, tenantId: chosen, id: user?.id ?? person.administrator?.id },
          grant: { role: user?.role ?? person.administrator?.role, routes: user?.routes ?? 'all' },
        })
      } else {
        const mustChoose = requested === undefined && (!own || own.length > 1)
        expect(acting).toMatchObject({ code: mustChoose ? 'tenant_required' : 'not_found' })
      }
    })
    await fc.assert(property)
  })

  it('refuses a foreign tenant in the words for one that is not there, or where one was disabled or removed', async () => {
    const caller = callOf(memberOf(acme))
    const refusal = (world: World, requested: string) => act(world, caller, requested).catch((error: Error) => error)
    const absent = await refusal({ standings: [acme] }, '0'.repeat(26))
    expect(absent).toBeInstanceOf(Error)
    expect(await refusal({ standings: [acme] }, otherTenantId)).toEqual(absent)
    const disabled = standingOf({ ...acme.user, isEnabled: false })
    expect(await refusal({ standings: [disabled] }, tenantId)).toEqual(absent)
    expect(await refusal({ standings: [] }, tenantId)).toEqual(absent)
  })

  it('is offered by name, and only where one is enabled', async () => {
    const person = memberOf(globex, acme)
    expect(await tenantsOf(readerOf({ standings: [acme, globex] }), person)).toEqual(tenants)
    const disabled = standingOf({ ...globex.user, isEnabled: false })
    expect(await tenantsOf(readerOf({ standings: [acme, disabled] }), person)).toEqual([tenants[0]])
    expect(await codeOf(act({ standings: [acme, disabled] }, callOf(person), otherTenantId))).toBe('not_found')
    expect(await codeOf(act({ standings: [acme, disabled] }, callOf(person), tenantId))).toBe('allowed')
  })

  it('has the time zone of the person, else of their place in the tenant', async () => {
    const standing = standingOf(givenUser({ timeZone: 'Europe/Berlin' }))
    const asOf = async (timeZone: string | null) =>
      (await act({ standings: [standing] }, callOf({ ...memberOf(standing), timeZone }))).timeZone
    expect(await asOf(null)).toBe('Europe/Berlin')
    expect(await asOf('America/New_York')).toBe('America/New_York')
  })
})

describe('what a person of a tenant may do', () => {
  it('comes from their own policies, their groups’, and the calls of the groups that they supervise', async () => {
    const [own, ofGroup] = [givenPolicy({ name: 'Own' }), givenPolicy({ name: 'Of the group' })]
    const supervised = givenGroup({ agentIds: ['2000'], managedPolicies: ['download', 'view'] })
    const joined = givenGroup({ agentIds: ['3000'], policyIds: [ofGroup.id] })
    const user = givenUser({ agentIds: ['1001'], managedPolicies: ['view'], policyIds: [own.id] })
    const member = (agentIds: string[]) => ({ userId: newUserId(), isSupervisor: false, agentIds })
    const standing = standingOf(user, {
      groups: [
        { group: supervised, isSupervisor: true, members: [member(['1002']), member(['1001', '1003'])] },
        { group: joined, isSupervisor: false, members: [] },
      ],
      policies: [own, ofGroup],
    })
    const { grant, boundaries, supportAccess } = await act({ standings: [standing] }, callOf(memberOf(standing)))
    expect(grant).toEqual({
      ...{ role: 'tenantUser', routes: 'all', managedPolicies: ['view', 'download'] },
      policies: [own, ofGroup].map(({ id, name, document }) => ({ id, name, document })),
      user: {
        ...{ id: user.id, agentIds: ['1001'], groupIds: [supervised.id, joined.id] },
        groupAgentIds: ['1001', '1002', '1003', '2000'],
      },
    })
    expect({ boundaries, supportAccess }).toEqual({ boundaries: [], supportAccess: null })
  })

  it('is bound by the grants of their boundary', async () => {
    const grants = [givenGrant({ routes: [routeIds[1]] }), givenGrant({ role: 'superUser' })]
    const boundary = { id: 'b', grants }
    const standing = standingOf(givenUser({ boundaryId: 'b' }), { boundary })
    expect((await act({ standings: [standing] }, callOf(memberOf(standing)))).boundaries).toEqual(grants)
  })
})

describe('somebody from outside', () => {
  const sam = givenAdministratorPerson('superUser')
  const access = (endsAt: string): SupportAccess => ({
    ...{ openedBy: 'sam', openedByName: 'Sam', reason: 'a call is missing', openedAt: now, endsAt },
  })
  const stateWith = async (supportAccess: SupportAccess | null) =>
    (await act({ tenant: { supportAccess } }, callOf(sam), tenantId)).supportAccess

  it('has to say where, and holds all that can be held', async () => {
    expect(await codeOf(act({}, callOf(sam)))).toBe('tenant_required')
    const { grant, boundaries } = await act({}, callOf(sam), tenantId)
    expect(grant).toMatchObject({ role: 'superUser', routes: 'all' })
    expect(grant.managedPolicies).toEqual(expect.arrayContaining([...everyManagedPolicy]))
    expect(boundaries).toEqual([])
  })

  it('has support access while it is open, until the moment at which it ends', async () => {
    expect(await stateWith(null)).toBe('closed')
    expect(await stateWith(access('2026-11-23T10:00:00.001Z'))).toBe('open')
    expect(await stateWith(access(now))).toBe('closed')
    expect(await stateWith(access('2026-11-23T09:59:59.999Z'))).toBe('closed')
  })

  it('has support access as soon as it is opened', async () => {
    const reader: StandingReader = {
      ...readerOf(),
      tenant: async (freshness, id) => ({
        tenant: givenTenant({ id }),
        supportAccess: freshness === 'current' ? access('2026-11-23T11:00:00.000Z') : null,
      }),
    }
    expect((await actInTenant(reader, callOf(sam), tenantId, 'recent')).supportAccess).toBe('open')
  })

  it('sees a tenant that was made a moment ago', async () => {
    const reader: StandingReader = {
      ...readerOf(),
      tenants: async (freshness) => (freshness === 'current' ? tenants : []),
    }
    expect((await actInTenant(reader, callOf(sam), tenantId, 'recent')).tenantId).toBe(tenantId)
  })
})

describe('a tenant that asks for a second factor', () => {
  const tenant = { tenant: givenTenant({ requiresSecondFactor: true }) }
  const told = (person: Person, signedInAt: string) => {
    const standing = standingOf()
    const member = person.administrator ? person : { ...person, links: [linkTo(standing)] }
    return codeOf(act({ standings: [standing], tenant }, callOf(member, signedInAt), tenantId))
  }

  it.for([
    ['a person', givenPerson()],
    ['somebody from outside', givenAdministratorPerson('superUser')],
  ] as const)('opens to %s who signed in with it alone', async ([, person]) => {
    const secondFactorAt = '2026-11-23T09:00:00.500Z'
    expect(await told(person, now)).toBe('second_factor_required')
    expect(await told({ ...person, secondFactorAt }, '2026-11-23T08:59:59.000Z')).toBe('second_factor_required')
    // Tokens tell whole seconds.
    expect(await told({ ...person, secondFactorAt }, '2026-11-23T09:00:00.000Z')).toBe('allowed')
    expect(await told({ ...person, secondFactorAt }, now)).toBe('allowed')
  })

  it('says whether one has to be set up or only used', async () => {
    const standing = standingOf()
    const said = (facts: Partial<Person>) =>
      act({ standings: [standing], tenant }, callOf({ ...memberOf(standing), ...facts }, '2026-11-20T10:00:00.000Z'))
    await expect(said({})).rejects.toThrow(/^Set up a second factor/)
    await expect(said({ secondFactorAt: now })).rejects.toThrow(/^Sign in again, with the second factor/)
  })

  it('asks recorders for none', async () => {
    const standing: Standing = { kind: 'recorder', recorder: givenRecorder() }
    const caller = callOf(memberOf(standing))
    expect(await codeOf(act({ standings: [standing], tenant }, caller))).toBe('allowed')
  })
})

describe('a recorder', () => {
  it('acts in its tenant, with its routes and time zone', async () => {
    const recorder = givenRecorder({ routes: [routeIds[2]], timeZone: 'Europe/Berlin' })
    const standing: Standing = { kind: 'recorder', recorder }
    expect(await act({ standings: [standing] }, callOf(memberOf(standing)))).toMatchObject({
      ...{ tenantId, id: recorder.id, timeZone: 'Europe/Berlin', recorder, supportAccess: null, boundaries: [] },
      grant: { role: 'apiUser', routes: [routeIds[2]], managedPolicies: [], policies: [] },
    })
  })

  it('that is disabled or gone is nobody', async () => {
    const disabled: Standing = { kind: 'recorder', recorder: givenRecorder({ isEnabled: false }) }
    const caller = callOf(memberOf(disabled))
    expect(await codeOf(act({ standings: [disabled] }, caller))).toBe('unauthenticated')
    expect(await codeOf(act({ standings: [] }, caller))).toBe('unauthenticated')
    expect(await codeOf(act({ standings: [disabled] }, caller, otherTenantId))).toBe('not_found')
  })
})

describe('who a token stands for', () => {
  const told = (person: Person | undefined, scopes: string[], signedInAt = now) => {
    const token = { subject: 's1', clientId: 'c', scopes, signedInAt, signInId: 'sign-in' }
    return codeOf(callerOf(readerOf({ person }), token, request, 'current'))
  }
  const ofRecorder = givenPerson({ links: [linkTo({ kind: 'recorder', recorder: givenRecorder() })] })

  it('is the person, by a token for people', async () => {
    expect(await told(givenPerson(), ['openid', 'soundkeep/api'])).toBe('allowed')
    expect(await told(givenPerson(), ['openid', 'soundkeep/ingest'])).toBe('unauthenticated')
    expect(await told(givenPerson(), [])).toBe('unauthenticated')
  })

  it('is the recorder, by a token for recorders', async () => {
    expect(await told(ofRecorder, ['soundkeep/ingest'])).toBe('allowed')
    expect(await told(ofRecorder, ['soundkeep/api'])).toBe('unauthenticated')
  })

  it('is nobody whom we do not know or have disabled', async () => {
    expect(await told(undefined, ['soundkeep/api', 'soundkeep/ingest'])).toBe('unauthenticated')
    expect(await told(givenPerson({ isEnabled: false }), ['soundkeep/api'])).toBe('unauthenticated')
  })

  it('is nobody whose sign-in was ended, to the second', async () => {
    const signedOut = givenPerson({ signedOutAt: '2026-11-23T09:00:00.500Z' })
    const at = (signedInAt: string) => told(signedOut, ['soundkeep/api'], signedInAt)
    expect(await at('2026-11-23T08:59:59.000Z')).toBe('unauthenticated')
    // In the same second: the token may be older than the sign-out.
    expect(await at('2026-11-23T09:00:00.000Z')).toBe('unauthenticated')
    expect(await at('2026-11-23T09:00:01.000Z')).toBe('allowed')
  })

  it('is told with the sign-in and the request', async () => {
    const person = givenPerson()
    const token = { subject: 's1', clientId: 'c', scopes: ['soundkeep/api'], signedInAt: now, signInId: 'sign-in' }
    expect(await callerOf(readerOf({ person }), token, request, 'recent')).toEqual({
      ...{ person, signedInAt: now, signInId: 'sign-in', request },
    })
  })
})
