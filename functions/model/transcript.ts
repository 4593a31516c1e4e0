import type { RecordingId } from './ids.ts'
import type { Instant } from './recording.ts'

/** What a cue says. Times count from the start of the segment; both are null or neither is. */
export type CueContent = {
  startMs: number | null
  endMs: number | null
  speaker: string | null
  text: string
}

export type Cue = CueContent & {
  /** Counts within the segment, and comes once. */
  id: number
  version: number
  /** Sorts among cues without times; see domain/transcripts/order.ts. */
  place: string
}

/** The transcript of one segment, apart from its words. */
export type Transcript = {
  recordingId: RecordingId
  seq: number
  /** Names the text that was imported last and what was made of it since; null: there is no transcript any more. */
  textId: string | null
  /** Of the object that holds the imported text; null where an item does, or nothing was imported. */
  objectVersionId: string | null
  importedAt: Instant | null
  importedBy: string | null
  lastCueId: number
  updatedAt: Instant
  /** Grows by one with every write, of cues too; the ETag. */
  version: number
}

/** A cue as somebody left it, in place of the one that was imported. `cue` is null once it was removed. */
export type EditedCue = { id: number; version: number; cue: Cue | null }

export type PastCue = CueContent & {
  id: number
  version: number
  change: 'imported' | 'added' | 'edited' | 'removed'
  at: Instant
  personId: string
}
