export { type FirstSuperUserPorts, makeFirstSuperUser } from './first-super-user.ts'
export { nameKinds, requireFreeName } from './names.ts'
export {
  changeAdministrator,
  createAdministrator,
  createTenant,
  listAdministrators,
  listTenants,
  type PlatformPorts,
  removeAdministrator,
} from './platform.ts'
export { madeBefore, type Repeatable } from './repeated.ts'
export { listRoutes, testRoutes } from './route-view.ts'
export { changeRoute, createRoute, deleteRoute, findRoute, maxRoutes, type RoutePorts } from './routes.ts'
export { closeSupportAccess, findSupportAccess, openSupportAccess } from './support-access.ts'
export { changeTenant, findTenant } from './tenant.ts'
export { requireVersion } from './versions.ts'
