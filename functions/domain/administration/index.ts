export { listRoutes, testRoutes } from './route-view.ts'
export { changeRoute, createRoute, deleteRoute, findRoute, maxRoutes, type RoutePorts } from './routes.ts'
export { changeTenant, findTenant } from './tenant.ts'
export { requireVersion } from './versions.ts'
