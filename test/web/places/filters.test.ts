import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf, customRange, filtersOf, type ListFilters, ranges, searchOf } from '../../../web/places/index.ts'

const anyInstantText = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const anyId = fc
  .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
  .filter((id) => id.trim() === id && id.length > 0)
const anyFilters: fc.Arbitrary<ListFilters> = fc
  .record({
    range: fc.constantFrom(...ranges.map(({ id }) => id)),
    startedFrom: fc.option(anyInstantText, { nil: undefined }),
    startedBefore: fc.option(anyInstantText, { nil: undefined }),
    sessionId: fc.option(anyId, { nil: undefined }),
    callId: fc.option(anyId, { nil: undefined }),
  })
  .map(({ startedFrom, startedBefore, ...filters }) =>
    filters.range === 'custom' ? { ...filters, startedFrom, startedBefore } : filters,
  )

describe('the filters of a list', () => {
  it('come back out of the address as they went in', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        expect(filtersOf(searchOf(filters))).toEqual(filters)
      }),
    )
  })

  it('leave out what makes no sense, rather than refuse the address', () => {
    fc.assert(
      fc.property(fc.string(), (range) => {
        expect(ranges.map(({ id }) => id)).toContain(filtersOf(`range=${range}`).range)
      }),
    )
    expect(filtersOf('range=soon&startedFrom=then')).toEqual({ range: 'all' })
  })

  it('are a custom range where the address names times alone', () => {
    expect(filtersOf('startedFrom=2026-01-01T00:00:00Z')).toMatchObject({
      range: 'custom',
      startedFrom: '2026-01-01T00:00:00.000Z',
    })
  })

  it('take no times of a range that has its own', () => {
    expect(filtersOf('range=7d&startedFrom=2026-01-01T00:00:00Z')).not.toHaveProperty('startedFrom')
  })

  it('leave the address bare where nothing narrows', () => {
    expect(searchOf({ range: 'all' })).toBe('')
  })
})

describe('the bounds asked for', () => {
  const now = new Date('2026-11-23T04:30:00Z')

  it.each([
    ['today', '2026-11-22T05:00:00.000Z'],
    ['7d', '2026-11-16T05:00:00.000Z'],
    // Over the end of daylight saving time.
    ['30d', '2026-10-24T04:00:00.000Z'],
  ] as const)('of %s begin at a midnight of the person’s zone', (range, startedFrom) => {
    expect(boundsOf({ range }, now, 'America/New_York')).toEqual({ startedFrom })
  })

  it('of all time are none', () => {
    expect(boundsOf({ range: 'all' }, now, 'UTC')).toEqual({})
  })

  it('of a custom range are its own', () => {
    const startedFrom = '2026-01-01T00:00:00.000Z'
    expect(boundsOf({ range: 'custom', startedFrom }, now, 'UTC')).toEqual({ startedFrom })
  })
})

describe('a custom range', () => {
  it('is read in the person’s zone', () => {
    expect(customRange({ from: '2026-07-01T00:00', before: '2026-07-02T00:00' }, 'Europe/Berlin')).toEqual({
      startedFrom: '2026-06-30T22:00:00.000Z',
      startedBefore: '2026-07-01T22:00:00.000Z',
    })
  })

  it('may be open at either end', () => {
    expect(customRange({ from: '', before: '2026-07-02T00:00' }, 'UTC')).toEqual({
      startedFrom: undefined,
      startedBefore: '2026-07-02T00:00:00.000Z',
    })
  })

  it('that ends before it starts is refused with what to do', () => {
    expect(customRange({ from: '2026-07-02T00:00', before: '2026-07-02T00:00' }, 'UTC')).toEqual({
      problem: 'The end must come after the start.',
    })
  })
})
