import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupMembership, TenantId, User } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenDocument, givenGrant, givenUser, newGroupId, newPolicyId } from '../../domain/given.ts'
import {
  actionsIn,
  audit,
  type GivenStores,
  type GivenTable,
  givenTable,
  newRouteId,
  newTenantId,
  storesOf,
} from './given.ts'

let table: GivenTable
let stores: GivenStores
let now = '2026-11-23T10:00:00.000Z'
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, { now: () => now })
})
afterAll(() => table.dispose())

const inGroup = (groupId = newGroupId(), isSupervisor = false): GroupMembership => ({ groupId, isSupervisor })
const create = (user: User) => stores.users.create(user, givenEntry({ action: 'createUser' }), null)
const change = (user: User, previous: User) => stores.users.change(user, previous, givenEntry({ action: 'changeUser' }))
const remove = (user: User) => stores.users.remove(user, givenEntry({ action: 'removeUser' }))
const changed = (user: User, facts: Partial<User>): User => ({ ...user, ...facts, version: user.version + 1 })
const placesIn = (tenantId: TenantId, { groupId }: GroupMembership) => stores.groups.members(tenantId, groupId)

describe('people', () => {
  it('are given by name, each tenant its own, with all that was set', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const uma = givenUser({
      ...{ tenantId: acme, name: 'Uma', role: 'tenantAdministrator', isEnabled: false, routes: [newRouteId()] },
      ...{ groups: [inGroup()], agentIds: ['1001'], managedPolicies: ['view'], policyIds: [newPolicyId()] },
      ...{ timeZone: 'Europe/Berlin', locale: 'de-DE', boundaryId: 'b' },
    })
    const ben = givenUser({ tenantId: acme, name: 'Ben' })
    for (const user of [uma, ben]) expect(await create(user)).toBe('written')
    expect(await stores.users.users(acme)).toEqual([ben, uma])
    expect(await stores.users.users(globex)).toEqual([])
    expect(await stores.users.find(acme, uma.id)).toEqual(uma)
    expect(await stores.users.find(globex, uma.id)).toBeUndefined()
  })

  it('are found by e-mail, which no two of a tenant have', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const uma = givenUser({ tenantId: acme, email: 'uma@example.com' })
    expect(await create(uma)).toBe('written')
    const second = givenUser({ tenantId: acme, email: 'uma@example.com' })
    expect(await create(second)).toBe('stale')
    expect(await stores.users.find(acme, second.id)).toBeUndefined()
    expect(await create(givenUser({ tenantId: globex, email: 'uma@example.com' }))).toBe('written')
    expect(await stores.users.findByEmail(acme, 'uma@example.com')).toEqual(uma)
    expect(await stores.users.findByEmail(acme, 'nobody@example.com')).toBeUndefined()
    expect(await remove(uma)).toBe('written')
    expect(await stores.users.findByEmail(acme, 'uma@example.com')).toBeUndefined()
    expect(await create(second)).toBe('written')
  })

  it('change and go only as they were read, and the audit has nothing of what was not done', async () => {
    const user = givenUser({ tenantId: newTenantId() })
    await create(user)
    const renamed = changed(user, { name: 'Zoë' })
    expect(await change(renamed, user)).toBe('written')
    expect(await change(changed(user, { name: 'Late' }), user)).toBe('stale')
    expect(await remove(user)).toBe('stale')
    expect(await stores.users.find(user.tenantId, user.id)).toEqual(renamed)
    expect(await actionsIn(table, user.tenantId)).toEqual(['changeUser', 'createUser'])
    expect(await remove(renamed)).toBe('written')
    expect(await change(changed(renamed, {}), renamed)).toBe('stale')
    expect(await stores.users.users(user.tenantId)).toEqual([])
    expect(await actionsIn(table, user.tenantId)).toEqual(['changeUser', 'createUser', 'removeUser'])
  })

  it('are made once by writers at the same moment', async () => {
    const tenantId = newTenantId()
    const rivals = Array.from({ length: 6 }, () => givenUser({ tenantId, email: 'one@example.com' }))
    const results = await Promise.all(rivals.map(create))
    expect(results.filter((result) => result === 'written')).toHaveLength(1)
    expect(await stores.users.users(tenantId)).toEqual([rivals[results.indexOf('written')]])
  })

  it('are made once for an Idempotency-Key, for 24 hours', async () => {
    const user = givenUser({ tenantId: newTenantId() })
    const record = { key: 'tara#k', requestHash: 'h', id: user.id }
    expect(await stores.users.create(user, audit, record)).toBe('written')
    expect(await stores.users.findByIdempotencyKey(user.tenantId, 'tara#k')).toEqual(record)
    const second = givenUser({ tenantId: user.tenantId })
    expect(await stores.users.create(second, audit, { ...record, id: second.id })).toBe('stale')
    try {
      now = '2026-11-24T10:00:00.000Z'
      expect(await stores.users.findByIdempotencyKey(user.tenantId, 'tara#k')).toBeUndefined()
      expect(await stores.users.create(second, audit, { ...record, id: second.id })).toBe('written')
    } finally {
      now = '2026-11-23T10:00:00.000Z'
    }
  })
})

