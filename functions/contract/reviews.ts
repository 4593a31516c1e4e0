import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { fieldValueSchema } from './problems.ts'
import { denialSchema, recordingParams } from './recording-values.ts'
import { ratingSchema, reviewSummarySchema } from './review-values.ts'
import {
  categoryIdSchema,
  durationMsSchema,
  noteIdSchema,
  recordingIdSchema,
  shortText,
  utcInstantSchema,
} from './values.ts'

const maxMinutes = 100 * 60 - 1

/** What of a review is edited, each under a permission and a switch of its own. */
export const reviewFieldSchema = z.enum([
  ...(['rating', 'isComplete', 'timeSpentMinutes', 'agentId', 'categoryIds', 'isSensitive', 'neverExpires'] as const),
  ...(['status', 'notes'] as const),
])
export type ReviewField = z.output<typeof reviewFieldSchema>

export const reviewSchema = reviewSummarySchema.extend({
  recordingId: recordingIdSchema,
  ratedByName: z.string().nullable(),
  ratedAt: utcInstantSchema.nullable(),
  /** What reviewing took. */
  timeSpentMinutes: z.int().nullable(),
  agentId: z.string().nullable(),
  /** Until when whoever is at it holds it, if they do nothing more; null while nobody is. */
  heldUntil: utcInstantSchema.nullable(),
  /** Whether it is the asker who is at it. */
  isHeldByYou: z.boolean(),
  /** Why fields cannot be edited by the asker, one for each that cannot. */
  denials: z.partialRecord(reviewFieldSchema, denialSchema),
})

const noRepeats = (ids: readonly string[]) => new Set(ids).size === ids.length

/** Null clears. Only what is named is changed. */
export const reviewChangesSchema = z
  .object({
    rating: ratingSchema.nullable(),
    isComplete: z.boolean().nullable(),
    timeSpentMinutes: z
      .int()
      .min(0, 'must not be less than no time')
      .max(maxMinutes, 'must be less than 100 hours')
      .nullable(),
    agentId: shortText(128).nullable(),
    categoryIds: z.array(categoryIdSchema).max(20).refine(noRepeats, 'must name each category once'),
    isSensitive: z.boolean(),
    neverExpires: z.boolean(),
    /** `reviewed`: you have; `notReviewed`: it is to be done again. To begin, use `review/start`. */
    status: z.enum(['notReviewed', 'reviewed']),
  })
  .partial()
  .strict()

/** Words of people: line breaks and tabs are part of them, other control characters are not. */
const noteTextSchema = z
  .string()
  .trim()
  .min(1)
  .max(5_000)
  .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), 'must not hold control characters')

/** The moment of the recording that a note is about, in milliseconds from its start. */
const momentMsSchema = durationMsSchema.nullable()

export const noteSchema = z.object({
  id: noteIdSchema,
  authorId: z.string(),
  /** As they were called when they wrote it. */
  authorName: z.string(),
  text: z.string(),
  momentMs: z.int().nullable(),
  createdAt: utcInstantSchema,
  /** Null for one that is as it was written. */
  editedAt: utcInstantSchema.nullable(),
  version: z.int(),
  /** Whether it is the asker's, who alone may change it. */
  isYours: z.boolean(),
})

const noteParams = z.object({ recordingId: recordingIdSchema, noteId: noteIdSchema })

/** Room to read what is too long, so that the answer names the field. */
const maxNoteBodyBytes = 2 * 1024 * 1024

/** All that was changed in one go, by one person. */
export const historyEntrySchema = z.object({
  version: z.int(),
  at: utcInstantSchema,
  byId: z.string(),
  byName: z.string(),
  changes: z.array(
    z.object({
      /** A field of the recording or of its review, `notes` and `momentMs` of a note, or `heldBy`: who is at it. */
      field: z.string(),
      /** Of which note. */
      noteId: noteIdSchema.nullable(),
      before: fieldValueSchema,
      after: fieldValueSchema,
    }),
  ),
})

const editErrors = ['tenant_required', 'route_permission', 'conflict'] as const

