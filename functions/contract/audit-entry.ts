import * as z from 'zod'
import { utcInstantSchema } from './values.ts'

/** What happened without an endpoint's name. */
export const otherAuditActions = ['signIn'] as const

/** Ids of what was acted on. */
const auditObjectsSchema = z.partialRecord(
  z.enum([
    ...(['recordingId', 'sessionId', 'mediaId', 'listeningId', 'routeId', 'userId', 'groupId', 'policyId'] as const),
    ...(['recorderId', 'secretId', 'tenantId', 'administratorId', 'categoryId', 'customFieldId'] as const),
    'noteId',
  ]),
  z.string(),
)

/** In milliseconds from the start of the recording. */
const rangeSchema = z.object({ fromMs: z.int().min(0), toMs: z.int().min(0) })

export const auditEntrySchema = z.object({
  id: z.string(),
  at: utcInstantSchema,
  /** Name of an endpoint, or `signIn`. */
  action: z.string(),
  personId: z.string(),
  /** As they are called now; null for somebody who is gone. */
  personName: z.string().nullable(),
  role: z.string(),
  objects: auditObjectsSchema,
  /** Names of the fields that were changed or searched by. */
  fields: z.array(z.string()),
  outcome: z.enum(['allowed', 'denied']),
  /** Problem code of a denial. */
  reason: z.string().nullable(),
  /** Why support access was opened. */
  note: z.string().nullable(),
  /** Repeats within the minute. */
  count: z.int(),
  /** What was heard, of a listening. */
  ranges: z.array(rangeSchema).nullable(),
  requestId: z.string(),
  sourceAddress: z.string().nullable(),
})
