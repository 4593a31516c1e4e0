// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import fc from 'fast-check'
import { tenantIdOfOurKey } from '../../../functions/adapters/dynamodb/index.ts'
import {
  categoryIdSchema,
  type ManagedPolicy,
  managedPolicySchema,
  permissions,
  policyIdSchema,
  type Role,
  recordingIdSchema,
  roleSchema,
  routeIdSchema,
} from '../../../functions/contract/index.ts'
import { type Target, tenantPolicyOptions, thingTarget } from '../../../functions/domain/permissions/index.ts'
import { checkPolicy } from '../../../functions/domain/policies/index.ts'
import { notReviewed } from '../../../functions/domain/recordings/index.ts'
import type { Grant, Principal, Recording, RouteScope } from '../../../functions/model/index.ts'

/**
 * A small tenant in which random people, policies and recordings meet often: few routes, agents and queues, and policies
 * that are made of their names, in all the forms that the vocabulary has.
 */

/** A lower-case ULID that says what it is of. */
const idOf = (what: string, number: number) => `01kz${what}`.padEnd(24, '0') + String(number).padStart(2, '0')

export const worldTenantId = tenantIdOfOurKey(idOf('w0rd', 0))
export const worldRouteIds = [1, 2, 3, 4].map((number) => routeIdSchema.parse(idOf('rte', number)))
export const worldNow = '2026-11-23T10:00:00.000Z'
export const worldAddress = '203.0.113.7'
const foreignTenantId = idOf('0ther', 0)

const agents = ['17', '18', '1', 'AGENT', 'agent', '1*']
const queues = ['sales', 'Sales', 'support']
const categoryIds = [1, 2, 3].map((number) => categoryIdSchema.parse(idOf('cat', number)))
const groupIds = [1, 2, 3].map((number) => idOf('grp', number))
const userIds = ['01kzper500000000000000000a', '01kzper500000000000000000b', '17']

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values)
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 3) => fc.array(arbitrary, { minLength: 1, maxLength })
const oneOrFew = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary }, { weight: 1, arbitrary: few(arbitrary) })
const often = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other })

const dayMs = 24 * 3_600_000
/** Around the bounds that the policies below draw, to the millisecond. */
const startOffsetsMs = [0, 1, -1].flatMap((aside) =>
  [-400, -30, -7, -1, 0, 2].map((days) => days * dayMs + aside).concat(-1.5 * dayMs + aside),
)
export const startsAt = startOffsetsMs.map((offsetMs) => new Date(Date.parse(worldNow) + offsetMs).toISOString())

export const someScope: fc.Arbitrary<RouteScope> = often<RouteScope>(fc.constant('all'), fc.subarray(worldRouteIds))
export const someRole = fc.oneof(
  { weight: 8, arbitrary: oneOf<Role>(['tenantUser', 'tenantAdministrator']) },
  { weight: 1, arbitrary: oneOf(roleSchema.options) },
)
export const someAgentIds = fc.subarray(agents, { maxLength: 3 })

const srn = (path: string, tenant: string = worldTenantId) => `srn:soundkeep:${tenant}:${path}`
const resourcePatterns = [
  ...['*', '*', srn('*'), srn('route/*'), srn('*', '*'), srn('*', foreignTenantId), 'srn:*'],
  ...worldRouteIds.flatMap((id) => [srn(`route/${id}/recording/*`), srn(`route/${id}/*`), srn(`route/${id}`)]),
  ...[srn(`route/${worldRouteIds[0]}/recording/*${'0'}1`), srn(`route/${worldRouteIds[1]}*`)],
  ...[srn('route/*/recording/*02'), srn('route/*/recording/?????????????????????????3')],
  ...[srn('route/${user.groupIds}/*'), srn('route/*/recording/${user.id}'), srn('route/${user.none}/*')],
  srn(`route/\${user.none, '${worldRouteIds[2]}'}/recording/*`),
  ...['user/*', 'user/${user.id}', 'group/*', 'policy/*', 'recorder/*', 'tenant', 'audit', 'route/*'].map((path) =>
    srn(path),
  ),
]

/** What decisions are asked for here; each of a list, of one recording, and of the things of a tenant. */
export const askedActions = [
  ...(['recording:List', 'recording:Read', 'recording:Play', 'recording:Delete'] as const),
  ...(['audit:Read', 'tenant:Edit', 'route:Edit', 'user:Read', 'user:Edit', 'group:Edit', 'policy:Edit'] as const),
  ...(['recorder:Edit', 'self:Read', 'recording:Ingest'] as const),
]
const actionPatterns = [
  ...['*', 'recording:*', 'recording:List', 'recording:List', 'RECORDING:l*', 'recording:?ead', '*:Edit', 'user:*'],
  ...['recording:Play', 'audit:Read', 'group:*', 'policy:*', ...permissions],
]

