import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Group } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenGroup, givenUser, newPolicyId } from '../../domain/given.ts'
import { actionsIn, audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
let now = '2026-11-23T10:00:00.000Z'
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, { now: () => now })
})
afterAll(() => table.dispose())

const create = (group: Group) => stores.groups.create(group, givenEntry({ action: 'createGroup' }), null)
const change = (group: Group, previous: Group) =>
  stores.groups.change(group, previous, givenEntry({ action: 'changeGroup' }))
const remove = (group: Group) => stores.groups.remove(group, givenEntry({ action: 'deleteGroup' }))
const renamed = (group: Group, name: string): Group => ({ ...group, name, version: group.version + 1 })

describe('groups', () => {
  it('are given by name, each tenant its own, with all that was set', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const sales = givenGroup({
      ...{ tenantId: acme, name: 'Sales', agentIds: ['1001'], managedPolicies: ['view'], policyIds: [newPolicyId()] },
    })
    const front = givenGroup({ tenantId: acme, name: 'Front' })
    for (const group of [sales, front]) expect(await create(group)).toBe('written')
    expect(await stores.groups.groups(acme)).toEqual([front, sales])
    expect(await stores.groups.groups(globex)).toEqual([])
    expect(await stores.groups.find(acme, sales.id)).toEqual(sales)
    expect(await stores.groups.find(globex, sales.id)).toBeUndefined()
  })

  it('have names of their own within the tenant, whatever the case of their letters', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const sales = givenGroup({ tenantId: acme, name: 'Sales' })
    const other = givenGroup({ tenantId: acme, name: 'Other' })
    for (const group of [sales, other]) expect(await create(group)).toBe('written')
    expect(await create(givenGroup({ tenantId: acme, name: 'SALES' }))).toBe('stale')
    expect(await create(givenGroup({ tenantId: globex, name: 'Sales' }))).toBe('written')
    expect(await change(renamed(other, 'ｓales'), other)).toBe('stale')
    expect(await stores.groups.find(acme, other.id)).toEqual(other)

    const moved = renamed(sales, 'Moved')
    expect(await change(moved, sales)).toBe('written')
    expect(await create(givenGroup({ tenantId: acme, name: 'Sales' }))).toBe('written')
    expect(await remove(moved)).toBe('written')
    expect(await create(givenGroup({ tenantId: acme, name: 'moved' }))).toBe('written')
  })

  it('change and go only as they were read, and the audit has nothing of what was not done', async () => {
    const group = givenGroup({ tenantId: newTenantId() })
    await create(group)
    const changed: Group = { ...group, agentIds: ['1001'], version: 2 }
    expect(await change(changed, group)).toBe('written')
    expect(await change({ ...group, agentIds: ['1002'], version: 2 }, group)).toBe('stale')
    expect(await remove(group)).toBe('stale')
    expect(await stores.groups.find(group.tenantId, group.id)).toEqual(changed)
    expect(await actionsIn(table, group.tenantId)).toEqual(['changeGroup', 'createGroup'])
    expect(await remove(changed)).toBe('written')
    expect(await change({ ...changed, version: 3 }, changed)).toBe('stale')
    expect(await stores.groups.find(group.tenantId, group.id)).toBeUndefined()
    expect(await actionsIn(table, group.tenantId)).toEqual(['changeGroup', 'createGroup', 'deleteGroup'])
  })

  it('tell who is in them, each group its own', async () => {
    const tenantId = newTenantId()
    const [sales, support] = [givenGroup({ tenantId }), givenGroup({ tenantId })]
    const user = givenUser({ tenantId, groups: [{ groupId: sales.id, isSupervisor: true }], agentIds: ['1001'] })
    await stores.users.create(user, audit, null)
    expect(await stores.groups.members(tenantId, sales.id)).toEqual([
      { userId: user.id, isSupervisor: true, agentIds: ['1001'] },
    ])
    expect(await stores.groups.members(tenantId, support.id)).toEqual([])
    expect(await stores.groups.members(newTenantId(), sales.id)).toEqual([])
  })

  it('are made once for an Idempotency-Key, which is none of another kind’s, for 24 hours', async () => {
    const group = givenGroup({ tenantId: newTenantId() })
    const record = { key: 'tara#k', requestHash: 'h', id: group.id }
    expect(await stores.groups.create(group, audit, record)).toBe('written')
    expect(await stores.groups.findByIdempotencyKey(group.tenantId, 'tara#k')).toEqual(record)
    expect(await stores.policies.findByIdempotencyKey(group.tenantId, 'tara#k')).toBeUndefined()
    const second = givenGroup({ tenantId: group.tenantId })
    expect(await stores.groups.create(second, audit, { ...record, id: second.id })).toBe('stale')
    try {
      now = '2026-11-24T10:00:00.000Z'
      expect(await stores.groups.findByIdempotencyKey(group.tenantId, 'tara#k')).toBeUndefined()
      expect(await stores.groups.create(second, audit, { ...record, id: second.id })).toBe('written')
    } finally {
      now = '2026-11-23T10:00:00.000Z'
    }
  })
})
