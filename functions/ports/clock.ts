import type { Instant, MediaId, RecordingId, RouteId } from '../model/index.ts'

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
}
