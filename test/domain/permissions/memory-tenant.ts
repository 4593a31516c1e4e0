import type { Context } from 'aws-lambda'
import { ulids } from '../../../functions/adapters/system/index.ts'
import {
  administratorIdSchema,
  basePath,
  managedPolicySchema,
  userIdSchema,
} from '../../../functions/contract/index.ts'
import { actInTenant, callerOf } from '../../../functions/domain/tenancy/index.ts'
import { bindGroups, bindPolicies, bindUsers, type HttpPorts, roomHandler } from '../../../functions/http/index.ts'
import type {
  AdministratorRole,
  Boundary,
  CustomPolicy,
  Group,
  GroupMember,
  Person,
  Principal,
  TenantDetails,
  TenantLink,
  User,
} from '../../../functions/model/index.ts'
import type {
  AuditStore,
  GroupStore,
  Identities,
  PersonStore,
  PolicyStore,
  RouteStore,
  Standing,
  StandingReader,
  UserStore,
} from '../../../functions/ports/index.ts'
import { someRequestFacts, worldAddress, worldNow, worldRouteIds, worldTenantId } from './random-worlds.ts'

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1)

/** Entities in memory, written on condition of their version as the ports promise. */
function entities<E extends { id: string; name: string; version: number }>() {
  const kept = new Map<string, E>()
  const isStale = (previous: E) => kept.get(previous.id)?.version !== previous.version
  return {
    kept,
    all: async () => [...kept.values()].sort(byName),
    find: async (_tenantId: unknown, id: string) => kept.get(id),
    findByIdempotencyKey: async () => undefined,
    async create(entity: E) {
      kept.set(entity.id, entity)
      return 'written' as const
    },
    async change(entity: E, previous: E) {
      if (isStale(previous)) return 'stale' as const
      kept.set(entity.id, entity)
      return 'written' as const
    },
    async remove(entity: E) {
      if (isStale(entity)) return 'stale' as const
      kept.delete(entity.id)
      return 'written' as const
    },
  }
}

const everySwitch = { play: true, download: true, delete: true, rating: true, notes: true, transcript: true }
const tenant: TenantDetails = {
  ...{ id: worldTenantId, name: 'World', description: null, homeCountry: null, timeZone: 'UTC', locale: 'en' },
  ...{ recordDtmf: false, storeCardDigits: false, requiresSecondFactor: false, version: 1 },
  routePermissions: { ...everySwitch, complete: true, agentId: true, customData: true, category: true, video: true },
}

const noPerson: Omit<Person, 'subject' | 'name'> = {
  ...{ email: null, administrator: null, isEnabled: true, timeZone: null, locale: null, links: [] },
  ...{ signedOutAt: null, secondFactorAt: null, version: 1 },
}

/** Somebody from outside, whom the other administrators of the platform made. */
function outsider(subject: string, role: AdministratorRole, number: number): Person {
  const id = administratorIdSchema.parse(`01kzadm0000000000000000${String(number).padStart(3, '0')}`)
  return { ...noPerson, subject, name: subject, administrator: { id, role, createdAt: worldNow } }
}

/** Of who was invited by that address; it is their token here, which takes few characters (RFC 6750). */
export const subjectOf = (email: string) => email.replace('@', '.')

export type Asked = { method: string; path: string; params?: Record<string, string>; body?: unknown }

/**
 * A tenant in memory behind the real endpoints of people, groups and policies: every request goes through the pipeline, and
 * everybody's rights are put together as they are in the product. Tara, a Tenant Administrator, was there first.
 */
