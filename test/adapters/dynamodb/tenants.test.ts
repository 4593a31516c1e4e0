import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { platformTenantId, settingsReader } from '../../../functions/adapters/dynamodb/index.ts'
import { keys } from '../../../functions/adapters/dynamodb/keys.ts'
import type { SupportAccess, TenantDetails, TenantId } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenRoute, givenTenant as tenantOf } from '../../domain/given.ts'
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

const creation = givenEntry({ action: 'createTenant' })
const routeOf = ({ id }: TenantDetails) => givenRoute({ tenantId: id, name: 'Default', isDefault: true })

async function givenTenant(facts: Partial<TenantDetails> = {}): Promise<TenantDetails> {
  const id = newTenantId()
  const tenant = tenantOf({ id, name: `Tenant ${id}`, ...facts })
  expect(await stores.tenants.create(tenant, routeOf(tenant), creation)).toBe('written')
  return tenant
}
const listed = async (id: TenantId) => (await stores.directory.tenants()).filter((tenant) => tenant.id === id)
const renamed = (tenant: TenantDetails, name: string): TenantDetails => ({
  ...{ ...tenant, name, version: tenant.version + 1 },
})

describe('a tenant', () => {
  it('is made with its Default route, listed, and told in its own audit and the platform’s', async () => {
    const before = (await actionsIn(table, platformTenantId)).length
    const tenant = tenantOf({ id: newTenantId(), name: 'Initech', description: 'x', requiresSecondFactor: true })
    const route = routeOf(tenant)
    expect(await stores.tenants.create(tenant, route, creation)).toBe('written')
    expect(await stores.tenants.find(tenant.id)).toEqual(tenant)
    expect(await stores.routes.routes(tenant.id)).toEqual([route])
    expect(await listed(tenant.id)).toEqual([{ id: tenant.id, name: 'Initech' }])
    expect(await actionsIn(table, tenant.id)).toEqual(['createTenant'])
    expect((await actionsIn(table, platformTenantId)).slice(before)).toEqual(['createTenant'])
  })

  it('that failed half way is made whole by the same request again', async () => {
    const tenant = tenantOf({ id: newTenantId(), name: 'Half way' })
    const route = routeOf(tenant)
    await stores.tenants.create(tenant, route, creation)
    const { dynamodb } = await table.clientsFor(platformTenantId)
    // As if the last step had not come.
    await dynamodb.send(new PutCommand({ TableName: table.tableName, Item: { ...keys.tenant(tenant.id), id: 'x' } }))
    expect(await stores.tenants.create(tenant, route, creation)).toBe('written')
    expect(await listed(tenant.id)).toEqual([{ id: tenant.id, name: 'Half way' }])
    expect(await stores.routes.routes(tenant.id)).toEqual([route])
  })

  it('takes no name that another has, whatever the case of its letters', async () => {
    const first = await givenTenant({ name: 'Umbrella' })
    const second = tenantOf({ id: newTenantId(), name: 'UMBRELLA' })
    expect(await stores.tenants.create(second, routeOf(second), creation)).toBe('stale')
    expect(await stores.tenants.find(second.id)).toBeUndefined()
    const other = await givenTenant()
    expect(await stores.tenants.change(renamed(other, 'ｕmbrella'), other, audit)).toBe('nameTaken')
    expect(await stores.tenants.find(other.id)).toEqual(other)
    expect(await stores.tenants.change(renamed(first, 'umbrella'), first, audit)).toBe('written')
    expect(
      await stores.tenants.change(renamed(renamed(first, 'umbrella'), 'Free'), renamed(first, 'umbrella'), audit),
    ).toBe('written')
    expect(await stores.tenants.change(renamed(other, 'Umbrella'), other, audit)).toBe('written')
  })

  it('written before it had settings has none that forbid anything', async () => {
    const id = newTenantId()
    const { dynamodb } = await table.clientsFor(id)
    await dynamodb.send(
      new PutCommand({ TableName: table.tableName, Item: { ...keys.settings(id), id, name: 'Acme' } }),
    )
    const tenant = await stores.tenants.find(id)
    expect(tenant).toMatchObject({
      ...{
        name: 'Acme',
        description: null,
        homeCountry: null,
        timeZone: 'UTC',
        locale: 'en',
        recordDtmf: true,
        storeCardDigits: false,
      },
      ...{ requiresSecondFactor: false, version: 1 },
    })
    expect(Object.values(tenant?.routePermissions ?? {})).toEqual(Array.from({ length: 11 }, () => true))
  })

  it('changes only as it was read: settings in the tenant, its name under the reserved tenant id', async () => {
    const previous = await givenTenant()
    table.calls.length = 0
    const changed: TenantDetails = {
      ...{ ...previous, name: 'Acme Dental', homeCountry: 'DE', recordDtmf: false, version: 2 },
      routePermissions: { ...previous.routePermissions, download: false },
    }
    expect(await stores.tenants.change(changed, previous, audit)).toBe('written')
    expect(await stores.tenants.change({ ...changed, name: 'Late' }, previous, audit)).toBe('stale')
    expect(await stores.tenants.find(previous.id)).toEqual(changed)
    expect(await stores.tenants.find(newTenantId())).toBeUndefined()
    expect(await listed(previous.id)).toEqual([{ id: previous.id, name: 'Acme Dental' }])
    expect(await actionsIn(table, previous.id)).toEqual(['changeTenant', 'createTenant'])
    // No session reaches two tenants.
    for (const call of table.calls) expect([...call.tenants]).toHaveLength(1)
  })

  it('whose change came too late leaves the name that it wanted to others', async () => {
    const [previous, other] = [await givenTenant(), await givenTenant()]
    await stores.tenants.change({ ...previous, version: 2 }, previous, audit)
    expect(await stores.tenants.change(renamed(previous, 'Wanted'), previous, audit)).toBe('stale')
    expect(await stores.tenants.change(renamed(other, 'Wanted'), other, audit)).toBe('written')
    // And keeps its own, which it may have asked for as well.
    expect(await stores.tenants.change(previous, previous, audit)).toBe('stale')
    const thief = renamed(renamed(other, 'Wanted'), previous.name)
    expect(await stores.tenants.change(thief, renamed(other, 'Wanted'), audit)).toBe('nameTaken')
  })

  it('that is gone is not changed back into being', async () => {
    const gone: TenantDetails = tenantOf({ id: newTenantId(), name: 'Gone' })
    expect(await stores.tenants.change({ ...gone, version: 2 }, gone, audit)).toBe('stale')
    expect(await listed(gone.id)).toEqual([])
  })
})

