import * as z from 'zod'
import {
  administratorIdSchema,
  administratorRoleSchema,
  groupIdSchema,
  managedPolicySchema,
  membershipSchema,
  policyIdSchema,
  recorderIdSchema,
  roleSchema,
  routeScopeSchema,
  tenantIdValueSchema,
  userIdSchema,
  userRoleSchema,
} from '../../contract/index.ts'
import type {
  Boundary,
  CustomPolicy,
  Group,
  GroupMember,
  Person,
  SupportAccess,
  TenantId,
  User,
} from '../../model/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys, tenantIdOfOurKey } from './keys.ts'

const text = z.string().nullable().default(null)
const texts = z.array(z.string())
/** A policy that a later version keeps is none that this one knows. */
const managedPolicies = z
  .array(z.string())
  .transform((names) => names.flatMap((name) => managedPolicySchema.safeParse(name).data ?? []))
const storedTenantId = tenantIdValueSchema.transform(tenantIdOfOurKey)

const userSchema = z.object({
  id: userIdSchema,
  subject: z.string(),
  name: z.string(),
  email: z.string(),
  role: userRoleSchema,
  isEnabled: z.boolean(),
  routes: routeScopeSchema,
  groups: z.array(membershipSchema),
  agentIds: texts,
  managedPolicies,
  policyIds: z.array(policyIdSchema),
  timeZone: text,
  locale: text,
  boundaryId: text,
  signedOutAt: text,
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number(),
})

export function userItem({ tenantId, ...user }: User): Item {
  return { ...withoutNulls(user), ...keys.user(tenantId, user.id) }
}
export const readUser = (tenantId: TenantId, item: unknown): User => ({
  tenantId,
  ...parseItem('user', userSchema, item),
})

const groupSchema = z.object({
  id: groupIdSchema,
  name: z.string(),
  agentIds: texts,
  managedPolicies,
  policyIds: z.array(policyIdSchema),
  updatedAt: z.string(),
  version: z.number(),
})

export function groupItem({ tenantId, ...group }: Group): Item {
  return { ...group, ...keys.group(tenantId, group.id) }
}
export const readGroup = (tenantId: TenantId, item: unknown): Group => ({
  tenantId,
  ...parseItem('group', groupSchema, item),
})

const memberSchema = z.object({ SK: userIdSchema, isSupervisor: z.boolean(), agentIds: texts })
export function readMember(item: unknown): GroupMember {
  const { SK: userId, ...member } = parseItem('group member', memberSchema, item)
  return { userId, ...member }
}

const policySchema = z.object({
  id: policyIdSchema,
  name: z.string(),
  description: text,
  document: z.string(),
  updatedAt: z.string(),
  version: z.number(),
})

export function policyItem({ tenantId, ...policy }: CustomPolicy): Item {
  return { ...withoutNulls(policy), ...keys.policy(tenantId, policy.id) }
}
export const readPolicyItem = (tenantId: TenantId, item: unknown): CustomPolicy => ({
  tenantId,
  ...parseItem('policy', policySchema, item),
})

const grantSchema = z.object({
  role: roleSchema,
  routes: routeScopeSchema,
  managedPolicies,
  policies: z.array(z.object({ id: policyIdSchema, name: z.string(), document: z.string() })),
  user: z.object({ id: z.string(), agentIds: texts, groupIds: texts, groupAgentIds: texts }),
})
const boundarySchema = z.object({ id: z.string(), grants: z.array(grantSchema) })
export const readBoundary = (item: unknown): Boundary => parseItem('boundary', boundarySchema, item)

const linkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), tenantId: storedTenantId, id: userIdSchema }),
  z.object({ kind: z.literal('recorder'), tenantId: storedTenantId, id: recorderIdSchema }),
])
const personSchema = z.object({
  subject: z.string(),
  name: z.string(),
  email: text,
  administrator: z
    .object({ id: administratorIdSchema, role: administratorRoleSchema, createdAt: z.string() })
    .nullable()
    .default(null),
  isEnabled: z.boolean(),
  timeZone: text,
  locale: text,
  links: z.array(linkSchema),
  signedOutAt: text,
  secondFactorAt: text,
  version: z.number(),
})

export const personItem = (person: Person): Item => ({ ...withoutNulls(person), ...keys.person(person.subject) })
export const readPerson = (item: unknown): Person => parseItem('person', personSchema, item)

const supportAccessSchema = z.object({
  openedBy: z.string(),
  openedByName: z.string(),
  reason: z.string(),
  openedAt: z.string(),
  endsAt: z.string(),
})
export const readSupportAccess = (item: unknown): SupportAccess =>
  parseItem('support access', supportAccessSchema, item)
