import type { FieldError } from '../../contract/index.ts'
import type { Grant, GroupId, PolicyId, Principal, User, UserId } from '../../model/index.ts'
import type { GroupStore, PolicyStore, RouteStore, UserStore } from '../../ports/index.ts'
import { dependsOn, grantsOf, mayDo, thingTarget } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'

/** What decides what a person may do; whoever sets one of these sets their boundary. */
export type Rights = Pick<User, 'role' | 'routes' | 'groups' | 'agentIds' | 'managedPolicies' | 'policyIds'>
export const rightsFields = [
  ...(['role', 'routes', 'groups', 'agentIds', 'managedPolicies', 'policyIds'] as const),
] satisfies (keyof Rights)[]

export type RightsPorts = { routes: RouteStore; groups: GroupStore; policies: PolicyStore; users: UserStore }

/** Tenant Administrators administer Tenant Users alone; administrators from outside everybody of the tenant. */
function mayHaveRole({ grant }: Principal, role: User['role']): boolean {
  return grant.role !== 'tenantAdministrator' || role === 'tenantUser'
}

/** Whether all of these routes are among the principal's own. */
function coversRoutes(principal: Principal, routes: User['routes']): boolean {
  return grantsOf(principal).every(
    (grant) => grant.routes === 'all' || (routes !== 'all' && routes.every((id) => grant.routes.includes(id))),
  )
}

/** Whether the principal may change this person at all. Nobody changes their own rights. */
export function isEditable(principal: Principal, user: User): boolean {
  return (
    user.id !== principal.id &&
    mayHaveRole(principal, user.role) &&
    coversRoutes(principal, user.routes) &&
    mayDo(principal, 'user:Edit', thingTarget(`user/${user.id}`))
  )
}

/** @throws Refusal own_rights for oneself, forbidden for a person whom the principal does not administer */
export function requireEditable(principal: Principal, user: User): void {
  if (isEditable(principal, user)) return
  if (user.id === principal.id) throw ownRights('Your profile has the rest.')
  throw new Refusal('forbidden', 'This person is administered by somebody who may do more than you. Ask one of them.')
}

const ownRights = (more: string) =>
  new Refusal('own_rights', `Ask another administrator to change what you may do. ${more}`)

/** What somebody's group gives is theirs. @throws Refusal own_rights */
export function requireNotOwnGroup({ grant }: Principal, groupId: GroupId): void {
  if (grant.user.groupIds.includes(groupId)) throw ownRights('This group gives you some of it.')
}

/** @throws Refusal own_rights for a policy that the principal holds, or a group of theirs */
export function requireNotOwnPolicy({ grant }: Principal, policyId: PolicyId): void {
  if (grant.policies.some(({ id }) => id === policyId)) throw ownRights('You hold this policy.')
}

type AgentPlaces = Pick<User, 'groups' | 'agentIds'>

/**
 * The agent ids of the people whom one supervises are values of one's own policies, where these ask for them: who puts
 * people with others into the group, or takes them out, changes what they may do themselves.
 * @param previous null for somebody who is being made
 * @param next null for somebody who is being removed
 * @throws Refusal own_rights
 */
export async function requireNotOwnAgents(
  { users }: Pick<RightsPorts, 'users'>,
  principal: Principal,
  previous: AgentPlaces | null,
  next: AgentPlaces | null,
): Promise<void> {
  if (!dependsOn(principal.grant, 'user.groupAgentIds')) return
  const self = await users.find(principal.tenantId, principal.id as UserId) // an administrator's from outside is no user's
  const supervised = new Set(self?.groups.flatMap(({ groupId, isSupervisor }) => (isSupervisor ? groupId : [])))
  const given = (user: AgentPlaces | null) =>
    user?.groups.some(({ groupId }) => supervised.has(groupId)) ? [...user.agentIds].sort() : []
  if (given(previous).join('\n') !== given(next).join('\n')) {
    throw ownRights('The agent ids of groups that you supervise are some of it.')
  }
}

/** Whether the principal may see this person. */
export const maySee = (principal: Principal, userId: User['id']): boolean =>
  mayDo(principal, 'user:Read', thingTarget(`user/${userId}`))

/** The person, if the principal may see people. @throws Refusal not_found */
export async function requireUser(users: UserStore, principal: Principal, userId: User['id']): Promise<User> {
  const user = await users.find(principal.tenantId, userId)
  if (!user || !maySee(principal, userId)) throw notFound()
  return user
}

/** The texts of policies that one person can hold, in all; a boundary holds them too, and an item takes 400 kB. */
export const maxPolicyBytes = 100_000

/**
 * Whether these rights can be given: what they name is there, in this tenant, and within what the principal administers. A
 * foreign thing and a missing one are the same.
 * @param previous null for a new person
 * @throws Refusal invalid_request naming the fields; own_rights where the principal would gain or lose by it
 */
export async function requireGrantable(
  ports: RightsPorts,
  principal: Principal,
  rights: Rights,
  previous: User | null,
): Promise<void> {
  const { tenantId } = principal
  await requireNotOwnAgents(ports, principal, previous, rights)
  const [routes, groups, policies] = await Promise.all([
    ports.routes.routes(tenantId),
    ports.groups.groups(tenantId),
    ports.policies.policies(tenantId),
  ])
  const errors: FieldError[] = []
  const refuse = (field: string, message: string) => errors.push({ field, message })
  if (!mayHaveRole(principal, rights.role)) {
    refuse('role', 'can be given by an Account Administrator or Super User only')
  }
  // A route or group that was deleted meanwhile gives nothing, and keeps nobody from changing the rest.
  const routeIds = new Set<string>([...routes.map(({ id }) => id), ...(previous ? idsOf(previous.routes) : [])])
  if (!idsOf(rights.routes).every((id) => routeIds.has(id)) || !coversRoutes(principal, rights.routes)) {
    refuse('routes', 'names a route that is not there')
  }
  const groupsById = new Map<string, (typeof groups)[number]>(groups.map((group) => [group.id, group]))
  const memberships = rights.groups.map(({ groupId }) => groupsById.get(groupId))
  const groupIds = new Set<string>([...groupsById.keys(), ...(previous?.groups ?? []).map(({ groupId }) => groupId)])
  if (!rights.groups.every(({ groupId }) => groupIds.has(groupId))) refuse('groups', 'names a group that is not there')
  if (new Set(rights.groups.map(({ groupId }) => groupId)).size < rights.groups.length) {
    refuse('groups', 'names a group twice')
  }
  const documents = new Map<string, string>(policies.map(({ id, document }) => [id, document]))
  if (!rights.policyIds.every((id) => documents.has(id))) refuse('policyIds', 'names a policy that is not there')
  const held = new Set([...rights.policyIds, ...memberships.flatMap((group) => group?.policyIds ?? [])])
  const bytes = [...held].reduce((sum, id) => sum + (documents.get(id)?.length ?? 0), 0)
  if (bytes > maxPolicyBytes) {
    refuse('policyIds', `is more than ${maxPolicyBytes.toLocaleString('en')} characters of policies with the groups'`)
  }
  if (errors.length === 0) return
  const [{ field, message } = { field: '', message: '' }] = errors
  throw new Refusal('invalid_request', `Correct the body: ${field} ${message}.`, errors)
}

const idsOf = (routes: User['routes']) => (routes === 'all' ? [] : routes)

/** What the principal could do at this moment: the boundary of whoever's rights they set. */
export function boundaryOf(principal: Principal): readonly Grant[] {
  return grantsOf(principal)
}
