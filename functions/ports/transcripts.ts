import type { AuditEntry, EditedCue, PastCue, RecordingId, TenantId, Transcript } from '../model/index.ts'
import type { Idempotency } from './people.ts'
import type { WriteResult } from './recordings.ts'

export type SegmentPlace = { recordingId: RecordingId; seq: number }

/** What lies of a transcript beside the recording; `text` is null where an object holds it, or nothing was imported. */
export type StoredTranscript = { transcript: Transcript; text: string | null; edited: EditedCue[] }

export type ImportedText = {
  /** Its version is raised by one. */
  transcript: Transcript
  /** Null where an object holds it, or there is none. */
  text: string | null
  audit: AuditEntry
}

export type ChangedCue = {
  /** Its version is raised by one. */
  transcript: Transcript
  edited: EditedCue
  /** What its history gets. */
  past: readonly PastCue[]
  /** The request under an Idempotency-Key that made it. */
  idempotency: Idempotency | null
  audit: AuditEntry
}

/**
 * Transcripts of segments. Writes are 'stale' when the transcript is of another version than the one before the written
 * one, or the recording is gone; read both again.
 */
export type TranscriptStore = {
  find(tenantId: TenantId, place: SegmentPlace): Promise<StoredTranscript | undefined>
  replace(tenantId: TenantId, imported: ImportedText): Promise<WriteResult>
  changeCue(tenantId: TenantId, changed: ChangedCue): Promise<WriteResult>
  /** Newest first, at most 100. */
  history(tenantId: TenantId, place: SegmentPlace, cueId: number): Promise<PastCue[]>
  /** Whose `id` is a cue's; of the last 24 hours. */
  findByIdempotencyKey(tenantId: TenantId, place: SegmentPlace, key: string): Promise<Idempotency | undefined>
}

/** Long texts, as objects that are written once. */
export type TranscriptTexts = {
  /** Gives the version that was written. */
  keep(tenantId: TenantId, place: SegmentPlace, textId: string, text: string): Promise<string>
  read(tenantId: TenantId, place: SegmentPlace, textId: string, versionId: string): Promise<string>
}