export function memoryTenant() {
  const users = entities<User>()
  const groups = entities<Group>()
  const policies = entities<CustomPolicy>()
  const boundaries = new Map<string, Boundary>()
  const people = new Map<string, Person>()
  for (const person of [outsider('sam', 'superUser', 1), outsider('ada', 'accountAdministrator', 2)]) {
    people.set(person.subject, person)
  }
  const membersOf = (id: string): GroupMember[] =>
    [...users.kept.values()].flatMap(({ id: userId, groups: memberships, agentIds }) => {
      const place = memberships.find(({ groupId }) => groupId === id)
      return place ? [{ userId, isSupervisor: place.isSupervisor, agentIds }] : []
    })

  const userStore: UserStore = {
    ...users,
    users: users.all,
    findByEmail: async (_tenantId, email) => [...users.kept.values()].find((user) => user.email === email),
    async keepBoundary(_tenantId, grants) {
      const id = JSON.stringify(grants)
      // Through JSON, as a store keeps it: what is changed later changes nothing in it.
      boundaries.set(id, { id, grants: JSON.parse(id) })
      return id
    },
    boundary: async (_tenantId, id) => boundaries.get(id),
  }
  const groupStore: GroupStore = { ...groups, groups: groups.all, members: async (_tenantId, id) => membersOf(id) }
  const policyStore: PolicyStore = { ...policies, policies: policies.all }

  const personStore: Pick<PersonStore, 'find' | 'change' | 'link' | 'unlink'> = {
    find: async (subject) => people.get(subject),
    async change(person) {
      people.set(person.subject, person)
      return 'written'
    },
    async link(facts, link) {
      const known = people.get(facts.subject) ?? { ...noPerson, ...facts }
      people.set(facts.subject, { ...known, links: [link] })
    },
    async unlink(subject) {
      const known = people.get(subject)
      if (known) people.set(subject, { ...known, links: [] })
    },
  }

  function standingOf(link: TenantLink): Standing | undefined {
    const user = link.kind === 'user' ? users.kept.get(link.id) : undefined
    if (!user) return undefined
    const found = user.groups.flatMap(({ groupId, isSupervisor }) => {
      const group = groups.kept.get(groupId)
      return group ? [{ group, isSupervisor, members: isSupervisor ? membersOf(groupId) : [] }] : []
    })
    const wanted = new Set([...user.policyIds, ...found.flatMap(({ group }) => group.policyIds)])
    return {
      ...{
        kind: 'user',
        user,
        groups: found,
        policies: [...policies.kept.values()].filter(({ id }) => wanted.has(id)),
      },
      boundary: user.boundaryId === null ? undefined : boundaries.get(user.boundaryId),
    }
  }
  const supportAccess = {
    ...{
      openedBy: 'sam',
      openedByName: 'Sam',
      reason: 'to see',
      openedAt: worldNow,
      endsAt: '9999-01-01T00:00:00.000Z',
    },
  }
  const standings: StandingReader = {
    person: async (_freshness, subject) => people.get(subject),
    standing: async (_freshness, link) => standingOf(link),
    tenant: async () => ({ tenant, supportAccess }),
    tenants: async () => [tenant],
  }

  const audit: Pick<AuditStore, 'write' | 'count' | 'signedIn' | 'lastSignIns'> = {
    ...{ write: async () => {}, count: async () => {}, signedIn: async () => {}, lastSignIns: async () => new Map() },
  }
  const identities: Pick<Identities, 'invite' | 'signOutEverywhere'> = {
    invite: async ({ email }) => ({ subject: subjectOf(email), isNew: true }),
    signOutEverywhere: async () => {},
  }
  const routes: Pick<RouteStore, 'routes'> = {
    routes: async () =>
      worldRouteIds.map((id, index) => ({
        ...{ id, tenantId: worldTenantId, name: `Route ${index + 1}`, isDefault: index === 0, kind: 'fromOrTo' },
        ...{ numberPattern: null, permissions: 'inherit', recordDtmf: 'inherit', order: index, retiredAt: null },
        version: 1,
      })),
  }
  const clock = { now: () => worldNow, businessNow: () => worldNow }
  const ports = { users: userStore, groups: groupStore, policies: policyStore, routes, people: personStore }
  // What the endpoints below ask of each port is there.
  const all = { ...ports, identities, audit, clock, ids: ulids, standings } as unknown as Parameters<
    typeof bindUsers
  >[0] &
    Parameters<typeof bindGroups>[0] &
    Parameters<typeof bindPolicies>[0]
  const faults: unknown[] = []
  const token = (subject: string) => ({
    ...{ subject, clientId: 'dashboard', scopes: ['soundkeep/api'], signedInAt: worldNow, signInId: null },
  })
  const http: HttpPorts = {
    ...{ frontDoor: 'none', tokens: { verify: async (subject) => token(subject) }, standings, clock },
    audit: all.audit,
    reportFault: ({ error }) => void faults.push(error),
  }
  const room = new Map([...bindUsers(all), ...bindGroups(all), ...bindPolicies(all)])
  const handle = roomHandler(room, http)

  /** What somebody may do in the tenant at this moment; undefined for who may not act there. */
  async function principalOf(subject: string): Promise<Principal | undefined> {
    if (!people.has(subject)) return undefined
    const caller = await callerOf(standings, token(subject), someRequestFacts, 'current')
    return actInTenant(standings, caller, worldTenantId, 'current').catch(() => undefined)
  }

  /** @throws what went wrong on our side */
  async function ask(subject: string, { method, path, params, body }: Asked) {
    const routeKey = `${method} ${basePath}${path}`
    const http = { method, path, protocol: 'HTTP/1.1', sourceIp: worldAddress, userAgent: '' }
    const headers = { 'content-type': 'application/json', 'if-match': '*', 'soundkeep-tenant': worldTenantId }
    const event = {
      ...{
        version: '2.0',
        routeKey,
        headers: { ...headers, authorization: `Bearer ${subject}` },
        requestContext: { http },
      },
      ...{ ...(params && { pathParameters: params }), ...(body !== undefined && { body: JSON.stringify(body) }) },
    }
    // The pipeline asks no more than this of an event and its context.
    const context = { awsRequestId: someRequestFacts.id } as Context
    const answer = await handle(event, context)
    if (faults.length > 0) throw faults[0]
    return { status: answer.statusCode ?? 0, body: answer.body === undefined ? undefined : JSON.parse(answer.body) }
  }

  const tara: User = {
    ...{ tenantId: worldTenantId, id: userIdSchema.parse('01kzper500000000000000000t'), subject: 'tara', name: 'Tara' },
    ...{ email: 'tara@example.com', role: 'tenantAdministrator', isEnabled: true, routes: 'all', groups: [] },
    ...{ agentIds: [], managedPolicies: [...managedPolicySchema.options], policyIds: [], timeZone: null, locale: null },
    ...{ boundaryId: null, signedOutAt: null, createdAt: worldNow, updatedAt: worldNow, version: 1 },
  }
  users.kept.set(tara.id, tara)
  people.set('tara', { ...noPerson, ...tara, links: [{ kind: 'user', tenantId: worldTenantId, id: tara.id }] })

  return { users: users.kept, groups: groups.kept, policies: policies.kept, principalOf, ask }
}
