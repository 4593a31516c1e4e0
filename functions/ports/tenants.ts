import type { Route, RouteId, TenantDetails, TenantId, TenantSettings } from '../model/index.ts'
import type { WriteResult } from './recordings.ts'

export type TenantStore = {
  /** As it is now; undefined for a tenant that is not there. */
  find(tenantId: TenantId): Promise<TenantDetails | undefined>
  /** 'stale': another version is there than `previous`. */
  change(tenant: TenantDetails, previous: TenantDetails): Promise<WriteResult>
}

/** A request repeated under the same Idempotency-Key: which route the first one made, and a hash of what it asked. */
export type RouteIdempotency = { key: string; requestHash: string; routeId: RouteId }

export type RouteStore = {
  /** All routes of a tenant as they are now, by name; at most 1,000. */
  routes(tenantId: TenantId): Promise<Route[]>
  find(tenantId: TenantId, routeId: RouteId): Promise<Route | undefined>
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<RouteIdempotency | undefined>
  /** 'stale': the id, the name or the idempotency key was taken meanwhile; read again. */
  create(route: Route, idempotency: RouteIdempotency | null): Promise<WriteResult>
  /** 'stale': another version is there than `previous`, or the new name was taken meanwhile. */
  change(route: Route, previous: Route): Promise<WriteResult>
  /** 'stale': another version is there. */
  remove(route: Route): Promise<WriteResult>
}

/** What a tenant has set, for requests about its recordings. */
export type SettingsReader = {
  /** As it is now: for what destroys, changes or is written for good. */
  current(tenantId: TenantId): Promise<TenantSettings>
  /** At most five seconds old. */
  recent(tenantId: TenantId): Promise<TenantSettings>
}
