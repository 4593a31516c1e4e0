import * as z from 'zod'
import { auditEntrySchema } from './audit-entry.ts'
import { defineRoom } from './endpoint.ts'
import { foreignIdSchema, instantSchema, recordingIdSchema, utcInstantSchema } from './values.ts'

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
