import type { DtmfDigit, DtmfSource, DtmfWithheld } from '../contract/index.ts'
import type { RecordingId } from './ids.ts'

/** A digit that was pressed in a segment. */
export type DtmfEvent = {
  seq: number
  digit: DtmfDigit
  /** From the start of the segment. */
  offsetMs: number
  /** Null where the recorder did not say. */
  durationMs: number | null
  source: DtmfSource
  /** The recorder's id of who pressed it; null where it did not say. */
  participantId: string | null
}

/** A stretch of a segment whose digits are not kept, whenever they come; its ends are included. */
export type WithheldStretch = {
  seq: number
  fromMs: number
  toMs: number
  /** Whose digits; null: everybody's. */
  participantId: string | null
  reason: DtmfWithheld
}

/** All digits of one recording, by segment and time. */
export type RecordingDtmf = {
  recordingId: RecordingId
  events: readonly DtmfEvent[]
  withheld: readonly WithheldStretch[]
  /** Grows by one with every write. */
  version: number
}
