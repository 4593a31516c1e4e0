import { ulid } from 'ulid'
import type { AuditEntry, Instant, TenantId } from '../../model/index.ts'
import { withoutNulls } from './item.ts'
import { auditPartition } from './keys.ts'
import { isAbsent, type Write } from './write.ts'

/** The entry of a change, for the transaction that writes the change. */
export function auditWrites(tenantId: TenantId, entry: AuditEntry, now: Instant): Write[] {
  const id = ulid().toLowerCase()
  const key = { PK: auditPartition(tenantId, now), SK: `${now}#${id}` }
  return [{ put: { ...withoutNulls({ ...entry, id, at: now, count: 1 }), ...key }, when: isAbsent }]
}
