import * as z from 'zod'
import { countryCodes } from './countries.ts'
import { defineRoom } from './endpoint.ts'
import { administratorRoleSchema } from './rights.ts'
import { givenRoutePermissionsSchema, routePermissionsSchema } from './route-permissions.ts'
import {
  listedRouteSchema,
  newRouteSchema,
  routeChangesSchema,
  routeSchema,
  routeTestBodySchema,
  routeTestResultSchema,
} from './routes.ts'
import {
  administratorIdSchema,
  emailSchema,
  localeSchema,
  routeIdSchema,
  shortText,
  tenantIdValueSchema,
  timeZoneSchema,
  utcInstantSchema,
} from './values.ts'

/** ISO 3166-1 alpha-2, in capitals. */
const countrySchema = z
  .string()
  .transform((code) => code.toUpperCase())
  .refine((code) => countryCodes.has(code), 'must be a country code of ISO 3166-1 alpha-2, such as US or DE')
  .meta({ pattern: '^[A-Za-z]{2}$' })

export const tenantSchema = z.object({
  id: tenantIdValueSchema,
  name: z.string(),
  description: z.string().nullable(),
  /** Numbers without a country code are read as this country's; null: they are kept as sent alone. */
  homeCountry: z.string().nullable(),
  /** IANA name. */
  timeZone: z.string(),
  /** BCP 47 tag. */
  locale: z.string(),
  /** Whether digits pressed are kept, on routes that do not say otherwise. */
  recordDtmf: z.boolean(),
  /** Whether digits are kept that look like the number of a payment card, and those of the minute after. */
  storeCardDigits: z.boolean(),
  /** Whether its people sign in with a second factor (RFC 6238). */
  requiresSecondFactor: z.boolean(),
  /** For routes that inherit. */
  routePermissions: routePermissionsSchema,
})

export const newTenantSchema = z
  .object({
    /** Unique, whatever the case of its letters. */
    name: shortText(128),
    description: shortText(1_000).nullable().default(null),
    homeCountry: countrySchema.nullable().default(null),
    timeZone: timeZoneSchema.default('UTC'),
    locale: localeSchema.default('en'),
  })
  .strict()

/** People from outside may open the tenant's recordings; closed: they may not. */
export const supportAccessSchema = z.object({
  isOpen: z.boolean(),
  openedBy: z.string().nullable(),
  openedByName: z.string().nullable(),
  reason: z.string().nullable(),
  openedAt: utcInstantSchema.nullable(),
  endsAt: utcInstantSchema.nullable(),
})

export const administratorSchema = z.object({
  id: administratorIdSchema,
  name: z.string(),
  email: z.string(),
  role: administratorRoleSchema,
  isEnabled: z.boolean(),
  createdAt: utcInstantSchema,
  /** Whether the asker may change them. */
  isEditable: z.boolean(),
})
const administratorParams = z.object({ administratorId: administratorIdSchema })

export const tenantChangesSchema = z
  .object({
    /** Changed by Super Users and Account Administrators alone. */
    name: shortText(128),
    description: shortText(1_000).nullable(),
    homeCountry: countrySchema.nullable(),
    timeZone: timeZoneSchema,
    locale: localeSchema,
    recordDtmf: z.boolean(),
    storeCardDigits: z.boolean(),
    requiresSecondFactor: z.boolean(),
    /** Switches that are left out stay. */
    routePermissions: givenRoutePermissionsSchema.partial(),
  })
  .partial()
  .strict()

const routeParams = z.object({ routeId: routeIdSchema })

