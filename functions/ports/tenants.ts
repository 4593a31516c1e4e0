import type {
  AuditEntry,
  Route,
  RouteId,
  SupportAccess,
  TenantDetails,
  TenantId,
  TenantSettings,
} from '../model/index.ts'
import type { Idempotency } from './people.ts'
import type { WriteResult } from './recordings.ts'

export type TenantStore = {
  /** As it is now; undefined for a tenant that is not there. */
  find(tenantId: TenantId): Promise<TenantDetails | undefined>
  /**
   * With its Default route. 'stale': another tenant has the name. Safe to repeat with the same ids where it failed half
   * way: the name is taken first, and the tenant is listed last.
   */
  create(tenant: TenantDetails, defaultRoute: Route, audit: AuditEntry): Promise<WriteResult>
  /** 'stale': another version is there than `previous`; 'nameTaken': another tenant has the new name. */
  change(tenant: TenantDetails, previous: TenantDetails, audit: AuditEntry): Promise<WriteResult | 'nameTaken'>
  /** Null while it is closed; one that has ended is closed. */
  supportAccess(tenantId: TenantId): Promise<SupportAccess | null>
  /** Opens it, or closes it with null. */
  setSupportAccess(tenantId: TenantId, access: SupportAccess | null, audit: AuditEntry): Promise<void>
}

export type RouteStore = {
  /** All routes of a tenant as they are now, by name; at most 1,000. */
  routes(tenantId: TenantId): Promise<Route[]>
  find(tenantId: TenantId, routeId: RouteId): Promise<Route | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<RouteId> | undefined>
  /** 'stale': the id, the name or the idempotency key was taken meanwhile; read again. */
  create(route: Route, audit: AuditEntry, idempotency: Idempotency<RouteId> | null): Promise<WriteResult>
  /** 'stale': another version is there than `previous`, or the new name was taken meanwhile. */
  change(route: Route, previous: Route, audit: AuditEntry): Promise<WriteResult>
  /** 'stale': another version is there. */
  remove(route: Route, audit: AuditEntry): Promise<WriteResult>
}

/** What a tenant has set, for requests about its recordings. */
export type SettingsReader = {
  /** As it is now: for what destroys, changes or is written for good. */
  current(tenantId: TenantId): Promise<TenantSettings>
  /** At most five seconds old. */
  recent(tenantId: TenantId): Promise<TenantSettings>
}
