import type { FieldChange, Principal, RecordingId, ReviewClaim } from '../../model/index.ts'
import { entryOf } from '../audit/index.ts'
import { Refusal } from '../problems/index.ts'
import { claimAt, type EditPorts, editRecording } from '../recordings/index.ts'
import { requireFields } from './fields.ts'
import { type VersionedReview, viewReview } from './view.ts'

/** @throws Refusal in_review where somebody else is at it */
export function refuseHeld(claim: ReviewClaim | null, { id }: Principal): void {
  if (!claim || claim.byId === id) return
  throw new Refusal(
    'in_review',
    'Somebody else is reviewing this recording. Wait until they are done, or take it over.',
    [],
    [{ field: 'heldBy', now: claim.byName, byName: claim.byName, at: claim.takenAt }],
  )
}

const heldBy = (before: ReviewClaim | null, after: ReviewClaim | null): FieldChange => ({
  ...{ field: 'heldBy', noteId: null, before: before?.byName ?? null, after: after?.byName ?? null },
})

/**
 * Takes the review for the principal, or keeps it theirs; `takeOver` from whoever holds it.
 * @throws Refusal not_found, forbidden, in_review, conflict
 */
export async function startReview(
  ports: EditPorts,
  principal: Principal,
  recordingId: RecordingId,
  takeOver: boolean,
): Promise<VersionedReview> {
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Read', baseVersion: undefined },
    ({ recording: previous, limits: current }, now) => {
      requireFields(principal, previous, ['status'], current)
      const claim = claimAt(previous.review, now)
      if (!takeOver) refuseHeld(claim, principal)
      const isOwn = claim?.byId === principal.id
      const next: ReviewClaim = {
        ...{ byId: principal.id, byName: principal.person.name },
        ...{ takenAt: isOwn ? claim.takenAt : now, activeAt: now },
      }
      return {
        recording: { ...previous, review: { ...previous.review, claim: next } },
        fields: [],
        changes: isOwn ? [] : [heldBy(claim, next)],
        audit: entryOf(principal, 'startReview', { recordingId }),
      }
    },
  )
  return viewReview(principal, recording, limits, ports.clock.now())
}

/**
 * Lets go of what the principal holds; what somebody else holds stays theirs.
 * @throws Refusal not_found, forbidden, conflict
 */
export async function releaseReview(
  ports: EditPorts,
  principal: Principal,
  recordingId: RecordingId,
): Promise<VersionedReview> {
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Read', baseVersion: undefined },
    ({ recording: previous, limits: current }) => {
      requireFields(principal, previous, ['status'], current)
      const claim = claimAt(previous.review, ports.clock.now())
      if (claim?.byId !== principal.id) return undefined
      return {
        recording: { ...previous, review: { ...previous.review, claim: null } },
        fields: [],
        changes: [heldBy(claim, null)],
        audit: entryOf(principal, 'releaseReview', { recordingId }),
      }
    },
  )
  return viewReview(principal, recording, limits, ports.clock.now())
}
