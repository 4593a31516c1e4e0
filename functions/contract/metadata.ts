import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { recordingParams } from './recording-values.ts'
import { durationMsSchema, mediaIdSchema, utcInstantSchema } from './values.ts'

/** A stretch of time in which somebody took part, or a stream was sent. */
export const spanSchema = z.object({
  /** Null where no document says. */
  from: utcInstantSchema.nullable(),
  until: utcInstantSchema.nullable(),
  /** It is over, though it may not be known since when. */
  hasEnded: z.boolean(),
})

/** One element or attribute that a vendor added, in the order sent. */
export const extensionValueSchema = z.object({
  /**
   * Where it stands, whatever its namespace: `session/ucid`, `participant/header[From]/value`, `session/agent@id`. Many
   * values may have one path.
   */
  path: z.string(),
  /** An attribute's begins with `@`. */
  name: z.string(),
  namespace: z.string().nullable(),
  /** 0 for an element that stands in its owner. */
  depth: z.int(),
  /** As sent; null for an element that only holds others. */
  value: z.string().nullable(),
})
const extensionDataSchema = z.array(extensionValueSchema)

const sessionOfCallSchema = z.object({
  sessionId: z.string(),
  groupId: z.string().nullable(),
  /** RFC 7989. */
  sipSessionIds: z.array(z.string()),
  /** Why it is recorded (RFC 7865 section 6.3). */
  reasons: z.array(z.object({ text: z.string(), protocol: z.string().nullable() })),
  startedAt: utcInstantSchema.nullable(),
  stoppedAt: utcInstantSchema.nullable(),
  /** When it was part of the recording session. */
  recorded: z.array(spanSchema),
  extensionData: extensionDataSchema,
})

const groupOfCallSchema = z.object({
  groupId: z.string(),
  spans: z.array(spanSchema),
  extensionData: extensionDataSchema,
})

/** `receives`: the streams that were sent to them, as far as the recorder tells. */
const flowSchema = z.object({
  streamId: z.string(),
  role: z.enum(['sends', 'receives']),
  /** A gap is a hold. */
  spans: z.array(spanSchema),
})

export const participantOfCallSchema = z.object({
  participantId: z.string(),
  /** The first of several; so too `aor`, an address of record as sent. */
  name: z.string().nullable(),
  aor: z.string().nullable(),
  addresses: z.array(
    z.object({
      aor: z.string().nullable(),
      names: z.array(z.object({ text: z.string(), language: z.string().nullable() })),
    }),
  ),
  role: z.enum(['caller', 'callee']).nullable(),
  sessionIds: z.array(z.string()),
  present: z.array(spanSchema),
  flows: z.array(flowSchema),
  extensionData: extensionDataSchema,
})

export const streamOfCallSchema = z.object({
  streamId: z.string(),
  sessionId: z.string().nullable(),
  /** Binds it to a media line of the recording session's SDP, and to a channel that was announced with it. */
  label: z.string().nullable(),
  /** `separate`, `mixed`, or a recorder's own word. */
  mode: z.string().nullable(),
  /** Of the SDP: `audio`, `video`, or another word. */
  kind: z.string().nullable(),
  spans: z.array(spanSchema),
  /** Participants that send it. */
  senderIds: z.array(z.string()),
  /** Which media files and channels hold it; channels are counted from 1. */
  channels: z.array(z.object({ seq: z.int(), mediaId: mediaIdSchema, channel: z.int() })),
  extensionData: extensionDataSchema,
})

/** What a document says of the call that could not be read, or was read over; it repeats no value of the document. */
export const diagnosticSchema = z.object({
  document: z.int(),
  /** Counted from 1 within the document as it was sent; null where no line is to blame. */
  line: z.int().nullable(),
  message: z.string(),
})

const documentSchema = z.object({
  number: z.int(),
  receivedAt: utcInstantSchema,
  /** In which times without an offset are read. */
  timeZone: z.string(),
  characters: z.int(),
  /** Whether it tells all that holds or what changed; null where it could not be read. */
  mode: z.enum(['complete', 'partial']).nullable(),
})

const sessionMetadataSchema = z.object({
  /** In the order in which they came; later ones are merged over earlier ones. */
  documents: z.array(documentSchema),
  /** More documents came than are kept of one recording. */
  hasOmittedDocuments: z.boolean(),
  sessions: z.array(sessionOfCallSchema),
  groups: z.array(groupOfCallSchema),
  /** Extension data of the documents themselves. */
  extensionData: extensionDataSchema,
  /**
   * What caller and callee are known by: SIP headers or the recorder's own word, a vendor's mark, or nothing but the order
   * in which participants were sent; null without participants.
   */
  partiesBy: z.enum(['header', 'mark', 'order']).nullable(),
  /** SIP headers of the recording INVITE, as sent. */
  sipHeaders: z.array(z.object({ name: z.string(), value: z.string() })),
  diagnostics: z.array(diagnosticSchema),
})

const segmentParticipantsSchema = z.object({
  segment: z.object({
    seq: z.int(),
    /** Null while durations of segments before it are not known. */
    startedAt: utcInstantSchema.nullable(),
    durationMs: durationMsSchema.nullable(),
  }),
  /** Those that took part in the segment, or may have. */
  participants: z.array(participantOfCallSchema),
  /** Those that were sent in the segment, or may have been. */
  streams: z.array(streamOfCallSchema),
  partiesBy: z.enum(['header', 'mark', 'order']).nullable(),
  diagnostics: z.array(diagnosticSchema),
})

export const metadata = defineRoom({
  getSessionMetadata: {
    method: 'GET',
    path: '/recordings/{recordingId}/session-metadata',
    summary: 'What SIPREC documents say of the call: sessions, groups, extension data, and what could not be read',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams,
    responses: { 200: { description: 'The session metadata', schema: sessionMetadataSchema } },
    errors: ['tenant_required'],
  },
  getSegmentParticipants: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/participants',
    summary: 'Who took part in a segment and when, and which stream is whose',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams.extend({ seq: z.coerce.number().int().min(1).max(9_999) }),
    responses: { 200: { description: 'Participants and streams', schema: segmentParticipantsSchema } },
    errors: ['tenant_required'],
  },
  getMetadataDocument: {
    method: 'GET',
    path: '/recordings/{recordingId}/session-metadata/documents/{number}',
    summary: 'A SIPREC document as it was sent',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: recordingParams.extend({ number: z.coerce.number().int().min(1).max(999) }),
    responses: {
      200: {
        // As a string of JSON, which no browser shows as a page whatever is in it.
        description: 'The document’s text, and a name to save it by',
        schema: z.object({ number: z.int(), receivedAt: utcInstantSchema, fileName: z.string(), text: z.string() }),
      },
    },
    errors: ['tenant_required'],
  },
})
