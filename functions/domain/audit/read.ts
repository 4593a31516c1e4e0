import type { BodyOf, Contract } from '../../contract/index.ts'
import type { AuditAction, KeptAuditEntry, TenantId } from '../../model/index.ts'
import type { AuditPage, AuditPosition, AuditQuery, AuditStore } from '../../ports/index.ts'

export type AuditFilters = BodyOf<Contract['audit']['exportAudit']>

/** Gives the entries past a position, newest first. */
export type AuditReader = (after: AuditPosition | undefined, limit: number) => Promise<AuditPage>

/** Reads what the filters let through. A session id stands for every recording that has or had it. */
export async function auditReader(audit: AuditStore, tenantId: TenantId, filters: AuditFilters): Promise<AuditReader> {
  const { from, before, personId, outcome } = filters
  // One that names no endpoint finds nothing.
  const action = filters.action as AuditAction | undefined
  const sources = await sourcesOf(audit, tenantId, filters)
  return async (after, limit) => {
    const query = { from, before, action, outcome, after, limit }
    const pages = await Promise.all(sources.map((of) => audit.list(tenantId, { ...query, of })))
    const { entries, next } = merged(pages, limit)
    return { entries: entries.filter((entry) => personId === undefined || entry.personId === personId), next }
  }
}

async function sourcesOf(
  audit: AuditStore,
  tenantId: TenantId,
  { recordingId, sessionId, personId }: AuditFilters,
): Promise<AuditQuery['of'][]> {
  if (sessionId !== undefined) {
    const ids = await audit.recordingsOfSession(tenantId, sessionId)
    const wanted = ids.filter((id) => recordingId === undefined || id === recordingId)
    return wanted.map((id) => ({ kind: 'recording', recordingId: id }))
  }
  if (recordingId !== undefined) return [{ kind: 'recording', recordingId }]
  if (personId !== undefined) return [{ kind: 'person', personId }]
  return [{ kind: 'tenant' }]
}

/** Nothing older than the page that looked back least: what stands there in the others' time is not known yet. */
function merged(pages: readonly AuditPage[], limit: number): AuditPage {
  const [next] = pages.flatMap((page) => page.next ?? []).sort(newestFirst)
  const all = pages.flatMap((page) => page.entries).sort(newestFirst)
  const known = next ? all.filter((entry) => newestFirst(entry, next) <= 0) : all
  const entries = known.slice(0, limit)
  const last = entries.at(-1)
  return { entries, next: known.length > limit && last ? positionOf(last) : next }
}

const positionOf = ({ at, id }: KeptAuditEntry): AuditPosition => ({ at, id })

function newestFirst(one: AuditPosition, other: AuditPosition): number {
  const [a, b] = [`${one.at}#${one.id}`, `${other.at}#${other.id}`]
  return a > b ? -1 : a < b ? 1 : 0
}
