import type {
  ExplainPorts,
  GroupPorts,
  PolicyPorts,
  SignInPorts,
  UserPorts,
} from '../../../functions/domain/people/index.ts'
import type {
  AuditEntry,
  Boundary,
  CustomPolicy,
  Group,
  GroupMember,
  Person,
  Recording,
  Route,
  TenantLink,
  User,
} from '../../../functions/model/index.ts'
import type { Idempotency, Standing } from '../../../functions/ports/index.ts'
import { clock, givenPerson, givenRoute, givenSettings, givenTenant, ids, routeIds } from '../given.ts'

export type GivenPeople = Partial<{
  users: readonly User[]
  groups: readonly Group[]
  policies: readonly CustomPolicy[]
  people: readonly Person[]
  recordings: readonly Recording[]
}>

type Kept = { id: string; version: number }

/** A store of things that have ids and versions, and what a test may do just before a write. */
function keptOf<T extends Kept>(given: readonly T[], isTaken: (one: T, other: T) => boolean) {
  const all = new Map<string, T>(given.map((each) => [each.id, each]))
  const idempotency = new Map<string, Idempotency>()
  const isFree = (one: T) => ![...all.values()].some((other) => other.id !== one.id && isTaken(one, other))
  return {
    all,
    idempotency,
    list: () => [...all.values()],
    create(one: T, record: Idempotency | null) {
      if (!isFree(one) || (record && idempotency.has(record.key))) return 'stale' as const
      all.set(one.id, one)
      if (record) idempotency.set(record.key, record)
      return 'written' as const
    },
    change(one: T, previous: T) {
      if (all.get(one.id)?.version !== previous.version || !isFree(one)) return 'stale' as const
      all.set(one.id, one)
      return 'written' as const
    },
    remove(one: T) {
      if (all.get(one.id)?.version !== one.version) return 'stale' as const
      all.delete(one.id)
      return 'written' as const
    },
  }
}

const unused = () => Promise.reject(new Error('not asked for here'))

