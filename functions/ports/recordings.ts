import type {
  AuditEntry,
  Edit,
  Instant,
  MediaFile,
  MediaId,
  MetadataDocument,
  Recording,
  RecordingDtmf,
  RecordingId,
  RouteId,
  SegmentCustomData,
  TenantId,
} from '../model/index.ts'
import type { ChangedNote } from './reviews.ts'

/** Exact values by which a recording is found. */
export type LookupField = 'sessionId' | 'callId' | 'callGroupId' | 'metadataSessionId'

/** A stretch of start times; `before` is exclusive. */
export type TimeRange = { from?: Instant | undefined; before?: Instant | undefined }

/** A place in a list by start time, newest first. */
export type ListPosition = { startedAt: Instant; recordingId: RecordingId }

/** The columns of a list that its index carries. */
export type ListEntry = ListPosition &
  Pick<Recording, 'routeId' | 'direction' | 'agentId' | 'queue' | 'media' | 'reportedDurationMs' | 'endedAt'>

export type ListQuery = {
  /** Recordings of any of these routes, or of any of these agents; each comes once. */
  places: 'all' | { routes: readonly RouteId[]; agents: readonly string[] }
  range: TimeRange
  after?: ListPosition | undefined
  limit: number
}

/** What must hold for a write; the write fails with 'stale' when somebody else was faster. */
export type WriteResult = 'written' | 'stale'

/** A request repeated under the same Idempotency-Key: which recording the first one made, and a hash of what it asked. */
export type IdempotencyRecord = { key: string; requestHash: string; recordingId: RecordingId }

export type NewRecording = {
  recording: Recording
  media: MediaFile[]
  siprec: MetadataDocument | null
  dtmf?: RecordingDtmf | null
  /** SHA-256 values by which a repeat without a session id is known. */
  checksums: readonly string[]
  idempotency: IdempotencyRecord | null
  audit: AuditEntry
}

export type ChangedRecording = {
  /** The recording to write, its version already raised by one. */
  recording: Recording
  /** What was read, for its version and its lookups. */
  previous: Recording
  addedMedia?: readonly MediaFile[]
  changedMedia?: readonly MediaFile[]
  /** Another document; the others stay. */
  siprec?: MetadataDocument | null
  /** Replaces the digits that are there, which it was merged with. */
  dtmf?: RecordingDtmf | null
  checksums?: readonly string[]
  idempotency?: IdempotencyRecord | null
  /** What a person changed, for the history. */
  edit?: Edit | null
  note?: ChangedNote | null
  /** What is filled in of a segment; it takes the place of what was. */
  segment?: SegmentCustomData | null
  /** Null where nobody did it: a file arrived, or failed to. */
  audit: AuditEntry | null
}

/**
 * A recording that is being removed: hidden from every reader, its objects and items still to be cleared. Noting the same
 * recording again makes another `noteId`.
 */
export type Deletion = { tenantId: TenantId; recordingId: RecordingId; noteId: string }

/** A media file that was announced and has not arrived. */
export type PendingMedia = { recordingId: RecordingId; mediaId: MediaId; seq: number; announcedAt: Instant }

/**
 * Recordings of one tenant. Reads are consistent, but lists, which re-read what they show. Deleted recordings are absent.
 */
export type RecordingStore = {
  find(tenantId: TenantId, id: RecordingId): Promise<Recording | undefined>
  /** In the order asked; absent ones left out; at most 100. */
  findMany(tenantId: TenantId, ids: readonly RecordingId[]): Promise<Recording[]>
  media(tenantId: TenantId, id: RecordingId): Promise<MediaFile[]>
  findMedia(tenantId: TenantId, id: RecordingId, seq: number, mediaId: MediaId): Promise<MediaFile | undefined>
  /** What is filled in of a segment; undefined where nothing is, and for a recording that is not there. */
  segmentCustomData(tenantId: TenantId, id: RecordingId, seq: number): Promise<SegmentCustomData | undefined>
  /** The SIPREC documents as they were sent, in the order in which they came. */
  metadataDocuments(tenantId: TenantId, id: RecordingId): Promise<MetadataDocument[]>
  /** Undefined where no digit came yet. */
  dtmf(tenantId: TenantId, id: RecordingId): Promise<RecordingDtmf | undefined>
  /** Newest first, at most `limit`. */
  list(tenantId: TenantId, query: ListQuery): Promise<ListEntry[]>
  /** At most 100. */
  lookup(tenantId: TenantId, field: LookupField, value: string): Promise<RecordingId[]>
  /** The recording made without a session id that holds a file of this SHA-256. */
  findByChecksum(tenantId: TenantId, sha256: string): Promise<RecordingId | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<IdempotencyRecord | undefined>

  /** 'stale': the session id, a checksum or the idempotency key was taken meanwhile; read again. */
  create(tenantId: TenantId, created: NewRecording): Promise<WriteResult>
  /** 'stale': another version is there than `previous`. */
  change(tenantId: TenantId, changed: ChangedRecording): Promise<WriteResult>

  /** Hides the recording and notes its deletion, in one transaction. */
  startDeletion(tenantId: TenantId, recording: Recording, audit: AuditEntry): Promise<WriteResult>
  /** Notes that objects of a recording that is not there must be cleared (a late upload); nothing for one that is. */
  noteLeftovers(tenantId: TenantId, id: RecordingId): Promise<void>
  /**
   * Deletes all items of the recording, and the note last: with a `noteId` only if it is still that one, for a later note
   * tells of objects that came after the others were cleared.
   */
  finishDeletion(tenantId: TenantId, id: RecordingId, noteId?: string): Promise<void>
  /** The recording's deletion as it is noted now; undefined for one that is finished, or was never started. */
  findDeletion(tenantId: TenantId, id: RecordingId): Promise<Deletion | undefined>
  /** Deletions that were started and are not finished, from the one past `after`; at most 100. */
  unfinishedDeletions(tenantId: TenantId, after?: Deletion): Promise<Deletion[]>
  /**
   * Announced before that time and still pending, oldest first from the one past `after`; at most 100. From an index a
   * moment old, files of a recording in deletion among them: read again what you act on.
   */
  pendingMedia(tenantId: TenantId, announcedBefore: Instant, after?: PendingMedia): Promise<PendingMedia[]>
}
