import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal, SupportAccess } from '../../model/index.ts'
import type { Clock, TenantStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireDo, thingTarget } from '../permissions/index.ts'

export type SupportAccessView = ResponseOf<Contract['tenants']['getSupportAccess']>

const hourMs = 3_600_000

function viewed(access: SupportAccess | null): SupportAccessView {
  if (!access) {
    return { isOpen: false, ...{ openedBy: null, openedByName: null, reason: null, openedAt: null, endsAt: null } }
  }
  return { isOpen: true, ...access }
}

/** Whether people from outside may open the tenant's recordings. */
export async function findSupportAccess(tenants: TenantStore, principal: Principal): Promise<SupportAccessView> {
  return viewed(await tenants.supportAccess(principal.tenantId))
}

/**
 * Opens it for a few hours from now, anew where it is open; the audit keeps the reason. An administrator from outside may
 * open it too: what protects the tenant then is that its own people see who did, and why.
 */
export async function openSupportAccess(
  { tenants, clock }: { tenants: TenantStore; clock: Clock },
  principal: Principal,
  { reason, hours }: BodyOf<Contract['tenants']['openSupportAccess']>,
): Promise<SupportAccessView> {
  requireDo(principal, 'tenant:OpenSupportAccess', thingTarget('tenant'))
  const openedAt = clock.now()
  const endsAt = new Date(Date.parse(openedAt) + hours * hourMs).toISOString()
  const openedByName = principal.person.name
  const access: SupportAccess = { openedBy: principal.id, openedByName, reason, openedAt, endsAt }
  const objects = { tenantId: principal.tenantId }
  const audit = entryOf(principal, 'openSupportAccess', objects, { note: reason })
  await tenants.setSupportAccess(principal.tenantId, access, audit)
  return viewed(access)
}

/** Ends it now; safe to repeat. */
export async function closeSupportAccess(tenants: TenantStore, principal: Principal): Promise<SupportAccessView> {
  requireDo(principal, 'tenant:OpenSupportAccess', thingTarget('tenant'))
  const audit = entryOf(principal, 'closeSupportAccess', { tenantId: principal.tenantId })
  await tenants.setSupportAccess(principal.tenantId, null, audit)
  return viewed(null)
}
