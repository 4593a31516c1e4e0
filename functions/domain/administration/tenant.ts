import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, TenantDetails } from '../../model/index.ts'
import type { TenantStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireDo, thingTarget } from '../permissions/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { requireVersion } from './versions.ts'

export type TenantView = ResponseOf<Contract['tenants']['getTenant']>
export type TenantChanges = BodyOf<Contract['tenants']['changeTenant']>
export type VersionedTenant = { tenant: TenantView; version: number }

export function viewTenant(tenant: TenantDetails): VersionedTenant {
  const { id, name, description, homeCountry, timeZone, locale, recordDtmf, storeCardDigits } = tenant
  const { requiresSecondFactor, routePermissions, version } = tenant
  return {
    tenant: {
      ...{ id, name, description, homeCountry, timeZone, locale, recordDtmf, storeCardDigits, requiresSecondFactor },
      routePermissions,
    },
    version,
  }
}

export function nameTaken(): Refusal {
  return new Refusal('tenant_name_taken', 'Another tenant has that name. Choose another.', [
    { field: 'name', message: 'is the name of another tenant' },
  ])
}

/** @throws Refusal not_found for a tenant that is gone since the principal was resolved */
async function requireTenant(tenants: TenantStore, { tenantId }: Principal): Promise<TenantDetails> {
  const tenant = await tenants.find(tenantId)
  if (!tenant) throw notFound()
  return tenant
}

/** The tenant that the principal acts in. @throws Refusal not_found */
export async function findTenant(tenants: TenantStore, principal: Principal): Promise<VersionedTenant> {
  requireDo(principal, 'tenant:Read', thingTarget('tenant'))
  return viewTenant(await requireTenant(tenants, principal))
}

/**
 * No two tenants have one name, so whoever gives names learns which others there are: that is for those who may know.
 * @throws Refusal forbidden
 */
function requireMayRename({ supportAccess }: Principal): void {
  const isFromOutside = supportAccess !== null
  if (!isFromOutside) throw new Refusal('forbidden', 'The name of a tenant is changed by an Account Administrator.')
}

/**
 * Changes settings of the tenant that the principal acts in. Routes that inherit follow within five seconds; numbers that
 * were read by another home country stay as they are.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, forbidden for a new name by people of the tenant, precondition_failed, tenant_name_taken, conflict
 */
export async function changeTenant(
  tenants: TenantStore,
  principal: Principal,
  { routePermissions = {}, ...changes }: TenantChanges,
  baseVersion: number | undefined,
): Promise<VersionedTenant> {
  requireDo(principal, 'tenant:Edit', thingTarget('tenant'))
  const previous = await requireTenant(tenants, principal)
  const isRenamed = changes.name !== undefined && changes.name !== previous.name
  if (isRenamed) requireMayRename(principal)
  requireVersion(previous, baseVersion)
  const tenant: TenantDetails = {
    ...previous,
    ...changes,
    routePermissions: { ...previous.routePermissions, ...routePermissions },
    version: previous.version + 1,
  }
  const fields = Object.keys({ ...changes, ...(Object.keys(routePermissions).length > 0 && { routePermissions }) })
  const audit = entryOf(principal, 'changeTenant', { tenantId: tenant.id }, { fields })
  const outcome = await tenants.change(tenant, previous, audit)
  if (outcome === 'nameTaken') throw nameTaken()
  if (outcome === 'stale') throw conflict()
  return viewTenant(tenant)
}
