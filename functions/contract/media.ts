import * as z from 'zod'
import { mediaParams } from './call-facts.ts'
import { defineRoom } from './endpoint.ts'
import { durationMsSchema, listeningIdSchema, recordingIdSchema, utcInstantSchema } from './values.ts'

const presignedUrlSchema = z.object({
  url: z.url(),
  /** At most five minutes away. */
  expiresAt: utcInstantSchema,
})

/** The outline of a file's sound, made once when it arrives; `pending`: it is being made, ask again. */
const peaksSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending') }),
  z.object({
    state: z.literal('ready'),
    /** Points of each channel; fewer the longer the sound is. */
    pointsPerSecond: z.number(),
    durationMs: z.int(),
    /** Of each channel, in base64: least and greatest sample of each point by turns, a signed byte each. */
    channels: z.array(z.base64()),
  }),
  z.object({
    state: z.literal('impossible'),
    /** The file holds no sound; nothing here decodes it; its bytes are broken. */
    reason: z.enum(['no_sound', 'no_decoder', 'unreadable', 'too_long']),
  }),
])

/**
 * `none`: nobody asked for it within the last weeks. `not_needed`: browsers play the file itself. `pictures`: a copy would lose
 * them. `too_long`: it would have over 2 GiB.
 */
const playableCopySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  /** `progress`: from 0 to 1. */
  z.object({ state: z.literal('making'), progress: z.number().min(0).max(1) }),
  z.object({ state: z.literal('ready') }),
  z.object({
    state: z.literal('impossible'),
    reason: z.enum(['not_needed', 'pictures', 'no_sound', 'no_decoder', 'unreadable', 'too_long']),
  }),
])

export const media = defineRoom({
  playMedia: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playback',
    summary: 'A URL from which a browser plays the media file, or its playable copy, with Range',
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
  getPeaks: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/peaks',
    summary: 'The outline of a media file’s sound, for a waveform',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    // It shows when somebody spoke. Whoever waits for it asks again and again.
    audit: 'search',
    params: mediaParams,
    responses: { 200: { description: 'Its points, or why there are none', schema: peaksSchema } },
    errors: ['tenant_required', 'route_permission', 'media_not_ready'],
  },
  getPlayableCopy: {
    method: 'GET',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playable-copy',
    summary: 'Whether a media file that browsers do not play has a copy that they do',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'none',
    params: mediaParams,
    responses: { 200: { description: 'How far it is', schema: playableCopySchema } },
    errors: ['tenant_required', 'route_permission', 'media_not_ready'],
  },
  makePlayableCopy: {
    method: 'POST',
    path: '/recordings/{recordingId}/segments/{seq}/media/{mediaId}/playable-copy',
    summary: 'Has a copy made that browsers play, unless there is one',
    permission: 'recording:Play',
    tenancy: 'one-tenant',
    audit: 'change',
    params: mediaParams,
    responses: { 200: { description: 'How far it is', schema: playableCopySchema } },
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
