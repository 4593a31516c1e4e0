import { describe, expect, it } from 'vitest'
import { changeRoute, createRoute, maxRoutes, type RoutePorts } from '../../../functions/domain/administration/index.ts'
import type { Route } from '../../../functions/model/index.ts'
import { clock, givenGrant, givenPrincipal, givenRoute, givenTenant, ids, routeIds } from '../given.ts'

const unused = () => Promise.reject(new Error('not asked for here'))

/** Stores that hold these routes and take every write, or lose every race. */
function givenPorts(routes: Route[], outcome: 'written' | 'stale' = 'written'): RoutePorts {
  return {
    tenants: {
      find: async () => givenTenant(),
      ...{ change: unused, create: unused, supportAccess: unused, setSupportAccess: unused },
    },
    routes: {
      routes: async () => routes,
      find: async (_tenantId, routeId) => routes.find(({ id }) => id === routeId),
      findByIdempotencyKey: async () => undefined,
      create: async () => outcome,
      change: async () => outcome,
      remove: async () => outcome,
    },
    recordings: { list: async () => [] },
    clock,
    ids,
  }
}
const named = (name: string) => ({
  ...{
    name,
    kind: 'to' as const,
    numberPattern: null,
    permissions: 'inherit' as const,
    recordDtmf: 'inherit' as const,
  },
})
const administrator = givenPrincipal()

describe('a new route', () => {
  it('is one of a bounded number', async () => {
    const routes = Array.from({ length: maxRoutes - 1 }, () => givenRoute())
    const { route } = await createRoute(givenPorts(routes), administrator, named('One more'), null)
    expect(route.name).toBe('One more')
    const full = givenPorts([...routes, givenRoute()])
    await expect(createRoute(full, administrator, named('One more'), null)).rejects.toMatchObject({
      ...{ code: 'too_many_routes' },
    })
  })

  it('comes after all others unless it says otherwise', async () => {
    const ports = givenPorts([givenRoute({ order: 4 }), givenRoute({ order: 9_999 })])
    expect((await createRoute(ports, administrator, named('Last'), null)).route.order).toBe(9_999)
    expect((await createRoute(ports, administrator, { ...named('First'), order: 0 }, null)).route.order).toBe(0)
    const few = givenPorts([givenRoute({ order: 4 })])
    expect((await createRoute(few, administrator, named('Next'), null)).route.order).toBe(5)
  })

  it('that loses every race is a conflict, not a fault', async () => {
    const answer = createRoute(givenPorts([], 'stale'), administrator, named('Unlucky'), null)
    await expect(answer).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a route outside an administrator’s own', () => {
  it('is for that administrator not there', async () => {
    const [own, other] = [givenRoute({ id: routeIds[0] }), givenRoute({ id: routeIds[1] })]
    const limited = givenPrincipal({ routes: [own.id] })
    const ports = givenPorts([own, other])
    expect((await changeRoute(ports, limited, own.id, { order: 3 }, undefined)).route.order).toBe(3)
    await expect(changeRoute(ports, limited, other.id, { order: 3 }, undefined)).rejects.toMatchObject({
      ...{ code: 'not_found' },
    })
  })

  it('is so for whoever is bound by that administrator', async () => {
    const [own, other] = [givenRoute({ id: routeIds[0] }), givenRoute({ id: routeIds[1] })]
    const bound = givenPrincipal({ boundaries: [givenGrant({ routes: [own.id] })] })
    const ports = givenPorts([own, other])
    expect((await changeRoute(ports, bound, own.id, { order: 3 }, undefined)).route.order).toBe(3)
    await expect(changeRoute(ports, bound, other.id, { order: 3 }, undefined)).rejects.toMatchObject({
      ...{ code: 'not_found' },
    })
  })
})
