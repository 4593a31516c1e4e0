import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { roleSchema, tenantIdValueSchema } from './values.ts'

const tenantSchema = z.object({ id: tenantIdValueSchema, name: z.string() })

export const me = defineRoom({
  getMe: {
    method: 'GET',
    path: '/me',
    summary: 'Who you are and where you may act',
    permission: 'self:Read',
    tenancy: 'no-tenant',
    responses: {
      200: {
        description: 'The person or recorder that the token stands for',
        schema: z.object({
          id: z.string(),
          name: z.string(),
          email: z.string().nullable(),
          role: roleSchema,
          /** IANA name; null: the browser's. */
          timeZone: z.string().nullable(),
          /** BCP 47 tag; null: the browser's. */
          locale: z.string().nullable(),
          /** By name. A person with several names one in `Soundkeep-Tenant`. */
          tenants: z.array(tenantSchema),
        }),
      },
    },
    errors: [],
  },
})
