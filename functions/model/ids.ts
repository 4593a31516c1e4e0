import type * as z from 'zod'
import type {
  administratorIdSchema,
  categoryIdSchema,
  customFieldIdSchema,
  groupIdSchema,
  listeningIdSchema,
  mediaIdSchema,
  noteIdSchema,
  policyIdSchema,
  recorderIdSchema,
  recordingIdSchema,
  routeIdSchema,
  userIdSchema,
} from '../contract/index.ts'

declare const verified: unique symbol

/**
 * The tenant that the caller has been proved to act in. No schema yields it: it is made only where a principal was
 * resolved (domain/tenancy) or where our own keys name it, so a key or client for another tenant cannot be written by
 * accident.
 */
export type TenantId = string & { readonly [verified]: 'TenantId' }

export type RecordingId = z.output<typeof recordingIdSchema>
export type MediaId = z.output<typeof mediaIdSchema>
export type RouteId = z.output<typeof routeIdSchema>
export type UserId = z.output<typeof userIdSchema>
export type GroupId = z.output<typeof groupIdSchema>
export type PolicyId = z.output<typeof policyIdSchema>
export type CategoryId = z.output<typeof categoryIdSchema>
export type CustomFieldId = z.output<typeof customFieldIdSchema>
export type RecorderId = z.output<typeof recorderIdSchema>
export type AdministratorId = z.output<typeof administratorIdSchema>
export type ListeningId = z.output<typeof listeningIdSchema>
export type NoteId = z.output<typeof noteIdSchema>
