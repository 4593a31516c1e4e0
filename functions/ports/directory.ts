import type {
  Boundary,
  CustomPolicy,
  Group,
  GroupMember,
  Person,
  Recorder,
  SupportAccess,
  Tenant,
  TenantDetails,
  TenantId,
  TenantLink,
  User,
} from '../model/index.ts'

/** Tenants and who tokens stand for: what the principal resolver reads before any tenant is chosen. */
export type Directory = {
  /** As it is now; undefined for a subject that nobody has. */
  personBySubject(subject: string): Promise<Person | undefined>
  /** All tenants, by name; at most 1,000. */
  tenants(): Promise<Tenant[]>
}

/** All that decides what somebody of the tenant may do. */
export type Standing =
  | {
      kind: 'user'
      user: User
      /** Those that they are in and that are there. */
      groups: { group: Group; isSupervisor: boolean /** Of a group that they supervise. */; members: GroupMember[] }[]
      /** Their own and their groups' ones. */
      policies: CustomPolicy[]
      /** Undefined where none was set. */
      boundary: Boundary | undefined
    }
  | { kind: 'recorder'; recorder: Recorder }

/** How a tenant stands to who acts in it. */
export type TenantStanding = {
  tenant: TenantDetails
  supportAccess: SupportAccess | null
}

/** What the principal resolver reads. `current`: as it is now; `recent`: at most five seconds old. */
export type StandingReader = {
  person(freshness: Freshness, subject: string): Promise<Person | undefined>
  /** Undefined for a link to somebody who was removed. */
  standing(freshness: Freshness, link: TenantLink): Promise<Standing | undefined>
  /** Undefined for a tenant that is not there. */
  tenant(freshness: Freshness, tenantId: TenantId): Promise<TenantStanding | undefined>
  /** All tenants, by name; at most 1,000. */
  tenants(freshness: Freshness): Promise<Tenant[]>
}

export type Freshness = 'current' | 'recent'