type Family = { operators: readonly string[]; keys: readonly string[]; values: readonly (string | number)[] }
const ordered = (prefix: string) =>
  ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((one) => prefix + one)
const texts = ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map(
  (one) => `String${one}`,
)
const families: readonly Family[] = [
  {
    operators: texts,
    keys: ['recording.agentId', 'Recording.AgentID'],
    values: [...agents, '1?', '${user.agentIds}', '${user.groupAgentIds}', '${user.id}', '${user.none}'],
  },
  { operators: texts, keys: ['recording.routeId'], values: [...worldRouteIds, '01kzrte*', '${user.groupIds}', 'none'] },
  { operators: texts, keys: ['recording.queue'], values: [...queues, 's*'] },
  { operators: texts, keys: ['recording.direction'], values: ['inbound', 'outbound', 'in*'] },
  { operators: texts, keys: ['user.role', 'user.id'], values: ['tenantUser', 'tenant*', '17', '${recording.agentId}'] },
  { operators: texts, keys: ['user.agentIds', 'user.groupAgentIds'], values: [...agents, '${recording.agentId}'] },
  { operators: ordered('Numeric'), keys: ['recording.ageDays'], values: [-2, 0, 1, 1.5, 7, 30, 400, '1e300', -1e9] },
  {
    operators: ordered('Date'),
    keys: ['recording.startedAt', 'request.time'],
    values: ['2026-11-22T10:00:00Z', '2026-11-16T10:00:00.000Z', '2026', '2026-11-23', '1767225600'],
  },
  {
    operators: ['Null'],
    keys: ['recording.agentId', 'recording.queue', 'recording.category', 'user.agentIds'],
    values: ['true', 'false'],
  },
  {
    operators: ['StringEquals', 'ForAnyValue:StringEquals', 'StringNotEquals'],
    keys: ['recording.custom.Outcome'],
    values: ['Won', 'L*', 'Lost'],
  },
  { operators: ['Bool'], keys: ['recording.sensitive'], values: ['true', 'false'] },
  {
    operators: texts,
    keys: ['recording.category', 'recording.Category'],
    values: [...categoryIds, '01kzcat*', 'none'],
  },
  {
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['request.sourceAddress'],
    values: ['203.0.113.0/24', '198.51.100.1'],
  },
]

const someCondition = oneOf(families).chain(({ operators, keys, values }) =>
  fc
    .tuple(oneOf(['', '', '', 'ForAllValues:', 'ForAnyValue:']), oneOf(operators), oneOf(['', '', '', 'IfExists']))
    .chain(([set, operator, ifExists]) =>
      fc
        .tuple(oneOf(keys), oneOrFew(oneOf(values)))
        .map(([key, value]) => [operator === 'Null' ? operator : set + operator + ifExists, key, value] as const),
    ),
)

function conditionOf(conditions: readonly (readonly [string, string, unknown])[]): object {
  const byOperator: Record<string, Record<string, unknown>> = {}
  for (const [operator, key, value] of conditions) byOperator[operator] = { ...byOperator[operator], [key]: value }
  return byOperator
}

const someStatement = fc
  .record({
    effect: oneOf(['Allow', 'Allow', 'Allow', 'Allow', 'Deny']),
    actions: oneOrFew(oneOf(actionPatterns)),
    resources: oneOrFew(oneOf(resourcePatterns)),
    isExcepted: fc.tuple(fc.nat(9), fc.nat(5)),
    conditions: fc.array(someCondition, { maxLength: 2 }),
  })
  .map(({ effect, actions, resources, isExcepted: [notAction, notResource], conditions }) => ({
    Effect: effect,
    [notAction === 0 ? 'NotAction' : 'Action']: actions,
    // A tenant's policy cannot allow by NotResource.
    [notResource === 0 && effect === 'Deny' ? 'NotResource' : 'Resource']: resources,
    ...(conditions.length > 0 && { Condition: conditionOf(conditions) }),
  }))

/** Documents that a tenant can keep. */
export const someDocument: fc.Arbitrary<string> = few(someStatement)
  .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }))
  .filter((document) => checkPolicy(document, tenantPolicyOptions).isValid)

