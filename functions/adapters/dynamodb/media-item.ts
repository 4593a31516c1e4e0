import * as z from 'zod'
import {
  mediaIdSchema,
  mediaKindSchema,
  mediaProblemSchema,
  mediaStateSchema,
  recordingIdSchema,
  voiceSchema,
} from '../../contract/index.ts'
import type { MediaFile, TenantId } from '../../model/index.ts'
import type { PendingMedia } from '../../ports/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys, pendingPartition, readKey, readTimeSK, timeSK } from './keys.ts'

const text = z.string().nullable().default(null)

const mediaFileSchema = z.object({
  id: mediaIdSchema,
  recordingId: recordingIdSchema,
  seq: z.number(),
  kind: mediaKindSchema,
  startOffsetMs: z.number(),
  channels: z.array(voiceSchema),
  labels: z.array(z.string().nullable()).default([]),
  fileName: text,
  contentType: z.string(),
  lengthBytes: z.number(),
  sha256: z.string(),
  state: mediaStateSchema,
  problem: mediaProblemSchema.nullable().default(null),
  problemDetail: text,
  uploadId: z.string(),
  announcedAt: z.string(),
  multipart: z.object({ id: z.string(), partBytes: z.number() }).nullable().default(null),
  versionId: text,
  container: text,
  codec: text,
  durationMs: z.number().nullable().default(null),
  isPlayable: z.boolean(),
})

/**
 * The media file's item. While the file is pending it stands in the index of times as well, under the time at which it
 * was announced: entering and leaving the list of pending files is then the same write as the change of state.
 */
export function mediaItem(tenantId: TenantId, file: MediaFile): Item {
  return {
    ...withoutNulls(file),
    ...keys.media(tenantId, file.recordingId, file.seq, file.id),
    ...(file.state === 'pending' && {
      timePK: pendingPartition(tenantId),
      timeSK: timeSK(file.announcedAt, file.id),
    }),
  }
}

export function readMediaFile(item: unknown): MediaFile {
  return parseItem('media file', mediaFileSchema, item)
}

const keysOnlySchema = z.object({ PK: z.string(), SK: z.string() })
const pendingSchema = keysOnlySchema.extend({ timeSK: z.string() })

/** Reads a pending file as the index of times gives it. */
export function readPendingMedia(item: unknown): PendingMedia {
  const pending = parseItem('pending media file', pendingSchema, item)
  const key = readKey(pending)
  const place = readTimeSK(pending.timeSK)
  if (key?.kind !== 'media' || !place) throw new Error('A stored key of kind pending media file cannot be read')
  return { recordingId: key.recordingId, mediaId: key.mediaId, seq: key.seq, announcedAt: place.instant }
}
