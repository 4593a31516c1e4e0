import * as z from 'zod'
import { durationMsSchema, shortText } from './values.ts'

/** Events 0 to 15 of RFC 4733 section 3.2. Event 16, a hook flash, is no digit. */
export const dtmfDigits = [
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const),
  ...(['*', '#', 'A', 'B', 'C', 'D'] as const),
] as const
export const dtmfDigitSchema = z.enum(dtmfDigits, {
  error: 'must be one of 0 to 9, *, # and A to D; a hook flash is no digit',
})

/** `rfc4733`: as a telephone event in RTP, of RFC 2833 too, which it replaced. `sipInfo`: in a SIP INFO request. */
export const dtmfSourceSchema = z.enum(['rfc4733', 'sipInfo'])

/** Why digits are not kept. `cardLike`: they look like the number of a payment card, or were pressed in the minute after one. */
export const dtmfWithheldSchema = z.enum(['cardLike'])

/** A digit as a recorder sends it. */
const sentDtmfEventSchema = z
  .object({
    digit: dtmfDigitSchema,
    /** From the start of the segment. */
    offsetMs: durationMsSchema,
    durationMs: z.int().min(0).max(3_600_000).nullable().default(null),
    source: dtmfSourceSchema,
    /** Who pressed it, by the recorder's id of them. */
    participantId: shortText(128).nullable().default(null),
  })
  .strict()

type SentDtmfEvent = z.output<typeof sentDtmfEventSchema>

const isOfSameMoment = (one: SentDtmfEvent, other: SentDtmfEvent) =>
  one.offsetMs === other.offsetMs && one.source === other.source && one.participantId === other.participantId

/** In the order in which they were pressed. One event that comes twice is one. */
export const sentDtmfEventsSchema = z
  .array(sentDtmfEventSchema)
  .min(1)
  .max(1_000)
  .check(({ value, issues }) => {
    for (const [index, event] of value.entries()) {
      const previous = value[index - 1]
      if (previous === undefined) continue
      const issue = (message: string) =>
        void issues.push({ code: 'custom', input: undefined, path: [index, 'offsetMs'], message })
      if (event.offsetMs < previous.offsetMs) issue('lies before that of the event above: send events in their order')
      const others = value.slice(0, index).filter((other) => isOfSameMoment(other, event))
      if (others.some(({ digit }) => digit !== event.digit)) issue('is that of another digit of the same participant')
    }
  })

/** What became of events that were sent. */
export const dtmfOutcomeSchema = z.object({
  /** Kept by this request. */
  kept: z.int(),
  /** Known already. */
  repeated: z.int(),
  /** Never kept. `off`: DTMF is not recorded on the route; else as of {@link dtmfWithheldSchema}. */
  dropped: z.array(z.object({ reason: z.enum(['off', ...dtmfWithheldSchema.options]), events: z.int() })),
})

export type DtmfDigit = z.output<typeof dtmfDigitSchema>
export type DtmfSource = z.output<typeof dtmfSourceSchema>
export type DtmfWithheld = z.output<typeof dtmfWithheldSchema>
