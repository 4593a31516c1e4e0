import type { BodyOf, Contract, FieldValue, ReviewField } from '../../contract/index.ts'
import type { CategoryId, Principal, Rating, Recording, RecordingId, Review, TenantId } from '../../model/index.ts'
import type { CategoryStore } from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { Refusal } from '../problems/index.ts'
import { claimAt, differing, type EditPorts, editRecording, type PlannedField } from '../recordings/index.ts'
import { refuseHeld } from './claim.ts'
import { requireFields } from './fields.ts'
import { type VersionedReview, viewReview } from './view.ts'

export type ReviewChanges = BodyOf<Contract['reviews']['changeReview']>
export type ReviewPorts = EditPorts & { categories: Pick<CategoryStore, 'categories'> }

/** What a field that can be set holds, in the words of the contract. */
const valuesOf = ({ review, agentId }: Pick<Recording, 'review' | 'agentId'>) =>
  ({
    rating: review.rating?.stars ?? null,
    isComplete: review.isComplete,
    timeSpentMinutes: review.timeSpentMinutes,
    agentId,
    categoryIds: [...review.categoryIds],
    isSensitive: review.isSensitive,
    neverExpires: review.neverExpires,
    status: review.reviewed ? 'reviewed' : 'notReviewed',
  }) satisfies Record<Exclude<ReviewField, 'notes'>, FieldValue>

type Settable = keyof ReturnType<typeof valuesOf>

/**
 * Writes what a person says of a recording, all of it or nothing. To say what is so already is no edit, and meets nobody's.
 * @param baseVersion the version of If-Match; undefined for `*`
 * @throws Refusal not_found; forbidden, route_permission naming the fields; invalid_request for a category that there is not;
 *   in_review, precondition_failed telling what was changed, conflict
 */
export async function changeReview(
  ports: ReviewPorts,
  principal: Principal,
  recordingId: RecordingId,
  changes: ReviewChanges,
  baseVersion: number | undefined,
): Promise<VersionedReview> {
  const { tenantId } = principal
  const names = Object.keys(changes) as Settable[] // as its schema has them
  const { recording, limits } = await editRecording(
    ports,
    principal,
    recordingId,
    { permission: 'recording:Read', baseVersion },
    async ({ recording: previous, limits: current }, now) => {
      requireFields(principal, previous, names, current)
      const held = valuesOf(previous)
      const fields = differing(
        names.map((field): PlannedField => ({ field, now: held[field], next: nextOf(changes, field, held) })),
      )
      if (changes.status !== undefined) refuseHeld(claimAt(previous.review, now), principal)
      await requireCategories(ports, tenantId, previous.review, changes.categoryIds)
      // Who says again that they have reviewed it lets go of it all the same.
      const letsGo = changes.status !== undefined && claimAt(previous.review, now) !== null
      if (fields.length === 0 && !letsGo) return undefined
      const edited = new Set(fields.map(({ field }) => field))
      return {
        fields,
        recording: {
          ...previous,
          ...(edited.has('agentId') && { agentId: changes.agentId ?? null }),
          review: reviewAfter(previous, changes, edited, { principal, now }),
        },
        audit: entryOf(principal, 'changeReview', { recordingId }, { fields: fields.map(({ field }) => field) }),
      }
    },
  )
  return viewReview(principal, recording, limits, ports.clock.now())
}

/** Categories are a set: in whatever order they are named, they are kept in one. */
function nextOf(changes: ReviewChanges, field: Settable, held: ReturnType<typeof valuesOf>): FieldValue {
  const next = changes[field]
  return Array.isArray(next) ? next.toSorted() : next === undefined ? held[field] : next
}

type Said = { principal: Principal; now: string }

function reviewAfter(previous: Recording, changes: ReviewChanges, edited: ReadonlySet<string>, said: Said): Review {
  const { review } = previous
  const { isComplete, timeSpentMinutes, isSensitive, neverExpires, categoryIds, status } = changes
  return {
    ...review,
    ...(isComplete !== undefined && { isComplete }),
    ...(timeSpentMinutes !== undefined && { timeSpentMinutes }),
    ...(isSensitive !== undefined && { isSensitive }),
    ...(neverExpires !== undefined && { neverExpires }),
    ...(categoryIds !== undefined && { categoryIds: categoryIds.toSorted() }),
    ...(edited.has('rating') && { rating: ratingOf(previous, changes.rating ?? null, said) }),
    ...(status !== undefined && { claim: null }),
    ...(edited.has('status') && { reviewed: status === 'reviewed' ? reviewedBy(said) : null }),
  }
}

const reviewedBy = ({ principal, now }: Said) => ({ byId: principal.id, byName: principal.person.name, at: now })

/** Of the agent and the route that the recording has now. */
function ratingOf(previous: Recording, stars: number | null, { principal, now }: Said): Rating | null {
  if (stars === null) return null
  const { agentId, routeId, version } = previous
  return {
    ...{ stars, reviewerId: principal.id, reviewerName: principal.person.name, agentId, routeId, at: now },
    version: version + 1,
  }
}

/**
 * A retired category stays on recordings that have it, and is put on no other.
 * @throws Refusal invalid_request naming each that is wrong
 */
async function requireCategories(
  { categories }: ReviewPorts,
  tenantId: TenantId,
  { categoryIds: held }: Review,
  asked: readonly CategoryId[] | undefined,
): Promise<void> {
  const added = asked?.filter((id) => !held.includes(id)) ?? []
  if (added.length === 0) return
  const known = new Map((await categories.categories(tenantId)).map((category) => [category.id, category]))
  const errors = (asked ?? []).flatMap((id, index) => {
    if (!added.includes(id)) return []
    const category = known.get(id)
    if (category && category.retiredAt === null) return []
    return { field: `categoryIds[${index}]`, message: category ? 'is retired' : 'is no category of this tenant' }
  })
  if (errors.length === 0) return
  throw new Refusal('invalid_request', 'Choose among the categories of the tenant that are not retired.', errors)
}
