import { basePath, contract } from '../contract/index.ts'
import { narrowToRoutes } from '../domain/permissions/index.ts'
import { tenantsOf } from '../domain/tenancy/index.ts'
import type { Directory, RouteStore } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export function bindMe({ directory, routes }: { directory: Directory; routes: RouteStore }): BoundRoom {
  return bindRoom(basePath, contract.me, {
    getMe: async ({ principal: { person } }) => {
      const { id, name, email, role, timeZone, locale } = person
      const tenants = await tenantsOf(directory, person)
      return { body: { id, name, email, role, timeZone, locale, tenants } }
    },
    listRoutes: async ({ principal }) => {
      const visible = narrowToRoutes(principal, 'recording:List')
      const all = await routes.routes(principal.tenantId)
      const items = all.filter((route) => visible === 'all' || visible.includes(route.id))
      return { body: { items: items.map(({ id, name, isDefault }) => ({ id, name, isDefault })) } }
    },
  })
}
