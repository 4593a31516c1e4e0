import { basePath, audit as endpoints } from '../contract/index.ts'
import { exportAudit, listAudit } from '../domain/audit/index.ts'
import type { AuditStore, Clock, Cursors, PersonNames } from '../ports/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'

export type AuditPorts = { audit: AuditStore; names: PersonNames; cursors: Cursors; clock: Clock }

export function bindAudit(ports: AuditPorts): BoundRoom {
  return bindRoom(basePath, endpoints, {
    listAudit: async ({ principal, query }) => ({ body: await listAudit(ports, principal, query) }),
    exportAudit: async ({ principal, body }) => ({ body: await exportAudit(ports, principal, body) }),
  })
}
