import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Category } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenCategory } from '../../domain/given.ts'
import { actionsIn, audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, table.clock)
})
afterAll(() => table.dispose())

const create = (category: Category) =>
  stores.categories.create(category, givenEntry({ action: 'createCategory' }), null)
const change = (category: Category, previous: Category) =>
  stores.categories.change(category, previous, givenEntry({ action: 'changeCategory' }))

describe('categories', () => {
  it('are given by name, retired ones too, each tenant its own', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const sale = givenCategory({ tenantId: acme, name: 'Sale', colour: 'green' })
    const complaint = givenCategory({ tenantId: acme, name: 'Complaint', retiredAt: '2026-11-23T10:00:00.000Z' })
    for (const category of [sale, complaint]) expect(await create(category)).toBe('written')
    expect(await stores.categories.categories(acme)).toEqual([complaint, sale])
    expect(await stores.categories.categories(globex)).toEqual([])
    expect(await stores.categories.find(acme, sale.id)).toEqual(sale)
    expect(await stores.categories.find(globex, sale.id)).toBeUndefined()
  })

  it('have names of their own within the tenant, whatever the case of their letters', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const sale = givenCategory({ tenantId: acme, name: 'Sale' })
    expect(await create(sale)).toBe('written')
    expect(await create(givenCategory({ tenantId: acme, name: 'ＳＡＬＥ' }))).toBe('stale')
    expect(await create(givenCategory({ tenantId: globex, name: 'Sale' }))).toBe('written')
    expect(await change({ ...sale, name: 'Sold', version: 2 }, sale)).toBe('written')
    expect(await create(givenCategory({ tenantId: acme, name: 'sale' }))).toBe('written')
  })

  it('change only as they were read, and the audit has nothing of what was not done', async () => {
    const category = givenCategory({ tenantId: newTenantId() })
    await create(category)
    expect(await change({ ...category, colour: 'red', version: 2 }, category)).toBe('written')
    expect(await change({ ...category, colour: 'pink', version: 2 }, category)).toBe('stale')
    expect((await stores.categories.find(category.tenantId, category.id))?.colour).toBe('red')
    expect(await actionsIn(table, category.tenantId)).toEqual(['changeCategory', 'createCategory'])
  })

  it('are made once for an Idempotency-Key', async () => {
    const category = givenCategory({ tenantId: newTenantId() })
    const record = { key: 'tara#k', requestHash: 'h', id: category.id }
    expect(await stores.categories.create(category, audit, record)).toBe('written')
    expect(await stores.categories.findByIdempotencyKey(category.tenantId, 'tara#k')).toEqual(record)
    const second = givenCategory({ tenantId: category.tenantId })
    expect(await stores.categories.create(second, audit, { ...record, id: second.id })).toBe('stale')
  })
})
