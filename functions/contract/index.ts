import { audit } from './audit.ts'
import { customData } from './custom-data.ts'
import { groups } from './groups.ts'
import { ingest } from './ingest.ts'
import { me } from './me.ts'
import { media } from './media.ts'
import { metadata } from './metadata.ts'
import { policies } from './policies.ts'
import { recorders } from './recorders.ts'
import { recordings } from './recordings.ts'
import { reviews } from './reviews.ts'
import { tenants } from './tenants.ts'
import { users } from './users.ts'

export { auditEntrySchema, otherAuditActions } from './audit-entry.ts'
export { mediaProblemSchema, mediaStateSchema, mediaStatusSchema, participantSchema } from './call-facts.ts'
export { type CategoryColour, categoryColourSchema } from './categories.ts'
export {
  type CustomFieldEditors,
  type CustomFieldScope,
  type CustomFieldType,
  type CustomValue,
  customFieldEditorsSchema,
  customFieldScopeSchema,
  customFieldTypeSchema,
  customValueSchema,
} from './custom-fields.ts'
export type { CustomDenial } from './custom-values.ts'
export * from './endpoint.ts'
export { type JsonBounds, type JsonFault, jsonFault } from './json-text.ts'
export * from './permissions.ts'
export * from './problems.ts'
export { type Denial, factNames } from './recording-values.ts'
export type { Denials } from './recordings.ts'
export { ratingSchema, reviewStatusSchema } from './review-values.ts'
export type { ReviewField } from './reviews.ts'
export { administratorRoleSchema, membershipSchema, routeScopeSchema, userRoleSchema } from './rights.ts'
export * from './route-permissions.ts'
export type {
  RouteKind,
  RouteOutcome,
  Specificity,
} from './routes.ts'
export { newUserDefaults } from './users.ts'
export * from './values.ts'

/** Below this path lies every endpoint. */
export const basePath = '/api/v1'

// Each room by itself too: a function that imports one builds no schemas of the others when it starts.
export {
  audit,
  customData,
  groups,
  ingest,
  me,
  media,
  metadata,
  policies,
  recorders,
  recordings,
  reviews,
  tenants,
  users,
}

/** Every endpoint, by room. One Lambda serves a room. */
export const contract = {
  ...{ me, tenants, users, groups, policies, recorders, customData },
  ...{ recordings, metadata, reviews, media, ingest, audit },
} as const
export type Contract = typeof contract
export type RoomName = keyof Contract