export const tenants = defineRoom({
  getTenant: {
    method: 'GET',
    path: '/tenants/current',
    summary: 'The tenant that you act in, with its settings',
    permission: 'tenant:Read',
    tenancy: 'one-tenant',
    audit: 'none',
    responses: { 200: { description: 'The tenant, with an ETag', schema: tenantSchema } },
    errors: [],
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenants/current',
    summary: 'Change the settings of the tenant that you act in',
    permission: 'tenant:Edit',
    tenancy: 'one-tenant',
    audit: 'change',
    body: tenantChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed tenant, with its new ETag', schema: tenantSchema } },
    errors: ['tenant_name_taken', 'conflict'],
  },
  listRoutes: {
    method: 'GET',
    path: '/routes',
    summary: 'The routes that you administer or whose recordings you may see, by name',
    permission: 'route:List',
    tenancy: 'one-tenant',
    audit: 'none',
    responses: { 200: { description: 'Routes', schema: z.object({ items: z.array(listedRouteSchema) }) } },
    errors: [],
  },
  createRoute: {
    method: 'POST',
    path: '/routes',
    summary: 'Make a route',
    permission: 'route:Edit',
    tenancy: 'one-tenant',
    audit: 'change',
    body: newRouteSchema,
    idempotencyKey: true,
    responses: {
      201: { description: 'The new route, with an ETag', schema: routeSchema },
      200: { description: 'The route that the first request with this Idempotency-Key made', schema: routeSchema },
    },
    errors: ['route_name_taken', 'too_many_routes', 'conflict'],
  },
  testRoutes: {
    method: 'POST',
    path: '/routes/test',
    summary: 'Which route a call would get, and why',
    permission: 'route:Read',
    tenancy: 'one-tenant',
    audit: 'none',
    body: routeTestBodySchema,
    responses: { 200: { description: 'The route, and how every other one lost', schema: routeTestResultSchema } },
    errors: [],
  },
  getRoute: {
    method: 'GET',
    path: '/routes/{routeId}',
    summary: 'One route',
    permission: 'route:Read',
    tenancy: 'one-tenant',
    audit: 'none',
    params: routeParams,
    responses: { 200: { description: 'The route, with an ETag', schema: routeSchema } },
    errors: [],
  },
  changeRoute: {
    method: 'PATCH',
    path: '/routes/{routeId}',
    summary: 'Change a route, retire it or restore it; recordings that it has stay where they are',
    permission: 'route:Edit',
    tenancy: 'one-tenant',
    audit: 'change',
    params: routeParams,
    body: routeChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed route, with its new ETag', schema: routeSchema } },
    errors: ['route_name_taken', 'default_route', 'conflict'],
  },
  deleteRoute: {
    method: 'DELETE',
    path: '/routes/{routeId}',
    summary: 'Delete a route that has no recordings',
    permission: 'route:Edit',
    tenancy: 'one-tenant',
    audit: 'change',
    params: routeParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: ['route_in_use', 'default_route', 'conflict'],
  },
  listTenants: {
    method: 'GET',
    path: '/tenants',
    summary: 'Every tenant, by name',
    permission: 'platform:ListTenants',
    tenancy: 'no-tenant',
    audit: 'none',
    responses: {
      200: {
        description: 'Tenants',
        schema: z.object({ items: z.array(z.object({ id: tenantIdValueSchema, name: z.string() })) }),
      },
    },
    errors: [],
  },
  createTenant: {
    method: 'POST',
    path: '/tenants',
    summary: 'Make a tenant, with its Default route',
    permission: 'platform:CreateTenant',
    tenancy: 'no-tenant',
    audit: 'change',
    body: newTenantSchema,
    responses: { 201: { description: 'The new tenant, with an ETag', schema: tenantSchema } },
    errors: ['tenant_name_taken', 'conflict'],
  },
  getSupportAccess: {
    method: 'GET',
    path: '/support-access',
    summary: 'Whether people from outside may open the tenant’s recordings',
    permission: 'self:Read',
    tenancy: 'one-tenant',
    audit: 'none',
    responses: { 200: { description: 'Open or closed', schema: supportAccessSchema } },
    errors: ['tenant_required'],
  },
  openSupportAccess: {
    method: 'POST',
    path: '/support-access',
    summary: 'Let Super Users and Account Administrators open the tenant’s recordings for a while',
    permission: 'tenant:OpenSupportAccess',
    tenancy: 'one-tenant',
    audit: 'change',
    body: z.object({ reason: shortText(500), hours: z.int().min(1).max(8) }).strict(),
    responses: { 200: { description: 'It is open', schema: supportAccessSchema } },
    errors: ['tenant_required', 'conflict'],
  },
  closeSupportAccess: {
    method: 'DELETE',
    path: '/support-access',
    summary: 'End support access now',
    permission: 'tenant:OpenSupportAccess',
    tenancy: 'one-tenant',
    audit: 'change',
    responses: { 200: { description: 'It is closed', schema: supportAccessSchema } },
    errors: ['tenant_required', 'conflict'],
  },
  listAdministrators: {
    method: 'GET',
    path: '/administrators',
    summary: 'Super Users and Account Administrators, by name',
    permission: 'platform:ReadAdministrators',
    tenancy: 'no-tenant',
    audit: 'none',
    responses: { 200: { description: 'Administrators', schema: z.object({ items: z.array(administratorSchema) }) } },
    errors: [],
  },
  createAdministrator: {
    method: 'POST',
    path: '/administrators',
    summary: 'Invite a Super User or an Account Administrator; only Super Users make Super Users',
    permission: 'platform:EditAdministrators',
    tenancy: 'no-tenant',
    audit: 'change',
    body: z
      .object({
        name: shortText(128),
        email: emailSchema,
        role: administratorRoleSchema.default('accountAdministrator'),
      })
      .strict(),
    responses: { 201: { description: 'The new administrator', schema: administratorSchema } },
    errors: ['email_taken', 'conflict'],
  },
  changeAdministrator: {
    method: 'PATCH',
    path: '/administrators/{administratorId}',
    summary: 'Rename an administrator, disable or enable them',
    permission: 'platform:EditAdministrators',
    tenancy: 'no-tenant',
    audit: 'change',
    params: administratorParams,
    body: z
      .object({ name: shortText(128), isEnabled: z.boolean() })
      .partial()
      .strict(),
    responses: { 200: { description: 'The changed administrator', schema: administratorSchema } },
    errors: ['own_rights', 'conflict'],
  },
  removeAdministrator: {
    method: 'DELETE',
    path: '/administrators/{administratorId}',
    summary: 'Remove an administrator',
    permission: 'platform:EditAdministrators',
    tenancy: 'no-tenant',
    audit: 'change',
    params: administratorParams,
    responses: { 204: { description: 'They can sign in no more' } },
    errors: ['own_rights', 'conflict'],
  },
})
