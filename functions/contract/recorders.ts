import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { routeScopeSchema } from './rights.ts'
import { recorderIdSchema, routeIdSchema, shortText, timeZoneSchema, utcInstantSchema, voiceSchema } from './values.ts'

const failureSchema = z.object({
  at: utcInstantSchema,
  /** A problem code of this API. */
  code: z.string(),
  /** What to do about it. */
  detail: z.string(),
  requestId: z.string(),
})

const secretSchema = z.object({ id: z.string(), createdAt: utcInstantSchema })
/** Told once. */
export const newSecretSchema = secretSchema.extend({ value: z.string() })

export const recorderHeadSchema = z.object({
  id: recorderIdSchema,
  name: z.string(),
  clientId: z.string(),
  isEnabled: z.boolean(),
  /** Where calls go that name no route and match none; null: the tenant's Default route. */
  defaultRouteId: routeIdSchema.nullable(),
  /** Routes that it may feed. */
  routes: routeScopeSchema,
  /** IANA name, for times that it sends without an offset; null: the tenant's. */
  timeZone: z.string().nullable(),
  /** Whose voice each channel of its audio is, where it does not say and there are as many. */
  channelOrder: z.array(voiceSchema),
  /** After how many minutes without a call it counts as silent; null: never. */
  silenceMinutes: z.int().nullable(),
  lastReceivedAt: utcInstantSchema.nullable(),
  /** Of the last 24 hours. */
  received24h: z.int(),
  failed24h: z.int(),
  /** Nothing came for longer than `silenceMinutes`. */
  isSilent: z.boolean(),
})

export const recorderSchema = recorderHeadSchema.extend({
  secrets: z.array(secretSchema),
  /** Refused requests, the newest first, at most 20. */
  failures: z.array(failureSchema),
  createdAt: utcInstantSchema,
  updatedAt: utcInstantSchema,
})

const fields = {
  name: shortText(128),
  defaultRouteId: routeIdSchema.nullable(),
  routes: routeScopeSchema,
  timeZone: timeZoneSchema.nullable(),
  channelOrder: z.array(voiceSchema).max(16),
  silenceMinutes: z.int().min(5).max(43_200).nullable(),
}
export const newRecorderSchema = z
  .object({
    name: fields.name,
    defaultRouteId: fields.defaultRouteId.default(null),
    routes: fields.routes.default('all'),
    timeZone: fields.timeZone.default(null),
    channelOrder: fields.channelOrder.default([]),
    silenceMinutes: fields.silenceMinutes.default(null),
  })
  .strict()
export const recorderChangesSchema = z
  .object({ ...fields, isEnabled: z.boolean() })
  .partial()
  .strict()

const recorderParams = z.object({ recorderId: recorderIdSchema })
const secretParams = recorderParams.extend({ secretId: z.string().regex(/^[\w.:-]{1,128}$/) })
const inTenant = { tenancy: 'one-tenant' } as const

export const recorders = defineRoom({
  listRecorders: {
    method: 'GET',
    path: '/recorders',
    summary: 'The recorders (API Users) of the tenant, by name, and how they fare',
    permission: 'recorder:Read',
    ...inTenant,
    audit: 'none',
    responses: { 200: { description: 'Recorders', schema: z.object({ items: z.array(recorderHeadSchema) }) } },
    errors: ['tenant_required'],
  },
  createRecorder: {
    method: 'POST',
    path: '/recorders',
    summary: 'Make a recorder; its client id and secret are what it signs in with',
    permission: 'recorder:Edit',
    ...inTenant,
    audit: 'change',
    body: newRecorderSchema,
    responses: {
      201: {
        description: 'The new recorder; the secret is told this once',
        schema: recorderSchema.extend({ secret: newSecretSchema }),
      },
    },
    errors: ['tenant_required', 'recorder_name_taken', 'too_many_recorders', 'conflict'],
  },
  getRecorder: {
    method: 'GET',
    path: '/recorders/{recorderId}',
    summary: 'One recorder',
    permission: 'recorder:Read',
    ...inTenant,
    audit: 'none',
    params: recorderParams,
    responses: { 200: { description: 'The recorder, with an ETag', schema: recorderSchema } },
    errors: ['tenant_required'],
  },
  changeRecorder: {
    method: 'PATCH',
    path: '/recorders/{recorderId}',
    summary: 'Change a recorder, disable or enable it',
    permission: 'recorder:Edit',
    ...inTenant,
    audit: 'change',
    params: recorderParams,
    body: recorderChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed recorder, with its new ETag', schema: recorderSchema } },
    errors: ['tenant_required', 'recorder_name_taken', 'precondition_failed', 'precondition_required', 'conflict'],
  },
  deleteRecorder: {
    method: 'DELETE',
    path: '/recorders/{recorderId}',
    summary: 'Delete a recorder; its recordings stay',
    permission: 'recorder:Edit',
    ...inTenant,
    audit: 'change',
    params: recorderParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It can send nothing more' } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'conflict'],
  },
  addSecret: {
    method: 'POST',
    path: '/recorders/{recorderId}/secrets',
    summary: 'A second secret, so that the first can be given up without a pause',
    permission: 'recorder:Edit',
    ...inTenant,
    audit: 'change',
    params: recorderParams,
    responses: { 201: { description: 'The secret, told this once', schema: newSecretSchema } },
    errors: ['tenant_required', 'too_many_secrets'],
  },
  removeSecret: {
    method: 'DELETE',
    path: '/recorders/{recorderId}/secrets/{secretId}',
    summary: 'Give a secret up',
    permission: 'recorder:Edit',
    ...inTenant,
    audit: 'change',
    params: secretParams,
    responses: { 204: { description: 'It opens nothing any more' } },
    errors: ['tenant_required', 'last_secret'],
  },
})
