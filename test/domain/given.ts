import fc from 'fast-check'
import { ulid } from 'ulid'
import { tenantIdOfOurKey } from '../../functions/adapters/dynamodb/index.ts'
import { ulids } from '../../functions/adapters/system/index.ts'
import type { ManagedPolicy, Role, RoutePermissions } from '../../functions/contract/index.ts'
import { managedPolicySchema } from '../../functions/contract/permissions.ts'
import { routePermissionSchema } from '../../functions/contract/route-permissions.ts'
import {
  administratorIdSchema,
  categoryIdSchema,
  customFieldIdSchema,
  groupIdSchema,
  mediaIdSchema,
  policyIdSchema,
  recordingIdSchema,
  routeIdSchema,
  userIdSchema,
} from '../../functions/contract/values.ts'
import { notReviewed } from '../../functions/domain/recordings/index.ts'
import type {
  AdministratorRole,
  Category,
  CustomField,
  CustomPolicy,
  Grant,
  Group,
  MediaFile,
  Person,
  PolicyDocument,
  Principal,
  Recording,
  Route,
  TenantDetails,
  TenantSettings,
  User,
  UserFacts,
} from '../../functions/model/index.ts'
import type { Ids } from '../../functions/ports/index.ts'

const newId = () => ulid().toLowerCase()
export const newRecordingId = () => recordingIdSchema.parse(newId())
export const newMediaId = () => mediaIdSchema.parse(newId())
export const newRouteId = () => routeIdSchema.parse(newId())
export const newUserId = () => userIdSchema.parse(newId())
export const newGroupId = () => groupIdSchema.parse(newId())
export const newPolicyId = () => policyIdSchema.parse(newId())
export const newCategoryId = () => categoryIdSchema.parse(newId())
export const newCustomFieldId = () => customFieldIdSchema.parse(newId())
export const newAdministratorId = () => administratorIdSchema.parse(newId())

export const tenantId = tenantIdOfOurKey('01k0acme000000000000000000')
export const otherTenantId = tenantIdOfOurKey('01k0g10bex0000000000000000')
export const routeIds = [newRouteId(), newRouteId(), newRouteId()] as const

export const clock = { now: () => '2026-11-23T10:00:00.000Z', businessNow: () => '2026-11-23T10:00:00.000Z' }

export const ids: Ids = { ...ulids, uploadId: () => 'u', sessionId: () => 's' }

export function givenPerson(facts: Partial<Person> = {}): Person {
  return {
    ...{ subject: 's1', name: 'Pat', email: 'pat@example.com', administrator: null, isEnabled: true, timeZone: null },
    ...{ locale: null, links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
    ...facts,
  }
}

/** Sam or Ada: somebody from outside, who belongs to no tenant. */
export function givenAdministratorPerson(role: AdministratorRole, facts: Partial<Person> = {}): Person {
  return givenPerson({ administrator: { id: newAdministratorId(), role, createdAt: clock.now() }, ...facts })
}

/** A Tenant User of all routes without a policy. */
export function givenUser(facts: Partial<User> = {}): User {
  const id = facts.id ?? newUserId()
  return {
    ...{ tenantId, id, subject: `subject-${id}`, name: `User ${id}`, email: `${id}@example.com`, role: 'tenantUser' },
    ...{ isEnabled: true, routes: 'all', groups: [], agentIds: [], managedPolicies: [], policyIds: [] },
    ...{
      timeZone: null,
      locale: null,
      boundaryId: null,
      signedOutAt: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      version: 1,
    },
    ...facts,
  }
}

export function givenGroup(facts: Partial<Group> = {}): Group {
  const id = facts.id ?? newGroupId()
  return {
    ...{ tenantId, id, name: `Group ${id}`, agentIds: [], managedPolicies: [], policyIds: [] },
    ...{ updatedAt: clock.now(), version: 1 },
    ...facts,
  }
}

/** The text of a policy of one statement. */
export function policyText(statement: Record<string, unknown>): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] })
}

export function givenPolicy(facts: Partial<CustomPolicy> = {}): CustomPolicy {
  const id = facts.id ?? newPolicyId()
  return {
    ...{ tenantId, id, name: `Policy ${id}`, description: null, document: policyText({ Action: 'recording:List' }) },
    ...{ updatedAt: clock.now(), version: 1 },
    ...facts,
  }
}

export function givenCategory(facts: Partial<Category> = {}): Category {
  const id = facts.id ?? newCategoryId()
  return {
    ...{ tenantId, id, name: `Category ${id}`, colour: 'blue', retiredAt: null },
    ...{ updatedAt: clock.now(), version: 1 },
    ...facts,
  }
}

/** A text of the recording that everybody may fill in. */
export function givenCustomField(facts: Partial<CustomField> = {}): CustomField {
  const id = facts.id ?? newCustomFieldId()
  return {
    ...{ tenantId, id, name: `f${id}`, label: `Field ${id}`, type: 'text', appliesTo: 'recording', choices: [] },
    ...{ isRequired: false, default: null, isSearchable: false, order: 1, editors: 'everybody', metadataPath: null },
    ...{ retiredAt: null, updatedAt: clock.now(), version: 1 },
    ...facts,
  }
}

/** All that can be allowed of recordings and the audit. */
export const everyManagedPolicy: readonly ManagedPolicy[] = managedPolicySchema.options.filter(
  (name) => name !== 'myCalls' && name !== 'myGroupsCalls',
)

