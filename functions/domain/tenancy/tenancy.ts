import type {
  AdministratorRole,
  Caller,
  Grant,
  Person,
  Principal,
  RequestFacts,
  Tenant,
  TenantLink,
} from '../../model/index.ts'
import type { AccessToken, Freshness, Standing, StandingReader, TenantStanding } from '../../ports/index.ts'
import { everyManagedPolicy } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'

/** The token's scopes for people and for recorders. */
const personScope = 'soundkeep/api'
const recorderScope = 'soundkeep/ingest'

const secondOf = (instant: string) => Math.floor(Date.parse(instant) / 1000)

/**
 * Who a verified token stands for. A recorder's token opens only a recorder (API User), a person's only a person.
 * @throws Refusal unauthenticated for a token of nobody we know, of somebody who is disabled, or of a sign-in that was ended
 */
export async function callerOf(
  standings: StandingReader,
  token: AccessToken,
  request: RequestFacts,
  freshness: Freshness,
): Promise<Caller> {
  const person = await standings.person(freshness, token.subject)
  const wanted = person && isRecorder(person) ? recorderScope : personScope
  if (!person?.isEnabled || !token.scopes.includes(wanted)) throw unknownSignIn()
  refuseEnded(token.signedInAt, person.signedOutAt)
  return { person, signedInAt: token.signedInAt, signInId: token.signInId, request }
}

/** Tokens tell whole seconds: one of the same second may be older than the sign-out. */
function refuseEnded(signedInAt: string, signedOutAt: string | null): void {
  if (signedOutAt !== null && secondOf(signedInAt) <= secondOf(signedOutAt)) {
    throw new Refusal('unauthenticated', 'This sign-in was ended. Sign in again.')
  }
}

function unknownSignIn(): Refusal {
  return new Refusal('unauthenticated', 'This sign-in is not known here. Sign in again, or ask your administrator.')
}

const isRecorder = ({ links }: Person) => links.some(({ kind }) => kind === 'recorder')

/** What stands for a link; undefined for somebody who was removed or disabled in that tenant. */
async function activeStanding(
  standings: StandingReader,
  freshness: Freshness,
  link: TenantLink,
): Promise<Standing | undefined> {
  const standing = await standings.standing(freshness, link)
  const isEnabled = standing?.kind === 'user' ? standing.user.isEnabled : standing?.recorder.isEnabled
  return isEnabled ? standing : undefined
}

/** The tenants that a caller may choose from, by name. */
export async function tenantsOf(standings: StandingReader, person: Person): Promise<Tenant[]> {
  const all = await standings.tenants('recent')
  if (person.administrator) return all
  const standing = await Promise.all(person.links.map((link) => activeStanding(standings, 'recent', link)))
  const own = new Set<string>(person.links.filter((_, index) => standing[index]).map(({ tenantId }) => tenantId))
  return all.filter((tenant) => own.has(tenant.id))
}

/**
 * Puts the caller into exactly one tenant: the one asked for, else the only one.
 * @param requested the `Soundkeep-Tenant` header
 * @throws Refusal tenant_required with several to choose from; not_found alike for a tenant that is missing, foreign, or
 *   where the person was disabled; unauthenticated for a sign-in that was ended there and for a recorder that was disabled or
 *   deleted; second_factor_required
 */
export async function actInTenant(
  standings: StandingReader,
  caller: Caller,
  requested: string | undefined,
  freshness: Freshness,
): Promise<Principal> {
  const { person } = caller
  if (person.administrator) return actFromOutside(standings, caller, requested, freshness)
  const [first, ...others] = person.links
  if (requested === undefined && others.length > 0) throw tenantRequired()
  const link = requested === undefined ? first : person.links.find(({ tenantId }) => tenantId === requested)
  if (!link) throw notFound()
  const [standing, tenant] = await Promise.all([
    activeStanding(standings, freshness, link),
    standings.tenant(freshness, link.tenantId),
  ])
  // A recorder is of one tenant, and is nothing where it is nothing there.
  if (!standing && link.kind === 'recorder') throw unknownSignIn()
  if (!standing || !tenant) throw notFound()
  if (standing.kind === 'user') {
    refuseEnded(caller.signedInAt, standing.user.signedOutAt)
    requireSecondFactor(caller, tenant)
  }
  return principalOf(caller, standing)
}

