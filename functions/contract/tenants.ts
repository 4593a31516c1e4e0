import * as z from 'zod'
import { countryCodes } from './countries.ts'
import { defineRoom } from './endpoint.ts'
import { givenRoutePermissionsSchema, routePermissionsSchema } from './route-permissions.ts'
import {
  listedRouteSchema,
  newRouteSchema,
  routeChangesSchema,
  routeSchema,
  routeTestBodySchema,
  routeTestResultSchema,
} from './routes.ts'
import { localeSchema, routeIdSchema, shortText, tenantIdValueSchema, timeZoneSchema } from './values.ts'

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
  /** For routes that inherit. */
  routePermissions: routePermissionsSchema,
})

export const tenantChangesSchema = z
  .object({
    name: shortText(128),
    description: shortText(1_000).nullable(),
    homeCountry: countrySchema.nullable(),
    timeZone: timeZoneSchema,
    locale: localeSchema,
    recordDtmf: z.boolean(),
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
    responses: { 200: { description: 'The tenant, with an ETag', schema: tenantSchema } },
    errors: [],
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenants/current',
    summary: 'Change the settings of the tenant that you act in',
    permission: 'tenant:Edit',
    tenancy: 'one-tenant',
    body: tenantChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed tenant, with its new ETag', schema: tenantSchema } },
    errors: ['conflict'],
  },
  listRoutes: {
    method: 'GET',
    path: '/routes',
    summary: 'The routes whose recordings you may see, by name',
    permission: 'recording:List',
    tenancy: 'one-tenant',
    responses: { 200: { description: 'Routes', schema: z.object({ items: z.array(listedRouteSchema) }) } },
    errors: [],
  },
  createRoute: {
    method: 'POST',
    path: '/routes',
    summary: 'Make a route',
    permission: 'route:Edit',
    tenancy: 'one-tenant',
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
    params: routeParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: ['route_in_use', 'default_route', 'conflict'],
  },
})
