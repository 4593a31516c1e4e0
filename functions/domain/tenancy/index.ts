export { actInTenant, administratorGrant, callerOf, principalOf, tenantsOf } from './tenancy.ts'
