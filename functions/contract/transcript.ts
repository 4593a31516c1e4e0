import * as z from 'zod'
import { denialSchema } from './denial.ts'
import { durationMsSchema, utcInstantSchema } from './values.ts'

export const transcriptLimits = {
  bytes: 2_000_000,
  cues: 20_000,
  textCharacters: 5_000,
  speakerCharacters: 128,
} as const

/** How transcripts come and go: WebVTT, SubRip, lines of text, and JSON. */
export const transcriptFormats = ['vtt', 'srt', 'text', 'json'] as const
export const transcriptFormatSchema = z.enum(transcriptFormats)
export type TranscriptFormat = z.output<typeof transcriptFormatSchema>

/** Spaces within a name count as one, as in a voice span of WebVTT. */
const speakerSchema = z
  .string()
  .max(transcriptLimits.speakerCharacters)
  .transform((name) => name.replace(/\s+/g, ' ').trim())
  .refine((name) => name !== '', 'must not be empty: leave it out where nobody is named')
  .refine((name) => !/\p{Cc}/u.test(name), 'must not hold control characters')

/** Lines without empty ones between them, which would end a cue in a file. */
const cueTextSchema = z
  .string()
  .max(transcriptLimits.textCharacters)
  .transform((text) => text.replace(/\r\n?/g, '\n').replaceAll('\t', ' '))
  .transform((text) =>
    text
      .split('\n')
      .flatMap((line) => line.trim() || [])
      .join('\n'),
  )
  .refine((text) => text !== '', 'must hold words')
  .refine((text) => !/[^\P{Cc}\n]/u.test(text), 'must not hold control characters')

/** What a cue says: times from the start of the segment, both or neither of them. */
const cueShape = {
  startMs: durationMsSchema.nullable().default(null),
  endMs: durationMsSchema.nullable().default(null),
  speaker: speakerSchema.nullable().default(null),
  text: cueTextSchema,
}

type Times = { startMs: number | null; endMs: number | null }

/** Says what is wrong with the times of a cue; undefined where nothing is. */
export function timesFault({ startMs, endMs }: Times): { field: 'startMs' | 'endMs'; message: string } | undefined {
  if (startMs === null && endMs === null) return undefined
  if (startMs === null) return { field: 'startMs', message: 'is missing: give both times or neither' }
  if (endMs === null) return { field: 'endMs', message: 'is missing: give both times or neither' }
  return endMs > startMs ? undefined : { field: 'endMs', message: 'must lie after the start' }
}

function checkTimes({ value, issues }: z.core.ParsePayload<Times>): void {
  const fault = timesFault(value)
  if (fault) issues.push({ code: 'custom', input: undefined, path: [fault.field], message: fault.message })
}

/** A cue as JSON files hold it. */
export const cueContentSchema = z.object(cueShape).strict().check(checkTimes)

export const newCueSchema = z
  .object({
    ...cueShape,
    /** Stands after this one where it has no times; without it at the end. */
    afterCueId: z.int().min(1).optional(),
  })
  .strict()
  .check(checkTimes)

export const cueChangesSchema = z
  .object({
    startMs: durationMsSchema.nullable(),
    endMs: durationMsSchema.nullable(),
    speaker: speakerSchema.nullable(),
    text: cueTextSchema,
  })
  .partial()
  .strict()

export const importBodySchema = z
  .object({
    format: transcriptFormatSchema,
    text: z.string().max(transcriptLimits.bytes),
    /** Of SubRip and text: whether `Name: ` at the start of a cue says who speaks. */
    hasSpeakers: z.boolean().default(true),
  })
  .strict()

export const cueSchema = z.object({
  /** Counts within the segment; of a cue that is gone it does not come again. */
  id: z.int(),
  startMs: z.int().nullable(),
  endMs: z.int().nullable(),
  speaker: z.string().nullable(),
  text: z.string(),
  /** For If-Match of this cue, as "v1". */
  version: z.int(),
})

export const transcriptSchema = z.object({
  /** In the order in which they are said. */
  cues: z.array(cueSchema),
  /** Of the segment; null while it is not known. */
  durationMs: z.int().nullable(),
  /** When it was changed last; null where there is none. */
  updatedAt: utcInstantSchema.nullable(),
  /** Why the asker may not edit it; null: they may. */
  editDenial: denialSchema.nullable(),
})

export const cueHistorySchema = z.object({
  /** Newest first, at most 100. */
  items: z.array(
    cueSchema.omit({ id: true }).extend({
      /** What was done; a removed cue is told as it was. */
      change: z.enum(['imported', 'added', 'edited', 'removed']),
      at: utcInstantSchema,
      personId: z.string(),
      /** As they are called now; null for somebody who is gone. */
      personName: z.string().nullable(),
    }),
  ),
})
