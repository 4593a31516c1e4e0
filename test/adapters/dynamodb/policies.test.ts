import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomPolicy } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenPolicy, policyText } from '../../domain/given.ts'
import { actionsIn, audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
let now = '2026-11-23T10:00:00.000Z'
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, { now: () => now })
})
afterAll(() => table.dispose())

const create = (policy: CustomPolicy) => stores.policies.create(policy, givenEntry({ action: 'createPolicy' }), null)
const change = (policy: CustomPolicy, previous: CustomPolicy) =>
  stores.policies.change(policy, previous, givenEntry({ action: 'changePolicy' }))
const remove = (policy: CustomPolicy) => stores.policies.remove(policy, givenEntry({ action: 'deletePolicy' }))
const renamed = (policy: CustomPolicy, name: string): CustomPolicy => ({ ...policy, name, version: policy.version + 1 })

describe('policies', () => {
  it('are given by name, each tenant its own, their texts to the letter', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const document = `${policyText({ Action: 'recording:Play' })}\n  ${' '.repeat(9_000)}`
    const nights = givenPolicy({ tenantId: acme, name: 'Nights', description: 'After 22:00', document })
    const days = givenPolicy({ tenantId: acme, name: 'Days' })
    for (const policy of [nights, days]) expect(await create(policy)).toBe('written')
    expect(await stores.policies.policies(acme)).toEqual([days, nights])
    expect(await stores.policies.policies(globex)).toEqual([])
    expect(await stores.policies.find(acme, nights.id)).toEqual(nights)
    expect(await stores.policies.find(globex, nights.id)).toBeUndefined()
  })

  it('have names of their own within the tenant, whatever the case of their letters', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const nights = givenPolicy({ tenantId: acme, name: 'Nights' })
    const other = givenPolicy({ tenantId: acme, name: 'Other' })
    for (const policy of [nights, other]) expect(await create(policy)).toBe('written')
    expect(await create(givenPolicy({ tenantId: acme, name: 'NIGHTS' }))).toBe('stale')
    expect(await create(givenPolicy({ tenantId: globex, name: 'Nights' }))).toBe('written')
    expect(await change(renamed(other, 'nights'), other)).toBe('stale')
    const moved = renamed(nights, 'Moved')
    expect(await change(moved, nights)).toBe('written')
    expect(await create(givenPolicy({ tenantId: acme, name: 'Nights' }))).toBe('written')
    expect(await remove(moved)).toBe('written')
    expect(await create(givenPolicy({ tenantId: acme, name: 'moved' }))).toBe('written')
  })

  it('change and go only as they were read, and the audit has nothing of what was not done', async () => {
    const policy = givenPolicy({ tenantId: newTenantId() })
    await create(policy)
    const changed = { ...policy, document: policyText({ Action: 'recording:Read' }), version: 2 }
    expect(await change(changed, policy)).toBe('written')
    expect(await change({ ...policy, description: 'late', version: 2 }, policy)).toBe('stale')
    expect(await remove(policy)).toBe('stale')
    expect(await stores.policies.find(policy.tenantId, policy.id)).toEqual(changed)
    expect(await actionsIn(table, policy.tenantId)).toEqual(['changePolicy', 'createPolicy'])
    expect(await remove(changed)).toBe('written')
    expect(await change({ ...changed, version: 3 }, changed)).toBe('stale')
    expect(await stores.policies.find(policy.tenantId, policy.id)).toBeUndefined()
  })

  it('are made once for an Idempotency-Key, for 24 hours', async () => {
    const policy = givenPolicy({ tenantId: newTenantId() })
    const record = { key: 'tara#k', requestHash: 'h', id: policy.id }
    expect(await stores.policies.create(policy, audit, record)).toBe('written')
    expect(await stores.policies.findByIdempotencyKey(policy.tenantId, 'tara#k')).toEqual(record)
    const second = givenPolicy({ tenantId: policy.tenantId })
    expect(await stores.policies.create(second, audit, { ...record, id: second.id })).toBe('stale')
    try {
      now = '2026-11-24T10:00:00.000Z'
      expect(await stores.policies.create(second, audit, { ...record, id: second.id })).toBe('written')
    } finally {
      now = '2026-11-23T10:00:00.000Z'
    }
  })
})
