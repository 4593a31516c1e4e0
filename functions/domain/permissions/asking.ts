import type { ManagedPolicy, Permission } from '../../contract/index.ts'
import type {
  Grant,
  Instant,
  Principal,
  Recording,
  RequestFacts,
  Review,
  TenantId,
  UserFacts,
} from '../../model/index.ts'
import { type Context, keysOf, type Policy, parsePolicy } from '../policies/index.ts'
import { managedPolicies } from './managed-policies.ts'
import { givenTo } from './role-scopes.ts'

/** What of a recording policies speak of, as the lists carry it. */
export type ListedFacts = Pick<Recording, 'id' | 'routeId' | 'agentId' | 'queue' | 'direction' | 'startedAt'>
/** All that policies speak of. */
export type RecordingFacts = ListedFacts &
  Pick<Recording, 'customValues'> & { review: Pick<Review, 'categoryIds' | 'isSensitive'> }

/** A recording, or another thing of the tenant by its path, such as `user/<id>`. */
export type Target = { kind: 'recording'; recording: RecordingFacts } | { kind: 'thing'; path: string }

export const recordingTarget = (recording: RecordingFacts): Target => ({ kind: 'recording', recording })
export const thingTarget = (path: string): Target => ({ kind: 'thing', path })

const srn = (tenantId: TenantId, path: string) => `srn:soundkeep:${tenantId}:${path}`

export const resourcePrefix = (tenantId: TenantId) => srn(tenantId, '')
export const routeResourcePrefix = (tenantId: TenantId) => srn(tenantId, 'route/')
export const recordingPart = '/recording/'

export function resourceOf(tenantId: TenantId, target: Target): string {
  return target.kind === 'thing' ? srn(tenantId, target.path) : recordingResource(tenantId, target.recording)
}

export const recordingResource = (tenantId: TenantId, { routeId, id }: Pick<Recording, 'routeId' | 'id'>) =>
  `${routeResourcePrefix(tenantId)}${routeId}${recordingPart}${id}`

const dayMs = 24 * 3_600_000

/** Keys that the recording itself has values of; all others are known before any recording is read. */
export const recordingKeys = 'recording.*'

/** Keys whose values no list carries: they are known once the recording itself was read. */
export const unlistedKeys = ['recording.category', 'recording.sensitive', 'recording.custom.*'] as const

/** Of a value that is set: what a field shows where none is decides nothing. */
const customKey = (name: string) => `recording.custom.${name}`

export function recordingContext(recording: RecordingFacts, now: Instant): Context {
  const { categoryIds, isSensitive } = recording.review
  return {
    ...listedContext(recording, now),
    ...{ 'recording.category': categoryIds, 'recording.sensitive': isSensitive },
    ...Object.fromEntries(Object.entries(recording.customValues).map(([name, value]) => [customKey(name), value])),
  }
}

export function listedContext(recording: ListedFacts, now: Instant): Context {
  const { agentId, queue, routeId, direction, startedAt } = recording
  return {
    ...{ 'recording.agentId': agentId, 'recording.queue': queue, 'recording.routeId': routeId },
    ...{ 'recording.direction': direction, 'recording.startedAt': startedAt },
    'recording.ageDays': (Date.parse(now) - Date.parse(startedAt)) / dayMs,
  }
}

export const requestContext = ({ at, sourceAddress }: RequestFacts): Context => ({
  ...{ 'request.time': at, 'request.sourceAddress': sourceAddress },
})

/** Whoever set a boundary is judged by their own values, at the request of somebody else. */
export function askerContext({ role, user }: Grant, request: RequestFacts): Context {
  return {
    ...{ 'user.id': user.id, 'user.role': role, 'user.agentIds': user.agentIds, 'user.groupIds': user.groupIds },
    ...{ 'user.groupAgentIds': user.groupAgentIds, ...requestContext(request) },
  }
}

/** Each read when somebody holds it. */
const managedByName = new Map<string, Policy>()

function managedPolicyNamed(name: ManagedPolicy): Policy | undefined {
  const managed = managedByName.has(name) ? undefined : managedPolicies.find((each) => each.name === name)
  if (managed) managedByName.set(name, parsePolicy(managed.document, { id: name }))
  return managedByName.get(name)
}

const roleGiven = new Map<string, Policy>()

function policyGivenTo(role: Grant['role']): Policy {
  const known = roleGiven.get(role)
  if (known) return known
  const Statement = [{ Effect: 'Allow', Action: [...givenTo(role)], Resource: '*' }]
  const policy = parsePolicy({ Version: '2012-10-17', Statement }, { id: roleOf(role) })
  roleGiven.set(role, policy)
  return policy
}

/** The id of the policy that stands for what a role has by itself. */
export const roleOf = (role: string) => `role:${role}`

const compiled = new WeakMap<Grant, readonly Policy[]>()

/** All policies of a grant, ready for evaluation: the role's own, managed ones, then those that the tenant made. */
export function policiesOf(grant: Grant): readonly Policy[] {
  const known = compiled.get(grant)
  if (known) return known
  const policies = [
    policyGivenTo(grant.role),
    ...grant.managedPolicies.flatMap((name) => managedPolicyNamed(name) ?? []),
    ...grant.policies.map(({ id, document }) => parsePolicy(document, { id })),
  ]
  compiled.set(grant, policies)
  return policies
}

/** Whether a value of who asks has a part in what the grant's policies say. */
export const dependsOn = (grant: Grant, key: `user.${keyof UserFacts}`): boolean =>
  policiesOf(grant).some((policy) => keysOf(policy).has(key.toLowerCase()))

const unlistedStarts = unlistedKeys.map((key) => key.replace('*', '').toLowerCase())

/** Whether what the lists carry is not enough to decide by the grant's policies. */
export const dependsOnUnlisted = (grant: Grant): boolean =>
  policiesOf(grant).some((policy) =>
    [...keysOf(policy)].some((key) => unlistedStarts.some((start) => key.startsWith(start))),
  )

/** The principal's own grant, then those of the boundaries: each has to allow. */
export const grantsOf = ({ grant, boundaries }: Principal): readonly Grant[] => [grant, ...boundaries]

/** Recordings are what people from outside open only while support access is open. */
export const isClosedTo = ({ supportAccess }: Pick<Principal, 'supportAccess'>, permission: Permission): boolean =>
  supportAccess === 'closed' && permission.startsWith('recording:')
