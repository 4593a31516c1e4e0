export { actInTenant, callerOf, platformTenantId, tenantOfObjectKey, tenantsOf, verifiedTenantId } from './tenancy.ts'
