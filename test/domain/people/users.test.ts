import { describe, expect, it } from 'vitest'
import { changeUser, createUser, findUser, removeUser } from '../../../functions/domain/people/index.ts'
import type { Principal, User } from '../../../functions/model/index.ts'
import {
  clock,
  givenGrant,
  givenGroup,
  givenPerson,
  givenPolicy,
  givenPrincipal,
  givenUser,
  newGroupId,
  newPolicyId,
  newRouteId,
  otherTenantId,
  routeIds,
  tenantId,
} from '../given.ts'
import { codeOf, givenWorld, refusalOf } from './given.ts'

const [, sales, support] = routeIds
const newUser = { name: 'Ben', email: 'ben@example.com', role: 'tenantUser', routes: 'all', groups: [], agentIds: [] }
const asked = {
  ...{ ...newUser, role: 'tenantUser' as const, routes: 'all' as const, managedPolicies: [], policyIds: [] },
  ...{ groups: [], agentIds: [], timeZone: null, locale: null },
}
const tara = givenPrincipal({ user: { id: 'tara' } })
const sam = givenPrincipal({ role: 'superUser' })

describe('who administers whom', () => {
  const users: Record<string, User> = {
    user: givenUser(),
    administrator: givenUser({ role: 'tenantAdministrator' }),
    'user of Sales': givenUser({ routes: [sales] }),
  }
  const inSales = givenPrincipal({ routes: [sales] })
  const boundToSales = givenPrincipal({ boundaries: [givenGrant({ routes: [sales] })] })
  const reader = givenPrincipal({ role: 'tenantUser' })

  it.for<[string, Principal, Record<string, string>]>([
    [
      'a Tenant Administrator: Tenant Users',
      tara,
      { user: 'allowed', administrator: 'forbidden', 'user of Sales': 'allowed' },
    ],
    ['one of some routes: who is of these', inSales, { user: 'forbidden', 'user of Sales': 'allowed' }],
    ['one who is bound to some routes: the same', boundToSales, { user: 'forbidden', 'user of Sales': 'allowed' }],
    ['a Super User: everybody of the tenant', sam, { user: 'allowed', administrator: 'allowed' }],
    ['a Tenant User: nobody, and knows of nobody', reader, { user: 'not_found' }],
  ])('%s', async ([, principal, outcomes]) => {
    for (const [who, outcome] of Object.entries(outcomes)) {
      const user = users[who]
      if (!user) throw new Error(`there is no ${who}`)
      const { ports } = givenWorld({ users: [user] })
      expect([who, await codeOf(changeUser(ports, principal, user.id, { name: 'New' }, undefined))]).toEqual([
        who,
        outcome,
      ])
      expect([who, await codeOf(removeUser(ports, principal, user.id, undefined))]).toEqual([who, outcome])
      if (outcome === 'not_found') continue
      const { user: seen } = await findUser(givenWorld({ users: [user] }).ports, principal, user.id)
      expect(seen.isEditable).toBe(outcome === 'allowed')
    }
  })

  it('is nobody whose agent ids are values of one’s own policies, as long as they are', async () => {
    const desk = givenGroup()
    const self = givenUser({ groups: [{ groupId: desk.id, isSupervisor: true }], managedPolicies: ['myGroupsCalls'] })
    const agent = givenUser({ groups: [{ groupId: desk.id, isSupervisor: false }], agentIds: ['7'] })
    const { ports } = givenWorld({ users: [self, agent], groups: [desk] })
    const principal = givenPrincipal({ user: { id: self.id }, managedPolicies: ['myGroupsCalls'] })
    expect(await codeOf(removeUser(ports, principal, agent.id, undefined))).toBe('own_rights')
    expect(await codeOf(changeUser(ports, principal, agent.id, { agentIds: ['8'] }, undefined))).toBe('own_rights')
    const other = givenPrincipal({ user: { id: self.id }, managedPolicies: [] })
    expect(await codeOf(removeUser(ports, other, agent.id, undefined))).toBe('allowed')
  })

  it('is never oneself', async () => {
    const own = givenUser({ role: 'tenantUser' })
    const { ports } = givenWorld({ users: [own] })
    const self = givenPrincipal({ user: { id: own.id } })
    expect(await codeOf(changeUser(ports, self, own.id, { managedPolicies: ['delete'] }, undefined))).toBe('own_rights')
    expect(await codeOf(removeUser(ports, self, own.id, undefined))).toBe('own_rights')
    expect((await findUser(ports, self, own.id)).user.isEditable).toBe(false)
  })
})

