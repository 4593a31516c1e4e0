import { describe, expect, it } from 'vitest'
import { reviewSchema } from '../../../../functions/contract/reviews.ts'
import type { Review } from '../../../../web/api/index.ts'
import {
  changesOf,
  differingFields,
  draftOf,
  minutesOf,
  problemsOf,
  rebase,
  withFields,
} from '../../../../web/pages/recording/review/draft.ts'

const review: Review = reviewSchema.parse({
  ...{ rating: 3, isComplete: null, categoryIds: ['01kzcat000000000000000000a'], isSensitive: false },
  ...{ neverExpires: false, notes: 0, status: 'notReviewed', statusById: null, statusByName: null, statusSince: null },
  ...{ recordingId: '01kzrec000000000000000000a', ratedByName: null, ratedAt: null, timeSpentMinutes: 75 },
  ...{ agentId: '7', heldUntil: null, isHeldByYou: false, denials: {} },
})
const base = draftOf(review)

describe('the draft of a review', () => {
  it('shows minutes as hours and minutes, and sends them back as they were', () => {
    expect(base).toMatchObject({ hours: '1', minutes: '15', agentId: '7' })
    expect(changesOf(base, base)).toEqual({})
    expect(draftOf({ ...review, timeSpentMinutes: null, agentId: null })).toMatchObject({ hours: '', agentId: '' })
  })

  it.each([
    ['', '', null],
    ['', '5', 5],
    ['2', '', 120],
    ['0', '0', 0],
    ['0', '90', 90],
    ['-1', '', Number.NaN],
    ['', '1.5', Number.NaN],
    ['', 'x', Number.NaN],
  ])('takes %j h %j min for %j minutes', (hours, minutes, wanted) => {
    expect(minutesOf({ hours, minutes })).toEqual(wanted)
  })

  it('says what is no time, and what is too much', () => {
    expect(problemsOf({ ...base, minutes: '-1' })).toHaveProperty('timeSpentMinutes')
    expect(problemsOf({ ...base, hours: '100' })).toHaveProperty('timeSpentMinutes')
    expect(problemsOf({ ...base, hours: '99', minutes: '59' })).toEqual({})
  })

  it('that holds what is no time, where there was none, is a change', () => {
    const none = draftOf({ ...review, timeSpentMinutes: null })
    expect(differingFields({ ...none, minutes: '-1' }, none)).toEqual(['timeSpentMinutes'])
  })

  it('sends only what was changed; clearing is a change', () => {
    const draft = { ...base, rating: null, hours: '', minutes: '', agentId: ' ', categoryIds: [] }
    expect(changesOf(draft, base)).toEqual({ rating: null, timeSpentMinutes: null, agentId: null, categoryIds: [] })
  })

  it('does not count another order of the categories as a change', () => {
    const both = { ...base, categoryIds: ['01kzcat000000000000000000b', '01kzcat000000000000000000a'] }
    expect(differingFields(both, { ...both, categoryIds: [...both.categoryIds].reverse() })).toEqual([])
  })

  it('carried over keeps what was changed here and takes what others changed elsewhere', () => {
    const mine = { ...base, rating: 5, minutes: '20' }
    const theirs = { ...base, rating: 1, isSensitive: true }
    const merged = rebase(mine, base, theirs)
    expect(merged).toMatchObject({ rating: 5, minutes: '20', isSensitive: true })
    expect(withFields(merged, ['rating'], theirs)).toMatchObject({ rating: 1, minutes: '20' })
    expect(withFields(merged, ['timeSpentMinutes'], theirs)).toMatchObject({ hours: '1', minutes: '15', rating: 5 })
  })
})
