import { ulid } from 'ulid'
import type { AuditEntry, Instant, TenantId } from '../../model/index.ts'
import { withoutNulls } from './item.ts'
import { keys } from './keys.ts'
import { isAbsent, type Write } from './write.ts'

/** The writes that keep an entry in the audit of a tenant: part of the transaction of what it tells of. */
export function auditWrites(tenantId: TenantId, entry: AuditEntry, now: Instant): Write[] {
  const id = ulid(Date.parse(now)).toLowerCase()
  const key = keys.auditEntry(tenantId, now, id)
  return [{ put: { ...withoutNulls(entry), id, at: now, count: 1, ...key }, when: isAbsent }]
}