describe('rights', () => {
  const group = givenGroup()
  const policy = givenPolicy()
  const world = () => givenWorld({ groups: [group], policies: [policy] })
  const refused = async (principal: Principal, facts: Partial<typeof asked> | object) => {
    const refusal = await refusalOf(createUser(world().ports, principal, { ...asked, ...facts }, null))
    return typeof refusal === 'string' ? refusal : refusal.fields
  }

  it('name what is there, in this tenant', async () => {
    expect(
      await refused(tara, {
        ...{ routes: [sales, newRouteId()], policyIds: [policy.id, newPolicyId()] },
        groups: [{ groupId: newGroupId(), isSupervisor: false }],
      }),
    ).toEqual({
      ...{ routes: 'names a route that is not there', groups: 'names a group that is not there' },
      policyIds: 'names a policy that is not there',
    })
    const twice = { groupId: group.id, isSupervisor: false }
    expect(await refused(tara, { groups: [twice, { ...twice, isSupervisor: true }] })).toEqual({
      groups: 'names a group twice',
    })
    expect(await refused(tara, { routes: [sales], groups: [twice], policyIds: [policy.id] })).toBe('allowed')
  })

  it('are never more than who gives them administers: role and routes', async () => {
    expect(Object.keys((await refused(tara, { role: 'tenantAdministrator' })) as object)).toEqual(['role'])
    expect(await refused(sam, { role: 'tenantAdministrator' })).toBe('allowed')
    const inSales = givenPrincipal({ routes: [sales] })
    for (const routes of ['all', [support], [sales, support]]) {
      expect(Object.keys((await refused(inSales, { routes })) as object)).toEqual(['routes'])
    }
    expect(await refused(inSales, { routes: [sales] })).toBe('allowed')
    const bound = givenPrincipal({ boundaries: [givenGrant({ routes: [sales] })] })
    expect(Object.keys((await refused(bound, { routes: [support] })) as object)).toEqual(['routes'])
  })

  it('hold a bounded text of policies, those of groups with them', async () => {
    const wide = Array.from({ length: 11 }, () => givenPolicy({ document: ' '.repeat(9_500) }))
    const [first, ...others] = wide.map(({ id }) => id)
    if (!first) return
    const holding = givenGroup({ policyIds: others })
    const { ports } = givenWorld({ groups: [holding], policies: wide })
    const create = (policyIds: typeof others) =>
      refusalOf(
        createUser(ports, tara, { ...asked, policyIds, groups: [{ groupId: holding.id, isSupervisor: false }] }, null),
      )
    expect(await create([first])).toMatchObject({ fields: { policyIds: expect.stringContaining('100,000') } })
    expect(await create([])).toBe('allowed')
  })
})

describe('a new person', () => {
  it('is invited, linked and bound by what who invites them may do', async () => {
    const { ports, users, people, boundaries, audited, asked: mails } = givenWorld()
    const bound = givenPrincipal({ boundaries: [givenGrant({ role: 'superUser' })] })
    const { user, version, isNew } = await createUser(ports, bound, { ...asked, timeZone: 'Europe/Berlin' }, null)
    expect({ version, isNew }).toEqual({ version: 1, isNew: true })
    expect(mails).toEqual(['invite ben@example.com'])
    const kept = users.all.get(user.id)
    expect(kept).toMatchObject({ ...asked, timeZone: 'Europe/Berlin', isEnabled: true, createdAt: clock.now() })
    expect(boundaries.get(kept?.boundaryId ?? '')?.grants).toEqual([bound.grant, ...bound.boundaries])
    expect(user.boundary).toEqual({ role: 'tenantAdministrator', routes: 'all', depth: 2 })
    expect(people.get(kept?.subject ?? '')?.links).toEqual([{ kind: 'user', tenantId, id: user.id }])
    expect(audited).toMatchObject([{ action: 'createUser', objects: { userId: user.id } }])
  })

  it('who signs in already is the same person, and nothing tells so', async () => {
    const elsewhere = givenUser({ tenantId: otherTenantId, email: 'ben@example.com' })
    const person = givenPerson({
      ...{ subject: 'known', email: 'ben@example.com', name: 'Benjamin' },
      links: [{ kind: 'user', tenantId: otherTenantId, id: elsewhere.id }],
    })
    const { ports, people } = givenWorld({ people: [person] })
    const { user, isNew } = await createUser(ports, tara, asked, null)
    expect(isNew).toBe(true)
    expect(people.get('known')).toMatchObject({
      ...{ name: 'Benjamin', links: [{ tenantId: otherTenantId }, { tenantId, id: user.id }] },
    })
  })

  it('has an address that nobody of the tenant has', async () => {
    const { ports, audited } = givenWorld({ users: [givenUser({ email: 'ben@example.com' })] })
    expect(await refusalOf(createUser(ports, tara, asked, null))).toMatchObject({
      ...{ code: 'email_taken', fields: { email: 'is the address of somebody here' } },
    })
    expect(audited).toEqual([])
  })

  it('is made once for an Idempotency-Key, whose link is given again where that had failed', async () => {
    const { ports, users, people } = givenWorld()
    const key = { key: 'tara#k', requestHash: 'h' }
    const first = await createUser(ports, tara, asked, key)
    people.clear()
    const again = await createUser(ports, tara, asked, key)
    expect([again.isNew, again.user.id, users.all.size]).toEqual([false, first.user.id, 1])
    expect([...people.values()][0]?.links).toEqual([{ kind: 'user', tenantId, id: first.user.id }])
    const other = createUser(ports, tara, { ...asked, email: 'x@example.com' }, { ...key, requestHash: 'other' })
    expect(await codeOf(other)).toBe('idempotency_key_reused')
    await removeUser(ports, tara, first.user.id, undefined)
    expect(await codeOf(createUser(ports, tara, asked, key))).toBe('idempotency_key_reused')
  })

  it('is one of at most 2,000', async () => {
    const full = givenWorld({ users: Array.from({ length: 2_000 }, () => givenUser()) })
    expect(await codeOf(createUser(full.ports, tara, asked, null))).toBe('too_many_users')
    expect(full.asked).toEqual([])
  })
})

