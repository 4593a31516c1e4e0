import type * as z from 'zod'
import type {
  Direction,
  MediaKind,
  mediaProblemSchema,
  mediaStateSchema,
  mediaStatusSchema,
  participantSchema,
  Voice,
} from '../contract/index.ts'
import type { CustomValues } from './custom-data.ts'
import type { MediaId, RecordingId, RouteId, TenantId } from './ids.ts'
import type { Review } from './review.ts'

/** Instants are RFC 3339 UTC text with milliseconds, so that they sort as text. */
export type Instant = string

export type MediaState = z.output<typeof mediaStateSchema>
export type MediaProblem = z.output<typeof mediaProblemSchema>
export type MediaStatus = z.output<typeof mediaStatusSchema>
export type Participant = z.output<typeof participantSchema>
export type Pause = { startedAt: Instant; endedAt: Instant; mode: 'cut' | 'silenced'; reason: string | null }
export type SipHeader = { name: string; value: string }

/** What a recorder knows of a call; null where it has not said. */
export type CallFacts = {
  ingressCallId: string | null
  egressCallId: string | null
  from: string | null
  fromName: string | null
  to: string | null
  toName: string | null
  direction: Direction
  endedAt: Instant | null
  /** The recorder's own value. */
  reportedDurationMs: number | null
  agentId: string | null
  agentName: string | null
  queue: string | null
  callGroupId: string | null
}

/**
 * How a recording came to its route: a recorder named it, a pattern matched, or nothing did and it is on a default route,
 * its recorder's or the tenant's, until something does.
 */
export type RoutedBy = 'name' | 'pattern' | 'default'

/** What the list needs to know of a recording's media files, kept with the recording. */
export type MediaSummary = {
  kinds: MediaKind[]
  status: MediaStatus
  files: number
  segments: number
  lengthBytes: number
  /** Span of the segments; null while no file's duration is known. */
  durationMs: number | null
}

export type Recording = CallFacts & {
  tenantId: TenantId
  id: RecordingId
  routeId: RouteId
  routedBy: RoutedBy
  sessionId: string
  /** The recorder gave none: repeats are then known by the checksums of its files. */
  isSessionIdGenerated: boolean
  startedAt: Instant
  isStartEstimated: boolean
  /** Nothing says who called whom: from and to are the participants in the order sent. */
  arePartiesUncertain: boolean
  /** E.164, read by the tenant's home country as it was then; null where it is none. */
  fromE164: string | null
  toE164: string | null
  sipHeaders: SipHeader[]
  pauses: Pause[]
  participants: Participant[]
  /** The session's id in its SIPREC documents, which may have another name for the call; null without one. */
  metadataSessionId: string | null
  /** How many SIPREC documents are kept of it. */
  metadataDocuments: number
  /** More documents came than are kept of one recording. */
  hasOmittedDocuments: boolean
  media: MediaSummary
  review: Review
  customValues: CustomValues
  /** Version of the recording at which a person last edited the field of that name, a fact or one of the review. */
  editedFields: Partial<Record<string, number>>
  /** The recorder that announced it. */
  recorderId: string
  createdAt: Instant
  updatedAt: Instant
  /** Grows by one with every write; the ETag. */
  version: number
}

/** A file on its way in parts. */
export type Multipart = {
  /** The object store's name of it. */
  id: string
  /** Of each part but the last. */
  partBytes: number
}

/** One media file of a segment. */
export type MediaFile = {
  id: MediaId
  recordingId: RecordingId
  seq: number
  kind: MediaKind
  startOffsetMs: number
  channels: Voice[]
  /** Label of the SIPREC stream in each channel; empty, or null in a place, where it is not known. */
  labels: (string | null)[]
  fileName: string | null
  contentType: string
  lengthBytes: number
  /** 64 lower-case hexadecimal digits. */
  sha256: string
  state: MediaState
  problem: MediaProblem | null
  problemDetail: string | null
  /** Part of the object's key; renewed when what arrived was rejected. */
  uploadId: string
  announcedAt: Instant
  /** Null for a file that comes whole, or has arrived. */
  multipart: Multipart | null
  /** The object version that was accepted; every read, tag and delete names it. */
  versionId: string | null
  container: string | null
  codec: string | null
  durationMs: number | null
  isPlayable: boolean
}

/** A SIPREC document as it was sent. */
export type MetadataDocument = {
  /** In the order in which they came, from 1. */
  number: number
  receivedAt: Instant
  /** IANA name, in which its times without an offset are read: its recorder's, or the tenant's. */
  timeZone: string
  text: string
}
