import * as z from 'zod'
import { segmentParams } from './call-facts.ts'
import { dtmfDigitSchema, dtmfSourceSchema, dtmfWithheldSchema } from './dtmf.ts'
import { defineRoom } from './endpoint.ts'
import {
  cueChangesSchema,
  cueHistorySchema,
  cueSchema,
  importBodySchema,
  newCueSchema,
  transcriptFormatSchema,
  transcriptSchema,
} from './transcript.ts'

const transcriptPath = '/recordings/{recordingId}/segments/{seq}/transcript'
const cueParams = segmentParams.extend({ cueId: z.coerce.number().int().min(1).max(999_999_999) })

export const segments = defineRoom({
  getDtmf: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/dtmf',
    summary: 'The digits that were pressed in a segment',
    permission: 'recording:Read',
    tenancy: 'one-tenant',
    audit: 'access',
    params: segmentParams,
    responses: {
      200: {
        description: 'The digits in the order of their times; without recording:ReadDtmf they are masked',
        schema: z.object({
          events: z.array(
            z.object({
              /** Null where it is masked. */
              digit: dtmfDigitSchema.nullable(),
              /** From the start of the segment; in whole seconds where the digit is masked. */
              offsetMs: z.int(),
              /** Null where the recorder did not say, and where the digit is masked. */
              durationMs: z.int().nullable(),
              source: dtmfSourceSchema,
              participantId: z.string().nullable(),
            }),
          ),
          isMasked: z.boolean(),
          /** Whether digits are kept of calls on the recording’s route, as it is set now. */
          isRecorded: z.boolean(),
          /** Digits that were not kept, as stretches of time. */
          withheld: z.array(z.object({ reason: dtmfWithheldSchema, stretches: z.int() })),
        }),
      },
    },
    errors: ['tenant_required'],
  },
  getTranscript: {
    method: 'GET',
    path: transcriptPath,
    summary: 'What was said in a segment',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'access',
    params: segmentParams,
    responses: {
      200: { description: 'The transcript, with an ETag; without cues where there is none', schema: transcriptSchema },
    },
    errors: ['tenant_required', 'route_permission'],
  },
  importTranscript: {
    method: 'POST',
    path: `${transcriptPath}/import`,
    summary: 'Put a transcript in place of what is there',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: segmentParams,
    body: importBodySchema,
    maxBodyBytes: 4_000_000,
    ifMatch: 'required',
    responses: { 200: { description: 'The transcript, with its new ETag', schema: transcriptSchema } },
    errors: [
      ...(['tenant_required', 'route_permission', 'invalid_transcript', 'precondition_failed'] as const),
      ...(['precondition_required', 'body_too_large', 'unsupported_media_type', 'conflict'] as const),
    ],
  },
  removeTranscript: {
    method: 'DELETE',
    path: transcriptPath,
    summary: 'Take the transcript of a segment away',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: segmentParams,
    ifMatch: 'required',
    responses: { 204: { description: 'There is none' } },
    errors: ['tenant_required', 'route_permission', 'precondition_failed', 'precondition_required', 'conflict'],
  },
  exportTranscript: {
    method: 'GET',
    path: `${transcriptPath}/export`,
    summary: 'The transcript of a segment as a file',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'access',
    params: segmentParams,
    query: z.object({ format: transcriptFormatSchema }).strict(),
    responses: {
      200: {
        description: 'What the file holds, and how it is called',
        schema: z.object({ fileName: z.string(), contentType: z.string(), text: z.string() }),
      },
    },
    errors: ['tenant_required', 'route_permission', 'transcript_not_timed'],
  },
  addCue: {
    method: 'POST',
    path: `${transcriptPath}/cues`,
    summary: 'Add a cue',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: segmentParams,
    body: newCueSchema,
    idempotencyKey: true,
    responses: { 201: { description: 'The cue, with its ETag', schema: cueSchema } },
    errors: ['tenant_required', 'route_permission', 'invalid_transcript', 'idempotency_key_reused', 'conflict'],
  },
  changeCue: {
    method: 'PATCH',
    path: `${transcriptPath}/cues/{cueId}`,
    summary: 'Edit a cue; edits of different cues do not get in each other’s way',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: cueParams,
    body: cueChangesSchema,
    ifMatch: 'required',
    responses: { 200: { description: 'The cue, with its new ETag', schema: cueSchema } },
    errors: [
      ...(['tenant_required', 'route_permission', 'invalid_transcript', 'precondition_failed'] as const),
      ...(['precondition_required', 'conflict'] as const),
    ],
  },
  removeCue: {
    method: 'DELETE',
    path: `${transcriptPath}/cues/{cueId}`,
    summary: 'Take a cue away',
    permission: 'recording:Review',
    tenancy: 'one-tenant',
    audit: 'change',
    params: cueParams,
    ifMatch: 'required',
    responses: { 204: { description: 'It is gone' } },
    errors: ['tenant_required', 'route_permission', 'precondition_failed', 'precondition_required', 'conflict'],
  },
  listCueHistory: {
    method: 'GET',
    path: `${transcriptPath}/cues/{cueId}/history`,
    summary: 'How a cue came to what it says, also of one that is gone',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'access',
    params: cueParams,
    responses: { 200: { description: 'Its changes, newest first', schema: cueHistorySchema } },
    errors: ['tenant_required', 'route_permission'],
  },
})