export const reviews = defineRoom({
  getReview: {
    method: 'GET',
    path: '/recordings/{recordingId}/review',
    summary: 'The review of a recording, and what of it you may edit',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    responses: { 200: { description: 'The review, with the ETag of the recording', schema: reviewSchema } },
    errors: ['tenant_required'],
  },
  changeReview: {
    method: 'PATCH',
    path: '/recordings/{recordingId}/review',
    summary: 'Edit fields of the review; each needs its own permission, all are written or none',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    body: reviewChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The review as it is now, with its new ETag', schema: reviewSchema } },
    errors: [...editErrors, 'precondition_failed', 'precondition_required', 'in_review'],
  },
  startReview: {
    method: 'POST',
    path: '/recordings/{recordingId}/review/start',
    summary: 'Say that you are reviewing it, or still are; held until you do nothing for 30 minutes',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    /** `takeOver`: from whoever holds it. */
    body: z.object({ takeOver: z.boolean().default(false) }).strict(),
    responses: { 200: { description: 'It is yours', schema: reviewSchema } },
    errors: [...editErrors, 'in_review'],
  },
  releaseReview: {
    method: 'POST',
    path: '/recordings/{recordingId}/review/release',
    summary: 'Let go of a recording that you are reviewing, without having reviewed it',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    responses: { 200: { description: 'It is free; one that you did not hold stays as it is', schema: reviewSchema } },
    errors: editErrors,
  },
  listNotes: {
    method: 'GET',
    path: '/recordings/{recordingId}/notes',
    summary: 'Notes on a recording, the oldest first; at most 200 there are',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    responses: { 200: { description: 'All notes', schema: z.object({ items: z.array(noteSchema) }) } },
    errors: ['tenant_required'],
  },
  readNotesText: {
    method: 'GET',
    path: '/recordings/{recordingId}/notes/text',
    summary: 'All notes as one text, each under its time, author and moment',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    responses: { 200: { description: 'The text; empty without notes', schema: z.object({ text: z.string() }) } },
    errors: ['tenant_required'],
  },
  addNote: {
    method: 'POST',
    path: '/recordings/{recordingId}/notes',
    summary: 'Write a note, perhaps about a moment of the recording',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    body: z.object({ text: noteTextSchema, momentMs: momentMsSchema.default(null) }).strict(),
    idempotencyKey: true,
    maxBodyBytes: maxNoteBodyBytes,
    responses: {
      201: { description: 'The note, with its ETag', schema: noteSchema },
      200: { description: 'A repeat: the note that the first request made', schema: noteSchema },
    },
    errors: [...editErrors, 'too_many_notes', 'idempotency_key_reused'],
  },
  changeNote: {
    method: 'PATCH',
    path: '/recordings/{recordingId}/notes/{noteId}',
    summary: 'Change a note of your own; what it said stays in the history',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: noteParams,
    body: z.object({ text: noteTextSchema, momentMs: momentMsSchema }).partial().strict(),
    ifMatch: 'required',
    maxBodyBytes: maxNoteBodyBytes,
    responses: { 200: { description: 'The note as it is now, with its new ETag', schema: noteSchema } },
    errors: [...editErrors, 'precondition_failed', 'precondition_required'],
  },
  deleteNote: {
    method: 'DELETE',
    path: '/recordings/{recordingId}/notes/{noteId}',
    summary: 'Take a note of your own away; what it said stays in the history',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: noteParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: [...editErrors, 'precondition_failed', 'precondition_required'],
  },
  listHistory: {
    method: 'GET',
    path: '/recordings/{recordingId}/history',
    summary: 'What people changed of a recording, its review and its notes, the newest first',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    query: z
      .object({
        /** Changes older than this version of the recording: `nextBeforeVersion` of the page before. */
        beforeVersion: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      })
      .strict(),
    responses: {
      200: {
        description: 'A page of the history',
        schema: z.object({
          items: z.array(historyEntrySchema),
          /** Null at the end. */
          nextBeforeVersion: z.int().nullable(),
        }),
      },
    },
    errors: ['tenant_required'],
  },
})
