import * as z from 'zod'
import { instantSchema, mediaIdSchema, recordingIdSchema, shortText } from './values.ts'

export const segmentParams = z.object({
  recordingId: recordingIdSchema,
  seq: z.coerce.number().int().min(1).max(9_999),
})

export const mediaParams = segmentParams.extend({ mediaId: mediaIdSchema })

/**
 * `complete`: every announced file is there. `pending`: files are still to come. `missing`: a file was announced and did
 * not come within 24 h. `damaged`: a file came and is not whole. `none`: no file was announced.
 */
export const mediaStatusSchema = z.enum(['none', 'pending', 'complete', 'missing', 'damaged'])

/**
 * `pending`: announced, not arrived. `available`: arrived and verified. `damaged`: arrived, kept and downloadable, but
 * empty, cut short or unreadable. `rejected`: what arrived was not what was announced; upload it again. `missing`: did
 * not arrive within 24 h; it may still be uploaded.
 */
export const mediaStateSchema = z.enum(['pending', 'available', 'damaged', 'rejected', 'missing'])
export const mediaProblemSchema = z.enum([
  'empty',
  'truncated',
  'unreadable',
  'length_mismatch',
  'checksum_mismatch',
  'not_uploaded',
])

/** `cut`: the time is not in the recording; `silenced`: it is there, without sound. */
export const pauseModeSchema = z.enum(['cut', 'silenced'])

export const pauseSchema = z
  .object({
    startedAt: instantSchema,
    endedAt: instantSchema,
    mode: pauseModeSchema,
    /** Why it paused, in a few words for whoever listens. */
    reason: shortText(200).nullable().default(null),
  })
  .refine((pause) => pause.startedAt <= pause.endedAt, { path: ['endedAt'], error: 'must not lie before startedAt' })

export const participantSchema = z.object({
  /** The recorder's own id of the participant. */
  participantId: z.string(),
  /** Address of record, as sent. */
  aor: z.string().nullable(),
  name: z.string().nullable(),
  /** Of the streams that they send (RFC 7865 section 6.8). */
  labels: z.array(z.string()).default([]),
})
