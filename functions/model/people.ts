import type * as z from 'zod'
import type {
  administratorRoleSchema,
  ManagedPolicy,
  membershipSchema,
  Role,
  routeScopeSchema,
  userRoleSchema,
} from '../contract/index.ts'
import type { AdministratorId, GroupId, PolicyId, RecorderId, TenantId, UserId } from './ids.ts'
import type { Instant } from './recording.ts'

/** Routes of one tenant whose recordings a person is limited to. */
export type RouteScope = z.output<typeof routeScopeSchema>
export type GroupMembership = z.output<typeof membershipSchema>
export type UserRole = z.output<typeof userRoleSchema>
export type AdministratorRole = z.output<typeof administratorRoleSchema>

/** What somebody is in one tenant: what is there decides, this only says where to look. */
export type TenantLink = { tenantId: TenantId } & ({ kind: 'user'; id: UserId } | { kind: 'recorder'; id: RecorderId })

/** Who a token stands for, by its subject or client id: a person in any number of tenants, or a recorder of one. */
export type Person = {
  /** `sub` of a person's token, `client_id` of a recorder's. */
  subject: string
  name: string
  /** Null for a recorder. */
  email: string | null
  /** Null for who belongs to tenants alone. */
  administrator: { id: AdministratorId; role: AdministratorRole; createdAt: Instant } | null
  isEnabled: boolean
  /** IANA name; null: the browser's. */
  timeZone: string | null
  /** BCP 47 tag; null: the browser's. */
  locale: string | null
  links: readonly TenantLink[]
  /** Tokens of sign-ins before then are refused. */
  signedOutAt: Instant | null
  /** Since when a second factor is asked for at sign-in; null: there is none. */
  secondFactorAt: Instant | null
  version: number
}

/** A policy that a tenant has made, as it is kept. */
export type PolicyDocument = { id: PolicyId; name: string; document: string }

export type CustomPolicy = PolicyDocument & {
  tenantId: TenantId
  description: string | null
  updatedAt: Instant
  version: number
}

/** Values of the variables of policies, and of the keys of conditions, that tell who asks. */
export type UserFacts = {
  id: string
  agentIds: readonly string[]
  groupIds: readonly string[]
  /** Of the groups that they supervise, and of the members of these. */
  groupAgentIds: readonly string[]
}

/** What somebody may do in one tenant: the role and the routes cap what the policies allow. */
export type Grant = {
  role: Role
  routes: RouteScope
  managedPolicies: readonly ManagedPolicy[]
  policies: readonly PolicyDocument[]
  user: UserFacts
}

/** A person of a tenant. */
export type User = {
  tenantId: TenantId
  id: UserId
  subject: string
  name: string
  email: string
  role: UserRole
  isEnabled: boolean
  routes: RouteScope
  groups: readonly GroupMembership[]
  agentIds: readonly string[]
  managedPolicies: readonly ManagedPolicy[]
  policyIds: readonly PolicyId[]
  timeZone: string | null
  locale: string | null
  /** Of whoever last set their rights; null: nobody did, as with who were there first. */
  boundaryId: string | null
  /** Tokens of sign-ins before then are refused in this tenant. */
  signedOutAt: Instant | null
  createdAt: Instant
  updatedAt: Instant
  version: number
}

export type Group = {
  tenantId: TenantId
  id: GroupId
  name: string
  agentIds: readonly string[]
  managedPolicies: readonly ManagedPolicy[]
  policyIds: readonly PolicyId[]
  updatedAt: Instant
  version: number
}

export type GroupMember = { userId: UserId; isSupervisor: boolean; agentIds: readonly string[] }

/**
 * What whoever set somebody's rights could do at that moment: their own grant, then those that bound them in turn. Its id is
 * a hash of it, so that all who were set by the same person with the same rights share one.
 */
export type Boundary = { id: string; grants: readonly Grant[] }
