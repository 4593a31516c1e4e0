import type { z } from 'zod'
import { recordingSchema } from '../../../functions/contract/recordings.ts'
import type { MediaFile, Recording } from '../../../web/player/engine/recording.ts'

const at = '2026-03-01T09:30:00.000Z'
/** An id with a readable end: `01k0000000000000000000000a`. */
const idOf = (number: number) =>
  `01k${number
    .toString(32)
    .replace(/[ilou]/g, 'z')
    .padStart(23, '0')}`

type FileFacts = Partial<Omit<z.input<typeof recordingSchema>['segments'][number]['media'][number], 'id'>> & {
  id?: number
}

let fileCount = 0

/** A file of 10 s that plays, unless said otherwise. */
export function givenFile({ id, ...facts }: FileFacts = {}): MediaFile {
  fileCount += 1
  const file = {
    id: idOf(id ?? 1000 + fileCount),
    kind: 'audio',
    startOffsetMs: 0,
    channels: ['caller'],
    fileName: null,
    contentType: 'audio/wav',
    lengthBytes: 1,
    sha256: '0',
    state: 'available',
    problem: null,
    problemDetail: null,
    container: 'wav',
    codec: 'pcm-s16',
    durationMs: 10_000,
    isPlayable: true,
    ...facts,
  }
  return recordingSchema.shape.segments.element.shape.media.element.parse(file)
}

/** A recording whose segments hold the given files, numbered from 1. */
export function givenRecording(segments: readonly (readonly MediaFile[])[], facts: Partial<Recording> = {}): Recording {
  const recording = recordingSchema.parse({
    id: idOf(1),
    routeId: idOf(2),
    sessionId: 'session',
    ingressCallId: null,
    egressCallId: null,
    from: null,
    fromName: null,
    to: null,
    toName: null,
    direction: 'inbound',
    startedAt: at,
    isStartEstimated: false,
    endedAt: null,
    durationMs: null,
    agentId: null,
    agentName: null,
    queue: null,
    callGroupId: null,
    kinds: [],
    review: {
      ...{ rating: null, isComplete: null, categoryIds: [], isSensitive: false, neverExpires: false, notes: 0 },
      ...{ status: 'notReviewed', statusById: null, statusByName: null, statusSince: null },
    },
    mediaStatus: 'complete',
    actions: { play: true, download: true, edit: true, delete: true },
    segments: segments.map((media, index) => ({ seq: index + 1, durationMs: null, media })),
    pauses: [],
    participants: [],
    sipHeaders: [],
    editedFields: [],
    createdAt: at,
    updatedAt: at,
  })
  return { ...recording, ...facts }
}
