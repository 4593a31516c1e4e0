import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { permissionSchema } from './permissions.ts'
import { localeSchema, roleSchema, shortText, tenantIdValueSchema, timeZoneSchema } from './values.ts'

const tenantSchema = z.object({ id: tenantIdValueSchema, name: z.string() })

export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  /** The highest one that they have anywhere. */
  role: roleSchema,
  /** IANA name; null: the browser's. */
  timeZone: z.string().nullable(),
  /** BCP 47 tag; null: the browser's. */
  locale: z.string().nullable(),
  hasSecondFactor: z.boolean(),
  /** By name. A person with several names one in `Soundkeep-Tenant`. */
  tenants: z.array(tenantSchema),
})

export const me = defineRoom({
  getMe: {
    method: 'GET',
    path: '/me',
    summary: 'Who you are and where you may act',
    permission: 'self:Read',
    tenancy: 'no-tenant',
    audit: 'none',
    responses: {
      200: {
        description: 'The person or recorder that the token stands for',
        schema: meSchema,
      },
    },
    errors: [],
  },
  changeMe: {
    method: 'PATCH',
    path: '/me',
    summary: 'Change how you are called, your time zone and your language',
    permission: 'self:Edit',
    tenancy: 'no-tenant',
    audit: 'change',
    body: z
      .object({ name: shortText(128), timeZone: timeZoneSchema.nullable(), locale: localeSchema.nullable() })
      .partial()
      .strict(),
    responses: { 200: { description: 'You, as changed', schema: meSchema } },
    errors: ['conflict'],
  },
  getMyPermissions: {
    method: 'GET',
    path: '/me/permissions',
    summary: 'What you may do in the tenant at all, on one recording or another',
    permission: 'self:Read',
    tenancy: 'one-tenant',
    audit: 'none',
    responses: {
      200: {
        description: 'Your role there, and everything that you may do to something',
        schema: z.object({ id: z.string(), role: roleSchema, permissions: z.array(permissionSchema) }),
      },
    },
    errors: ['tenant_required'],
  },
  startSecondFactor: {
    method: 'POST',
    path: '/me/second-factor',
    summary: 'A new key for an authenticator app (RFC 6238)',
    permission: 'self:Edit',
    tenancy: 'no-tenant',
    audit: 'none',
    responses: {
      200: {
        description: 'The key, in base32, and as a URI for a QR code',
        schema: z.object({ secret: z.string(), uri: z.string() }),
      },
    },
    errors: [],
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/me/second-factor/confirmation',
    summary: 'Switch the second factor on, by a code of the app; it is asked for at the next sign-in',
    permission: 'self:Edit',
    tenancy: 'no-tenant',
    audit: 'change',
    body: z.object({ code: z.string().regex(/^\d{6}$/, 'must be the six digits that the app shows') }).strict(),
    responses: { 200: { description: 'You, with a second factor', schema: meSchema } },
    errors: ['wrong_code', 'conflict'],
  },
})
