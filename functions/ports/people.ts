import type {
  AuditEntry,
  Boundary,
  CustomPolicy,
  Grant,
  Group,
  GroupId,
  GroupMember,
  Person,
  PolicyId,
  TenantId,
  TenantLink,
  User,
  UserId,
} from '../model/index.ts'
import type { WriteResult } from './recordings.ts'

/** A request repeated under the same Idempotency-Key: what the first one made, and a hash of what it asked. */
export type Idempotency<Id extends string = string> = { key: string; requestHash: string; id: Id }

/** The people of a tenant. E-mail addresses and subjects are unique in it. */
export type UserStore = {
  /** All of them, by name; at most 2,000. */
  users(tenantId: TenantId): Promise<User[]>
  find(tenantId: TenantId, id: UserId): Promise<User | undefined>
  findByEmail(tenantId: TenantId, email: string): Promise<User | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<UserId> | undefined>
  /** With their places in their groups. 'stale': the id, the e-mail or the key was taken meanwhile. */
  create(user: User, audit: AuditEntry, idempotency: Idempotency<UserId> | null): Promise<WriteResult>
  /** 'stale': another version is there than `previous`. */
  change(user: User, previous: User, audit: AuditEntry): Promise<WriteResult>
  remove(user: User, audit: AuditEntry): Promise<WriteResult>
  /** Keeps the boundary where it is new. @returns its id */
  keepBoundary(tenantId: TenantId, grants: readonly Grant[]): Promise<string>
  boundary(tenantId: TenantId, id: string): Promise<Boundary | undefined>
}

export type GroupStore = {
  /** All of them, by name; at most 200. */
  groups(tenantId: TenantId): Promise<Group[]>
  find(tenantId: TenantId, id: GroupId): Promise<Group | undefined>
  /** At most 2,000. */
  members(tenantId: TenantId, id: GroupId): Promise<GroupMember[]>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<GroupId> | undefined>
  /** 'stale': the id, the name or the key was taken meanwhile. */
  create(group: Group, audit: AuditEntry, idempotency: Idempotency<GroupId> | null): Promise<WriteResult>
  change(group: Group, previous: Group, audit: AuditEntry): Promise<WriteResult>
  remove(group: Group, audit: AuditEntry): Promise<WriteResult>
}

export type PolicyStore = {
  /** All of them, by name; at most 200. */
  policies(tenantId: TenantId): Promise<CustomPolicy[]>
  find(tenantId: TenantId, id: PolicyId): Promise<CustomPolicy | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<PolicyId> | undefined>
  create(policy: CustomPolicy, audit: AuditEntry, idempotency: Idempotency<PolicyId> | null): Promise<WriteResult>
  change(policy: CustomPolicy, previous: CustomPolicy, audit: AuditEntry): Promise<WriteResult>
  remove(policy: CustomPolicy, audit: AuditEntry): Promise<WriteResult>
}

/** Makes the Super User who makes all others. */
export type FirstSuperUserStore = {
  /** 'stale': somebody else is the first, or the subject was taken meanwhile. */
  create(person: Person, audit: AuditEntry): Promise<WriteResult>
}

/** Who tokens stand for, above all tenants. */
export type PersonStore = {
  find(subject: string): Promise<Person | undefined>
  /** Super Users and Account Administrators; at most 1,000. */
  administrators(): Promise<Person[]>
  /** Makes the person where there is none, and adds the link; safe to repeat. */
  link(person: Pick<Person, 'subject' | 'name' | 'email' | 'timeZone' | 'locale'>, link: TenantLink): Promise<void>
  /** Safe to repeat. */
  unlink(subject: string, link: TenantLink): Promise<void>
  create(person: Person, audit: AuditEntry): Promise<WriteResult>
  /** 'stale': another version is there than `previous`. Null: a change that is audited elsewhere. */
  change(person: Person, previous: Person, audit: AuditEntry | null): Promise<WriteResult>
  remove(person: Person, audit: AuditEntry): Promise<WriteResult>
}
