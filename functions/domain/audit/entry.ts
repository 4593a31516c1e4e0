import type { ProblemCode } from '../../contract/index.ts'
import type { AuditAction, AuditEntry, AuditObjects, Caller, Principal } from '../../model/index.ts'

type Details = { fields?: readonly string[]; note?: string | null }

/** What the principal does, for the audit of the tenant that they act in. */
export function entryOf(
  principal: Principal,
  action: AuditAction,
  objects: AuditObjects,
  { fields = [], note = null }: Details = {},
): AuditEntry {
  return {
    ...{ action, personId: principal.id, role: principal.grant.role, objects, fields, note },
    ...{ outcome: 'allowed', reason: null },
    ...{ requestId: principal.request.id, sourceAddress: principal.request.sourceAddress },
  }
}

/** What was refused to the principal. */
export function denialEntryOf(
  principal: Principal,
  action: AuditAction,
  objects: AuditObjects,
  reason: ProblemCode,
): AuditEntry {
  return { ...entryOf(principal, action, objects), outcome: 'denied', reason }
}

/** What an administrator does above all tenants. */
export function platformEntryOf(
  { person, request }: Caller,
  action: AuditAction,
  objects: AuditObjects,
  { fields = [], note = null }: Details = {},
): AuditEntry {
  const { administrator, subject } = person
  return {
    ...{ action, personId: administrator?.id ?? subject, role: administrator?.role ?? 'tenantUser', objects, fields },
    ...{ note, outcome: 'allowed', reason: null, requestId: request.id, sourceAddress: request.sourceAddress },
  }
}
