import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { managedPolicySchema, permissionSchema } from './permissions.ts'
import { policyIdSchema, recordingIdSchema, shortText, userIdSchema, utcInstantSchema } from './values.ts'

/** In the JSON language of IAM; docs/policies.md. Checked as text, so that issues tell line and column. */
const documentSchema = z.string().min(1).max(16_384)

export const policyHeadSchema = z.object({
  id: policyIdSchema,
  name: z.string(),
  description: z.string().nullable(),
  updatedAt: utcInstantSchema,
})
export const policySchema = policyHeadSchema.extend({
  document: z.string(),
  /** How many people and groups hold it. */
  holders: z.object({ users: z.int(), groups: z.int() }),
})

export const policyIssueSchema = z.object({
  code: z.string(),
  /** JSON path, such as `$.Statement[0].Effect`. */
  path: z.string(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  message: z.string(),
})

/** The statement that decided. */
const statementSchema = z.object({
  /** Of a policy of one's own, or of a group's, or what whoever set the boundary held. */
  policy: z.string(),
  policyId: policyIdSchema.nullable(),
  statement: z.int(),
  sid: z.string().nullable(),
})

/**
 * `statement`: that statement allows or denies it. `absence`: no policy allows it. `role`: no policy can give it to this
 * role. `routes`: the person is limited to other routes. `boundary`: whoever set the person's boundary may not do it either.
 * `routePermission`: a switch of the route is off. `supportAccess`: people from outside need it.
 */
export const explanationSchema = z.object({
  outcome: z.enum(['allowed', 'denied']),
  by: z.enum(['statement', 'absence', 'role', 'routes', 'boundary', 'routePermission', 'supportAccess']),
  /** For people. */
  sentence: z.string(),
  statement: statementSchema.nullable(),
  routePermission: z.object({ routeName: z.string().nullable(), routePermission: z.string() }).nullable(),
})

/** What is known of a recording that need not exist. */
const trialContextSchema = z.record(
  z.string().max(128),
  z.union([z.string().max(256), z.number(), z.boolean(), z.array(z.string().max(256)).max(50)]),
)

const fields = {
  /** Unique among the tenant's policies, whatever the case of its letters. */
  name: shortText(128),
  description: shortText(1_000).nullable(),
  document: documentSchema,
}
export const newPolicySchema = z
  .object({ name: fields.name, description: fields.description.default(null), document: fields.document })
  .strict()
export const policyChangesSchema = z.object(fields).partial().strict()

const policyParams = z.object({ policyId: policyIdSchema })
const inTenant = { tenancy: 'one-tenant' } as const

export const policies = defineRoom({
  listPolicies: {
    method: 'GET',
    path: '/policies',
    summary: 'The policies that the tenant has made, by name',
    permission: 'policy:Read',
    ...inTenant,
    audit: 'none',
    responses: { 200: { description: 'Policies', schema: z.object({ items: z.array(policyHeadSchema) }) } },
    errors: ['tenant_required'],
  },
  createPolicy: {
    method: 'POST',
    path: '/policies',
    summary: 'Make a policy',
    permission: 'policy:Edit',
    ...inTenant,
    audit: 'change',
    body: newPolicySchema,
    idempotencyKey: true,
    responses: {
      201: { description: 'The new policy, with an ETag', schema: policySchema },
      200: { description: 'The policy that the first request with this Idempotency-Key made', schema: policySchema },
    },
    errors: [
      ...(['tenant_required', 'invalid_policy', 'policy_name_taken', 'too_many_policies'] as const),
      ...(['idempotency_key_reused', 'conflict'] as const),
    ],
  },
  getPolicyVocabulary: {
    method: 'GET',
    path: '/policies/vocabulary',
    summary: 'What policies can speak of: actions, condition keys, operators, and the policies that the product keeps',
    permission: 'policy:Read',
    ...inTenant,
    audit: 'none',
    responses: {
      200: {
        description: 'The vocabulary',
        schema: z.object({
          actions: z.array(z.object({ action: permissionSchema, description: z.string() })),
          keys: z.array(
            z.object({
              key: z.string(),
              type: z.enum(['text', 'number', 'boolean', 'date', 'address']),
              description: z.string(),
            }),
          ),
          operators: z.array(z.string()),
          resources: z.array(z.object({ resource: z.string(), description: z.string() })),
          managedPolicies: z.array(
            z.object({ name: managedPolicySchema, description: z.string(), document: z.string() }),
          ),
        }),
      },
    },
    errors: ['tenant_required'],
  },
  checkPolicy: {
    method: 'POST',
    path: '/policies/check',
    summary: 'What is wrong with a policy, before it is kept',
    permission: 'policy:Read',
    ...inTenant,
    audit: 'none',
    body: z.object({ document: z.string().max(64_000) }).strict(),
    maxBodyBytes: 256 * 1024,
    responses: {
      200: { description: 'Issues; none for a good policy', schema: z.object({ issues: z.array(policyIssueSchema) }) },
    },
    errors: ['tenant_required', 'body_too_large'],
  },
  testPolicy: {
    method: 'POST',
    path: '/policies/test',
    summary: 'What a policy alone would say of a request, before it is kept',
    permission: 'policy:Read',
    ...inTenant,
    audit: 'none',
    body: z
      .object({
        document: documentSchema,
        action: permissionSchema,
        /** Whose values its variables get; without one they have none. */
        userId: userIdSchema.nullable().default(null),
        /** A recording that the asker may read, else one that is made up from `context`. */
        recordingId: recordingIdSchema.nullable().default(null),
        context: trialContextSchema.default({}),
      })
      .strict(),
    responses: { 200: { description: 'What it says, and by which statement', schema: explanationSchema } },
    errors: ['tenant_required', 'invalid_policy'],
  },
  getPolicy: {
    method: 'GET',
    path: '/policies/{policyId}',
    summary: 'One policy',
    permission: 'policy:Read',
    ...inTenant,
    audit: 'none',
    params: policyParams,
    responses: { 200: { description: 'The policy, with an ETag', schema: policySchema } },
    errors: ['tenant_required'],
  },
  changePolicy: {
    method: 'PATCH',
    path: '/policies/{policyId}',
    summary: 'Change a policy, for everybody who holds it',
    permission: 'policy:Edit',
    ...inTenant,
    audit: 'change',
    params: policyParams,
    body: policyChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed policy, with its new ETag', schema: policySchema } },
    errors: [
      ...(['tenant_required', 'own_rights', 'invalid_policy', 'policy_name_taken'] as const),
      ...(['precondition_failed', 'precondition_required', 'conflict'] as const),
    ],
  },
  deletePolicy: {
    method: 'DELETE',
    path: '/policies/{policyId}',
    summary: 'Delete a policy that nobody holds',
    permission: 'policy:Edit',
    ...inTenant,
    audit: 'change',
    params: policyParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: ['tenant_required', 'policy_in_use', 'precondition_failed', 'precondition_required', 'conflict'],
  },
  explainPermission: {
    method: 'POST',
    path: '/permissions/explain',
    summary: 'Whether a request would be allowed, and by what it is decided',
    permission: 'self:Read',
    ...inTenant,
    audit: 'none',
    body: z
      .object({
        /** Another person, for those who may read people; without one it is about oneself. */
        userId: userIdSchema.nullable().default(null),
        action: permissionSchema,
        /** Which recording; without one it is asked of anything in the tenant. */
        recordingId: recordingIdSchema.nullable().default(null),
      })
      .strict(),
    responses: { 200: { description: 'Allowed or denied, and by what', schema: explanationSchema } },
    errors: ['tenant_required'],
  },
})
