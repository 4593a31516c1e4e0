import * as z from 'zod'
import {
  categoryIdSchema,
  customValueSchema,
  directionSchema,
  mediaKindSchema,
  mediaStatusSchema,
  participantSchema,
  recordingIdSchema,
  routeIdSchema,
} from '../../contract/index.ts'
import type { Recording, TenantId } from '../../model/index.ts'
import type { ListEntry } from '../../ports/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { agentTimePartition, keys, readTimeSK, routeTimePartition, timePartition, timeSK } from './keys.ts'
import { ratingItemSchema } from './review-items.ts'

const text = z.string().nullable().default(null)
const amount = z.number().nullable().default(null)

const mediaSummarySchema = z.object({
  kinds: z.array(mediaKindSchema),
  status: mediaStatusSchema,
  files: z.number(),
  segments: z.number(),
  lengthBytes: z.number(),
  durationMs: z.number().nullable(),
})

/** The columns that the indexes carry. */
const columnsSchema = z.object({
  routeId: routeIdSchema,
  direction: directionSchema,
  agentId: text,
  queue: text,
  media: mediaSummarySchema,
  reportedDurationMs: amount,
  endedAt: text,
})

const actor = { byId: z.string(), byName: z.string() }

/** Items that are older than reviews have none of it. */
const reviewSchema = z.object({
  rating: ratingItemSchema.nullable().default(null),
  isComplete: z.boolean().nullable().default(null),
  timeSpentMinutes: amount,
  categoryIds: z.array(categoryIdSchema).default([]),
  isSensitive: z.boolean().default(false),
  neverExpires: z.boolean().default(false),
  claim: z
    .object({ ...actor, takenAt: z.string(), activeAt: z.string() })
    .nullable()
    .default(null),
  reviewed: z
    .object({ ...actor, at: z.string() })
    .nullable()
    .default(null),
  notes: z.number().default(0),
})

const recordingSchema = columnsSchema.extend({
  /** Items that are older than patterns have none: they stay on the route that they are on. */
  routedBy: z.enum(['name', 'pattern', 'default']).default('name'),
  fromE164: text,
  toE164: text,
  id: recordingIdSchema,
  sessionId: z.string(),
  isSessionIdGenerated: z.boolean(),
  startedAt: z.string(),
  isStartEstimated: z.boolean(),
  ingressCallId: text,
  egressCallId: text,
  callGroupId: text,
  from: text,
  fromName: text,
  to: text,
  toName: text,
  agentName: text,
  sipHeaders: z.array(z.object({ name: z.string(), value: z.string() })),
  pauses: z.array(
    z.object({ startedAt: z.string(), endedAt: z.string(), mode: z.enum(['cut', 'silenced']), reason: text }),
  ),
  participants: z.array(participantSchema),
  arePartiesUncertain: z.boolean().default(false),
  metadataSessionId: text,
  metadataDocuments: z.number().default(0),
  hasOmittedDocuments: z.boolean().default(false),
  review: reviewSchema.prefault({}),
  customValues: z.record(z.string(), customValueSchema).default({}),
  editedFields: z.record(z.string(), z.number()),
  recorderId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number(),
})

/** The recording's item, with its places in the indexes. */
export function recordingItem(recording: Recording): Item {
  const { tenantId, ...facts } = recording
  return {
    ...withoutNulls(facts),
    ...keys.recording(tenantId, recording.id),
    timePK: timePartition(tenantId),
    routePK: routeTimePartition(tenantId, recording.routeId),
    ...(recording.agentId !== null && { agentPK: agentTimePartition(tenantId, recording.agentId) }),
    timeSK: timeSK(recording.startedAt, recording.id),
  }
}

export function readRecording(tenantId: TenantId, item: unknown): Recording {
  return { tenantId, ...parseItem('recording', recordingSchema, item) }
}

const listEntrySchema = columnsSchema.extend({
  timeSK: z.string().transform((text, context) => {
    const place = readTimeSK(text)
    const id = recordingIdSchema.safeParse(place?.id)
    if (place && id.success) return { startedAt: place.instant, recordingId: id.data }
    context.addIssue('is not a place in time')
    return z.NEVER
  }),
})

/** Reads an item as an index gives it. */
export function readListEntry(item: unknown): ListEntry {
  const { timeSK: place, ...columns } = parseItem('list entry', listEntrySchema, item)
  return { ...place, ...columns }
}
