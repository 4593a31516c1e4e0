import type { FieldValue } from '../contract/index.ts'
import type { CategoryId, NoteId, RouteId } from './ids.ts'
import type { Instant } from './recording.ts'

/** Stars, and all that reports sort them by: it stays as it was when they were given. */
export type Rating = {
  stars: number
  reviewerId: string
  /** As they were called then. */
  reviewerName: string
  agentId: string | null
  routeId: RouteId
  at: Instant
  /** Of the recording that the stars came with. */
  version: number
}

/** Who is reviewing a recording. */
export type ReviewClaim = { byId: string; byName: string; takenAt: Instant; activeAt: Instant }

/** What people add to a recording, but for notes, which are entries of their own. */
export type Review = {
  rating: Rating | null
  isComplete: boolean | null
  timeSpentMinutes: number | null
  categoryIds: readonly CategoryId[]
  isSensitive: boolean
  neverExpires: boolean
  /** Null, and one that was idle for too long: nobody is reviewing it. */
  claim: ReviewClaim | null
  reviewed: { byId: string; byName: string; at: Instant } | null
  /** How many notes there are. */
  notes: number
}

export type Note = {
  id: NoteId
  authorId: string
  /** As they were called when they wrote it. */
  authorName: string
  text: string
  /** From the start of the recording. */
  momentMs: number | null
  createdAt: Instant
  editedAt: Instant | null
  version: number
}

/** A field's change; `field` is as the contract's history names it. */
export type FieldChange = { field: string; noteId: NoteId | null; before: FieldValue; after: FieldValue }

/** All that one person changed of a recording in one go. */
export type Edit = {
  /** Of the recording, which this made. */
  version: number
  at: Instant
  byId: string
  /** As they were called then. */
  byName: string
  changes: readonly FieldChange[]
}
