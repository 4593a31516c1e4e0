import type { Denial, Permission, RoutePermission } from '../../contract/index.ts'
import type { Grant, Principal, RouteId, RouteScope } from '../../model/index.ts'
import { type Decision, evaluate, residualOf, type StatementRef } from '../policies/index.ts'
import { notFound, Refusal } from '../problems/index.ts'
import {
  askerContext,
  dependsOnUnlisted,
  grantsOf,
  isClosedTo,
  type ListedFacts,
  listedContext,
  policiesOf,
  type RecordingFacts,
  recordingContext,
  recordingKeys,
  recordingResource,
  recordingTarget,
  resourceOf,
  resourcePrefix,
  type Target,
  thingTarget,
  unlistedKeys,
} from './asking.ts'
import { permits } from './role-scopes.ts'
import { type RouteLimits, turnedOff } from './route-limits.ts'

/** Why somebody may not: of themselves, or, in a boundary, of whoever set it. */
export type Obstacle =
  | { by: 'role' | 'routes' | 'absence' }
  | { by: 'statement'; statement: StatementRef; grant: Grant }

export type Verdict =
  /** By no statement where no policy is asked. */
  | { isAllowed: true; statement: StatementRef | null; grant: Grant }
  | { isAllowed: false; by: 'supportAccess' }
  | { isAllowed: false; by: 'own' | 'boundary'; obstacle: Obstacle }

/** About oneself one may always ask, whatever policies deny. */
const isAboutSelf = (permission: Permission) => permission.startsWith('self:')

export const isWithin = (routes: RouteScope, routeId: RouteId): boolean => routes === 'all' || routes.includes(routeId)

function obstacleOf(
  principal: Principal,
  grant: Grant,
  permission: Permission,
  target: Target,
): { obstacle: Obstacle } | { allowedBy: StatementRef } {
  if (!permits(grant.role, permission)) return { obstacle: { by: 'role' } }
  if (target.kind === 'recording' && !isWithin(grant.routes, target.recording.routeId)) {
    return { obstacle: { by: 'routes' } }
  }
  const context = {
    ...askerContext(grant, principal.request),
    ...(target.kind === 'recording' && recordingContext(target.recording, principal.request.at)),
  }
  const decision: Decision = evaluate({
    policies: policiesOf(grant),
    boundaries: [],
    request: { action: permission, resource: resourceOf(principal.tenantId, target), context },
  })
  switch (decision.outcome) {
    case 'allowed':
      return { allowedBy: decision.decidedBy }
    case 'explicitlyDenied':
      return { obstacle: { by: 'statement', statement: decision.decidedBy, grant } }
    case 'implicitlyDenied':
      return { obstacle: { by: 'absence' } }
  }
}

/**
 * *Decide*: whether the principal may do it to this thing of its tenant, and by what. The role's cap, the person's routes,
 * an Allow and no Deny of their policies; then the same of each boundary, as whoever set it could do it. The switches of
 * routes come on top ({@link denialOf}).
 */
export function decide(principal: Principal, permission: Permission, target: Target): Verdict {
  if (isClosedTo(principal, permission)) return { isAllowed: false, by: 'supportAccess' }
  if (isAboutSelf(permission) && permits(principal.grant.role, permission)) {
    return { isAllowed: true, statement: null, grant: principal.grant }
  }
  let allowedBy: StatementRef | null = null
  for (const [index, grant] of grantsOf(principal).entries()) {
    const answer = obstacleOf(principal, grant, permission, target)
    if ('obstacle' in answer) {
      return { isAllowed: false, by: index === 0 ? 'own' : 'boundary', obstacle: answer.obstacle }
    }
    allowedBy ??= answer.allowedBy
  }
  return { isAllowed: true, statement: allowedBy, grant: principal.grant }
}

export function mayDo(principal: Principal, permission: Permission, target: Target): boolean {
  return decide(principal, permission, target).isAllowed
}

/** @throws Refusal not_found where the principal may not: it need not know that the thing is there */
export function requireDo(principal: Principal, permission: Permission, target: Target): void {
  if (!mayDo(principal, permission, target)) throw notFound()
}

/**
 * Whether the principal may make one of these: it has no id yet, so policies are asked of one called `new`.
 * @throws Refusal forbidden: it may be known that there are such things
 */
