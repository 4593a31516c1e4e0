import * as z from 'zod'
import { recordingIdSchema } from '../../contract/index.ts'
import type { EditedCue, PastCue, TenantId, Transcript } from '../../model/index.ts'
import type { SegmentPlace } from '../../ports/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys } from './keys.ts'

const text = z.string().nullable().default(null)
const amount = z.number().nullable().default(null)

const transcriptSchema = z.object({
  recordingId: recordingIdSchema,
  seq: z.int(),
  textId: text,
  objectVersionId: text,
  importedAt: text,
  importedBy: text,
  lastCueId: z.number(),
  updatedAt: z.string(),
  version: z.number(),
})

export const transcriptItem = (tenantId: TenantId, transcript: Transcript): Item => ({
  ...withoutNulls(transcript),
  ...keys.transcript(tenantId, transcript.recordingId, transcript.seq),
})

export const readTranscript = (item: unknown): Transcript => parseItem('transcript', transcriptSchema, item)

const textSchema = z.object({ text: z.string() })

export const readText = (item: unknown): string => parseItem('transcript text', textSchema, item).text

const cueSchema = z.object({
  id: z.number(),
  startMs: amount,
  endMs: amount,
  speaker: text,
  text: z.string(),
  version: z.number(),
  place: z.string(),
})
const editedSchema = z.object({ id: z.number(), version: z.number(), cue: cueSchema.nullable().default(null) })

export const editedCueItem = (
  tenantId: TenantId,
  { recordingId, seq }: SegmentPlace,
  textId: string,
  { id, version, cue }: EditedCue,
): Item => ({
  ...{ id, version, ...(cue && { cue: withoutNulls(cue) }) },
  ...keys.editedCue(tenantId, recordingId, seq, textId, id),
})

export const readEditedCue = (item: unknown): EditedCue => parseItem('edited cue', editedSchema, item)

const pastSchema = cueSchema.omit({ place: true }).extend({
  change: z.enum(['imported', 'added', 'edited', 'removed']),
  at: z.string(),
  personId: z.string(),
})

export const pastCueItem = (tenantId: TenantId, { recordingId, seq }: SegmentPlace, past: PastCue): Item => ({
  ...withoutNulls(past),
  ...keys.pastCue(tenantId, recordingId, seq, past.id, past.version),
})

export const readPastCue = (item: unknown): PastCue => parseItem('past cue', pastSchema, item)
