import * as z from 'zod'
import { directionSchema, recordingIdSchema, shortText } from './values.ts'

export const recordingParams = z.object({ recordingId: recordingIdSchema })

/** Facts that a person may correct. Null clears one. */
export const correctionsSchema = z
  .object({
    from: shortText(255).nullable(),
    fromName: shortText(255).nullable(),
    to: shortText(255).nullable(),
    toName: shortText(255).nullable(),
    direction: directionSchema,
    agentId: shortText(128).nullable(),
    agentName: shortText(255).nullable(),
    queue: shortText(128).nullable(),
  })
  .partial()
  .strict()

/** Names of the facts that a person may correct. */
export const factNames: readonly string[] = Object.keys(correctionsSchema.shape)