/** The people, groups and policies of a tenant with three routes, in memory, and what was done with them. */
export function givenWorld(given: GivenPeople = {}) {
  const users = keptOf(given.users ?? [], (one, other) => one.email === other.email)
  const groups = keptOf(given.groups ?? [], (one, other) => one.name.toLowerCase() === other.name.toLowerCase())
  const policies = keptOf(given.policies ?? [], (one, other) => one.name.toLowerCase() === other.name.toLowerCase())
  const people = new Map(given.people?.map((person) => [person.subject, person]))
  for (const { subject, name, email, tenantId, id } of given.users ?? []) {
    const links: TenantLink[] = [{ kind: 'user', tenantId, id }]
    if (!people.has(subject)) people.set(subject, givenPerson({ subject, name, email, links }))
  }
  const boundaries = new Map<string, Boundary>()
  const audited: AuditEntry[] = []
  /** What the issuer was asked for. */
  const asked: string[] = []
  const hooks = {
    beforeWrite: () => {},
    isLinkLost: false,
    invitation: 'sent' as 'sent' | 'alreadySignedIn' | 'absent',
    reset: 'sent' as 'sent' | 'notYetSignedIn',
  }
  const recordings = new Map(given.recordings?.map((recording) => [recording.id, recording]))
  const routes: Route[] = routeIds.map((id, index) =>
    givenRoute({ id, name: ['Default', 'Sales', 'Support'][index] ?? '', isDefault: index === 0 }),
  )
  const write = (audit: AuditEntry | null, outcome: 'written' | 'stale') => {
    if (outcome === 'written' && audit) audited.push(audit)
    return outcome
  }
  const membersOf = (id: string): GroupMember[] =>
    users.list().flatMap((user) => {
      const place = user.groups.find(({ groupId }) => groupId === id)
      return place ? [{ userId: user.id, isSupervisor: place.isSupervisor, agentIds: user.agentIds }] : []
    })
  const standingOf = (user: User): Standing => {
    const joined = user.groups.flatMap(({ groupId, isSupervisor }) => {
      const group = groups.all.get(groupId)
      return group ? [{ group, isSupervisor, members: isSupervisor ? membersOf(groupId) : [] }] : []
    })
    const held = new Set([...user.policyIds, ...joined.flatMap(({ group }) => group.policyIds)])
    const boundary = user.boundaryId === null ? undefined : boundaries.get(user.boundaryId)
    return { kind: 'user', user, groups: joined, policies: policies.list().filter(({ id }) => held.has(id)), boundary }
  }

  const ports: UserPorts & GroupPorts & PolicyPorts & SignInPorts & ExplainPorts = {
    users: {
      users: async () => users.list(),
      find: async (_, id) => users.all.get(id),
      findByEmail: async (_, email) => users.list().find((user) => user.email === email),
      findByIdempotencyKey: async (_, key) => users.idempotency.get(key) as Idempotency<User['id']> | undefined, // of users
      async create(user, audit, record) {
        hooks.beforeWrite()
        return write(audit, users.create(user, record))
      },
      async change(user, previous, audit) {
        hooks.beforeWrite()
        return write(audit, users.change(user, previous))
      },
      remove: async (user, audit) => write(audit, users.remove(user)),
      async keepBoundary(_, grants) {
        const id = JSON.stringify(grants)
        boundaries.set(id, { id, grants })
        return id
      },
      boundary: async (_, id) => boundaries.get(id),
    },
    groups: {
      groups: async () => groups.list(),
      find: async (_, id) => groups.all.get(id),
      members: async (_, id) => membersOf(id),
      findByIdempotencyKey: async (_, key) => groups.idempotency.get(key) as Idempotency<Group['id']> | undefined, // of groups
      create: async (group, audit, record) => write(audit, groups.create(group, record)),
      async change(group, previous, audit) {
        hooks.beforeWrite()
        return write(audit, groups.change(group, previous))
      },
      remove: async (group, audit) => write(audit, groups.remove(group)),
    },
    policies: {
      policies: async () => policies.list(),
      find: async (_, id) => policies.all.get(id),
      findByIdempotencyKey: async (_, key) =>
        policies.idempotency.get(key) as Idempotency<CustomPolicy['id']> | undefined, // of policies
      create: async (policy, audit, record) => write(audit, policies.create(policy, record)),
      async change(policy, previous, audit) {
        hooks.beforeWrite()
        return write(audit, policies.change(policy, previous))
      },
      remove: async (policy, audit) => write(audit, policies.remove(policy)),
    },
    routes: {
      routes: async () => routes,
      ...{ find: unused, findByIdempotencyKey: unused, create: unused, change: unused, remove: unused },
    },
    people: {
      find: async (subject) => people.get(subject),
      administrators: async () => [...people.values()].filter(({ administrator }) => administrator),
      async link(facts, link) {
        if (hooks.isLinkLost) throw new Error('the network is down')
        const known = people.get(facts.subject) ?? givenPerson({ ...facts, version: 0 })
        const links = [...known.links.filter(({ id }) => id !== link.id), link]
        people.set(facts.subject, { ...known, links, version: known.version + 1 })
      },
      async unlink(subject, link) {
        const known = people.get(subject)
        if (known) people.set(subject, { ...known, links: known.links.filter(({ id }) => id !== link.id) })
      },
      create: unused,
      async change(person, previous, audit) {
        if (people.get(person.subject)?.version !== previous.version) return 'stale'
        people.set(person.subject, person)
        return write(audit, 'written')
      },
      remove: unused,
    },
    identities: {
      async invite({ email }) {
        asked.push(`invite ${email}`)
        const known = [...people.values()].find((person) => person.email === email)
        return { subject: known?.subject ?? `subject of ${email}`, isNew: !known }
      },
      async resendInvitation(email) {
        asked.push(`resendInvitation ${email}`)
        return hooks.invitation
      },
      async sendPasswordReset(email) {
        asked.push(`sendPasswordReset ${email}`)
        return hooks.reset
      },
      async signOutEverywhere(email) {
        asked.push(`signOutEverywhere ${email}`)
      },
      async removeSecondFactor(email) {
        asked.push(`removeSecondFactor ${email}`)
      },
      ...{ statusOf: unused, startSecondFactor: unused, confirmSecondFactor: unused, remove: unused },
      ...{ createClient: unused, secretsOf: unused, addSecret: unused, removeSecret: unused, removeClient: unused },
    },
    audit: {
      async write(_, entry) {
        audited.push(entry)
      },
      lastSignIns: async () => new Map(),
      ...{ count: unused, startListening: unused, addHeard: unused, heard: unused, signedIn: unused, list: unused },
      recordingsOfSession: unused,
    },
    ...{ clock, ids },
    recordings: { find: async (_, id) => recordings.get(id) },
    settings: { current: async () => givenSettings(), recent: async () => givenSettings() },
    standings: {
      person: async (_, subject) => people.get(subject),
      standing: async (_, { id }) => {
        const user = users.all.get(id)
        return user && standingOf(user)
      },
      tenant: async () => ({ tenant: givenTenant(), supportAccess: null }),
      tenants: async () => [givenTenant()],
    },
  }
  return { ports, users, groups, policies, people, boundaries, audited, asked, hooks }
}

/** What a call was refused with, and for which fields. */
export const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => 'allowed',
    (error: { code?: string; fieldErrors?: { field: string; message: string }[] }) => ({
      code: error.code,
      fields: Object.fromEntries((error.fieldErrors ?? []).map(({ field, message }) => [field, message])),
    }),
  )
export const codeOf = async (call: Promise<unknown>) => {
  const refusal = await refusalOf(call)
  return typeof refusal === 'string' ? refusal : refusal.code
}
