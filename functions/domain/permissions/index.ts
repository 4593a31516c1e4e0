export { allows, narrowToRoutes, permits } from './permissions.ts'
