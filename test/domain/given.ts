import fc from 'fast-check'
import { ulid } from 'ulid'
import { tenantIdOfOurKey } from '../../functions/adapters/dynamodb/index.ts'
import type { RoutePermissions } from '../../functions/contract/index.ts'
import { routePermissionSchema } from '../../functions/contract/route-permissions.ts'
import { mediaIdSchema, recordingIdSchema, routeIdSchema } from '../../functions/contract/values.ts'
import type {
  MediaFile,
  Person,
  Principal,
  Recording,
  Route,
  TenantDetails,
  TenantSettings,
} from '../../functions/model/index.ts'

const newId = () => ulid().toLowerCase()
export const newRecordingId = () => recordingIdSchema.parse(newId())
export const newMediaId = () => mediaIdSchema.parse(newId())
export const newRouteId = () => routeIdSchema.parse(newId())

export const tenantId = tenantIdOfOurKey('01k0acme000000000000000000')
export const otherTenantId = tenantIdOfOurKey('01k0g10bex0000000000000000')
export const routeIds = [newRouteId(), newRouteId(), newRouteId()] as const

export const clock = { now: () => '2026-11-23T10:00:00.000Z', businessNow: () => '2026-11-23T10:00:00.000Z' }

export function givenPerson(facts: Partial<Person> = {}): Person {
  return {
    ...{ id: 'p1', subject: 's1', name: 'Pat', email: null, role: 'tenantAdministrator', isEnabled: true },
    ...{ timeZone: null, locale: null, tenants: [{ tenantId, routes: 'all' }] },
    ...facts,
  }
}

export function givenPrincipal(facts: Partial<Principal> & { role?: Person['role'] } = {}): Principal {
  const { role = 'tenantAdministrator', ...rest } = facts
  return { person: givenPerson({ role }), tenantId, routes: 'all', ...rest }
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
    media: { kinds: [], status: 'none', files: 0, segments: 0, lengthBytes: 0, durationMs: null },
    ...{ createdAt: clock.now(), updatedAt: clock.now() },
    ...facts,
  }
}

export const everySwitch = (isOn: boolean): RoutePermissions =>
  Object.fromEntries(routePermissionSchema.options.map((name) => [name, isOn])) as RoutePermissions // one for each

export function givenTenant(facts: Partial<TenantDetails> = {}): TenantDetails {
  return {
    ...{ id: tenantId, name: 'Acme', description: null, homeCountry: 'US', timeZone: 'America/Los_Angeles' },
    ...{ locale: 'en-US', recordDtmf: true, routePermissions: everySwitch(true), version: 1 },
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
