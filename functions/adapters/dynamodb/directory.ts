import type { Person, Route, Tenant, TenantDetails } from '../../model/index.ts'
import type { Directory, WriteResult } from '../../ports/index.ts'
import { personItem, readPerson, readTenant, tenantItem } from './directory-items.ts'
import { keys, platformTenantId, tenantPartition } from './keys.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { routeCreation } from './routes.ts'
import { commit, isAbsent, type Write } from './write.ts'

const MAX_LISTED = 1_000

/** Tenants and people, all under the reserved tenant id, for which `clientsFor` is asked. */
export function directory(clientsFor: ClientsFor, tableName: string): Directory {
  const platformTable = async () => ({ ...(await clientsFor(platformTenantId)), tableName })
  return {
    async personBySubject(subject) {
      const item = await getItem(await platformTable(), keys.person(subject))
      return item === undefined ? undefined : readPerson(item)
    },
    async tenants() {
      const items = await queryItems(await platformTable(), { partition: tenantPartition, limit: MAX_LISTED })
      return items.map(readTenant).sort(byName)
    },
  }
}

/** What seeding a world needs; each is 'stale' when the id or subject is taken. */
export type DirectoryWriter = {
  createTenant(tenant: Tenant & Partial<TenantDetails>): Promise<WriteResult>
  createRoute(route: Route): Promise<WriteResult>
  createPerson(person: Person): Promise<WriteResult>
}

export function directoryWriter(clientsFor: ClientsFor, tableName: string): DirectoryWriter {
  const create = async (tenantId: Tenant['id'], writes: readonly Write[]): Promise<WriteResult> => {
    const outcome = await commit({ ...(await clientsFor(tenantId)), tableName }, writes)
    return outcome === 'written' ? 'written' : 'stale'
  }
  return {
    createTenant: (tenant) => create(platformTenantId, [{ put: tenantItem(tenant), when: isAbsent }]),
    createRoute: (route) => create(route.tenantId, routeCreation(route)),
    createPerson: (person) => create(platformTenantId, [{ put: personItem(person), when: isAbsent }]),
  }
}

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
