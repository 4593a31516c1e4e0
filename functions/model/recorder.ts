import type { ProblemCode, Voice } from '../contract/index.ts'
import type { RecorderId, RouteId, TenantId } from './ids.ts'
import type { RouteScope } from './people.ts'
import type { Instant } from './recording.ts'

/** An API User: a system that sends calls. */
export type Recorder = {
  tenantId: TenantId
  id: RecorderId
  name: string
  clientId: string
  isEnabled: boolean
  /** Where calls go that name no route and match none; null: the tenant's Default route. */
  defaultRouteId: RouteId | null
  routes: RouteScope
  timeZone: string | null
  channelOrder: readonly Voice[]
  silenceMinutes: number | null
  createdAt: Instant
  updatedAt: Instant
  version: number
}

/** A request of a recorder's that was refused. */
export type RecorderFailure = { at: Instant; code: ProblemCode; detail: string; requestId: string }

/** How a recorder fares. */
export type RecorderActivity = {
  lastReceivedAt: Instant | null
  received24h: number
  failed24h: number
  /** The newest first, at most 20. */
  failures: RecorderFailure[]
}
