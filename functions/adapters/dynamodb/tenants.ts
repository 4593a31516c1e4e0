import type { TenantDetails, TenantId, TenantSettings } from '../../model/index.ts'
import type { RouteStore, SettingsReader, TenantStore } from '../../ports/index.ts'
import { renewingCache } from '../system/index.ts'
import { readTenantDetails, tenantItem } from './directory-items.ts'
import { keys, platformTenantId } from './keys.ts'
import { getItem } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { commit, isOfVersion } from './write.ts'

/** Tenants with what their administrators set, under the reserved tenant id, for which `clientsFor` is asked. */
export function tenantStore(clientsFor: ClientsFor, tableName: string): TenantStore {
  const platformTable = async () => ({ ...(await clientsFor(platformTenantId)), tableName })
  return {
    async find(tenantId) {
      const item = await getItem(await platformTable(), keys.tenant(tenantId))
      return item === undefined ? undefined : readTenantDetails(item)
    },
    async change(tenant: TenantDetails, previous: TenantDetails) {
      const put = { put: tenantItem(tenant), when: isOfVersion(previous.version) }
      return (await commit(await platformTable(), [put])) === 'written' ? 'written' : 'stale'
    },
  }
}

const RECENT_MS = 5_000
const MAX_TENANTS = 200

type Read = { settings: TenantSettings; readAtMs: number }

/** Settings of up to 200 tenants are kept for five seconds, counted from before they were read. */
export function settingsReader(
  { tenants, routes }: { tenants: TenantStore; routes: RouteStore },
  nowMs: () => number = () => Date.now(),
): SettingsReader {
  async function current(tenantId: TenantId): Promise<TenantSettings> {
    const [tenant, all] = await Promise.all([tenants.find(tenantId), routes.routes(tenantId)])
    if (!tenant) throw new Error('the tenant of a principal is not there')
    return { tenant, routes: all }
  }
  const kept = renewingCache<TenantId, Read>({
    open: async (tenantId) => {
      const readAtMs = nowMs()
      return { settings: await current(tenantId), readAtMs }
    },
    renewAtMs: ({ readAtMs }) => readAtMs + RECENT_MS,
    nowMs,
    maxEntries: MAX_TENANTS,
  })
  return { current, recent: async (tenantId) => (await kept(tenantId)).settings }
}
