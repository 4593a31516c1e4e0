import fc from 'fast-check'
import { ulid } from 'ulid'
import { tenantIdOfOurKey } from '../../functions/adapters/dynamodb/index.ts'
import { mediaIdSchema, recordingIdSchema, routeIdSchema } from '../../functions/contract/values.ts'
import type { MediaFile, Person, Principal, Recording } from '../../functions/model/index.ts'

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
    ...{ from: null, fromName: null, to: null, toName: null, direction: 'unknown', endedAt: null },
    ...{ reportedDurationMs: null, agentId: null, agentName: null, queue: null, callGroupId: null, sipHeaders: [] },
    ...{ pauses: [], participants: [], editedFields: {}, recorderId: 'rec', version: 1 },
    media: { kinds: [], status: 'none', files: 0, segments: 0, lengthBytes: 0, durationMs: null },
    ...{ createdAt: clock.now(), updatedAt: clock.now() },
    ...facts,
  }
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
