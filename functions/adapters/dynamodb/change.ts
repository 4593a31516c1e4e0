import type {
  Instant,
  MediaFile,
  MetadataDocument,
  Recording,
  RecordingDtmf,
  RecordingId,
  TenantId,
} from '../../model/index.ts'
import type { ChangedRecording, IdempotencyRecord, NewRecording, WriteResult } from '../../ports/index.ts'
import { auditSessionWrites, auditWrites } from './audit-item.ts'
import { type Claim, claim, commitWithClaims } from './claims.ts'
import { segmentCustomDataItem } from './custom-data-items.ts'
import { dtmfItem } from './dtmf-item.ts'
import { type Key, keys } from './keys.ts'
import { mediaItem } from './media-item.ts'
import type { Table } from './read.ts'
import { recordingItem } from './recording-item.ts'
import { editWrite, noteWrites, ratingWrites } from './review-items.ts'
import { siprecItems } from './siprec-item.ts'
import { type Condition, either, isAbsent, type Write } from './write.ts'

const IDEMPOTENCY_SECONDS = 24 * 3_600

/**
 * Writes a new recording and all that belongs to it, or nothing.
 *
 * @param now from when the idempotency record lasts 24 hours, and the time of the audit entry
 */
export async function createRecording(
  table: Table,
  tenantId: TenantId,
  { recording, media, siprec, dtmf, checksums, idempotency, audit }: NewRecording,
  now: Instant,
): Promise<WriteResult> {
  const writes: Write[] = [
    { put: recordingItem(recording), when: isAbsent },
    ...media.map((file) => ({ put: mediaItem(tenantId, file), when: isAbsent })),
    ...lookupKeys(recording).map((key) => ({ put: key })),
    ...siprecWrites(tenantId, recording.id, siprec),
    ...dtmfWrites(tenantId, dtmf),
    ...auditWrites(tenantId, audit, now),
  ]
  const claims = [sessionClaim(recording), ...checksumClaims(tenantId, recording.id, checksums)]
  if (idempotency) {
    claims.push(idempotencyClaim(tenantId, idempotency, now))
    writes.push(idempotencyNote(recording, idempotency, now))
  }
  return commitWithClaims(table, tenantId, writes, claims)
}

/** Writes a change of a recording whole or not at all, if its version is still the one that was read. */
export async function changeRecording(
  table: Table,
  tenantId: TenantId,
  changed: ChangedRecording,
  now: Instant,
): Promise<WriteResult> {
  const { recording, previous, addedMedia = [], changedMedia = [], checksums = [], idempotency, audit } = changed
  const kept = new Set(lookupKeys(recording).map(({ PK }) => PK))
  const had = new Set(lookupKeys(previous).map(({ PK }) => PK))
  const writes: Write[] = [
    { put: recordingItem(recording), when: hasVersion(previous.version) },
    ...addedMedia.map((file) => ({ put: mediaItem(tenantId, file), when: isAbsent })),
    ...changedMedia.map((file: MediaFile) => ({ put: mediaItem(tenantId, file) })),
    ...lookupKeys(previous).flatMap((key) => (kept.has(key.PK) ? [] : { delete: key })),
    ...lookupKeys(recording).flatMap((key) => (had.has(key.PK) ? [] : { put: key })),
    ...siprecWrites(tenantId, recording.id, changed.siprec),
    ...(changed.edit ? [editWrite(tenantId, recording.id, changed.edit)] : []),
    ...(changed.note ? noteWrites(tenantId, recording.id, changed.note, now) : []),
    ...ratingWrites(recording, previous, now),
    ...(changed.segment ? [{ put: segmentCustomDataItem(tenantId, recording.id, changed.segment) }] : []),
    ...dtmfWrites(tenantId, changed.dtmf),
    ...(audit ? auditWrites(tenantId, audit, now) : []),
  ]
  const claims = checksumClaims(tenantId, recording.id, checksums)
  if (recording.sessionId !== previous.sessionId) {
    claims.push(sessionClaim(recording))
    writes.push({ delete: keys.session(tenantId, previous.sessionId) }, ...auditSessionWrites(previous))
  }
  if (idempotency) {
    claims.push(idempotencyClaim(tenantId, idempotency, now))
    writes.push(idempotencyNote(recording, idempotency, now))
  }
  return commitWithClaims(table, tenantId, writes, claims)
}

export const hasVersion = (version: number): Condition => ({
  expression: 'version = :version',
  values: { ':version': version },
})

/** Where the recording is found by its call ids, its group and its SIPREC session; both call ids may be the same. */
export function lookupKeys(recording: Recording): Key[] {
  const { tenantId, id, ingressCallId, egressCallId, callGroupId, metadataSessionId } = recording
  const callIds = new Set([ingressCallId, egressCallId].filter((callId) => callId !== null))
  return [
    ...[...callIds].map((callId) => keys.lookup(tenantId, 'callId', callId, id)),
    ...(callGroupId === null ? [] : [keys.lookup(tenantId, 'callGroupId', callGroupId, id)]),
    ...(metadataSessionId === null ? [] : [keys.lookup(tenantId, 'metadataSessionId', metadataSessionId, id)]),
  ]
}

const sessionClaim = ({ tenantId, id, sessionId }: Recording): Claim =>
  claim({ ...keys.session(tenantId, sessionId), recordingId: id })

/** Two files of a recording may hold the same bytes, and no transaction names an item twice. */
const checksumClaims = (tenantId: TenantId, id: RecordingId, checksums: readonly string[]): Claim[] =>
  [...new Set(checksums)].map((sha256) => claim({ ...keys.checksum(tenantId, sha256), recordingId: id }))

function idempotencyClaim(tenantId: TenantId, record: IdempotencyRecord, now: Instant): Claim {
  const hasExpired = { expression: 'expiresAt <= :now', values: { ':now': epochSeconds(now) } }
  const isSameRequest = {
    expression: '(recordingId = :self AND requestHash = :hash)',
    values: { ':self': record.recordingId, ':hash': record.requestHash },
  }
  return {
    put: { ...keys.idempotency(tenantId, record.key), ...record, expiresAt: idempotencyEnd(now) },
    when: either(isAbsent, either(hasExpired, isSameRequest)),
  }
}

const idempotencyNote = ({ tenantId, id, version }: Recording, { key }: IdempotencyRecord, now: Instant): Write => ({
  put: { ...keys.idempotencyNote(tenantId, id, version), key, expiresAt: idempotencyEnd(now) },
})

const epochSeconds = (instant: Instant) => Math.floor(Date.parse(instant) / 1000)
const idempotencyEnd = (now: Instant) => epochSeconds(now) + IDEMPOTENCY_SECONDS

function siprecWrites(tenantId: TenantId, id: RecordingId, document: MetadataDocument | null | undefined): Write[] {
  if (document === null || document === undefined) return []
  return siprecItems(tenantId, id, document).map((item) => ({ put: item, when: isAbsent }))
}

/** On condition of the version that it was merged with. */
function dtmfWrites(tenantId: TenantId, dtmf: RecordingDtmf | null | undefined): Write[] {
  if (!dtmf) return []
  return [{ put: dtmfItem(tenantId, dtmf), when: dtmf.version === 1 ? isAbsent : hasVersion(dtmf.version - 1) }]
}