function tenantRequired(): Refusal {
  return new Refusal('tenant_required', 'You may act in several tenants: name one in the Soundkeep-Tenant header.')
}

async function actFromOutside(
  standings: StandingReader,
  caller: Caller,
  requested: string | undefined,
  freshness: Freshness,
): Promise<Principal> {
  const { administrator, timeZone } = caller.person
  if (!administrator) throw notFound()
  if (requested === undefined) throw tenantRequired()
  const isNamed = (tenant: Tenant) => tenant.id === requested
  const named = (await standings.tenants('recent')).find(isNamed) ?? (await standings.tenants('current')).find(isNamed)
  const known = named && (await standings.tenant(freshness, named.id))
  if (!named || !known) throw notFound()
  const isOpenAt = ({ supportAccess }: TenantStanding) =>
    supportAccess !== null && supportAccess.endsAt > caller.request.at
  // Who has just opened it need not wait for what was known before.
  const tenant = isOpenAt(known) ? known : ((await standings.tenant('current', named.id)) ?? known)
  requireSecondFactor(caller, tenant)
  return {
    ...caller,
    tenantId: named.id,
    ...{ id: administrator.id, grant: administratorGrant(administrator.id, administrator.role), boundaries: [] },
    ...{ supportAccess: isOpenAt(tenant) ? 'open' : 'closed', timeZone, recorder: null },
  }
}

/** Also what somebody's boundary is that an administrator has set. */
export function administratorGrant(id: string, role: AdministratorRole): Grant {
  return {
    ...{ role, routes: 'all', managedPolicies: everyManagedPolicy, policies: [] },
    user: { id, agentIds: [], groupIds: [], groupAgentIds: [] },
  }
}

/** A sign-in from before the second factor was set up was made without it. */
function requireSecondFactor({ person, signedInAt }: Caller, { tenant }: TenantStanding): void {
  if (!tenant.requiresSecondFactor) return
  const { secondFactorAt } = person
  if (secondFactorAt !== null && secondOf(signedInAt) >= secondOf(secondFactorAt)) return
  throw new Refusal(
    'second_factor_required',
    secondFactorAt === null
      ? 'Set up a second factor in your profile, then sign in again.'
      : 'Sign in again, with the second factor that you have set up.',
  )
}

/** What stands in a tenant as one who acts there. Exported for questions about other people. */
export function principalOf(caller: Caller, standing: Standing): Principal {
  if (standing.kind === 'recorder') {
    const { tenantId, id, routes, timeZone } = standing.recorder
    const grant: Grant = {
      ...{ role: 'apiUser', routes, managedPolicies: [], policies: [] },
      user: { id, agentIds: [], groupIds: [], groupAgentIds: [] },
    }
    return {
      ...caller,
      tenantId,
      id,
      grant,
      boundaries: [],
      supportAccess: null,
      timeZone,
      recorder: standing.recorder,
    }
  }
  const { user, boundary } = standing
  return {
    ...caller,
    ...{ tenantId: user.tenantId, id: user.id, grant: userGrant(standing), boundaries: boundary?.grants ?? [] },
    ...{ supportAccess: null, timeZone: caller.person.timeZone ?? user.timeZone, recorder: null },
  }
}

const grants = new WeakMap<object, Grant>()

/** The same grant for the same standing, so that its policies are read once. */
function userGrant(standing: Extract<Standing, { kind: 'user' }>): Grant {
  const known = grants.get(standing)
  if (known) return known
  const { user, groups, policies } = standing
  const supervised = groups.filter(({ isSupervisor }) => isSupervisor)
  const groupAgentIds = supervised.flatMap(({ group, members }) => [
    ...group.agentIds,
    ...members.flatMap(({ agentIds }) => agentIds),
  ])
  const grant: Grant = {
    ...{ role: user.role, routes: user.routes },
    managedPolicies: [...new Set([...user.managedPolicies, ...groups.flatMap(({ group }) => group.managedPolicies)])],
    policies: policies.map(({ id, name, document }) => ({ id, name, document })),
    user: {
      ...{ id: user.id, agentIds: user.agentIds, groupIds: groups.map(({ group }) => group.id) },
      groupAgentIds: [...new Set(groupAgentIds)].sort(),
    },
  }
  grants.set(standing, grant)
  return grant
}
