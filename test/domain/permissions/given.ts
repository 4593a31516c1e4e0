import fc from 'fast-check'
import { type ManagedPolicy, managedPolicySchema, type Role } from '../../../functions/contract/index.ts'
import { notReviewed } from '../../../functions/domain/recordings/index.ts'
import type { Grant, Instant, Principal, Recording } from '../../../functions/model/index.ts'
import { clock, givenDocument, givenPrincipal, givenRecording, newRecordingId, routeIds, tenantId } from '../given.ts'

/** Policies, boundaries and recordings that touch each other often: few routes, agents, queues and days. */

const agents = ['1001', '1002', '1003'] as const
const queues = ['sales', 'billing'] as const
const roles: readonly Role[] = ['superUser', 'accountAdministrator', 'tenantAdministrator', 'tenantUser']
const recordingIds = Array.from({ length: 3 }, newRecordingId)

const dayMs = 24 * 3_600_000
const daysAgo = (days: number): Instant => new Date(Date.parse(clock.now()) - days * dayMs).toISOString()

const routePath = (route: string, recording: string) =>
  `srn:soundkeep:${tenantId}:route/${route}/recording/${recording}`

const anyResource = fc.oneof(
  fc.constant('*'),
  fc.constantFrom(...routeIds).map((id) => routePath(id, '*')),
  fc.constantFrom(...routeIds).map((id) => routePath(id.slice(0, -2).concat('??'), '*')),
  fc.constantFrom(...recordingIds).map((id) => routePath('*', id)),
)

const agentTexts = fc.oneof(
  fc.subarray([...agents], { minLength: 1 }),
  fc.constantFrom(`\${user.agentIds}`, `\${user.groupAgentIds}`, '100?', '1001*'),
)
const anyCondition = fc.oneof(
  fc.constant(undefined),
  fc
    .tuple(
      fc.constantFrom(
        ...['StringEquals', 'StringLike', 'StringNotEquals', 'StringEqualsIfExists', 'StringEqualsIgnoreCase'],
        ...['ForAnyValue:StringEquals', 'ForAnyValue:StringNotEquals', 'ForAllValues:StringEquals'],
      ),
      agentTexts,
    )
    .map(([operator, texts]) => ({ [operator]: { 'recording.agentId': texts } })),
  fc.constantFrom(...routeIds).map((id) => ({ StringEquals: { 'recording.routeId': id } })),
  fc.constantFrom(...queues).map((queue) => ({ StringEquals: { 'recording.queue': queue } })),
  fc
    .tuple(
      fc.constantFrom('NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericEquals'),
      fc.nat(6),
    )
    .map(([operator, days]) => ({ [operator]: { 'recording.ageDays': String(days) } })),
  fc
    .tuple(fc.constantFrom('DateLessThan', 'DateGreaterThanEquals', 'DateNotEquals'), fc.nat(6))
    .map(([operator, days]) => ({ [operator]: { 'recording.startedAt': daysAgo(days) } })),
  fc.boolean().map((isSensitive) => ({ Bool: { 'recording.sensitive': String(isSensitive) } })),
  fc
    .tuple(
      fc.constantFrom('StringEquals', 'StringNotEquals', 'ForAllValues:StringEquals'),
      fc.constantFrom('Won', 'Lost'),
    )
    .map(([operator, outcome]) => ({ [operator]: { 'recording.custom.outcome': outcome } })),
  fc.boolean().map((isMissing) => ({ Null: { 'recording.agentId': String(isMissing) } })),
)

const anyStatement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.constantFrom('recording:List', 'recording:*', 'recording:Play', '*'),
    Resource: anyResource,
    Condition: anyCondition,
  })
  .map(({ Condition, ...statement }) => givenDocument({ ...statement, ...(Condition && { Condition }) }))

const anyUser = fc.record({ agentIds: fc.subarray([...agents]), groupAgentIds: fc.subarray([...agents]) })
const anyGrant = fc.oneof(
  fc.record({
    role: fc.constantFrom(...roles),
    routes: fc.oneof(fc.constant('all' as const), fc.subarray([...routeIds], { minLength: 1 })),
    managedPolicies: fc.subarray([...managedPolicySchema.options], { maxLength: 4 }),
    policies: fc.array(anyStatement, { maxLength: 3 }),
    user: anyUser,
  }),
  // What the tenant's own policies say alone.
  fc.record({
    ...{ role: fc.constant<Role>('tenantUser'), routes: fc.constant('all' as const) },
    managedPolicies: fc.constant([] as ManagedPolicy[]),
    policies: fc.array(anyStatement, { minLength: 1, maxLength: 2 }),
    user: anyUser,
  }),
)

/** Somebody with any policies, perhaps bound by others. */
export const anyPrincipal: fc.Arbitrary<Principal> = fc
  .tuple(anyGrant, fc.oneof(fc.constant([]), fc.array(anyGrant, { maxLength: 2 })))
  .map(([own, boundaries]) => {
    const grants: Grant[] = boundaries.map((boundary) => givenPrincipal(boundary).grant)
    return givenPrincipal({ ...own, boundaries: grants })
  })

/** A call of the last week. */
export const anyCall: fc.Arbitrary<Recording> = fc
  .record({
    id: fc.oneof(fc.constantFrom(...recordingIds), fc.constant(undefined)),
    routeId: fc.constantFrom(...routeIds),
    agentId: fc.option(fc.constantFrom(...agents)),
    queue: fc.option(fc.constantFrom(...queues)),
    startedAt: fc.nat(7 * 24).map((hours) => daysAgo(hours / 24)),
    isSensitive: fc.boolean(),
    outcome: fc.constantFrom(undefined, 'Won', ['Won', 'Lost']),
  })
  .map(({ id, isSensitive, outcome, ...facts }) =>
    givenRecording({
      ...{ ...facts, review: { ...notReviewed, isSensitive }, ...(id && { id }) },
      customValues: outcome === undefined ? {} : { outcome },
    }),
  )
