import type { Review, ReviewChanges } from '../../../api/index.ts'

/** The form as it stands; hours and minutes are what was typed. */
export type ReviewDraft = {
  rating: number | null
  isComplete: boolean | null
  hours: string
  minutes: string
  agentId: string
  categoryIds: readonly string[]
  isSensitive: boolean
  neverExpires: boolean
}

/** Fields as the API names them; hours and minutes are one. */
export const draftFields = [
  ...(['rating', 'isComplete', 'timeSpentMinutes', 'agentId', 'categoryIds', 'isSensitive', 'neverExpires'] as const),
] as const
export type DraftField = (typeof draftFields)[number]

export function draftOf(review: Review): ReviewDraft {
  const { rating, isComplete, timeSpentMinutes, agentId, categoryIds, isSensitive, neverExpires } = review
  return {
    ...{ rating, isComplete, agentId: agentId ?? '', categoryIds, isSensitive, neverExpires },
    hours: timeSpentMinutes === null ? '' : String(Math.floor(timeSpentMinutes / 60)),
    minutes: timeSpentMinutes === null ? '' : String(timeSpentMinutes % 60),
  }
}

const wholeNumber = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN)

/** Null where neither hours nor minutes are said; NaN where one of them is no whole number. */
export function minutesOf({ hours, minutes }: Pick<ReviewDraft, 'hours' | 'minutes'>): number | null {
  if (hours.trim() === '' && minutes.trim() === '') return null
  return wholeNumber(hours.trim() || '0') * 60 + wholeNumber(minutes.trim() || '0')
}

/** What each field says, in the API's terms. */
export function valuesOf(draft: ReviewDraft): Required<Omit<ReviewChanges, 'status'>> {
  const { rating, isComplete, agentId, categoryIds, isSensitive, neverExpires } = draft
  return {
    ...{ rating, isComplete, isSensitive, neverExpires, timeSpentMinutes: minutesOf(draft) },
    agentId: agentId.trim() || null,
    categoryIds: [...categoryIds].sort(),
  }
}

// What is no number is another thing than nothing, which JSON would not tell apart.
const isSame = (one: unknown, other: unknown) =>
  Array.isArray(one) ? JSON.stringify(one) === JSON.stringify(other) : Object.is(one, other)

/** The fields in which two drafts say different things. */
export function differingFields(one: ReviewDraft, other: ReviewDraft): DraftField[] {
  const [values, others] = [valuesOf(one), valuesOf(other)]
  return draftFields.filter((field) => !isSame(values[field], others[field]))
}

/** What a draft changes; only that is sent, so that nothing else counts as edited. */
export function changesOf(draft: ReviewDraft, base: ReviewDraft): ReviewChanges {
  const values = valuesOf(draft)
  return Object.fromEntries(differingFields(draft, base).map((field) => [field, values[field]]))
}

/** What can be said before the server is asked, by field. */
export function problemsOf(draft: ReviewDraft): Partial<Record<DraftField, string>> {
  const minutes = minutesOf(draft)
  if (minutes === null || (minutes >= 0 && minutes < 100 * 60)) return {}
  return {
    timeSpentMinutes: Number.isNaN(minutes) ? 'Whole hours and minutes, not less than none.' : 'Less than 100 hours.',
  }
}

const partsOf: Record<DraftField, readonly (keyof ReviewDraft)[]> = {
  ...{ rating: ['rating'], isComplete: ['isComplete'], timeSpentMinutes: ['hours', 'minutes'], agentId: ['agentId'] },
  ...{ categoryIds: ['categoryIds'], isSensitive: ['isSensitive'], neverExpires: ['neverExpires'] },
}

/** One draft with these fields as another has them. */
export function withFields(draft: ReviewDraft, fields: readonly DraftField[], of: ReviewDraft): ReviewDraft {
  const taken = fields.flatMap((field) => partsOf[field]).map((part) => [part, of[part]])
  return { ...draft, ...Object.fromEntries(taken) }
}

/**
 * A draft carried over to a review that changed meanwhile: what the person changed stays, what they left alone takes the new
 * values.
 */
export const rebase = (draft: ReviewDraft, from: ReviewDraft, onto: ReviewDraft): ReviewDraft =>
  withFields(onto, differingFields(draft, from), draft)
