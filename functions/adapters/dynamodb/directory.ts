import type { Directory } from '../../ports/index.ts'
import { readTenant } from './directory-items.ts'
import { byName, tenantTables } from './entity.ts'
import { keys, platformTenantId, tenantPartition } from './keys.ts'
import { readPerson } from './people-items.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'

const MAX_LISTED = 1_000

/** Tenants and people, all under the reserved tenant id, for which `clientsFor` is asked. */
export function directory(clientsFor: ClientsFor, tableName: string): Directory {
  const tableOf = tenantTables(clientsFor, tableName)
  return {
    async personBySubject(subject) {
      const item = await getItem(await tableOf(platformTenantId), keys.person(subject))
      return item === undefined ? undefined : readPerson(item)
    },
    async tenants() {
      const items = await queryItems(await tableOf(platformTenantId), { partition: tenantPartition, limit: MAX_LISTED })
      return items.map(readTenant).sort(byName)
    },
  }
}
