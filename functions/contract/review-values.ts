import * as z from 'zod'
import { categoryIdSchema, utcInstantSchema } from './values.ts'

/** Stars. */
export const ratingSchema = z.int().min(1, 'must be 1 to 5 stars').max(5, 'must be 1 to 5 stars')

/** `inReview`: somebody is at it, until they finish or do nothing for 30 minutes. */
export const reviewStatusSchema = z.enum(['notReviewed', 'inReview', 'reviewed'])

/** What a list shows of the review of a recording. */
export const reviewSummarySchema = z.object({
  rating: ratingSchema.nullable(),
  /** Whether the call did what it was for; null: nobody has said. */
  isComplete: z.boolean().nullable(),
  categoryIds: z.array(categoryIdSchema),
  isSensitive: z.boolean(),
  /** It is kept whatever the retention says. */
  neverExpires: z.boolean(),
  notes: z.int(),
  status: reviewStatusSchema,
  /** Who is at it, or who reviewed it, as they were called then; null while nobody has. */
  statusById: z.string().nullable(),
  statusByName: z.string().nullable(),
  /** When they began, or finished. */
  statusSince: utcInstantSchema.nullable(),
})
