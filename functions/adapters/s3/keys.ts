import type { MediaFile, MediaId, RecordingId, RenditionPlace, TenantId } from '../../model/index.ts'
import type { ObjectPlace, SegmentPlace } from '../../ports/index.ts'

const ulid = '[0-7][0-9a-hjkmnp-tv-z]{25}'
const transcriptPattern = new RegExp(`^t/(${ulid})/r/(${ulid})/s/[1-9][0-9]{0,3}/transcript/${ulid}$`)
const keyPattern = new RegExp(`^t/(${ulid})/r/(${ulid})/s/([1-9][0-9]{0,3})/(${ulid})/(${ulid})$`)

/** Everything of one recording. */
export function recordingPrefix(tenantId: TenantId, recordingId: RecordingId): string {
  return `t/${tenantId}/r/${recordingId}/`
}

/** Where a file is, or is to arrive. */
export function placeOf(file: MediaFile): ObjectPlace {
  return { recordingId: file.recordingId, seq: file.seq, mediaId: file.id, uploadId: file.uploadId }
}

/** `t/<tenantId>/r/<recordingId>/s/<seq>/<mediaId>/<uploadId>` */
export function objectKey(tenantId: TenantId, { recordingId, seq, mediaId, uploadId }: ObjectPlace): string {
  return `${recordingPrefix(tenantId, recordingId)}s/${seq}/${mediaId}/${uploadId}`
}

/** `t/<tenantId>/r/<recordingId>/s/<seq>/transcript/<textId>` */
export function transcriptKey(tenantId: TenantId, { recordingId, seq }: SegmentPlace, textId: string): string {
  return `${recordingPrefix(tenantId, recordingId)}s/${seq}/transcript/${textId}`
}

/** The recording that the text of a transcript belongs to; undefined for any other key. */
export function parseTranscriptKey(key: string): { tenantId: TenantId; recordingId: RecordingId } | undefined {
  const [, tenantId, recordingId] = transcriptPattern.exec(key) ?? []
  if (!tenantId || !recordingId) return undefined
  // As below: only we name objects, and the pattern holds the ids to their form.
  return { tenantId: tenantId as TenantId, recordingId: recordingId as RecordingId }
}

const renditionNames = { peaks: 'peaks', copy: 'copy.wav' } as const

/**
 * `t/<tenantId>/r/<recordingId>/d/<mediaId>/<uploadId>/<name>`: beside the files, so that who removes a recording finds it, and
 * not where files arrive.
 */
export function renditionKey(tenantId: TenantId, place: RenditionPlace, uploadId: string): string {
  const { recordingId, mediaId, kind } = place
  return `${recordingPrefix(tenantId, recordingId)}d/${mediaId}/${uploadId}/${renditionNames[kind]}`
}

/** The sealed audit of a tenant. */
export function auditPrefix(tenantId: TenantId): string {
  return `t/${tenantId}/audit/`
}

/** `t/<tenantId>/audit/<sequence>.json`, the sequence in ten digits, so that blocks are listed in their order. */
export function auditBlockKey(tenantId: TenantId, sequence: number): string {
  return `${auditPrefix(tenantId)}${String(sequence).padStart(10, '0')}.json`
}

/** @returns undefined for a key of something else */
export function sequenceOfKey(tenantId: TenantId, key: string | undefined): number | undefined {
  const [, digits] = /\/(\d{10})\.json$/.exec(key ?? '') ?? []
  return digits !== undefined && key === auditBlockKey(tenantId, Number(digits)) ? Number(digits) : undefined
}

/** What one of our keys says; undefined for a key that is not ours. */
export function parseObjectKey(key: string): { tenantId: TenantId; place: ObjectPlace } | undefined {
  const [, tenantId, recordingId, seq, mediaId, uploadId] = keyPattern.exec(key) ?? []
  if (!tenantId || !recordingId || !seq || !mediaId || !uploadId) return undefined
  return {
    // Only we name objects, and only for verified tenants: what a key names was verified when it was made.
    tenantId: tenantId as TenantId,
    // The pattern holds both ids to their form.
    place: { recordingId: recordingId as RecordingId, seq: Number(seq), mediaId: mediaId as MediaId, uploadId },
  }
}