describe('a person’s places in groups', () => {
  it('follow the person: what they are there, their agent ids, and where they no longer are', async () => {
    const tenantId = newTenantId()
    const [sales, support] = [inGroup(), inGroup(undefined, true)]
    const user = givenUser({ tenantId, groups: [sales, support], agentIds: ['1001'] })
    const colleague = givenUser({ tenantId, groups: [sales] })
    for (const each of [user, colleague]) await create(each)
    const at = (isSupervisor: boolean, agentIds: string[]) => ({ userId: user.id, isSupervisor, agentIds })
    const other = { userId: colleague.id, isSupervisor: false, agentIds: [] }
    const byId = (members: (typeof other)[]) => members.toSorted((one, two) => (one.userId < two.userId ? -1 : 1))
    expect(await placesIn(tenantId, sales)).toEqual(byId([at(false, ['1001']), other] as (typeof other)[]))
    expect(await placesIn(tenantId, support)).toEqual([at(true, ['1001'])])

    const moved = changed(user, { groups: [{ ...sales, isSupervisor: true }], agentIds: ['1001', '1002'] })
    expect(await change(moved, user)).toBe('written')
    expect(await placesIn(tenantId, sales)).toEqual(byId([at(true, ['1001', '1002']), other] as (typeof other)[]))
    expect(await placesIn(tenantId, support)).toEqual([])

    expect(await remove(moved)).toBe('written')
    expect(await placesIn(tenantId, sales)).toEqual([other])
  })

  it('stay as they were where the change came too late', async () => {
    const tenantId = newTenantId()
    const sales = inGroup()
    const user = givenUser({ tenantId, groups: [sales] })
    await create(user)
    await change(changed(user, { name: 'Zoë' }), user)
    expect(await change(changed(user, { groups: [] }), user)).toBe('stale')
    expect(await placesIn(tenantId, sales)).toHaveLength(1)
  })
})

describe('a boundary', () => {
  const grants = [
    givenGrant({ policies: [givenDocument({ Action: 'recording:Play' })], routes: [newRouteId()] }),
    givenGrant({ role: 'superUser' }),
  ]

  it('is given as it was kept, in its tenant alone', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const id = await stores.users.keepBoundary(acme, grants)
    expect(await stores.users.boundary(acme, id)).toEqual({ id, grants })
    expect(await stores.users.boundary(globex, id)).toBeUndefined()
    expect(await stores.users.boundary(acme, 'another')).toBeUndefined()
  })

  it('is kept once, however many people it binds and however many keep it at once', async () => {
    const tenantId = newTenantId()
    const ids = await Promise.all(Array.from({ length: 5 }, () => stores.users.keepBoundary(tenantId, grants)))
    expect(new Set(ids).size).toBe(1)
    expect(await table.itemsNaming(`T#${tenantId}#BOUNDARY#`)).toHaveLength(1)
    const [own] = grants
    if (!own) return
    expect(await stores.users.keepBoundary(tenantId, [own])).not.toBe(ids[0])
    expect(await table.itemsNaming(`T#${tenantId}#BOUNDARY#`)).toHaveLength(2)
  })
})