/** What somebody may do: with every managed policy, on all routes, unless told. */
export function givenGrant({
  user,
  ...facts
}: Partial<Omit<Grant, 'user'>> & { user?: Partial<UserFacts> } = {}): Grant {
  return {
    ...{ role: 'tenantAdministrator', routes: 'all', managedPolicies: everyManagedPolicy, policies: [] },
    user: { id: newUserId(), agentIds: [], groupIds: [], groupAgentIds: [], ...user },
    ...facts,
  }
}

/** A policy of the tenant's as a grant holds it. */
export function givenDocument(statement: Record<string, unknown>, name = 'A policy'): PolicyDocument {
  return { id: newPolicyId(), name, document: policyText(statement) }
}

export type PrincipalFacts = Partial<Principal> & Parameters<typeof givenGrant>[0] & { role?: Role }

/**
 * Somebody who acts in the tenant: a Tenant Administrator of all routes unless told. What a grant has may be said beside the
 * rest; people from outside have support access unless told.
 */
export function givenPrincipal(facts: PrincipalFacts = {}): Principal {
  const { role = 'tenantAdministrator', routes, managedPolicies, policies, user, ...rest } = facts
  const isFromOutside = role === 'superUser' || role === 'accountAdministrator'
  const asked = { role, routes, managedPolicies, policies, user }
  const grant = givenGrant(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)))
  return {
    ...{ person: isFromOutside ? givenAdministratorPerson(role) : givenPerson(), signedInAt: clock.now() },
    ...{ signInId: 'sign-in', request: { id: 'request-1', at: clock.now(), sourceAddress: '192.0.2.7' }, tenantId },
    ...{ id: grant.user.id, grant, boundaries: [], supportAccess: isFromOutside ? 'open' : null, timeZone: null },
    recorder: null,
    ...rest,
  }
}

/** A recording of which nothing is known. */
export function givenRecording(facts: Partial<Recording> = {}): Recording {
  return {
    ...{ tenantId, id: newRecordingId(), routeId: routeIds[0], sessionId: 's', isSessionIdGenerated: false },
    ...{ startedAt: '2026-11-20T10:00:00.000Z', isStartEstimated: true, ingressCallId: null, egressCallId: null },
    ...{
      from: null,
      fromName: null,
      to: null,
      toName: null,
      fromE164: null,
      toE164: null,
      routedBy: 'default',
      direction: 'unknown',
      endedAt: null,
    },
    ...{ reportedDurationMs: null, agentId: null, agentName: null, queue: null, callGroupId: null, sipHeaders: [] },
    ...{ pauses: [], participants: [], editedFields: {}, recorderId: 'rec', version: 1 },
    ...{ arePartiesUncertain: false, metadataSessionId: null, metadataDocuments: 0, hasOmittedDocuments: false },
    media: { kinds: [], status: 'none', files: 0, segments: 0, lengthBytes: 0, durationMs: null },
    ...{ review: notReviewed, customValues: {}, createdAt: clock.now(), updatedAt: clock.now() },
    ...facts,
  }
}

export const everySwitch = (isOn: boolean): RoutePermissions =>
  Object.fromEntries(routePermissionSchema.options.map((name) => [name, isOn])) as RoutePermissions // one for each

export function givenTenant(facts: Partial<TenantDetails> = {}): TenantDetails {
  return {
    ...{ id: tenantId, name: 'Acme', description: null, homeCountry: 'US', timeZone: 'America/Los_Angeles' },
    ...{
      locale: 'en-US',
      recordDtmf: true,
      storeCardDigits: false,
      requiresSecondFactor: false,
      routePermissions: everySwitch(true),
      version: 1,
    },
    ...facts,
  }
}

export function givenRoute(facts: Partial<Route> = {}): Route {
  const id = facts.id ?? newRouteId()
  return {
    ...{ id, tenantId, name: `Route ${id}`, isDefault: false, kind: 'fromOrTo', numberPattern: null },
    ...{ permissions: 'inherit', recordDtmf: 'inherit', order: 0, retiredAt: null, version: 1 },
    ...facts,
  }
}

/** The tenant with the three routes of `routeIds`: Default, Sales and Support. */
export function givenSettings(facts: { tenant?: Partial<TenantDetails>; routes?: Route[] } = {}): TenantSettings {
  const routes = routeIds.map((id, index) =>
    givenRoute({ id, name: ['Default', 'Sales', 'Support'][index] ?? '', isDefault: index === 0 }),
  )
  return { tenant: givenTenant(facts.tenant), routes: facts.routes ?? routes }
}

export function givenFile(facts: Partial<MediaFile> = {}): MediaFile {
  return {
    ...{ id: newMediaId(), recordingId: newRecordingId(), seq: 1, kind: 'audio', startOffsetMs: 0, channels: [] },
    ...{ fileName: null, contentType: 'audio/wav', lengthBytes: 100, sha256: 'a'.repeat(64), state: 'pending' },
    ...{ problem: null, problemDetail: null, uploadId: newId(), announcedAt: clock.now(), versionId: null },
    ...{ multipart: null, labels: [] },
    ...{ container: null, codec: null, durationMs: null, isPlayable: false },
    ...facts,
  }
}

export const anyState = fc.constantFrom<MediaFile['state'][]>('pending', 'available', 'damaged', 'rejected', 'missing')
export const anyFiles = fc.array(
  fc
    .record({
      ...{
        seq: fc.integer({ min: 1, max: 4 }),
        kind: fc.constantFrom<MediaFile['kind'][]>('audio', 'video', 'screen'),
      },
      ...{ startOffsetMs: fc.nat(10_000), durationMs: fc.option(fc.nat(100_000)), state: anyState },
      lengthBytes: fc.nat(1_000),
    })
    .map(givenFile),
  { maxLength: 12 },
)