/** What helps to see anything at all comes often. */
export const someManagedPolicies: fc.Arbitrary<ManagedPolicy[]> = often(
  fc.uniqueArray(oneOf<ManagedPolicy>(['view', 'view', 'myCalls', 'myGroupsCalls', 'play', 'delete', 'auditView']), {
    ...{ minLength: 1, maxLength: 3 },
  }),
  fc.subarray([...managedPolicySchema.options]),
)

const someGrant: fc.Arbitrary<Grant> = fc
  .record({
    ...{ role: someRole, routes: someScope, managedPolicies: someManagedPolicies },
    documents: often(fc.array(someDocument, { maxLength: 1 }), fc.array(someDocument, { maxLength: 3 }), 2),
    user: fc.record({
      ...{ id: oneOf(userIds), agentIds: someAgentIds, groupIds: fc.subarray([...groupIds, ...worldRouteIds]) },
      groupAgentIds: someAgentIds,
    }),
  })
  .map(({ documents, ...grant }) => ({
    ...grant,
    policies: documents.map((document, index) => ({
      ...{ id: policyIdSchema.parse(idOf('p0cy', index)), name: `Policy ${index}`, document },
    })),
  }))

export const someRequestFacts = { id: 'request-1', at: worldNow, sourceAddress: worldAddress }

export const somePrincipal: fc.Arbitrary<Principal> = fc
  .record({
    grant: someGrant,
    boundaries: often(fc.array(someGrant, { maxLength: 1 }), fc.array(someGrant, { maxLength: 3 })),
    supportAccess: often(fc.constant(null), oneOf<Principal['supportAccess']>([null, 'open', 'closed']), 6),
  })
  .map(({ grant, boundaries, supportAccess }) => ({
    person: {
      ...{ subject: 's1', name: 'Pat', email: 'pat@example.com', administrator: null, isEnabled: true },
      ...{ timeZone: null, locale: null, links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
    },
    ...{ signedInAt: worldNow, signInId: 'sign-in', request: someRequestFacts },
    ...{ tenantId: worldTenantId, id: grant.user.id, grant, boundaries, supportAccess, timeZone: null, recorder: null },
  }))

type Facts = Pick<Recording, 'routeId' | 'agentId' | 'queue' | 'direction' | 'startedAt'> &
  Partial<Pick<Recording, 'review' | 'customValues'>>

export function recordingOf(number: number, facts: Facts): Recording {
  return {
    ...{ tenantId: worldTenantId, id: recordingIdSchema.parse(idOf('rec', number)), sessionId: `session-${number}` },
    ...{ isSessionIdGenerated: false, isStartEstimated: false, ingressCallId: null, egressCallId: null },
    ...{ from: null, fromName: null, to: null, toName: null, fromE164: null, toE164: null, routedBy: 'default' },
    ...{ endedAt: null, reportedDurationMs: 1_000, agentName: null, callGroupId: null, sipHeaders: [], pauses: [] },
    ...{ participants: [], editedFields: {}, recorderId: 'recorder', createdAt: worldNow, updatedAt: worldNow },
    ...{ arePartiesUncertain: false, metadataSessionId: null, metadataDocuments: 0, hasOmittedDocuments: false },
    media: { kinds: ['audio'], status: 'complete', files: 1, segments: 1, lengthBytes: 1, durationMs: null },
    ...{ review: notReviewed, customValues: {}, version: 1 },
    ...facts,
  }
}

/** Of routes that are there and of one that is gone; many that started at the same moment. */
export const someRecordings: fc.Arbitrary<Recording[]> = fc
  .array(
    fc.record<Facts>({
      ...{ routeId: oneOf(worldRouteIds), agentId: fc.option(oneOf([...agents, ...userIds]), { freq: 4 }) },
      ...{ queue: fc.option(oneOf(queues), { freq: 4 }), direction: oneOf(['inbound', 'outbound', 'unknown']) },
      startedAt: oneOf(startsAt),
      review: fc
        .record({ categoryIds: fc.subarray(categoryIds), isSensitive: fc.boolean() })
        .map((added) => ({ ...notReviewed, ...added })),
      customValues: fc.constantFrom<Recording['customValues']>(
        {},
        ...['Won', ['Won', 'Lost'], 7].map((outcome) => ({ outcome })),
      ),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((facts, index) => recordingOf(index, facts)))

/** Things of the tenant, and its settings and audit. */
export const worldThings: readonly Target[] = [
  ...['tenant', 'audit', 'user/17', 'user/01kzper500000000000000000a', 'group/01kzgrp0000000000000000001'],
  ...['policy/01kzp0cy000000000000000000', 'recorder/17', `route/${worldRouteIds[0]}`, `route/${worldRouteIds[1]}`],
].map(thingTarget)
