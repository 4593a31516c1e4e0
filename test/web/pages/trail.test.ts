import { describe, expect, it } from 'vitest'
import { listOf, neighboursOf, nextToReview } from '../../../web/pages/recording/trail.ts'

const rows = [{ id: 'new' }, { id: 'mid' }, { id: 'old' }]

describe('the neighbours of a recording in its list', () => {
  it('are the newer above and the older below', () => {
    expect(neighboursOf(rows, 'mid')).toEqual({ newerId: 'new', olderId: 'old', position: 2 })
  })

  it('are missing at the ends', () => {
    expect(neighboursOf(rows, 'new')).toMatchObject({ newerId: null, olderId: 'mid' })
    expect(neighboursOf(rows, 'old')).toMatchObject({ newerId: 'mid', olderId: null })
  })

  it('are none where the list does not hold it', () => {
    expect(neighboursOf(rows, 'else')).toEqual({ newerId: null, olderId: null, position: null })
  })
})

describe('the list that a page was opened from', () => {
  it('is in its history entry', () => {
    expect(listOf({ list: 'range=7d' })).toBe('range=7d')
    expect(listOf({ list: '' })).toBe('')
  })

  it.each([null, undefined, 'x', {}, { list: 3 }])('is unknown from %j', (state) => {
    expect(listOf(state)).toBeUndefined()
  })
})

describe('the next recording to review', () => {
  const row = (id: string, status: 'notReviewed' | 'inReview' | 'reviewed' = 'notReviewed') => ({
    id,
    review: { status },
  })

  it('is the first below that nobody has reviewed or is reviewing', () => {
    const list = [row('a'), row('b'), row('c', 'reviewed'), row('d', 'inReview'), row('e'), row('f')]
    expect(nextToReview(list, 'b', false)).toBe('e')
  })

  it('is above once nothing is left below, and the list has no more pages', () => {
    const list = [row('a', 'reviewed'), row('b'), row('c'), row('d', 'reviewed')]
    expect(nextToReview(list, 'c', false)).toBeNull()
    expect(nextToReview(list, 'c', true)).toBe('b')
    expect(nextToReview([row('a'), row('b', 'reviewed')], 'a', true)).toBeNull()
  })

  it('is the first of all from a recording that the list does not hold', () => {
    expect(nextToReview([row('a'), row('b')], 'else', false)).toBe('a')
  })
})