describe('a change of a person', () => {
  const user = givenUser({ managedPolicies: ['view'], boundaryId: 'the first' })

  it('of rights sets the boundary of who changes them', async () => {
    for (const changes of [
      { role: 'tenantUser' as const },
      { routes: [sales] },
      { agentIds: ['1001'] },
      { groups: [] },
      { managedPolicies: ['view' as const] },
      { policyIds: [] },
    ]) {
      const { ports, users, boundaries, audited } = givenWorld({ users: [user] })
      const { version } = await changeUser(ports, sam, user.id, changes, 1)
      const kept = users.all.get(user.id)
      expect([version, kept?.version]).toEqual([2, 2])
      expect(boundaries.get(kept?.boundaryId ?? '')?.grants).toEqual([sam.grant])
      expect(audited).toMatchObject([{ action: 'changeUser', fields: Object.keys(changes) }])
    }
  })

  it('of anything else leaves the boundary as it is', async () => {
    const changes = { name: 'Zoë', isEnabled: false, timeZone: 'UTC', locale: 'de' }
    const { ports, users } = givenWorld({ users: [user] })
    await changeUser(ports, sam, user.id, changes, 1)
    expect(users.all.get(user.id)).toMatchObject({ ...changes, boundaryId: 'the first' })
  })

  it('is called so by their sign-in too, where they belong to this tenant alone', async () => {
    const { ports, people } = givenWorld({ users: [user] })
    await changeUser(ports, tara, user.id, { name: 'Zoë', timeZone: 'Europe/Berlin' }, 1)
    expect(people.get(user.subject)).toMatchObject({ name: 'Zoë', timeZone: 'Europe/Berlin' })

    const links = [tenantId, otherTenantId].map((each) => ({ kind: 'user' as const, tenantId: each, id: user.id }))
    const person = givenPerson({ subject: user.subject, name: 'Uma', links })
    const wide = givenWorld({ users: [user], people: [person] })
    await changeUser(wide.ports, tara, user.id, { name: 'Zoë' }, 1)
    expect(wide.people.get(user.subject)?.name).toBe('Uma')
  })

  it('is of what was seen', async () => {
    const { ports, users, hooks } = givenWorld({ users: [user] })
    expect(await codeOf(changeUser(ports, tara, user.id, { name: 'Zoë' }, 7))).toBe('precondition_failed')
    expect(await codeOf(removeUser(ports, tara, user.id, 7))).toBe('precondition_failed')
    hooks.beforeWrite = () => users.all.set(user.id, { ...user, version: 5 })
    expect(await codeOf(changeUser(ports, tara, user.id, { name: 'Zoë' }, 1))).toBe('conflict')
    expect(await codeOf(changeUser(ports, tara, givenUser().id, { name: 'Zoë' }, 1))).toBe('not_found')
  })
})

describe('a person who is removed', () => {
  it('leaves the tenant, and is signed out where they have no other', async () => {
    const user = givenUser()
    const { ports, users, people, asked: mails } = givenWorld({ users: [user] })
    await removeUser(ports, tara, user.id, 1)
    expect([users.all.size, people.get(user.subject)?.links]).toEqual([0, []])
    expect(mails).toEqual([`signOutEverywhere ${user.email}`])
  })

  it('stays signed in for the others', async () => {
    const user = givenUser()
    const links = [tenantId, otherTenantId].map((each) => ({
      ...{ kind: 'user' as const, tenantId: each, id: each === tenantId ? user.id : givenUser().id },
    }))
    const {
      ports,
      people,
      asked: mails,
    } = givenWorld({
      ...{ users: [user], people: [givenPerson({ subject: user.subject, links })] },
    })
    await removeUser(ports, tara, user.id, 1)
    expect(people.get(user.subject)?.links).toEqual([links[1]])
    expect(mails).toEqual([])
  })
})