describe('support access', () => {
  const openUntil = (endsAt: string): SupportAccess => ({
    ...{ openedBy: 'sam', openedByName: 'Sam Rivera', reason: 'a call is missing', openedAt: now, endsAt },
  })
  const opened = givenEntry({ action: 'openSupportAccess', note: 'a call is missing' })

  it('is closed until it is opened, and once it has ended', async () => {
    const [{ id }, globex] = [await givenTenant(), await givenTenant()]
    expect(await stores.tenants.supportAccess(id)).toBeNull()
    const access = openUntil('2026-11-23T11:00:00.000Z')
    await stores.tenants.setSupportAccess(id, access, opened)
    expect(await stores.tenants.supportAccess(id)).toEqual(access)
    expect(await stores.tenants.supportAccess(globex.id)).toBeNull()
    try {
      now = '2026-11-23T10:59:59.999Z'
      expect(await stores.tenants.supportAccess(id)).toEqual(access)
      now = '2026-11-23T11:00:00.000Z'
      expect(await stores.tenants.supportAccess(id)).toBeNull()
    } finally {
      now = '2026-11-23T10:00:00.000Z'
    }
  })

  it('closes when it is told to, and the audit has all of it', async () => {
    const { id } = await givenTenant()
    await stores.tenants.setSupportAccess(id, openUntil('2026-11-23T11:00:00.000Z'), opened)
    const closed = givenEntry({ action: 'closeSupportAccess' })
    await stores.tenants.setSupportAccess(id, null, closed)
    await stores.tenants.setSupportAccess(id, null, closed)
    expect(await stores.tenants.supportAccess(id)).toBeNull()
    expect(await actionsIn(table, id)).toEqual([
      ...['closeSupportAccess', 'closeSupportAccess', 'createTenant', 'openSupportAccess'],
    ])
  })
})

describe('settings for requests', () => {
  it('are read anew after five seconds, or at once where that is asked', async () => {
    let nowMs = 0
    const settings = settingsReader(stores, () => nowMs)
    const previous = await givenTenant({ name: 'Hooli' })
    const nameOf = async (how: 'recent' | 'current') => (await settings[how](previous.id)).tenant.name
    expect(await nameOf('recent')).toBe('Hooli')
    await stores.tenants.change(renamed(previous, 'New'), previous, audit)
    nowMs = 4_999
    expect(await nameOf('recent')).toBe('Hooli')
    expect(await nameOf('current')).toBe('New')
    nowMs = 5_000
    expect(await nameOf('recent')).toBe('New')
  })

  it('have the tenant’s routes', async () => {
    const { id } = await givenTenant()
    const sales = givenRoute({ tenantId: id, id: newRouteId(), name: 'Sales' })
    await stores.routes.create(sales, audit, null)
    const { routes } = await settingsReader(stores).current(id)
    expect(routes.map(({ name }) => name)).toEqual(['Default', 'Sales'])
  })
})