export function requireMake(
  principal: Principal,
  permission: Permission,
  kind: 'route' | 'user' | 'group' | 'policy' | 'recorder' | 'category' | 'customField',
): void {
  if (mayDo(principal, permission, thingTarget(`${kind}/new`))) return
  throw new Refusal('forbidden', `You do not hold ${permission} for a new ${kind}. Ask your administrator for it.`)
}

/**
 * Whether the principal may do it to this recording, whatever the route's switches say: it may then know of the recording.
 */
export function reaches(principal: Principal, permission: Permission, recording: RecordingFacts): boolean {
  return mayDo(principal, permission, recordingTarget(recording))
}

/** Whether the facts that a list carries are all that this principal's policies ask for. */
export const isDecidedByLists = (principal: Principal): boolean => !grantsOf(principal).some(dependsOnUnlisted)

/**
 * The same as far as the facts can tell that a list carries: `unknown` where a policy asks for more, and the recording has to
 * be read.
 */
export function reachesListed(principal: Principal, permission: Permission, listed: ListedFacts): boolean | 'unknown' {
  if (isClosedTo(principal, permission)) return false
  const answers = grantsOf(principal).map((grant) => grantReaches(principal, grant, permission, listed))
  if (answers.includes(false)) return false
  return answers.includes('unknown') ? 'unknown' : true
}

function grantReaches(principal: Principal, grant: Grant, permission: Permission, listed: ListedFacts) {
  if (!permits(grant.role, permission) || !isWithin(grant.routes, listed.routeId)) return false
  const { tenantId, request } = principal
  const asked = {
    action: permission,
    resource: recordingResource(tenantId, listed),
    context: { ...askerContext(grant, request), ...listedContext(listed, request.at) },
  }
  const evaluation = { policies: policiesOf(grant), boundaries: [] }
  if (!dependsOnUnlisted(grant)) return evaluate({ ...evaluation, request: asked }).outcome === 'allowed'
  const { kind } = residualOf({ ...evaluation, request: { ...asked, unknownKeys: unlistedKeys } })
  return kind === 'always' ? true : kind === 'never' ? false : 'unknown'
}

/** Whether a recorder may feed the route. */
export function feeds({ grant }: Principal, routeId: RouteId): boolean {
  return permits(grant.role, 'recording:Ingest') && isWithin(grant.routes, routeId)
}

/** Whether the principal may do it to anything at all: asked once for each request, before anything is read. */
export function mayAtAll(principal: Principal, permission: Permission): boolean {
  if (isAboutSelf(permission)) return permits(principal.grant.role, permission)
  return grantsOf(principal).every((grant) => {
    if (!permits(grant.role, permission)) return false
    const resource = [resourcePrefix(principal.tenantId), { unknown: 'path' }]
    const context = askerContext(grant, principal.request)
    const request = { action: permission, resource, context, unknownKeys: [recordingKeys] }
    return residualOf({ policies: policiesOf(grant), boundaries: [], request }).kind !== 'never'
  })
}

/** The switch that must be on for it; those that no switch limits are not there. */
const switchOf: Partial<Record<Permission, RoutePermission>> = {
  'recording:Play': 'play',
  'recording:PlayVideo': 'video',
  'recording:Download': 'download',
  'recording:Delete': 'delete',
  'recording:EditCustomData': 'customData',
}

/** The switch that is off for a recording of this route; undefined where none is that limits it. */
export function switchedOff(
  permission: Permission,
  recording: { routeId: RouteId },
  limits: RouteLimits,
): Denial | undefined {
  const routePermission = switchOf[permission]
  return routePermission && turnedOff(recording, routePermission, limits)
}

/**
 * Why the principal may not do it to a recording; undefined: it may. The route's switches limit everybody, on top of what
 * the person may do.
 */
export function denialOf(
  principal: Principal,
  permission: Permission,
  recording: RecordingFacts,
  limits: RouteLimits,
): Denial | undefined {
  if (!reaches(principal, permission, recording)) {
    return { code: 'permission', routeName: null, routePermission: null }
  }
  return switchedOff(permission, recording, limits)
}

export function allows(
  principal: Principal,
  permission: Permission,
  recording: RecordingFacts,
  limits: RouteLimits,
): boolean {
  return denialOf(principal, permission, recording, limits) === undefined
}
