export { allows, denialOf, narrowToRoutes, permits, reaches } from './permissions.ts'
export { effectivePermissions, limitsOf, type RouteLimits, refuseTurnedOff, turnedOff } from './route-limits.ts'
