import { basePath, contract } from '../contract/index.ts'
import { narrowToRoutes } from '../domain/permissions/index.ts'
import { Refusal } from '../domain/problems/index.ts'
import type { RouteStore } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

async function comesLater(): Promise<never> {
  throw new Refusal('unavailable', 'This is not served yet.')
}

export function bindTenants({ routes }: { routes: RouteStore }): BoundRoom {
  return bindRoom(basePath, contract.tenants, {
    getTenant: comesLater,
    changeTenant: comesLater,
    listRoutes: async ({ principal }) => {
      const visible = narrowToRoutes(principal, 'recording:List')
      const all = await routes.routes(principal.tenantId)
      const items = all.filter((route) => visible === 'all' || visible.includes(route.id))
      return { body: { items: items.map(({ id, name, isDefault }) => ({ id, name, isDefault, isRetired: false })) } }
    },
    createRoute: comesLater,
    testRoutes: comesLater,
    getRoute: comesLater,
    changeRoute: comesLater,
    deleteRoute: comesLater,
  })
}
