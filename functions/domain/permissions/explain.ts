import type { Contract, Permission, ResponseOf, Role } from '../../contract/index.ts'
import type { Grant, Principal } from '../../model/index.ts'
import { type Context, evaluate, parsePolicy, type StatementRef } from '../policies/index.ts'
import {
  askerContext,
  type RecordingFacts,
  recordingContext,
  recordingTarget,
  requestContext,
  resourceOf,
  roleOf,
  type Target,
  thingTarget,
} from './asking.ts'
import { decide, mayAtAll, type Obstacle, switchedOff, type Verdict } from './decide.ts'
import { managedPolicies } from './managed-policies.ts'
import type { RouteLimits } from './route-limits.ts'
import { sentenceOfSwitch } from './route-limits.ts'

export type Explanation = ResponseOf<Contract['policies']['explainPermission']>

const roleWords: Record<Role, string> = {
  superUser: 'Super Users',
  accountAdministrator: 'Account Administrators',
  tenantAdministrator: 'Tenant Administrators',
  tenantUser: 'Tenant Users',
  apiUser: 'recorders',
}

const told = (
  outcome: Explanation['outcome'],
  by: Explanation['by'],
  sentence: string,
  more: Partial<Explanation> = {},
): Explanation => ({ outcome, by, sentence, statement: null, routePermission: null, ...more })

/** The statement by the name that its policy has for people. */
export function statementOf(
  { policyId, statementIndex, sid }: StatementRef,
  grant: Grant,
): NonNullable<Explanation['statement']> {
  const custom = grant.policies.find(({ id }) => id === policyId)
  const isManaged = managedPolicies.some(({ name }) => name === policyId)
  const name = custom?.name ?? (policyId === roleOf(grant.role) ? 'the role' : isManaged ? policyId : 'this policy')
  return { policy: name ?? 'this policy', policyId: custom?.id ?? null, statement: statementIndex, sid: sid ?? null }
}

const placeOf = ({ policy, statement, sid }: NonNullable<Explanation['statement']>) =>
  policy === 'the role' ? 'the role' : `${sid === null ? `statement ${statement + 1}` : sid} of ${policy}`

function explainObstacle(obstacle: Obstacle, permission: Permission, role: Role): Explanation {
  switch (obstacle.by) {
    case 'role':
      return told('denied', 'role', `${roleWords[role]} cannot have ${permission}.`)
    case 'routes':
      return told('denied', 'routes', 'The recording is on a route that the person may not see.')
    case 'absence':
      return told('denied', 'absence', `No policy allows ${permission} here.`)
    case 'statement': {
      const statement = statementOf(obstacle.statement, obstacle.grant)
      return told('denied', 'statement', `It is denied by ${placeOf(statement)}.`, { statement })
    }
  }
}

function explainVerdict(verdict: Verdict, permission: Permission, role: Role): Explanation {
  if (verdict.isAllowed) {
    if (verdict.statement === null) return told('allowed', 'role', 'Everybody may.')
    const statement = statementOf(verdict.statement, verdict.grant)
    const by = statement.policy === 'the role' ? 'role' : 'statement'
    return told('allowed', by, `It is allowed by ${placeOf(statement)}.`, { statement })
  }
  if (verdict.by === 'supportAccess') {
    return told('denied', 'supportAccess', 'Support access to this tenant is closed: open it with a reason first.')
  }
  if (verdict.by === 'own') return explainObstacle(verdict.obstacle, permission, role)
  // What another person holds is theirs to know.
  return told('denied', 'boundary', `Whoever set this person’s rights may not do ${permission} here either.`)
}

/** *Explain*: what decides whether the principal may do it to this recording, the route's switches last. */
export function explainRecording(
  principal: Principal,
  permission: Permission,
  recording: RecordingFacts,
  limits: RouteLimits,
): Explanation {
  const verdict = decide(principal, permission, recordingTarget(recording))
  const off = verdict.isAllowed ? switchedOff(permission, recording, limits) : undefined
  if (!off?.routePermission) return explainVerdict(verdict, permission, principal.grant.role)
  const { routeName, routePermission } = off
  return told('denied', 'routePermission', sentenceOfSwitch(off), { routePermission: { routeName, routePermission } })
}

/** The same asked of anything in the tenant: whether some of it is allowed. */
export function explainAtAll(principal: Principal, permission: Permission): Explanation {
  const anything: Target = thingTarget('*')
  const verdict = decide(principal, permission, anything)
  if (!verdict.isAllowed && verdict.by !== 'supportAccess' && mayAtAll(principal, permission)) {
    return told('allowed', 'statement', 'It is allowed for some: ask about one recording to learn more.')
  }
  return explainVerdict(verdict, permission, principal.grant.role)
}

export type Trial = {
  document: string
  action: Permission
  /** Whose values the variables get; undefined: nobody's. */
  user: Grant | undefined
  /** Undefined: one that is made up from `context`. */
  recording: RecordingFacts | undefined
  context: Context
}

/** What a policy alone says of a request. */
export function explainTrial(asker: Principal, { document, action, user, recording, context }: Trial): Explanation {
  const { tenantId, request } = asker
  const route = context['recording.routeId']
  const madeUp = thingTarget(action.startsWith('recording:') ? `route/${route ?? 'route'}/recording/recording` : '*')
  const decision = evaluate({
    policies: [parsePolicy(document)],
    boundaries: [],
    request: {
      action,
      resource: resourceOf(tenantId, recording ? recordingTarget(recording) : madeUp),
      context: {
        ...(user ? askerContext(user, request) : requestContext(request)),
        ...(recording ? recordingContext(recording, request.at) : context),
      },
    },
  })
  if (decision.outcome === 'implicitlyDenied') return told('denied', 'absence', `It does not allow ${action} here.`)
  const { statementIndex, sid } = decision.decidedBy
  const statement = { policy: 'this policy', policyId: null, statement: statementIndex, sid: sid ?? null }
  const isAllowed = decision.outcome === 'allowed'
  return told(
    isAllowed ? 'allowed' : 'denied',
    'statement',
    `It is ${isAllowed ? 'allowed' : 'denied'} by ${placeOf(statement)}.`,
    { statement },
  )
}
