import type { Contract, ResponseOf } from '../../../functions/contract/index.ts'

/** The body of GET one recording. */
export type Recording = ResponseOf<Contract['recordings']['getRecording']>
export type RecordingId = Recording['id']
export type MediaFile = Recording['segments'][number]['media'][number]
export type MediaId = MediaFile['id']
export type MediaKind = MediaFile['kind']
export type Voice = MediaFile['channels'][number]

export type MediaRef = { recordingId: RecordingId; seq: number; mediaId: MediaId }
/** A presigned URL and the instant (RFC 3339) at which it dies. */
export type SignedUrl = { url: string; expiresAt: string }
