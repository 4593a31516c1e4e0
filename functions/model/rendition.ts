import type { MediaId, RecordingId } from './ids.ts'
import type { Instant } from './recording.ts'

/** `peaks`: the outline of a file's sound. `copy`: its sound as PCM, for files that browsers do not play. */
export type RenditionKind = 'peaks' | 'copy'

/** Which rendition of which file. */
export type RenditionPlace = { recordingId: RecordingId; seq: number; mediaId: MediaId; kind: RenditionKind }

/**
 * Why a rendition cannot be made: the file holds no sound, nothing decodes it, its bytes are broken, or what would be made is
 * larger than what is made.
 */
export type ImpossibleReason = 'no_sound' | 'no_decoder' | 'unreadable' | 'too_long'

/** `asked`: somebody waits for it. `ready`: its object is there. `impossible`: another try would end the same. */
export type RenditionState =
  | { state: 'asked' /** From 0 to 1. */; progress: number }
  | { state: 'ready' /** Of its object. */; versionId: string; lengthBytes: number }
  | { state: 'impossible'; reason: ImpossibleReason }

/** What is made out of a media file, for people to see or hear; it can be made anew at any time. */
export type Rendition = RenditionPlace &
  RenditionState & {
    /** Of the file that it is made of; part of its object's key. */
    uploadId: string
    /** When its state was written. */
    updatedAt: Instant
    /** Grows by one with every write. */
    version: number
  }
