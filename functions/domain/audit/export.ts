import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { AuditPosition, Clock } from '../../ports/index.ts'
import { requireDo, thingTarget } from '../permissions/index.ts'
import { csvLine } from './csv.ts'
import { type AuditFilters, auditReader } from './read.ts'
import { type AuditEntryView, type AuditReadPorts, entryViewer } from './view.ts'

export type AuditExport = ResponseOf<Contract['audit']['exportAudit']>

const MAX_ENTRIES = 10_000
const PAGE_ENTRIES = 100
/** Where little passes the filters, so many looks are enough for a request. */
const MAX_PAGES = 200
/** Lambda answers 6 MB at most, and JSON puts a character before each quotation mark. */
const MAX_BYTES = 4_500_000

const columns: Readonly<Record<string, (entry: AuditEntryView) => string | number | null>> = {
  at: ({ at }) => at,
  personId: ({ personId }) => personId,
  personName: ({ personName }) => personName,
  role: ({ role }) => role,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  reason: ({ reason }) => reason,
  count: ({ count }) => count,
  recordingId: ({ objects }) => objects.recordingId ?? null,
  otherObjects: ({ objects: { recordingId: _, ...others } }) => pairs(others),
  fields: ({ fields }) => fields.join(' '),
  heardMs: ({ ranges }) => (ranges ?? []).map(({ fromMs, toMs }) => `${fromMs}-${toMs}`).join(' '),
  note: ({ note }) => note,
  sourceAddress: ({ sourceAddress }) => sourceAddress,
  requestId: ({ requestId }) => requestId,
  id: ({ id }) => id,
}

const pairs = (objects: Partial<Record<string, string>>) =>
  Object.entries(objects)
    .map(([name, id]) => `${name}=${id}`)
    .join(' ')

/**
 * The newest entries that the filters let through as CSV: at most 10,000, and what one answer holds.
 * @throws Refusal not_found
 */
export async function exportAudit(
  ports: AuditReadPorts & { clock: Pick<Clock, 'now'> },
  principal: Principal,
  filters: AuditFilters,
): Promise<AuditExport> {
  const { tenantId } = principal
  requireDo(principal, 'audit:Read', thingTarget('audit'))
  const [read, view] = await Promise.all([auditReader(ports.audit, tenantId, filters), entryViewer(ports, tenantId)])
  const utf8 = new TextEncoder()
  const lines = [csvLine(Object.keys(columns))]
  const fileName = `audit-${ports.clock.now().slice(0, 10)}.csv`
  const ending = (isComplete: boolean): AuditExport => ({ fileName, csv: lines.join(''), isComplete })
  let bytes = 0
  let after: AuditPosition | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { entries, next } = await read(after, Math.min(PAGE_ENTRIES, MAX_ENTRIES + 1 - lines.length))
    for (const entry of await view(entries)) {
      const line = csvLine(Object.values(columns).map((column) => column(entry)))
      bytes += utf8.encode(line).length
      if (bytes > MAX_BYTES) return ending(false)
      lines.push(line)
    }
    if (next === undefined) return ending(true)
    if (lines.length > MAX_ENTRIES) return ending(false)
    after = next
  }
  return ending(false)
}
