import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Note, Principal, Recording, RecordingId } from '../../model/index.ts'
import type { RouteLimits } from '../permissions/index.ts'
import { claimAt, heldUntil, type RecordingReaders, requireRecording, viewReviewSummary } from '../recordings/index.ts'
import { fieldDenials } from './fields.ts'

export type ReviewView = ResponseOf<Contract['reviews']['getReview']>
export type NoteView = ResponseOf<Contract['reviews']['addNote']>
/** A review as shown, and the version of its recording, which the ETag carries. */
export type VersionedReview = { review: ReviewView; version: number }

export function viewReview(
  principal: Principal,
  recording: Recording,
  limits: RouteLimits,
  now: string = principal.request.at,
): VersionedReview {
  const { review, id: recordingId, agentId, version } = recording
  const claim = claimAt(review, now)
  return {
    version,
    review: {
      ...viewReviewSummary(review, now),
      ...{ recordingId, agentId, timeSpentMinutes: review.timeSpentMinutes },
      ratedByName: review.rating?.reviewerName ?? null,
      ratedAt: review.rating?.at ?? null,
      heldUntil: claim && heldUntil(claim),
      isHeldByYou: claim?.byId === principal.id,
      denials: fieldDenials(principal, recording, limits),
    },
  }
}

export const viewNote = ({ id }: Principal, { authorId, ...note }: Note): NoteView => ({
  ...{ ...note, authorId, isYours: authorId === id },
})

/** @throws Refusal not_found */
export async function findReview(
  stores: RecordingReaders,
  principal: Principal,
  recordingId: RecordingId,
): Promise<VersionedReview> {
  const { recording, limits } = await requireRecording(stores, principal, recordingId, 'recording:Read')
  return viewReview(principal, recording, limits)
}
