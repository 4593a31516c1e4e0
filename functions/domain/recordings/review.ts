import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { Instant, Review, ReviewClaim } from '../../model/index.ts'

export type ReviewSummaryView = ResponseOf<Contract['recordings']['listRecordings']>['items'][number]['review']

/** The review of a recording that nobody has looked at. */
export const notReviewed: Review = {
  ...{ rating: null, isComplete: null, timeSpentMinutes: null, categoryIds: [], isSensitive: false },
  ...{ neverExpires: false, claim: null, reviewed: null, notes: 0 },
}

/** Whoever does nothing for so long holds the review no more. */
export const claimIdleMs = 30 * 60_000

export const heldUntil = ({ activeAt }: ReviewClaim): Instant =>
  new Date(Date.parse(activeAt) + claimIdleMs).toISOString()

/** Who is at it now. */
export function claimAt({ claim }: Review, now: Instant): ReviewClaim | null {
  return claim && heldUntil(claim) > now ? claim : null
}

/** Whatever the holder edits keeps the review theirs. */
export function renewed(review: Review, byId: string, now: Instant): Review {
  const claim = claimAt(review, now)
  return claim?.byId === byId ? { ...review, claim: { ...claim, activeAt: now } } : review
}

export function viewReviewSummary(review: Review, now: Instant): ReviewSummaryView {
  const { rating, isComplete, categoryIds, isSensitive, neverExpires, notes, reviewed } = review
  const claim = claimAt(review, now)
  const holder = claim ?? reviewed
  return {
    ...{ rating: rating?.stars ?? null, isComplete, categoryIds: [...categoryIds], isSensitive, neverExpires, notes },
    status: claim ? 'inReview' : reviewed ? 'reviewed' : 'notReviewed',
    statusById: holder?.byId ?? null,
    statusByName: holder?.byName ?? null,
    statusSince: claim?.takenAt ?? reviewed?.at ?? null,
  }
}
