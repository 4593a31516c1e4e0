import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  directory,
  directoryWriter,
  platformTenantId,
  routeStore,
  settingsReader,
  tenantStore,
} from '../../../functions/adapters/dynamodb/index.ts'
import type { TenantDetails } from '../../../functions/model/index.ts'
import { type GivenTable, givenTable, newTenantId } from './given.ts'

let table: GivenTable
beforeAll(async () => {
  table = await givenTable()
})
afterAll(() => table.dispose())

async function givenTenant(): Promise<TenantDetails> {
  const id = newTenantId()
  await directoryWriter(table.clientsFor, table.tableName).createTenant({ id, name: 'Acme' })
  const tenant = await tenantStore(table.clientsFor, table.tableName).find(id)
  if (!tenant) throw new Error('the tenant is not there')
  return tenant
}

describe('a tenant', () => {
  it('written before it had settings has none that forbid anything', async () => {
    const tenant = await givenTenant()
    expect(tenant).toMatchObject({
      ...{ name: 'Acme', description: null, homeCountry: null, timeZone: 'UTC', locale: 'en', recordDtmf: true },
      version: 1,
    })
    expect(Object.values(tenant.routePermissions)).toEqual(Array.from({ length: 11 }, () => true))
  })

  it('changes only as it was read, under the reserved tenant id alone', async () => {
    const tenants = tenantStore(table.clientsFor, table.tableName)
    const previous = await givenTenant()
    table.calls.length = 0
    const changed: TenantDetails = {
      ...{ ...previous, name: 'Acme Dental', homeCountry: 'US', recordDtmf: false, version: 2 },
      routePermissions: { ...previous.routePermissions, download: false },
    }
    expect(await tenants.change(changed, previous)).toBe('written')
    expect(await tenants.change({ ...changed, name: 'Late' }, previous)).toBe('stale')
    expect(await tenants.find(previous.id)).toEqual(changed)
    expect(await tenants.find(newTenantId())).toBeUndefined()
    const listed = await directory(table.clientsFor, table.tableName).tenants()
    expect(listed.filter(({ id }) => id === previous.id)).toEqual([{ id: previous.id, name: 'Acme Dental' }])
    for (const call of table.calls) expect([...call.tenants]).toEqual([platformTenantId])
  })

  it('that is gone is not changed back into being', async () => {
    const tenants = tenantStore(table.clientsFor, table.tableName)
    const gone: TenantDetails = { ...(await givenTenant()), id: newTenantId() }
    expect(await tenants.change({ ...gone, version: 2 }, gone)).toBe('stale')
  })
})

describe('settings for requests', () => {
  it('are read anew after five seconds, or at once where that is asked', async () => {
    let nowMs = 0
    const tenants = tenantStore(table.clientsFor, table.tableName)
    const routes = routeStore(table.clientsFor, table.tableName, { now: () => '2026-11-23T10:00:00.000Z' })
    const settings = settingsReader({ tenants, routes }, () => nowMs)
    const previous = await givenTenant()
    const nameOf = async (how: 'recent' | 'current') => (await settings[how](previous.id)).tenant.name
    expect(await nameOf('recent')).toBe('Acme')
    await tenants.change({ ...previous, name: 'New', version: 2 }, previous)
    nowMs = 4_999
    expect(await nameOf('recent')).toBe('Acme')
    expect(await nameOf('current')).toBe('New')
    nowMs = 5_000
    expect(await nameOf('recent')).toBe('New')
  })
})
