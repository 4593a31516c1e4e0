import { recordingSchema, recordingSummarySchema } from '../../../functions/contract/recordings.ts'
import type { LoadedList, Recording, RecordingSummary } from '../../../web/api/index.ts'

/** A recording id that ends in a name: `01k00000000000000000000000` with its last letters replaced. */
const idOf = (name: string) => `01k${name.replace(/[^0-9a-hjkmnp-tv-z]/g, '0').padStart(23, '0')}`

const facts = (name: string) => ({
  id: idOf(name),
  routeId: idOf('r'),
  sessionId: name,
  ingressCallId: null,
  egressCallId: null,
  from: '+14155550123',
  fromName: null,
  to: '4021',
  toName: null,
  direction: 'inbound',
  startedAt: '2026-11-23T09:00:00.000Z',
  isStartEstimated: false,
  endedAt: null,
  durationMs: 60_000,
  agentId: null,
  agentName: null,
  queue: null,
  callGroupId: null,
  kinds: ['audio'],
  review: {
    ...{ rating: null, isComplete: null, categoryIds: [], isSensitive: false, neverExpires: false, notes: 0 },
    ...{ status: 'notReviewed', statusById: null, statusByName: null, statusSince: null },
  },
  mediaStatus: 'complete',
  actions: { play: true, download: true, edit: true, delete: true },
})

/** A recording as lists give it, held to the contract. */
export const givenSummary = (name: string): RecordingSummary => recordingSummarySchema.parse(facts(name))

/** A recording in full, with an available file and a pending one. */
export function givenRecording(name: string): Recording {
  const file = (id: string, state: 'available' | 'pending') => ({
    id: idOf(id),
    kind: 'audio',
    startOffsetMs: 0,
    channels: ['caller', 'participant:p2'],
    fileName: null,
    contentType: 'audio/wav',
    lengthBytes: 1_000,
    sha256: 'ab',
    state,
    problem: null,
    problemDetail: null,
    container: null,
    codec: null,
    durationMs: null,
    isPlayable: state === 'available',
  })
  return recordingSchema.parse({
    ...facts(name),
    segments: [
      { seq: 1, durationMs: null, media: [file('m1', 'available'), file('m2', 'pending')] },
      { seq: 2, durationMs: null, media: [{ ...file('m3', 'available'), state: 'damaged' }] },
    ],
    pauses: [],
    participants: [{ participantId: 'p2', aor: 'sip:4021@pbx.example', name: 'Uma Thornton' }],
    sipHeaders: [],
    editedFields: [],
    createdAt: '2026-11-23T09:00:00.000Z',
    updatedAt: '2026-11-23T09:00:00.000Z',
  })
}

/** A list of which these pages are loaded, by session id. */
export const givenList = (...pages: string[][]): LoadedList => ({
  pages: pages.map((names) => ({ items: names.map(givenSummary), nextCursor: null, lookedBackTo: null })),
  pageParams: pages.map(() => null),
})
