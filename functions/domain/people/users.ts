import type { BodyOf, Contract, ResponseOf } from '../../contract/index.ts'
import type { Boundary, Instant, Principal, User, UserId } from '../../model/index.ts'
import type { AuditStore, Clock, Identities, Ids, PersonStore } from '../../ports/index.ts'
import { madeBefore, type Repeatable, requireVersion } from '../administration/index.ts'
import { entryOf } from '../audit/index.ts'
import { requireMake } from '../permissions/index.ts'
import { conflict, Refusal } from '../problems/index.ts'
import {
  boundaryOf,
  isEditable,
  maySee,
  type RightsPorts,
  requireEditable,
  requireGrantable,
  requireNotOwnAgents,
  requireUser,
  rightsFields,
} from './rights.ts'

export type UserView = ResponseOf<Contract['users']['getUser']>
export type ListedUser = ResponseOf<Contract['users']['listUsers']>['items'][number]
export type NewUser = BodyOf<Contract['users']['createUser']>
export type UserChanges = BodyOf<Contract['users']['changeUser']>
export type VersionedUser = { user: UserView; version: number }

export type UserPorts = RightsPorts & {
  people: PersonStore
  identities: Identities
  audit: AuditStore
  clock: Clock
  ids: Ids
}

export const maxUsers = 2_000
const attempts = 5

function viewHead(user: User, signIns: ReadonlyMap<string, Instant>): ListedUser {
  const { id, name, email, role, isEnabled, routes, groups, agentIds } = user
  return {
    ...{ id, name, email, role, isEnabled, routes, lastSignedInAt: signIns.get(id) ?? null },
    ...{ groups: [...groups], agentIds: [...agentIds] },
  }
}

function viewBoundary(boundary: Boundary | undefined): UserView['boundary'] {
  const [setter] = boundary?.grants ?? []
  return setter && boundary ? { role: setter.role, routes: setter.routes, depth: boundary.grants.length } : null
}

type Readers = Pick<UserPorts, 'users' | 'audit'>

async function viewed({ users, audit }: Readers, principal: Principal, user: User): Promise<VersionedUser> {
  const { managedPolicies, policyIds, timeZone, locale, boundaryId, createdAt, updatedAt } = user
  const [boundary, signIns] = await Promise.all([
    boundaryId === null ? undefined : users.boundary(user.tenantId, boundaryId),
    audit.lastSignIns(user.tenantId),
  ])
  return {
    user: {
      ...viewHead(user, signIns),
      ...{ managedPolicies: [...managedPolicies], policyIds: [...policyIds], timeZone, locale, createdAt, updatedAt },
      ...{ boundary: viewBoundary(boundary), isEditable: isEditable(principal, user) },
    },
    version: user.version,
  }
}

/** The people of the tenant whom the principal may see, by name. */
export async function listUsers({ users, audit }: Readers, principal: Principal): Promise<ListedUser[]> {
  const { tenantId } = principal
  const [all, signIns] = await Promise.all([users.users(tenantId), audit.lastSignIns(tenantId)])
  return all.filter(({ id }) => maySee(principal, id)).map((user) => viewHead(user, signIns))
}

/** @throws Refusal not_found */
export async function findUser(ports: Readers, principal: Principal, userId: UserId): Promise<VersionedUser> {
  return viewed(ports, principal, await requireUser(ports.users, principal, userId))
}

/**
 * Invites a person, who gets the principal's own rights as a boundary. An address that signs in already, to another tenant
 * perhaps, is the same person with the same sign-in: nothing here tells which.
 * @param repeatable the Idempotency-Key and a hash of the request that it came with
 * @throws Refusal forbidden, invalid_request, own_rights, email_taken, too_many_users, idempotency_key_reused, conflict
 */
export async function createUser(
  ports: UserPorts,
  principal: Principal,
  asked: NewUser,
  repeatable: Repeatable | null,
): Promise<VersionedUser & { isNew: boolean }> {
  const { tenantId } = principal
  const { users } = ports
  requireMake(principal, 'user:Edit', 'user')
  await requireGrantable(ports, principal, asked, null)
  for (let attempt = 0; attempt < attempts; attempt++) {
    // In this order: an address that the same request took a moment ago is then known to be its own.
    const known = await users.findByEmail(tenantId, asked.email)
    const made = await madeBefore(users, tenantId, repeatable)
    if (made) {
      await giveSignIn(ports, made)
      return { ...(await viewed(ports, principal, made)), isNew: false }
    }
    if (known) {
      throw new Refusal('email_taken', 'Somebody of this tenant has that address. Change that person instead.', [
        { field: 'email', message: 'is the address of somebody here' },
      ])
    }
    if ((await users.users(tenantId)).length >= maxUsers) throw tooManyUsers()
    const user = await newUser(ports, principal, asked)
    const idempotency = repeatable && { ...repeatable, id: user.id }
    const audit = entryOf(principal, 'createUser', { userId: user.id })
    if ((await users.create(user, audit, idempotency)) === 'written') {
      await giveSignIn(ports, user)
      return { ...(await viewed(ports, principal, user)), isNew: true }
    }
  }
  throw conflict()
}

