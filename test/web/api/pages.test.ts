import { describe, expect, it } from 'vitest'
import { rowAfterDeletion, rowsOf, withoutRecording, withRecording } from '../../../web/api/index.ts'
import { givenList, givenRecording, givenSummary } from './given.ts'

describe('the rows of a list', () => {
  it('are those of its pages, in order', () => {
    expect(rowsOf(givenList(['a', 'b'], ['c'])).map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c'])
    expect(rowsOf(undefined)).toEqual([])
  })

  it('hold a recording once, though it slid into the next page while that was read', () => {
    expect(rowsOf(givenList(['a', 'b'], ['b', 'c'])).map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c'])
  })

  it('are without a recording that was deleted', () => {
    const list = withoutRecording(givenList(['a', 'b'], ['c']), givenSummary('b').id)
    expect(rowsOf(list).map(({ sessionId }) => sessionId)).toEqual(['a', 'c'])
  })

  it('show a recording as it was corrected, and only that one', () => {
    const list = withRecording(givenList(['a', 'b']), { ...givenRecording('b'), queue: 'Sales' })
    expect(rowsOf(list).map(({ queue }) => queue)).toEqual([null, 'Sales'])
  })
})

describe('the focus after a deletion', () => {
  const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

  it('goes to the row that takes the place', () => expect(rowAfterDeletion(rows, 'b')).toBe('c'))
  it('goes up where it was the last', () => expect(rowAfterDeletion(rows, 'c')).toBe('b'))
  it('goes nowhere where none is left', () => expect(rowAfterDeletion([{ id: 'a' }], 'a')).toBeNull())
  it('goes nowhere from a row that is not there', () => expect(rowAfterDeletion(rows, 'z')).toBeNull())
})
