import type { Person, Route, Tenant } from '../../model/index.ts'
import type { Directory, RouteStore, WriteResult } from '../../ports/index.ts'
import { personItem, readPerson, readRoute, readTenant, routeItem, tenantItem } from './directory-items.ts'
import type { Item } from './item.ts'
import { keys, platformTenantId, routePartition, tenantPartition } from './keys.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { commit, isAbsent } from './write.ts'

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

export function routeStore(clientsFor: ClientsFor, tableName: string): RouteStore {
  return {
    async routes(tenantId) {
      const table = { ...(await clientsFor(tenantId)), tableName }
      const items = await queryItems(table, { partition: routePartition(tenantId), limit: MAX_LISTED })
      return items.map((item) => readRoute(tenantId, item)).sort(byName)
    },
  }
}

/** What seeding a world needs; each is 'stale' when the id or subject is taken. */
export type DirectoryWriter = {
  createTenant(tenant: Tenant): Promise<WriteResult>
  createRoute(route: Route): Promise<WriteResult>
  createPerson(person: Person): Promise<WriteResult>
}

export function directoryWriter(clientsFor: ClientsFor, tableName: string): DirectoryWriter {
  const create = async (tenantId: Tenant['id'], item: Item): Promise<WriteResult> => {
    const outcome = await commit({ ...(await clientsFor(tenantId)), tableName }, [{ put: item, when: isAbsent }])
    return outcome === 'written' ? 'written' : 'stale'
  }
  return {
    createTenant: (tenant) => create(platformTenantId, tenantItem(tenant)),
    createRoute: (route) => create(route.tenantId, routeItem(route)),
    createPerson: (person) => create(platformTenantId, personItem(person)),
  }
}

const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name)
