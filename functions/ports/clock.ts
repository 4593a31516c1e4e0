import type {
  AdministratorId,
  CategoryId,
  CustomFieldId,
  GroupId,
  Instant,
  ListeningId,
  MediaId,
  NoteId,
  PolicyId,
  RecorderId,
  RecordingId,
  RouteId,
  TenantId,
  UserId,
} from '../model/index.ts'

/** Two clocks: `now` (tokens, signatures, cursors) is never moved, `businessNow` (retention, expiry) can be. */
export type Clock = {
  now(): Instant
  businessNow(): Instant
}

/** New ids: lower-case ULIDs. */
export type Ids = {
  recordingId(): RecordingId
  mediaId(): MediaId
  uploadId(): string
  sessionId(): string
  routeId(): RouteId
  userId(): UserId
  groupId(): GroupId
  policyId(): PolicyId
  recorderId(): RecorderId
  categoryId(): CategoryId
  customFieldId(): CustomFieldId
  administratorId(): AdministratorId
  listeningId(): ListeningId
  noteId(): NoteId
  /** A tenant that nobody has acted in yet: it is being made. */
  tenantId(): TenantId
}
