import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standingReader } from '../../../functions/adapters/dynamodb/index.ts'
import type { TenantId, TenantLink, User } from '../../../functions/model/index.ts'
import type { StandingReader } from '../../../functions/ports/index.ts'
import {
  givenGrant,
  givenGroup,
  givenPerson,
  givenPolicy,
  givenRoute,
  givenTenant,
  givenUser,
  newGroupId,
  newPolicyId,
} from '../../domain/given.ts'
import { givenRecorder } from '../../domain/recorders/given.ts'
import { audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
let nowMs = 0
let standings: StandingReader
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, table.clock)
  standings = standingReader(table.clientsFor, table.tableName, stores, () => nowMs)
})
afterAll(() => table.dispose())

const linkTo = ({ tenantId, id }: User): TenantLink => ({ tenantId, kind: 'user', id })
const current = (user: User) => standings.standing('current', linkTo(user))

async function given(user: User): Promise<User> {
  expect(await stores.users.create(user, audit, null)).toBe('written')
  return user
}
async function givenGroups(tenantId: TenantId) {
  const policies = [givenPolicy({ tenantId }), givenPolicy({ tenantId }), givenPolicy({ tenantId })] as const
  const [own, ofSales, ofSupport] = policies
  for (const policy of policies) await stores.policies.create(policy, audit, null)
  const sales = givenGroup({ tenantId, policyIds: [ofSales.id, own.id], agentIds: ['2000'] })
  const support = givenGroup({ tenantId, policyIds: [ofSupport.id] })
  for (const group of [sales, support]) await stores.groups.create(group, audit, null)
  return { policies, sales, support }
}

describe('what stands for a person', () => {
  it('is the person, groups, policies of both and the boundary', async () => {
    const tenantId = newTenantId()
    const { policies, sales, support } = await givenGroups(tenantId)
    const boundaryId = await stores.users.keepBoundary(tenantId, [givenGrant()])
    const user = await given(
      givenUser({
        ...{ tenantId, policyIds: [policies[0].id], boundaryId },
        groups: [
          { groupId: sales.id, isSupervisor: true },
          { groupId: support.id, isSupervisor: false },
        ],
      }),
    )
    const colleague = await given(
      givenUser({ tenantId, groups: [{ groupId: sales.id, isSupervisor: false }], agentIds: ['1002'] }),
    )
    const standing = await current(user)
    if (standing?.kind !== 'user') throw new Error('a user is not there')
    const byId = <T extends { id: string }>(all: readonly T[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(standing.user).toEqual(user)
    expect(standing.policies).toEqual(byId(policies))
    expect(standing.boundary).toEqual(await stores.users.boundary(tenantId, boundaryId))
    expect(standing.groups.map(({ group, isSupervisor }) => ({ group, isSupervisor }))).toEqual([
      { group: sales, isSupervisor: true },
      { group: support, isSupervisor: false },
    ])
    const [ofSales, ofSupport] = standing.groups
    // Whose calls a supervisor hears; nobody else needs them.
    expect(ofSales?.members).toEqual(await stores.groups.members(tenantId, sales.id))
    expect(ofSales?.members.map(({ userId }) => userId).sort()).toEqual([user.id, colleague.id].sort())
    expect(ofSupport?.members).toEqual([])
  })

  it('leaves out groups and policies that are gone', async () => {
    const tenantId = newTenantId()
    const user = await given(
      givenUser({
        ...{ tenantId, policyIds: [newPolicyId()] },
        groups: [{ groupId: newGroupId(), isSupervisor: true }],
      }),
    )
    expect(await current(user)).toEqual({ kind: 'user', user, groups: [], policies: [], boundary: undefined })
  })

  it('is nothing where a boundary is named and not there: nobody is set free by that', async () => {
    const user = await given(givenUser({ tenantId: newTenantId(), boundaryId: 'f'.repeat(64) }))
    await expect(current(user)).rejects.toThrow('the boundary of a user is not there')
    await expect(standings.standing('recent', linkTo(user))).rejects.toThrow('the boundary of a user is not there')
  })

  it('is nothing for somebody who was removed, or is of another tenant', async () => {
    const user = await given(givenUser({ tenantId: newTenantId() }))
    expect(await standings.standing('current', { ...linkTo(user), tenantId: newTenantId() })).toBeUndefined()
    await stores.users.remove(user, audit)
    expect(await current(user)).toBeUndefined()
  })

  it('is a recorder for the link of one', async () => {
    const recorder = givenRecorder({ tenantId: newTenantId() })
    await stores.recorders.create(recorder, audit)
    const link: TenantLink = { tenantId: recorder.tenantId, kind: 'recorder', id: recorder.id }
    expect(await standings.standing('current', link)).toEqual({ kind: 'recorder', recorder })
  })
})

describe('what was read', () => {
  it('is kept for five seconds, and read anew where that is asked', async () => {
    const user = await given(givenUser({ tenantId: newTenantId(), name: 'Uma' }))
    const nameOf = async (freshness: 'recent' | 'current') => {
      const standing = await standings.standing(freshness, linkTo(user))
      return standing?.kind === 'user' ? standing.user.name : undefined
    }
    nowMs = 0
    expect(await nameOf('recent')).toBe('Uma')
    await stores.users.change({ ...user, name: 'Zoë', version: 2 }, user, audit)
    nowMs = 4_999
    table.calls.length = 0
    expect(await nameOf('recent')).toBe('Uma')
    expect(table.calls).toEqual([])
    expect(await nameOf('current')).toBe('Zoë')
    nowMs = 5_000
    expect(await nameOf('recent')).toBe('Zoë')
  })

  it('is so of people, tenants with their support access, and the list of tenants too', async () => {
    const id = newTenantId()
    const person = givenPerson({ subject: 'subject-of-uma' })
    const tenant = givenTenant({ id, name: 'Acme' })
    const route = givenRoute({ tenantId: id, isDefault: true })
    const access = {
      ...{ openedBy: 'sam', openedByName: 'Sam', reason: 'x', openedAt: table.clock.now() },
      endsAt: '2999-01-01T00:00:00.000Z',
    }
    const seen = async (freshness: 'recent' | 'current') => ({
      person: await standings.person(freshness, person.subject),
      tenant: await standings.tenant(freshness, id),
      tenants: await standings.tenants(freshness),
    })
    const before = { person: undefined, tenant: undefined, tenants: [] }
    nowMs = 10_000
    expect(await seen('recent')).toEqual(before)
    await stores.people.create(person, audit)
    await stores.tenants.create(tenant, route, audit)
    await stores.tenants.setSupportAccess(id, access, audit)
    const after = { person, tenant: { tenant, supportAccess: access }, tenants: [{ id, name: 'Acme' }] }
    nowMs = 14_999
    expect(await seen('recent')).toEqual(before)
    expect(await seen('current')).toEqual(after)
    nowMs = 15_000
    expect(await seen('recent')).toEqual(after)
  })

  it('is read once for all who ask at the same moment', async () => {
    const user = await given(givenUser({ tenantId: newTenantId() }))
    nowMs = 20_000
    table.calls.length = 0
    await Promise.all(Array.from({ length: 5 }, () => standings.standing('recent', linkTo(user))))
    expect(table.calls.map(({ name }) => name)).toEqual(['GetItemCommand'])
    for (const call of table.calls) expect([...call.tenants]).toEqual([user.tenantId])
  })
})
