import * as z from 'zod'
import {
  mediaProblemSchema,
  mediaStateSchema,
  mediaStatusSchema,
  participantSchema,
  pauseModeSchema,
} from './call-facts.ts'
import { defineRoom } from './endpoint.ts'
import { correctionsSchema, denialSchema, recordingParams } from './recording-values.ts'
import { reviewSummarySchema } from './review-values.ts'
import {
  directionSchema,
  durationMsSchema,
  foreignIdSchema,
  instantSchema,
  mediaIdSchema,
  mediaKindSchema,
  recordingIdSchema,
  routeIdSchema,
  utcInstantSchema,
  voiceSchema,
} from './values.ts'

/** What the asker may do with one recording; the dashboard shows its actions by it. */
export const recordingActionsSchema = z.object({
  play: z.boolean(),
  download: z.boolean(),
  edit: z.boolean(),
  delete: z.boolean(),
})

/**
 * Why actions are off, one for each action that is; absent where none is. `video` says that video and screen files are
 * neither played nor downloaded, `editAgent` that the agent's id and name cannot be corrected, whatever `actions` says of
 * the rest.
 */
export const denialsSchema = z
  .object({
    play: denialSchema,
    download: denialSchema,
    edit: denialSchema,
    delete: denialSchema,
    video: denialSchema,
    editAgent: denialSchema,
  })
  .partial()

export const recordingSummarySchema = z.object({
  id: recordingIdSchema,
  routeId: routeIdSchema,
  sessionId: z.string(),
  ingressCallId: z.string().nullable(),
  egressCallId: z.string().nullable(),
  from: z.string().nullable(),
  fromName: z.string().nullable(),
  to: z.string().nullable(),
  toName: z.string().nullable(),
  /** Nothing says who called whom: From and To are the participants in the order sent. */
  arePartiesUncertain: z.boolean().default(false),
  direction: directionSchema,
  startedAt: utcInstantSchema,
  /** The recorder gave no start: it is the time of upload less the duration. */
  isStartEstimated: z.boolean(),
  endedAt: utcInstantSchema.nullable(),
  /** The recorder's value, else the span of the segments; null while neither is known. */
  durationMs: durationMsSchema.nullable(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  queue: z.string().nullable(),
  callGroupId: z.string().nullable(),
  kinds: z.array(mediaKindSchema),
  mediaStatus: mediaStatusSchema,
  review: reviewSummarySchema,
  actions: recordingActionsSchema,
  denials: denialsSchema.optional(),
})

export const mediaFileSchema = z.object({
  id: mediaIdSchema,
  kind: mediaKindSchema,
  /** From the start of its segment. */
  startOffsetMs: durationMsSchema,
  /** Whose voice each audio channel is, in channel order. */
  channels: z.array(voiceSchema),
  /** Label of the SIPREC stream in each channel; empty where the recorder gave none. */
  labels: z.array(z.string().nullable()).default([]),
  fileName: z.string().nullable(),
  contentType: z.string(),
  lengthBytes: z.int(),
  sha256: z.string(),
  state: mediaStateSchema,
  problem: mediaProblemSchema.nullable(),
  problemDetail: z.string().nullable(),
  container: z.string().nullable(),
  codec: z.string().nullable(),
  durationMs: durationMsSchema.nullable(),
  /** Whether browsers play it as it is. */
  isPlayable: z.boolean(),
})

export const segmentSchema = z.object({
  seq: z.int(),
  durationMs: durationMsSchema.nullable(),
  media: z.array(mediaFileSchema),
})

export const recordingSchema = recordingSummarySchema.extend({
  /** E.164 where the number can be read as one, by the tenant's home country. */
  fromE164: z.string().nullable().default(null),
  toE164: z.string().nullable().default(null),
  segments: z.array(segmentSchema),
  pauses: z.array(z.object({ startedAt: utcInstantSchema, endedAt: utcInstantSchema, mode: pauseModeSchema })),
  participants: z.array(participantSchema),
  /** SIP headers of the recording INVITE, as sent. */
  sipHeaders: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Facts that a person corrected; what a recorder sends later leaves them as they are. */
  editedFields: z.array(z.string()),
  createdAt: utcInstantSchema,
  updatedAt: utcInstantSchema,
})

const limit = z.coerce.number().int().min(1).max(100).default(50)

/** Narrowing of the list. `sessionId`, `callId` and `callGroupId` are exact; `callId` matches ingress or egress. */
export const listQuery = z
  .object({
    startedFrom: instantSchema.optional(),
    /** Exclusive. */
    startedBefore: instantSchema.optional(),
    sessionId: foreignIdSchema.optional(),
    callId: foreignIdSchema.optional(),
    callGroupId: foreignIdSchema.optional(),
    cursor: z.string().max(2_000).optional(),
    limit,
  })
  .strict()

export type Denials = z.output<typeof denialsSchema>

export const recordings = defineRoom({
  listRecordings: {
    method: 'GET',
    path: '/recordings',
    summary: 'Recordings that you may see, newest first',
    permission: 'recording:List',
    tenancy: 'one-tenant',
    audit: 'search',
    query: listQuery,
    responses: {
      200: {
        description: 'A page of recordings',
        schema: z.object({
          items: z.array(recordingSummarySchema),
          /** Null at the end of the list. A page may hold fewer than `limit` and still have a next. */
          nextCursor: z.string().nullable(),
          /** How far back this page has looked; null: to the end. */
          lookedBackTo: utcInstantSchema.nullable(),
        }),
      },
    },
    errors: ['tenant_required', 'invalid_cursor'],
  },
  countRecordings: {
    method: 'GET',
    path: '/recordings/counts',
    summary: 'How many recordings started in a stretch of time, and what they are like',
    permission: 'recording:List',
    tenancy: 'one-tenant',
    audit: 'none',
    query: z.object({ startedFrom: instantSchema, startedBefore: instantSchema }).strict(),
    responses: {
      200: {
        description: 'Counts of the recordings that you may see',
        schema: z.object({
          recordings: z.int(),
          durationMs: z.int(),
          byDirection: z.record(directionSchema, z.int()),
          /** With files that are missing or damaged. */
          needAttention: z.int(),
          /** False: there are more than were counted. */
          isComplete: z.boolean(),
        }),
      },
    },
    errors: ['tenant_required'],
  },
  getRecording: {
    method: 'GET',
    path: '/recordings/{recordingId}',
    summary: 'One recording with its segments and media files',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    responses: { 200: { description: 'The recording, with an ETag', schema: recordingSchema } },
    errors: ['tenant_required'],
  },
  correctRecording: {
    method: 'PATCH',
    path: '/recordings/{recordingId}',
    summary: 'Correct facts that the recorder sent',
    permission: 'recording:Edit',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    body: correctionsSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The corrected recording, with its new ETag', schema: recordingSchema } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'route_permission', 'conflict'],
  },
  deleteRecording: {
    method: 'DELETE',
    path: '/recordings/{recordingId}',
    summary: 'Delete a recording: its facts and every version of its media files',
    permission: 'recording:Delete',
    tenancy: 'one-tenant',
    audit: 'change',
    params: recordingParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone for every reader; its objects are being removed' } },
    errors: ['tenant_required', 'precondition_failed', 'precondition_required', 'route_permission', 'conflict'],
  },
})
