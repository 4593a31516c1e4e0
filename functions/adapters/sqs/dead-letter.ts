import * as z from 'zod'

/**
 * A message that was given up, as it lies in the queue of dead letters: why, of what, and the message itself, to be sent
 * again. Of the error its name alone: its message may hold words of a request.
 */
export const deadLetterSchema = z.object({
  reason: z.string(),
  at: z.string(),
  receives: z.int(),
  /** Ids of what it was about, as far as the message says. */
  about: z.record(z.string(), z.string()),
  message: z.string(),
})

export type DeadLetter = z.output<typeof deadLetterSchema>

export const deadLetterText = (letter: DeadLetter) => JSON.stringify(letter)

/** @returns undefined for text of another make: a message that SQS moved itself, because nothing gave it up in words */
export function readDeadLetter(text: string): DeadLetter | undefined {
  try {
    return deadLetterSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
