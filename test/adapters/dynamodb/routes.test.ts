import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeStore } from '../../../functions/adapters/dynamodb/index.ts'
import { keys } from '../../../functions/adapters/dynamodb/keys.ts'
import type { Route, TenantId } from '../../../functions/model/index.ts'
import type { RouteStore } from '../../../functions/ports/index.ts'
import { audit, type GivenTable, givenTable, newRouteId, newTenantId } from './given.ts'

let table: GivenTable
let routes: RouteStore
let now = '2026-11-23T10:00:00.000Z'
beforeAll(async () => {
  table = await givenTable()
  routes = routeStore(table.clientsFor, table.tableName, { now: () => now })
})
afterAll(() => table.dispose())

function routeOf(tenantId: TenantId, facts: Partial<Route> = {}): Route {
  return {
    ...{ id: newRouteId(), tenantId, name: 'Sales', isDefault: false, kind: 'to', numberPattern: '+1415*' },
    ...{ permissions: 'inherit', recordDtmf: 'yes', order: 3, retiredAt: null, version: 1 },
    ...facts,
  }
}
const renamed = (route: Route, name: string): Route => ({ ...route, name, version: route.version + 1 })

describe('routes', () => {
  it('are given by name, each tenant its own', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const [sales, fallback] = [routeOf(acme), routeOf(acme, { name: 'Default', isDefault: true, numberPattern: null })]
    expect(await routes.create(fallback, audit, null)).toBe('written')
    expect(await routes.create(fallback, audit, null)).toBe('stale')
    expect(await routes.create(sales, audit, null)).toBe('written')
    expect(await routes.routes(acme)).toEqual([fallback, sales])
    expect(await routes.routes(globex)).toEqual([])
    expect(await routes.find(acme, sales.id)).toEqual(sales)
    expect(await routes.find(globex, sales.id)).toBeUndefined()
  })

  it('have names of their own within the tenant, whatever the case of their letters', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const sales = routeOf(acme)
    const other = routeOf(acme, { name: 'Other' })
    for (const route of [sales, other]) expect(await routes.create(route, audit, null)).toBe('written')
    expect(await routes.create(routeOf(acme, { name: 'SALES' }), audit, null)).toBe('stale')
    expect(await routes.create(routeOf(globex), audit, null)).toBe('written')
    expect(await routes.change(renamed(other, 'ＳＡＬＥＳ'), other, audit)).toBe('stale')
    expect(await routes.find(acme, other.id)).toEqual(other)

    expect(await routes.change(renamed(sales, 'sales'), sales, audit)).toBe('written')
    const moved = renamed(renamed(sales, 'sales'), 'Moved')
    expect(await routes.change(moved, renamed(sales, 'sales'), audit)).toBe('written')
    expect(await routes.create(routeOf(acme), audit, null)).toBe('written')
    expect(await routes.remove(moved, audit)).toBe('written')
    expect(await routes.create(routeOf(acme, { name: 'moved' }), audit, null)).toBe('written')
  })

  it('change and go only as they were read', async () => {
    const route = routeOf(newTenantId())
    await routes.create(route, audit, null)
    const retired = { ...route, retiredAt: now, version: 2 }
    expect(await routes.change(retired, route, audit)).toBe('written')
    expect(await routes.change({ ...route, order: 9, version: 2 }, route, audit)).toBe('stale')
    expect(await routes.remove(route, audit)).toBe('stale')
    expect(await routes.find(route.tenantId, route.id)).toEqual(retired)
    expect(await routes.remove(retired, audit)).toBe('written')
    expect(await routes.change({ ...retired, version: 3 }, retired, audit)).toBe('stale')
    expect(await routes.find(route.tenantId, route.id)).toBeUndefined()
  })

  it('written before they had settings have those of a new one, and may be changed', async () => {
    const { id, tenantId, name } = routeOf(newTenantId())
    const { dynamodb } = await table.clientsFor(tenantId)
    await dynamodb.send(
      new PutCommand({ TableName: table.tableName, Item: { ...keys.route(tenantId, id), id, name, isDefault: false } }),
    )
    const old = await routes.find(tenantId, id)
    expect(old).toEqual({
      ...{ id, tenantId, name, isDefault: false, kind: 'fromOrTo', numberPattern: null, permissions: 'inherit' },
      ...{ recordDtmf: 'inherit', order: 0, retiredAt: null, version: 1 },
    })
    if (!old) return
    expect(await routes.change({ ...old, order: 2, version: 2 }, old, audit)).toBe('written')
    expect(await routes.change({ ...old, order: 3, version: 2 }, old, audit)).toBe('stale')
    expect(await routes.create(routeOf(tenantId), audit, null)).toBe('stale')
  })

  it('are made once for an Idempotency-Key, for 24 hours', async () => {
    const route = routeOf(newTenantId())
    const record = { key: 'tara#k', requestHash: 'h', id: route.id }
    expect(await routes.create(route, audit, record)).toBe('written')
    expect(await routes.findByIdempotencyKey(route.tenantId, 'tara#k')).toEqual(record)
    const second = routeOf(route.tenantId, { name: 'Second' })
    expect(await routes.create(second, audit, { ...record, id: second.id })).toBe('stale')
    expect(await routes.find(route.tenantId, second.id)).toBeUndefined()
    now = '2026-11-24T10:00:00.000Z'
    expect(await routes.findByIdempotencyKey(route.tenantId, 'tara#k')).toBeUndefined()
    expect(await routes.create(second, audit, { ...record, id: second.id })).toBe('written')
  })
})
