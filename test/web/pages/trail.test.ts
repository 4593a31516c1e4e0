import { describe, expect, it } from 'vitest'
import { listOf, neighboursOf } from '../../../web/pages/recording/trail.ts'

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
