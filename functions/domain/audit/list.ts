import type { Contract, QueryOf } from '../../contract/index.ts'
import type { Principal } from '../../model/index.ts'
import type { AuditPosition, Cursors } from '../../ports/index.ts'
import { requireDo, thingTarget } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { auditReader } from './read.ts'
import { type AuditListPage, type AuditReadPorts, entryViewer } from './view.ts'

export type AuditRequest = QueryOf<Contract['audit']['listAudit']>

/**
 * A page of who did what in the tenant, newest first.
 * @throws Refusal not_found, invalid_cursor
 */
export async function listAudit(
  ports: AuditReadPorts & { cursors: Cursors },
  principal: Principal,
  { cursor, limit, ...filters }: AuditRequest,
): Promise<AuditListPage> {
  const { tenantId } = principal
  requireDo(principal, 'audit:Read', thingTarget('audit'))
  const boundTo = ['audit', tenantId, principal.id, JSON.stringify(filters)]
  const after = cursor === undefined ? undefined : await openCursor(ports.cursors, cursor, boundTo)
  const [read, view] = await Promise.all([auditReader(ports.audit, tenantId, filters), entryViewer(ports, tenantId)])
  const { entries, next } = await read(after, limit)
  return {
    items: await view(entries),
    nextCursor: next ? await ports.cursors.seal(`${next.at}#${next.id}`, boundTo) : null,
    lookedBackTo: next?.at ?? null,
  }
}

async function openCursor(cursors: Cursors, cursor: string, boundTo: readonly string[]): Promise<AuditPosition> {
  const [at, id] = (await cursors.open(cursor, boundTo))?.split('#') ?? []
  if (at !== undefined && id !== undefined) return { at, id }
  throw new Refusal('invalid_cursor', 'This cursor belongs to another list or is damaged. Start from the first page.')
}
