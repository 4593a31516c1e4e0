import type { Group, PolicyId, TenantId, TenantLink, User } from '../../model/index.ts'
import type {
  Directory,
  Freshness,
  GroupStore,
  RecorderStore,
  Standing,
  StandingReader,
  TenantStore,
  UserStore,
} from '../../ports/index.ts'
import { renewingCache } from '../system/index.ts'
import { tenantTables } from './entity.ts'
import { keys } from './keys.ts'
import { readGroup, readPolicyItem } from './people-items.ts'
import { getItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'

const RECENT_MS = 5_000
const MAX_KEPT = 5_000

type Stores = {
  directory: Directory
  tenants: TenantStore
  users: UserStore
  groups: GroupStore
  recorders: Pick<RecorderStore, 'find'>
}

/**
 * What stands for somebody, read in three rounds at most: the person, the user with the tenant, then groups, policies and
 * boundary at once. What was read is kept for five seconds, counted from before it was read.
 */
export function standingReader(
  clientsFor: ClientsFor,
  tableName: string,
  stores: Stores,
  nowMs: () => number = () => Date.now(),
): StandingReader {
  const tableOf = tenantTables(clientsFor, tableName)

  async function standing(link: TenantLink): Promise<Standing | undefined> {
    if (link.kind === 'recorder') {
      const recorder = await stores.recorders.find(link.tenantId, link.id)
      return recorder && { kind: 'recorder', recorder }
    }
    const user = await stores.users.find(link.tenantId, link.id)
    return user && standingOf(user)
  }

  async function standingOf(user: User): Promise<Standing> {
    const { tenantId, groups: memberships, boundaryId } = user
    const [found, boundary] = await Promise.all([
      groupsAndPolicies(user),
      boundaryId === null ? undefined : stores.users.boundary(tenantId, boundaryId),
    ])
    // A boundary that is named and not there must not set anybody free.
    if (boundaryId !== null && !boundary) throw new Error('the boundary of a user is not there')
    const groups = await Promise.all(
      memberships.flatMap(({ groupId, isSupervisor }) => {
        const group = found.groups.find(({ id }) => id === groupId)
        if (!group) return []
        return [membersOf(tenantId, group, isSupervisor).then((members) => ({ group, isSupervisor, members }))]
      }),
    )
    return { kind: 'user', user, groups, policies: found.policies, boundary }
  }

  const membersOf = async (tenantId: TenantId, group: Group, isSupervisor: boolean) =>
    isSupervisor ? stores.groups.members(tenantId, group.id) : []

  async function groupsAndPolicies({ tenantId, groups: memberships, policyIds }: User) {
    if (memberships.length + policyIds.length === 0) return { groups: [], policies: [] }
    const table = await tableOf(tenantId)
    const groupItems = await getItems(
      table,
      memberships.map(({ groupId }) => keys.group(tenantId, groupId)),
    )
    const groups = groupItems.map((item) => readGroup(tenantId, item))
    const wanted: PolicyId[] = [...policyIds, ...groups.flatMap((group) => group.policyIds)]
    const policyItems = await getItems(
      table,
      wanted.map((id) => keys.policy(tenantId, id)),
    )
    // In one order, whatever that of the answer: the first statement that decides is told.
    const policies = policyItems.map((item) => readPolicyItem(tenantId, item))
    return { groups, policies: policies.sort((one, other) => (one.id < other.id ? -1 : 1)) }
  }

  async function tenant(tenantId: TenantId) {
    const [details, supportAccess] = await Promise.all([
      stores.tenants.find(tenantId),
      stores.tenants.supportAccess(tenantId),
    ])
    return details && { tenant: details, supportAccess }
  }

  const kept = {
    people: recent(stores.directory.personBySubject, nowMs),
    standings: recent((key: string) => standing(JSON.parse(key) as TenantLink), nowMs), // made from one below
    tenants: recent(tenant, nowMs),
    all: recent((_: 'all') => stores.directory.tenants(), nowMs),
  }
  const isRecent = (freshness: Freshness) => freshness === 'recent'
  return {
    person: (freshness, subject) => (isRecent(freshness) ? kept.people : stores.directory.personBySubject)(subject),
    standing: (freshness, link) => (isRecent(freshness) ? kept.standings(JSON.stringify(link)) : standing(link)),
    tenant: (freshness, tenantId) => (isRecent(freshness) ? kept.tenants : tenant)(tenantId),
    tenants: (freshness) => (isRecent(freshness) ? kept.all('all') : stores.directory.tenants()),
  }
}

/** Keeps what was read for five seconds, for up to 5,000 keys. */
function recent<Key, Value>(read: (key: Key) => Promise<Value>, nowMs: () => number): (key: Key) => Promise<Value> {
  const kept = renewingCache<Key, { value: Value; readAtMs: number }>({
    async open(key) {
      const readAtMs = nowMs()
      return { value: await read(key), readAtMs }
    },
    renewAtMs: ({ readAtMs }) => readAtMs + RECENT_MS,
    nowMs,
    maxEntries: MAX_KEPT,
  })
  return async (key) => (await kept(key)).value
}
