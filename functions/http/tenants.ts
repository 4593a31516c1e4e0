import { basePath, contract } from '../contract/index.ts'
import {
  changeRoute,
  changeTenant,
  createRoute,
  deleteRoute,
  findRoute,
  findTenant,
  listRoutes,
  type RoutePorts,
  testRoutes,
} from '../domain/administration/index.ts'
import type { SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export type TenantsPorts = RoutePorts & { settings: SettingsReader }

export function bindTenants(ports: TenantsPorts): BoundRoom {
  const { tenants, settings } = ports
  return bindRoom(basePath, contract.tenants, {
    getTenant: async ({ principal }) => {
      const { tenant, version } = await findTenant(tenants, principal)
      return { body: tenant, version }
    },
    changeTenant: async ({ principal, body, baseVersion }) => {
      const { tenant, version } = await changeTenant(tenants, principal, body, baseVersion)
      return { body: tenant, version }
    },
    listRoutes: async ({ principal }) => ({
      body: { items: listRoutes(principal, await settings.current(principal.tenantId)) },
    }),
    createRoute: async ({ principal, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal.person, idempotencyKey, body)
      const { route, version, isNew } = await createRoute(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: route, version }
    },
    testRoutes: async ({ principal, body }) => ({
      body: testRoutes(await settings.current(principal.tenantId), body),
    }),
    getRoute: async ({ principal, params }) => {
      const { route, version } = await findRoute(ports, principal, params.routeId)
      return { body: route, version }
    },
    changeRoute: async ({ principal, params, body, baseVersion }) => {
      const { route, version } = await changeRoute(ports, principal, params.routeId, body, baseVersion)
      return { body: route, version }
    },
    deleteRoute: async ({ principal, params, baseVersion }) => {
      await deleteRoute(ports, principal, params.routeId, baseVersion)
      return { body: undefined }
    },
  })
}
