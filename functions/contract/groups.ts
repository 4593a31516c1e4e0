import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { agentIdsSchema, managedPoliciesSchema, policyIdsSchema } from './rights.ts'
import { groupIdSchema, shortText, userIdSchema, utcInstantSchema } from './values.ts'

/**
 * People who work together. Its policies are its members' and supervisors' too; the calls of its agent ids, and of its
 * members' own ones, are the supervisors' `user.groupAgentIds`.
 */
export const groupSchema = z.object({
  id: groupIdSchema,
  name: z.string(),
  agentIds: z.array(z.string()),
  managedPolicies: managedPoliciesSchema,
  policyIds: policyIdsSchema,
  updatedAt: utcInstantSchema,
})

const memberSchema = z.object({ userId: userIdSchema, isSupervisor: z.boolean(), agentIds: z.array(z.string()) })
export const groupWithMembersSchema = groupSchema.extend({ members: z.array(memberSchema) })

const fields = {
  /** Unique among the tenant's groups, whatever the case of its letters. */
  name: shortText(128),
  agentIds: agentIdsSchema,
  managedPolicies: managedPoliciesSchema,
  policyIds: policyIdsSchema,
}
export const newGroupSchema = z
  .object({
    name: fields.name,
    agentIds: fields.agentIds.default([]),
    managedPolicies: fields.managedPolicies.default([]),
    policyIds: fields.policyIds.default([]),
  })
  .strict()
export const groupChangesSchema = z.object(fields).partial().strict()

const groupParams = z.object({ groupId: groupIdSchema })
const inTenant = { tenancy: 'one-tenant' } as const

export const groups = defineRoom({
  listGroups: {
    method: 'GET',
    path: '/groups',
    summary: 'The groups of the tenant, by name',
    permission: 'group:Read',
    ...inTenant,
    audit: 'none',
    responses: { 200: { description: 'Groups', schema: z.object({ items: z.array(groupSchema) }) } },
    errors: ['tenant_required'],
  },
  createGroup: {
    method: 'POST',
    path: '/groups',
    summary: 'Make a group',
    permission: 'group:Edit',
    ...inTenant,
    audit: 'change',
    body: newGroupSchema,
    idempotencyKey: true,
    responses: {
      201: { description: 'The new group, with an ETag', schema: groupWithMembersSchema },
      200: { description: 'What the first request with this Idempotency-Key made', schema: groupWithMembersSchema },
    },
    errors: ['tenant_required', 'group_name_taken', 'too_many_groups', 'idempotency_key_reused', 'conflict'],
  },
  getGroup: {
    method: 'GET',
    path: '/groups/{groupId}',
    summary: 'One group with its members',
    permission: 'group:Read',
    ...inTenant,
    audit: 'none',
    params: groupParams,
    responses: { 200: { description: 'The group, with an ETag', schema: groupWithMembersSchema } },
    errors: ['tenant_required'],
  },
  changeGroup: {
    method: 'PATCH',
    path: '/groups/{groupId}',
    summary: 'Change a group',
    permission: 'group:Edit',
    ...inTenant,
    audit: 'change',
    params: groupParams,
    body: groupChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The changed group, with its new ETag', schema: groupWithMembersSchema } },
    errors: [
      ...(['tenant_required', 'group_name_taken', 'own_rights'] as const),
      ...(['precondition_failed', 'precondition_required', 'conflict'] as const),
    ],
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/groups/{groupId}',
    summary: 'Delete a group; its members stay in the tenant',
    permission: 'group:Edit',
    ...inTenant,
    audit: 'change',
    params: groupParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: ['tenant_required', 'own_rights', 'precondition_failed', 'precondition_required', 'conflict'],
  },
})
