import * as z from 'zod'
import { defineRoom } from './endpoint.ts'
import { mediaIdSchema, recordingIdSchema, utcInstantSchema } from './values.ts'

export const mediaParams = z.object({
  recordingId: recordingIdSchema,
  seq: z.coerce.number().int().min(1).max(9_999),
  mediaId: mediaIdSchema,
})

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
    params: mediaParams,
    responses: { 200: { description: 'A presigned URL', schema: presignedUrlSchema } },
    errors: ['tenant_required', 'route_permission', 'media_not_ready', 'media_not_playable'],
  },
  downloadMedia: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/download',
    summary: 'A URL that saves the media file under a telling name',
    permission: 'recording:Download',
    tenancy: 'one-tenant',
    params: mediaParams,
    responses: {
      200: {
        description: 'A presigned URL and the name under which it saves',
        schema: presignedUrlSchema.extend({ fileName: z.string() }),
      },
    },
    errors: ['tenant_required', 'route_permission', 'media_not_ready'],
  },
})
