import { type Contract, listeningIdSchema, type ResponseOf } from '../../contract/index.ts'
import type { HeardRange, KeptAuditEntry, TenantId } from '../../model/index.ts'
import type { AuditStore, PersonNames } from '../../ports/index.ts'

export type AuditListPage = ResponseOf<Contract['audit']['listAudit']>
export type AuditEntryView = AuditListPage['items'][number]

export type AuditReadPorts = { audit: AuditStore; names: PersonNames }

const MAX_AT_ONCE = 25

/** Entries as people read them: with names, which are read once, and with what was heard in a listening. */
export async function entryViewer({ audit, names }: AuditReadPorts, tenantId: TenantId) {
  const nameOf = await names.namesOf(tenantId)
  return async (entries: readonly KeptAuditEntry[]): Promise<AuditEntryView[]> => {
    const views: AuditEntryView[] = []
    for (let start = 0; start < entries.length; start += MAX_AT_ONCE) {
      const some = entries.slice(start, start + MAX_AT_ONCE).map(async (entry) => ({
        ...entry,
        fields: [...entry.fields],
        personName: nameOf.get(entry.personId) ?? null,
        ranges: await heardIn(audit, tenantId, entry),
      }))
      views.push(...(await Promise.all(some)))
    }
    return views
  }
}

/** Null for what is no listening. */
async function heardIn(
  audit: AuditStore,
  tenantId: TenantId,
  { objects, outcome }: KeptAuditEntry,
): Promise<HeardRange[] | null> {
  const { data } = listeningIdSchema.safeParse(objects.listeningId)
  return data === undefined || outcome === 'denied' ? null : audit.heard(tenantId, data)
}
