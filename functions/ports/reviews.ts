import type { Edit, Instant, Note, NoteId, Rating, RecordingId, TenantId } from '../model/index.ts'

/** A request repeated under the same Idempotency-Key: which note the first one wrote, and a hash of what it asked. */
export type NoteIdempotency = { key: string; requestHash: string; noteId: NoteId }

/** A note that is written, or taken away, with a change of its recording. */
export type ChangedNote = { put: Note; idempotency?: NoteIdempotency | null } | { remove: NoteId }

/** A rating as reports list it. */
export type ListedRating = Rating & {
  recordingId: RecordingId
  /** When another rating took its place, or none did; null while it stands. */
  replacedAt: Instant | null
}

/** What people added to the recordings of one tenant; it is written by `RecordingStore.change`. Reads are consistent. */
export type ReviewStore = {
  /** All of them, the oldest first. */
  notes(tenantId: TenantId, id: RecordingId): Promise<Note[]>
  findNote(tenantId: TenantId, id: RecordingId, noteId: NoteId): Promise<Note | undefined>
  findNoteByIdempotencyKey(tenantId: TenantId, id: RecordingId, key: string): Promise<NoteIdempotency | undefined>
  /** Edits before the version, the newest first. */
  history(
    tenantId: TenantId,
    id: RecordingId,
    query: { beforeVersion?: number | undefined; limit: number },
  ): Promise<Edit[]>
  /** The edits that made these versions, those that are there; at most 100. */
  edits(tenantId: TenantId, id: RecordingId, versions: readonly number[]): Promise<Edit[]>
  /** Ratings of all recordings given in that time, the newest first; from an index a moment old. */
  ratings(tenantId: TenantId, query: { from: Instant; before: Instant; limit: number }): Promise<ListedRating[]>
}
