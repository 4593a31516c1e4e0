import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDateFormat, readTime } from '../../../bin/recorder/times.ts'

const berlin = { timeZone: 'Europe/Berlin' }

describe('a time', () => {
  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.2504+01:00', '2026-03-01T08:30:00.250Z'],
    ['2026-03-01 09:30:00 -0530', '2026-03-01T15:00:00.000Z'],
    ['2026-03-01 09:30:00', '2026-03-01T08:30:00.000Z'],
    ['2026-07-01 09:30', '2026-07-01T07:30:00.000Z'],
    ['2026-03-29 12:00:00', '2026-03-29T10:00:00.000Z'],
    ['2026-10-25 12:00:00', '2026-10-25T11:00:00.000Z'],
    ['2026-03-01', '2026-02-28T23:00:00.000Z'],
    ['20260301-093000', '2026-03-01T08:30:00.000Z'],
    ['20260301093000', '2026-03-01T08:30:00.000Z'],
    ['2026_03_01_09-30-00', '2026-03-01T08:30:00.000Z'],
    ['1772357400', '2026-03-01T09:30:00.000Z'],
    ['1772357400.5', '2026-03-01T09:30:00.500Z'],
    ['1772357400500', '2026-03-01T09:30:00.500Z'],
  ])('%s is read', (text, instant) => {
    expect(readTime(text, berlin)).toEqual({ instant })
  })

  it.each([
    ['2026-02-29 09:30:00', 'no such day'],
    ['2026-03-01 24:00:00', 'no such day'],
    ['03/04/2026 09:30', '--date-format'],
    ['1.3.2026', '--date-format'],
    ['half past nine', 'is not a time'],
    ['1969-12-31T23:59:59Z', '1970'],
  ])('%s is refused', (text, problem) => {
    expect(readTime(text, { timeZone: 'UTC' })).toEqual({ problem: expect.stringContaining(problem) })
  })

  it('of the hour that comes twice is the first, and one that is left out moves on', () => {
    expect(readTime('2026-10-25 02:30:00', berlin)).toEqual({ instant: '2026-10-25T00:30:00.000Z' })
    expect(readTime('2026-03-29 02:30:00', berlin)).toEqual({ instant: '2026-03-29T01:30:00.000Z' })
  })

  it('is what its zone shows at that instant', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    )
    const instants = fc.date({ min: new Date('1975-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(zones, instants, (timeZone, date) => {
        const show = (instant: string) => new Date(instant).toLocaleString('sv-SE', { timeZone })
        const wall = show(date.toISOString())
        const reading = readTime(wall, { timeZone })
        expect('instant' in reading && show(reading.instant)).toBe(wall)
      }),
    )
  })
})

describe('a time of a given form', () => {
  it.each([
    ['DD/MM/YYYY HH:mm:ss', '03/04/2026 09:30:15', '2026-04-03T09:30:15.000Z'],
    ['MM/DD/YYYY hh:mm A', '3/4/2026 12:05 am', '2026-03-04T00:05:00.000Z'],
    ['MM/DD/YYYY hh:mm A', '3/4/2026 9:05 PM', '2026-03-04T21:05:00.000Z'],
    ['YYYYMMDD_HHmmss.SSS', '20260304_093015.250', '2026-03-04T09:30:15.250Z'],
  ])('%s: %s', (dateFormat, text, instant) => {
    expect(readTime(text, { timeZone: 'UTC', dateFormat })).toEqual({ instant })
  })

  it('is of no other', () => {
    const rules = { timeZone: 'UTC', dateFormat: 'DD/MM/YYYY' }
    expect(readTime('2026-03-04', rules)).toEqual({ problem: 'is not a time of the form DD/MM/YYYY' })
    expect(readTime('31/02/2026', rules)).toEqual({ problem: expect.stringContaining('no such day') })
  })

  it('names year, month and day once each', () => {
    expect(['DD/MM/YYYY', 'DD/MM', 'DD/DD/MM/YYYY', 'nonsense'].map(isDateFormat)).toEqual([true, false, false, false])
  })
})
