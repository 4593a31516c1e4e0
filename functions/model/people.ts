import type { Role } from '../contract/index.ts'
import type { RouteId, TenantId } from './ids.ts'

/** Routes of one tenant whose recordings a person is limited to. */
export type RouteScope = 'all' | readonly RouteId[]

/** A person or a recorder (API User), found by the token's subject or client id. */
export type Person = {
  id: string
  /** `sub` of a person's token, `client_id` of a recorder's. */
  subject: string
  name: string
  email: string | null
  role: Role
  isEnabled: boolean
  timeZone: string | null
  locale: string | null
  /** `all` for Super Users and Account Administrators, who choose one. */
  tenants: 'all' | readonly { tenantId: TenantId; routes: RouteScope }[]
}

/** Who is asking, before a tenant is chosen. */
export type Caller = Person

/** Who is asking, acting in exactly one tenant. */
export type Principal = {
  person: Person
  tenantId: TenantId
  routes: RouteScope
}
