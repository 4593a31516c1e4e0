import * as z from 'zod'
import { mediaParams, mediaStateSchema, pauseSchema, segmentParams } from './call-facts.ts'
import { dtmfOutcomeSchema, sentDtmfEventsSchema } from './dtmf.ts'
import { defineRoom } from './endpoint.ts'
import {
  directionSchema,
  durationMsSchema,
  foreignIdSchema,
  instantSchema,
  mediaIdSchema,
  mediaKindSchema,
  recordingIdSchema,
  sha256Schema,
  shortText,
  utcInstantSchema,
  voiceSchema,
} from './values.ts'

/** Facts of a call; each may come now, later or never. */
export const callFactsSchema = z.object({
  /** The recorder's id of the call (X-ISR-UCID); unique per tenant. */
  sessionId: foreignIdSchema.optional(),
  ingressCallId: foreignIdSchema.optional(),
  egressCallId: foreignIdSchema.optional(),
  from: shortText(255).optional(),
  fromName: shortText(255).optional(),
  to: shortText(255).optional(),
  toName: shortText(255).optional(),
  direction: directionSchema.optional(),
  startedAt: instantSchema.optional(),
  endedAt: instantSchema.optional(),
  durationMs: durationMsSchema.optional(),
  agentId: shortText(128).optional(),
  agentName: shortText(255).optional(),
  queue: shortText(128).optional(),
  /** Joins the recordings of one call across transfers and legs (RFC 7865 group). */
  callGroupId: foreignIdSchema.optional(),
})

const segmentSeqSchema = z.int().min(1).max(9_999)

