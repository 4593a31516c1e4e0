import { audit } from './audit.ts'
import { groups } from './groups.ts'
import { ingest } from './ingest.ts'
import { me } from './me.ts'
import { media } from './media.ts'
import { policies } from './policies.ts'
import { recorders } from './recorders.ts'
import { recordings } from './recordings.ts'
import { tenants } from './tenants.ts'
import { users } from './users.ts'

export { auditEntrySchema, otherAuditActions } from './audit.ts'
export * from './endpoint.ts'
export * from './permissions.ts'
export * from './problems.ts'
export {
  type Denial,
  type Denials,
  mediaProblemSchema,
  mediaStateSchema,
  mediaStatusSchema,
  participantSchema,
} from './recordings.ts'
export * from './route-permissions.ts'
export {
  ownRecordDtmfSchema,
  ownRoutePermissionsSchema,
  type RouteKind,
  type RouteOutcome,
  routeKindSchema,
  type Specificity,
} from './routes.ts'
export { administratorRoleSchema } from './tenants.ts'
export { membershipSchema, newUserDefaults, routeScopeSchema, userRoleSchema } from './users.ts'
export * from './values.ts'

/** Below this path lies every endpoint. */
export const basePath = '/api/v1'

/** Every endpoint, by room. One Lambda serves a room. */
export const contract = { me, tenants, users, groups, policies, recorders, recordings, media, ingest, audit } as const
export type Contract = typeof contract
export type RoomName = keyof Contract
