import type { AuditEntry, Person } from '../../model/index.ts'
import type { Clock, FirstSuperUserStore, WriteResult } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { claimOf, tenantTables, writeAll } from './entity.ts'
import { keys, platformTenantId } from './keys.ts'
import { administratorWrites, newPersonWrite } from './persons.ts'
import type { ClientsFor } from './recordings.ts'

/** Beside the person lies who was the first, which nobody can be twice. */
export function firstSuperUserStore(
  clientsFor: ClientsFor,
  tableName: string,
  clock: Pick<Clock, 'now'>,
): FirstSuperUserStore {
  const tableOf = tenantTables(clientsFor, tableName)
  return {
    async create(person: Person, audit: AuditEntry): Promise<WriteResult> {
      return writeAll(await tableOf(platformTenantId), [
        claimOf(keys.firstSuperUser(), person.subject),
        newPersonWrite(person),
        ...administratorWrites(person),
        ...auditWrites(platformTenantId, audit, clock.now()),
      ])
    },
  }
}
