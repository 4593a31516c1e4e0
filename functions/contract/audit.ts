import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { foreignIdSchema, instantSchema, recordingIdSchema, utcInstantSchema } from './values.ts'

/** What happened without an endpoint's name. */
export const otherAuditActions = ['signIn'] as const

/** Ids of what was acted on. */
const auditObjectsSchema = z.partialRecord(
  z.enum([
    ...(['recordingId', 'sessionId', 'mediaId', 'listeningId', 'routeId', 'userId', 'groupId', 'policyId'] as const),
    ...(['recorderId', 'secretId', 'tenantId', 'administratorId'] as const),
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

const filters = {
  from: instantSchema.optional(),
  /** Exclusive. */
  before: instantSchema.optional(),
  personId: z.string().max(64).optional(),
  recordingId: recordingIdSchema.optional(),
  /** Of a recording that is there or was. */
  sessionId: foreignIdSchema.optional(),
  action: z.string().max(64).optional(),
  outcome: z.enum(['allowed', 'denied']).optional(),
}
export const auditQuery = z
  .object({
    ...filters,
    cursor: z.string().max(2_000).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .strict()

const inTenant = { tenancy: 'one-tenant' } as const

export const audit = defineRoom({
  listAudit: {
    method: 'GET',
    path: '/audit',
    summary: 'Who did what in the tenant, newest first',
    permission: 'audit:Read',
    ...inTenant,
    audit: 'none',
    query: auditQuery,
    responses: {
      200: {
        description: 'A page of entries',
        schema: z.object({
          items: z.array(auditEntrySchema),
          /** Null at the end. A page may hold fewer than `limit`, none even, and still have a next. */
          nextCursor: z.string().nullable(),
          /** How far back this page has looked; null: to the end. */
          lookedBackTo: utcInstantSchema.nullable(),
        }),
      },
    },
    errors: ['tenant_required', 'invalid_cursor'],
  },
  exportAudit: {
    method: 'POST',
    path: '/audit/export',
    summary: 'Entries as CSV, at most 10,000',
    permission: 'audit:Read',
    ...inTenant,
    audit: 'access',
    body: z.object(filters).strict(),
    responses: {
      200: {
        description: 'The CSV',
        schema: z.object({
          fileName: z.string(),
          csv: z.string(),
          /** False: there are more; narrow the filters. */
          isComplete: z.boolean(),
        }),
      },
    },
    errors: ['tenant_required'],
  },
})
