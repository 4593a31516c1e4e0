import type * as z from 'zod'
import type { ownRecordDtmfSchema, ownRoutePermissionsSchema, RouteKind, RoutePermissions } from '../contract/index.ts'
import type { RouteId, TenantId } from './ids.ts'
import type { Instant } from './recording.ts'

export type Tenant = { id: TenantId; name: string }

/** A tenant with what its administrators set. */
export type TenantDetails = Tenant & {
  description: string | null
  /** ISO 3166-1 alpha-2; null: numbers without a country code are kept as sent alone. */
  homeCountry: string | null
  /** IANA name. */
  timeZone: string
  /** BCP 47 tag. */
  locale: string
  recordDtmf: boolean
  /** Digits that look like the number of a payment card are kept as well. */
  storeCardDigits: boolean
  requiresSecondFactor: boolean
  /** For routes that inherit. */
  routePermissions: RoutePermissions
  version: number
}

export type Route = {
  id: RouteId
  tenantId: TenantId
  name: string
  isDefault: boolean
  kind: RouteKind
  /** Null: no call matches; always so for the Default route. */
  numberPattern: string | null
  permissions: z.output<typeof ownRoutePermissionsSchema>
  recordDtmf: z.output<typeof ownRecordDtmfSchema>
  order: number
  /** Since when it takes no calls; null while it does. */
  retiredAt: Instant | null
  version: number
}

/** What one tenant has set, as far as requests about recordings need it. */
export type TenantSettings = { tenant: TenantDetails; routes: readonly Route[] }

/** A number of a call: as it was sent, and as E.164 where it can be read as one. */
export type CallNumber = { asSent: string; e164: string | null }

/** While it is open, people from outside may open the tenant's recordings. */
export type SupportAccess = {
  openedBy: string
  openedByName: string
  reason: string
  openedAt: Instant
  endsAt: Instant
}