export function tooManyUsers(): Refusal {
  return new Refusal('too_many_users', `A tenant has at most ${maxUsers} people. Remove some that are gone.`)
}

/** Whoever signs in with the address is found before anything is written, so that the person is made whole. */
export async function newUser(
  { users, identities, clock, ids }: UserPorts,
  principal: Principal,
  asked: NewUser,
): Promise<User> {
  const { tenantId } = principal
  const now = clock.now()
  const { subject } = await identities.invite({ email: asked.email, name: asked.name })
  return {
    ...{ tenantId, id: ids.userId(), subject, isEnabled: true, ...asked },
    boundaryId: await users.keepBoundary(tenantId, boundaryOf(principal)),
    ...{ signedOutAt: null, createdAt: now, updatedAt: now, version: 1 },
  }
}

/** Lets the person's sign-in open this tenant; safe to repeat. */
export async function giveSignIn({ people }: Pick<UserPorts, 'people'>, user: User): Promise<void> {
  const { subject, name, email, timeZone, locale, tenantId, id } = user
  await people.link({ subject, name, email, timeZone, locale }, { kind: 'user', tenantId, id })
}

/**
 * Changes a person. Who sets rights sets the boundary with them: their own rights at this moment.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found, own_rights, forbidden, precondition_failed, invalid_request, conflict
 */
export async function changeUser(
  ports: UserPorts,
  principal: Principal,
  userId: UserId,
  changes: UserChanges,
  baseVersion: number | undefined,
): Promise<VersionedUser> {
  const previous = await requireUser(ports.users, principal, userId)
  requireEditable(principal, previous)
  requireVersion(previous, baseVersion)
  const user = await changedUser(ports, principal, previous, changes)
  const audit = entryOf(principal, 'changeUser', { userId }, { fields: Object.keys(changes) })
  if ((await ports.users.change(user, previous, audit)) === 'stale') throw conflict()
  await followPerson(ports, user, changes)
  return viewed(ports, principal, user)
}

/** @throws Refusal invalid_request for rights that cannot be given, own_rights */
export async function changedUser(
  ports: UserPorts,
  principal: Principal,
  previous: User,
  changes: UserChanges,
): Promise<User> {
  const isOfRights = rightsFields.some((field) => changes[field] !== undefined)
  const user = { ...previous, ...changes, updatedAt: ports.clock.now(), version: previous.version + 1 }
  if (!isOfRights) return user
  await requireGrantable(ports, principal, user, previous)
  return { ...user, boundaryId: await ports.users.keepBoundary(previous.tenantId, boundaryOf(principal)) }
}

/** Who belongs to this tenant alone is called everywhere as they are called here. @throws Refusal conflict */
export async function followPerson(
  { people }: Pick<UserPorts, 'people'>,
  user: User,
  changes: UserChanges,
): Promise<void> {
  if (changes.name === undefined && changes.timeZone === undefined && changes.locale === undefined) return
  for (let attempt = 0; attempt < attempts; attempt++) {
    const previous = await people.find(user.subject)
    if (!previous || previous.administrator || previous.links.length > 1) return
    const { name, timeZone, locale } = user
    const person = { ...previous, name, timeZone, locale, version: previous.version + 1 }
    if ((await people.change(person, previous, null)) === 'written') return
  }
  throw conflict()
}

/**
 * Removes a person from the tenant. Their sign-in goes with the last tenant.
 * @throws Refusal not_found, own_rights, forbidden, precondition_failed, conflict
 */
export async function removeUser(
  { users, people, identities }: UserPorts,
  principal: Principal,
  userId: UserId,
  baseVersion: number | undefined,
): Promise<void> {
  const user = await requireUser(users, principal, userId)
  requireEditable(principal, user)
  await requireNotOwnAgents({ users }, principal, user, null)
  requireVersion(user, baseVersion)
  if ((await users.remove(user, entryOf(principal, 'removeUser', { userId }))) === 'stale') throw conflict()
  await people.unlink(user.subject, { kind: 'user', tenantId: user.tenantId, id: user.id })
  const person = await people.find(user.subject)
  if (person && !person.administrator && person.links.length === 0) await identities.signOutEverywhere(user.email)
}