export const announcedMediaSchema = z
  .object({
    segment: segmentSeqSchema.default(1),
    kind: mediaKindSchema.default('audio'),
    startOffsetMs: durationMsSchema.default(0),
    channels: z.array(voiceSchema).max(16).default([]),
    /**
     * Label of the SIPREC stream in each channel, in channel order; null where it is not known. A channel whose voice is not
     * said, or unknown, is then of the participant that sends the stream (RFC 7865 section 6.8).
     */
    labels: z.array(shortText(255).nullable()).max(16).default([]),
    /** One upload takes at most 5 GiB, as S3's PutObject does. */
    lengthBytes: z
      .int()
      .min(0)
      .max(5 * 1024 ** 3),
    sha256: sha256Schema,
    contentType: z
      .string()
      .max(127)
      .regex(/^[a-zA-Z0-9!#$&^_.+-]+\/[a-zA-Z0-9!#$&^_.+-]+$/, 'must be a media type such as audio/wav'),
    fileName: shortText(255).optional(),
  })
  .strict()

export const ingestBodySchema = callFactsSchema
  .extend({
    /** Name of the route; without one the numbers choose it, else it is the Default route. */
    route: shortText(128).optional(),
    /** SIP headers of the recording INVITE, such as X-ISR-UCID, Call-ID and P-Asserted-Identity. */
    sipHeaders: z
      .array(z.object({ name: z.string().regex(/^[A-Za-z0-9!%*_+`'~.-]{1,64}$/), value: shortText(1_024) }).strict())
      .max(64)
      .optional(),
    pauses: z.array(pauseSchema).max(100).optional(),
    /**
     * The recording session's metadata document (RFC 7865), alone or within the INVITE's multipart body; later ones of a
     * call are merged with it in the order in which they come. One over 256 kB is kept, and not read.
     */
    siprec: z.string().max(1_048_576).optional(),
    media: z.array(announcedMediaSchema).max(30).optional(),
    /** Digits that were pressed, by segment. Where the route does not record them they are dropped. */
    dtmf: z
      .array(z.object({ segment: segmentSeqSchema.default(1), events: sentDtmfEventsSchema }).strict())
      .max(30)
      .optional(),
  })
  .strict()
  .refine((body) => !body.startedAt || !body.endedAt || body.startedAt <= body.endedAt, {
    path: ['endedAt'],
    error: 'must not lie before startedAt',
  })

/** A PUT that S3 takes only with exactly these headers and a body of that length and checksum. */
export const uploadSchema = z.object({
  method: z.literal('PUT'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: utcInstantSchema,
})

/** How a file is cut into parts: all have `partBytes` but the last. */
const partsPlanShape = {
  partBytes: z.int(),
  count: z.int().min(1).max(10_000),
}

const partNumberSchema = z.int().min(1).max(10_000)

const ingestedMediaSchema = z.object({
  id: mediaIdSchema,
  segment: z.int(),
  sha256: z.string(),
  state: mediaStateSchema,
  /** Null once the file has arrived. */
  upload: uploadSchema.nullable(),
  /** The other way to send it, in parts that can be sent at once and resumed; null once it has arrived and below 5 MiB. */
  parts: z
    .object({
      ...partsPlanShape,
      /** The file is so large that a cut line would cost too much: over 64 MiB. */
      isAdvised: z.boolean(),
    })
    .nullable(),
})

const partUploadSchema = uploadSchema.extend({ number: partNumberSchema })
const arrivedPartSchema = z.object({ number: partNumberSchema, lengthBytes: z.int(), sha256: z.string() })

const ingestResultSchema = z.object({
  recordingId: recordingIdSchema,
  sessionId: z.string(),
  /** The files named in this request, in its order. */
  media: z.array(ingestedMediaSchema),
  /** What became of the digits of this request; null where it named none. */
  dtmf: dtmfOutcomeSchema.nullable(),
})

export const ingest = defineRoom({
  ingestRecording: {
    method: 'POST',
    path: '/recordings',
    summary: 'Announce a call: its facts and its media files, all at once or bit by bit',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'change',
    body: ingestBodySchema,
    maxBodyBytes: 1024 * 1024,
    idempotencyKey: true,
    responses: {
      201: { description: 'A new recording', schema: ingestResultSchema },
      200: { description: 'The recording that was there, with what this request added', schema: ingestResultSchema },
    },
    errors: ['contradiction', 'conflict', 'idempotency_key_reused', 'body_too_large', 'unsupported_media_type'],
  },
  addDtmf: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/dtmf',
    summary: 'Add digits that were pressed in a segment; the same again changes nothing',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'change',
    params: segmentParams,
    body: z.object({ events: sentDtmfEventsSchema }).strict(),
    maxBodyBytes: 256 * 1024,
    responses: { 200: { description: 'What became of them', schema: dtmfOutcomeSchema } },
    errors: ['contradiction', 'conflict', 'body_too_large', 'unsupported_media_type'],
  },
  reissueUpload: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/upload',
    summary: 'A fresh upload URL for a media file that has not arrived',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    responses: { 200: { description: 'A presigned upload', schema: uploadSchema } },
    errors: ['media_accepted', 'conflict'],
  },
  uploadParts: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/upload/parts',
    summary: 'Upload URLs for parts of a media file, for the first time or afresh',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    body: z
      .object({
        parts: z
          .array(z.object({ number: partNumberSchema, sha256: sha256Schema }).strict())
          .min(1)
          .max(100),
      })
      .strict(),
    responses: {
      200: {
        description: 'How the file is cut, and a presigned upload for each part asked for, in that order',
        schema: z.object({ ...partsPlanShape, uploads: z.array(partUploadSchema) }),
      },
    },
    errors: ['media_accepted', 'conflict'],
  },
  listUploadParts: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/upload/parts',
    summary: 'Which parts of a media file have arrived',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'none',
    params: mediaParams,
    responses: {
      200: {
        description: 'How the file is cut, and the parts that are there',
        schema: z.object({ ...partsPlanShape, arrived: z.array(arrivedPartSchema) }),
      },
    },
    errors: ['media_accepted'],
  },
  abortUpload: {
    method: 'DELETE',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/upload/parts',
    summary: 'Drop the parts that have arrived; the file stays announced',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    responses: { 204: { description: 'There are no parts of the file' } },
    errors: ['conflict'],
  },
  completeUpload: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/upload/complete',
    summary: 'Put the parts of a media file together; the same again answers the same',
    permission: 'recording:Ingest',
    tenancy: 'one-tenant',
    audit: 'none',
    params: mediaParams,
    responses: {
      200: {
        description: 'All parts are there; the file is pending until its SHA-256 has been computed',
        schema: z.object({ state: mediaStateSchema }),
      },
    },
    errors: ['media_not_ready', 'conflict'],
  },
})
