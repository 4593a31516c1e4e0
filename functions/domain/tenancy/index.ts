export { actInTenant, callerOf, tenantsOf } from './tenancy.ts'
