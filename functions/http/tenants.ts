import { basePath, tenants as endpoints } from '../contract/index.ts'
import {
  changeAdministrator,
  changeRoute,
  changeTenant,
  closeSupportAccess,
  createAdministrator,
  createRoute,
  createTenant,
  deleteRoute,
  findRoute,
  findSupportAccess,
  findTenant,
  listAdministrators,
  listRoutes,
  listTenants,
  openSupportAccess,
  type PlatformPorts,
  type RoutePorts,
  removeAdministrator,
  testRoutes,
} from '../domain/administration/index.ts'
import type { SettingsReader } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export type TenantsPorts = RoutePorts & PlatformPorts & { settings: SettingsReader }

export function bindTenants(ports: TenantsPorts): BoundRoom {
  const { tenants, settings } = ports
  return bindRoom(basePath, endpoints, {
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
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { route, version, isNew } = await createRoute(ports, principal, body, repeatable)
      return { status: isNew ? 201 : 200, body: route, version }
    },
    testRoutes: async ({ principal, body }) => ({
      body: testRoutes(principal, await settings.current(principal.tenantId), body),
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
    listTenants: async () => ({
      body: { items: (await listTenants(ports)).map(({ id, name }) => ({ id, name })) },
    }),
    createTenant: async ({ principal, body }) => {
      const { tenant, version } = await createTenant(ports, principal, body)
      return { body: tenant, version }
    },
    getSupportAccess: async ({ principal }) => ({ body: await findSupportAccess(tenants, principal) }),
    openSupportAccess: async ({ principal, body }) => ({ body: await openSupportAccess(ports, principal, body) }),
    closeSupportAccess: async ({ principal }) => ({ body: await closeSupportAccess(tenants, principal) }),
    listAdministrators: async ({ principal }) => ({ body: { items: await listAdministrators(ports, principal) } }),
    createAdministrator: async ({ principal, body }) => ({ body: await createAdministrator(ports, principal, body) }),
    changeAdministrator: async ({ principal, params, body }) => ({
      body: await changeAdministrator(ports, principal, params.administratorId, body),
    }),
    removeAdministrator: async ({ principal, params }) => {
      await removeAdministrator(ports, principal, params.administratorId)
      return { body: undefined }
    },
  })
}
