import type { TenantDetails, TenantId, TenantSettings } from '../../model/index.ts'
import type { Clock, RouteStore, SettingsReader, TenantStore } from '../../ports/index.ts'
import { renewingCache } from '../system/index.ts'
import { auditWrites } from './audit-item.ts'
import { listedTenantItem, readTenantDetails, settingsItem } from './directory-items.ts'
import { claimOf, renaming, tenantTables, writeAll } from './entity.ts'
import { keys, platformTenantId } from './keys.ts'
import { readSupportAccess } from './people-items.ts'
import { getItem } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { routeCreation } from './routes.ts'
import { commit, isAbsent, isOfVersion } from './write.ts'

/**
 * Tenants: what their administrators set lies in the tenant, that they are there under the reserved tenant id, and with it
 * the claim on the name. No transaction spans both, for no session reaches both: the name is claimed before, and the list is
 * written after; each step may be repeated.
 *
 * @param clock dates audit entries
 */
export function tenantStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): TenantStore {
  const tableOf = tenantTables(clientsFor, tableName)
  const platform = () => tableOf(platformTenantId)
  const list = (tenant: TenantDetails) => ({ put: listedTenantItem(tenant) })

  async function find(tenantId: TenantId): Promise<TenantDetails | undefined> {
    const item = await getItem(await tableOf(tenantId), keys.settings(tenantId))
    return item === undefined ? undefined : readTenantDetails(item)
  }

  /** A name that was claimed for a change that came too late, unless the tenant is called so by now. */
  async function giveUpName({ id, name }: TenantDetails): Promise<void> {
    const current = await find(id)
    const key = keys.tenantName(name)
    if (current && keys.tenantName(current.name).PK === key.PK) return
    const isOwn = { expression: 'id = :self', values: { ':self': id } }
    await writeAll(await platform(), [{ delete: key, when: isOwn }])
  }

  return {
    find,

    async create(tenant, defaultRoute, audit) {
      const claim = claimOf(keys.tenantName(tenant.name), tenant.id)
      if ((await writeAll(await platform(), [claim])) === 'stale') return 'stale'
      const outcome = await commit(await tableOf(tenant.id), [
        { put: settingsItem(tenant), when: isAbsent },
        ...routeCreation(defaultRoute),
        ...auditWrites(tenant.id, audit, clock.now()),
      ])
      // Refused: an earlier try came this far, for nobody else has this id.
      if (outcome === 'contended') return 'stale'
      const now = clock.now()
      return writeAll(await platform(), [list(tenant), ...auditWrites(platformTenantId, audit, now)])
    },

    async change(tenant, previous, audit) {
      const name = keys.tenantName(tenant.name)
      if ((await writeAll(await platform(), [claimOf(name, tenant.id)])) === 'stale') return 'nameTaken'
      const changed = await writeAll(await tableOf(tenant.id), [
        { put: settingsItem(tenant), when: isOfVersion(previous.version) },
        ...auditWrites(tenant.id, audit, clock.now()),
      ])
      if (changed === 'stale') {
        await giveUpName(tenant)
        return 'stale'
      }
      const names = renaming(name, keys.tenantName(previous.name), tenant.id)
      return writeAll(await platform(), [list(tenant), ...names])
    },

    async supportAccess(tenantId) {
      const item = await getItem(await tableOf(tenantId), keys.supportAccess(tenantId))
      const access = item === undefined ? null : readSupportAccess(item)
      return access && access.endsAt > clock.now() ? access : null
    },

    async setSupportAccess(tenantId, access, audit) {
      const key = keys.supportAccess(tenantId)
      const change = access ? { put: { ...key, ...access } } : { delete: key }
      const written = await commit(await tableOf(tenantId), [change, ...auditWrites(tenantId, audit, clock.now())])
      if (written !== 'written') throw new Error('Support access is being changed by many at once: try again')
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
