import { basePath, reviews as endpoints } from '../contract/index.ts'
import {
  addNote,
  changeNote,
  changeReview,
  deleteNote,
  findReview,
  listHistory,
  listNotes,
  type NotePorts,
  type ReviewPorts,
  readNotesText,
  releaseReview,
  startReview,
} from '../domain/reviews/index.ts'
import { type BoundRoom, bindRoom } from './bind.ts'
import { repeatableOf } from './repeatable.ts'

export function bindReviews(ports: ReviewPorts & NotePorts): BoundRoom {
  const replied = ({ review, version }: Awaited<ReturnType<typeof findReview>>) => ({ body: review, version })
  return bindRoom(basePath, endpoints, {
    getReview: async ({ principal, params }) => replied(await findReview(ports, principal, params.recordingId)),
    changeReview: async ({ principal, params, body, baseVersion }) =>
      replied(await changeReview(ports, principal, params.recordingId, body, baseVersion)),
    startReview: async ({ principal, params, body }) =>
      replied(await startReview(ports, principal, params.recordingId, body.takeOver)),
    releaseReview: async ({ principal, params }) => replied(await releaseReview(ports, principal, params.recordingId)),
    listNotes: async ({ principal, params }) => ({ body: await listNotes(ports, principal, params.recordingId) }),
    readNotesText: async ({ principal, params }) => ({
      body: await readNotesText(ports, principal, params.recordingId),
    }),
    addNote: async ({ principal, params, body, idempotencyKey }) => {
      const repeatable = repeatableOf(principal, idempotencyKey, body)
      const { note, version, isRepeat } = await addNote(ports, principal, params.recordingId, body, repeatable)
      return { status: isRepeat ? 200 : 201, body: note, version }
    },
    changeNote: async ({ principal, params, body, baseVersion }) => {
      const { note, version } = await changeNote(ports, principal, params, body, baseVersion)
      return { body: note, version }
    },
    deleteNote: async ({ principal, params, baseVersion }) => {
      await deleteNote(ports, principal, params, baseVersion)
      return { body: undefined }
    },
    listHistory: async ({ principal, params, query }) => ({
      body: await listHistory(ports, principal, params.recordingId, query),
    }),
  })
}
