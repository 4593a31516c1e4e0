import * as z from 'zod'
import { mediaParams } from './call-facts.ts'
import { defineRoom } from './endpoint.ts'
import { durationMsSchema, listeningIdSchema, recordingIdSchema, utcInstantSchema } from './values.ts'

const presignedUrlSchema = z.object({
  url: z.url(),
  /** At most five minutes away. */
  expiresAt: utcInstantSchema,
})

export const media = defineRoom({
  playMedia: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback',
    summary: 'A URL from which a browser plays the media file, with Range',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    /** Names the listening that this is part of: of other files of the recording, or a renewal. A new one without it. */
    query: z.object({ listeningId: listeningIdSchema.optional() }).strict(),
    responses: {
      200: {
        description: 'A presigned URL, and the listening that it belongs to',
        schema: presignedUrlSchema.extend({ listeningId: listeningIdSchema }),
      },
    },
    errors: ['tenant_required', 'route_permission', 'media_not_ready', 'media_not_playable'],
  },
  downloadMedia: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/download',
    summary: 'A URL that saves the media file under a telling name',
    permission: 'recording:Download',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    responses: {
      200: {
        description: 'A presigned URL and the name under which it saves',
        schema: presignedUrlSchema.extend({ fileName: z.string() }),
      },
    },
    errors: ['tenant_required', 'route_permission', 'media_not_ready'],
  },
  addRangesHeard: {
    method: 'POST',
    path: '/recordings/{recordingId}/listenings/{listeningId}',
    summary: 'What was heard in a listening of one’s own since it was said last',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'change',
    params: z.object({ recordingId: recordingIdSchema, listeningId: listeningIdSchema }),
    body: z
      .object({
        /** In milliseconds from the start of the recording; `toMs` is exclusive. */
        ranges: z
          .array(z.object({ fromMs: durationMsSchema, toMs: durationMsSchema }).strict())
          .min(1)
          .max(100),
      })
      .strict(),
    responses: { 204: { description: 'It is kept' } },
    errors: ['tenant_required'],
  },
})
