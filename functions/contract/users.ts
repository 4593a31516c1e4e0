import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { managedPolicySchema } from './permissions.ts'
import {
  agentIdsSchema,
  managedPoliciesSchema,
  membershipSchema,
  policyIdsSchema,
  routeScopeSchema,
  userRoleSchema,
} from './rights.ts'
import {
  emailSchema,
  localeSchema,
  policyIdSchema,
  roleSchema,
  shortText,
  timeZoneSchema,
  userIdSchema,
  utcInstantSchema,
} from './values.ts'

const givenMembershipsSchema = z.array(membershipSchema.strict()).max(20)
/** What whoever set it may do, beyond which this person cannot rise, whatever is given to them. */
export const boundarySchema = z.object({
  role: roleSchema,
  routes: routeScopeSchema,
  /** How many people stand above: who set it, who set theirs, and so on. */
  depth: z.int(),
})

export const userHeadSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  email: z.string(),
  role: userRoleSchema,
  isEnabled: z.boolean(),
  routes: routeScopeSchema,
  groups: z.array(membershipSchema),
  agentIds: z.array(z.string()),
  /** When they last signed in to this tenant; null: they are invited and have not come yet. */
  lastSignedInAt: utcInstantSchema.nullable(),
})

export const userSchema = userHeadSchema.extend({
  managedPolicies: z.array(managedPolicySchema),
  policyIds: z.array(policyIdSchema),
  /** IANA name; null: the browser's. */
  timeZone: z.string().nullable(),
  /** BCP 47 tag; null: the browser's. */
  locale: z.string().nullable(),
  boundary: boundarySchema.nullable(),
  createdAt: utcInstantSchema,
  updatedAt: utcInstantSchema,
  /** Whether the asker may change them. */
  isEditable: z.boolean(),
})

const rights = {
  role: userRoleSchema,
  routes: routeScopeSchema,
  groups: givenMembershipsSchema,
  agentIds: agentIdsSchema,
  managedPolicies: managedPoliciesSchema,
  policyIds: policyIdsSchema,
}

/** What a new person gets unless it is said otherwise. */
export const newUserDefaults = {
  ...{ role: 'tenantUser', routes: 'all', groups: [], agentIds: [], policyIds: [], timeZone: null, locale: null },
  managedPolicies: ['view', 'play', 'video'],
} satisfies z.input<z.ZodObject<typeof rights>> & { timeZone: null; locale: null }

export const newUserSchema = z
  .object({
    name: shortText(128),
    /** The login; it cannot be changed later. */
    email: emailSchema,
    role: rights.role.default(newUserDefaults.role),
    routes: rights.routes.default(newUserDefaults.routes),
    groups: rights.groups.default([]),
    agentIds: rights.agentIds.default([]),
    managedPolicies: rights.managedPolicies.default(newUserDefaults.managedPolicies),
    policyIds: rights.policyIds.default([]),
    timeZone: timeZoneSchema.nullable().default(null),
    locale: localeSchema.nullable().default(null),
  })
  .strict()

export const userChangesSchema = z
  .object({
    name: shortText(128),
    isEnabled: z.boolean(),
    ...rights,
    timeZone: timeZoneSchema.nullable(),
    locale: localeSchema.nullable(),
  })
  .partial()
  .strict()

export const importLineSchema = z.object({
  /** Of the file, the heading being line 1. */
  line: z.int(),
  email: z.string().nullable(),
  /** `invalid`, of a trial: see `errors`. `failed`, of a real run: somebody else was changing them; send the file again. */
  outcome: z.enum(['created', 'updated', 'unchanged', 'invalid', 'failed']),
  errors: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
})

export const importResultSchema = z.object({
  isDryRun: z.boolean(),
  lines: z.array(importLineSchema),
  counts: z.record(importLineSchema.shape.outcome, z.int()),
})

const userParams = z.object({ userId: userIdSchema })
const oneTenant = { tenancy: 'one-tenant' } as const

export const users = defineRoom({
  listUsers: {
    method: 'GET',
    path: '/users',
    summary: 'The people of the tenant, by name',
    permission: 'user:Read',
    ...oneTenant,
    audit: 'none',
    responses: { 200: { description: 'People', schema: z.object({ items: z.array(userHeadSchema) }) } },
    errors: ['tenant_required'],
  },
  createUser: {
    method: 'POST',
    path: '/users',
    summary: 'Invite a person to the tenant',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    body: newUserSchema,
    idempotencyKey: true,
    responses: {
      201: { description: 'The new person, with an ETag', schema: userSchema },
      200: { description: 'The person that the first request with this Idempotency-Key made', schema: userSchema },
    },
    errors: ['tenant_required', 'own_rights', 'email_taken', 'too_many_users', 'idempotency_key_reused', 'conflict'],
  },
  importUsers: {
    method: 'POST',
    path: '/users/import',
    summary:
      'Create or update people by e-mail from CSV; if a line is wrong nothing is written, and a trial says which',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    body: z
      .object({
        /** With a heading line; the columns are in docs/people.md. At most 500 lines. */
        csv: z.string().min(1).max(500_000),
        isDryRun: z.boolean().default(true),
      })
      .strict(),
    maxBodyBytes: 1024 * 1024,
    responses: { 200: { description: 'What became of each line', schema: importResultSchema } },
    errors: ['tenant_required', 'body_too_large', 'too_many_users', 'conflict'],
  },
  getUser: {
    method: 'GET',
    path: '/users/{userId}',
    summary: 'One person of the tenant',
    permission: 'user:Read',
    ...oneTenant,
    audit: 'none',
    params: userParams,
    responses: { 200: { description: 'The person, with an ETag', schema: userSchema } },
    errors: ['tenant_required'],
  },
  changeUser: {
    method: 'PATCH',
    path: '/users/{userId}',
    summary: 'Change a person, disable or enable them; where rights change, their boundary becomes what you may do',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    body: userChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed person, with its new ETag', schema: userSchema } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'own_rights', 'conflict'],
  },
  removeUser: {
    method: 'DELETE',
    path: '/users/{userId}',
    summary: 'Remove a person from the tenant',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    ifMatch: 'required',
    responses: { 204: { description: 'They are no longer of this tenant' } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'own_rights', 'conflict'],
  },
  resendInvitation: {
    method: 'POST',
    path: '/users/{userId}/invitation',
    summary: 'Send the invitation again',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    responses: { 204: { description: 'It was sent' } },
    errors: ['tenant_required', 'own_rights', 'already_signed_in'],
  },
  resetPassword: {
    method: 'POST',
    path: '/users/{userId}/password-reset',
    summary: 'Send a mail by which the person chooses a new password',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    responses: { 204: { description: 'It was sent' } },
    errors: ['tenant_required', 'own_rights', 'not_yet_signed_in'],
  },
  signOutUser: {
    method: 'POST',
    path: '/users/{userId}/sign-out',
    summary: 'Sign the person out everywhere',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    responses: { 204: { description: 'Every sign-in of theirs has ended' } },
    errors: ['tenant_required', 'own_rights', 'conflict'],
  },
  removeSecondFactor: {
    method: 'DELETE',
    path: '/users/{userId}/second-factor',
    summary: 'Forget the second factor of a person who has lost it',
    permission: 'user:Edit',
    ...oneTenant,
    audit: 'change',
    params: userParams,
    responses: { 204: { description: 'They set up another one when they sign in' } },
    errors: ['tenant_required', 'own_rights', 'conflict'],
  },
})
