import * as z from 'zod'
import { fieldValueSchema, noteIdSchema, recordingIdSchema, routeIdSchema } from '../../contract/index.ts'
import type { Edit, Instant, Note, Recording, RecordingId, TenantId } from '../../model/index.ts'
import type { ChangedNote, ListedRating, NoteIdempotency } from '../../ports/index.ts'
import { parseItem, withoutNulls } from './item.ts'
import { keys, ratingTimePartition, timeSK } from './keys.ts'
import { type Condition, either, isAbsent, type Write } from './write.ts'

const IDEMPOTENCY_SECONDS = 24 * 3_600
const epochSeconds = (instant: Instant) => Math.floor(Date.parse(instant) / 1000)

const changeSchema = z.object({
  field: z.string(),
  noteId: noteIdSchema.nullable(),
  before: fieldValueSchema,
  after: fieldValueSchema,
})
const editSchema = z.object({
  ...{ version: z.number(), at: z.string(), byId: z.string(), byName: z.string() },
  changes: z.array(changeSchema),
})

/** What was changed, written once: nothing changes it, and it goes with the recording. */
export const editWrite = (tenantId: TenantId, id: RecordingId, edit: Edit): Write => ({
  put: { ...keys.history(tenantId, id, edit.version), ...edit },
  when: isAbsent,
})

export const readEdit = (item: unknown): Edit => parseItem('edit', editSchema, item)

const noteSchema = z.object({
  ...{ id: noteIdSchema, authorId: z.string(), authorName: z.string(), text: z.string(), createdAt: z.string() },
  momentMs: z.number().nullable().default(null),
  editedAt: z.string().nullable().default(null),
  version: z.number(),
})

/** The recording's version, which is written with it, keeps two changes of a note apart. */
export function noteWrites(tenantId: TenantId, id: RecordingId, changed: ChangedNote, now: Instant): Write[] {
  if ('remove' in changed) return [{ delete: keys.note(tenantId, id, changed.remove) }]
  const { put: note, idempotency } = changed
  const put = { ...withoutNulls(note), ...keys.note(tenantId, id, note.id) }
  if (!idempotency) return [{ put }]
  const hasExpired: Condition = { expression: 'expiresAt <= :now', values: { ':now': epochSeconds(now) } }
  const { key, requestHash, noteId } = idempotency
  const record = { requestHash, noteId, expiresAt: epochSeconds(now) + IDEMPOTENCY_SECONDS }
  return [
    { put },
    { put: { ...keys.noteIdempotency(tenantId, id, key), ...record }, when: either(isAbsent, hasExpired) },
  ]
}

export const readNote = (item: unknown): Note => parseItem('note', noteSchema, item)

const noteKeySchema = z.object({ requestHash: z.string(), noteId: noteIdSchema, expiresAt: z.number() })

/** @returns undefined for a key that was not used in the last 24 hours */
export function readNoteIdempotency(item: unknown, key: string, now: Instant): NoteIdempotency | undefined {
  const { expiresAt, ...record } = parseItem('note key', noteKeySchema, item)
  // DynamoDB removes what has expired within days, not at once.
  return expiresAt <= epochSeconds(now) ? undefined : { key, ...record }
}

export const ratingItemSchema = z.object({
  ...{ stars: z.number(), reviewerId: z.string(), reviewerName: z.string() },
  agentId: z.string().nullable().default(null),
  ...{ routeId: routeIdSchema, at: z.string(), version: z.number() },
})

const listedRatingSchema = ratingItemSchema.extend({
  recordingId: recordingIdSchema,
  replacedAt: z.string().nullable().default(null),
})

/**
 * Each time that stars were given is an item of its own, listed by that time for reports; one whose place another rating took,
 * or none, says when.
 */
export function ratingWrites(recording: Recording, previous: Recording, now: Instant): Write[] {
  const { rating } = recording.review
  const { rating: before } = previous.review
  if (rating?.version === before?.version) return []
  const { tenantId, id: recordingId } = recording
  const item = (given: NonNullable<typeof rating>) => ({
    ...withoutNulls(given),
    ...keys.rating(tenantId, recordingId, given.version),
    ...{ recordingId, timePK: ratingTimePartition(tenantId), timeSK: timeSK(given.at, recordingId) },
  })
  return [
    ...(rating ? [{ put: item(rating), when: isAbsent }] : []),
    ...(before ? [{ put: { ...item(before), replacedAt: now } }] : []),
  ]
}

export const readRating = (item: unknown): ListedRating => parseItem('rating', listedRatingSchema, item)
