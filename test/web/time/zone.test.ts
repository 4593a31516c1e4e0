import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourOfDay, instantOfWallTime, startOfDay, wallTimeOf } from '../../../web/time/index.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]
const anyZone = fc.constantFrom(...zones)
const anyInstant = fc.date({
  min: new Date('1990-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
})
const dateIn = (instant: Date, timeZone: string) => wallTimeOf(instant, timeZone).slice(0, 10)

describe('the start of a day', () => {
  it('is midnight in the zone, not in UTC', () => {
    const at = new Date('2026-11-23T04:30:00Z')
    expect(startOfDay(at, 'America/New_York').toISOString()).toBe('2026-11-22T05:00:00.000Z')
    expect(startOfDay(at, 'Europe/Berlin').toISOString()).toBe('2026-11-22T23:00:00.000Z')
  })

  it('counts whole days back over a change of the clocks', () => {
    const at = new Date('2026-03-30T10:00:00Z')
    expect(startOfDay(at, 'Europe/Berlin', 1).toISOString()).toBe('2026-03-28T23:00:00.000Z')
    expect(startOfDay(at, 'Europe/Berlin', 0).toISOString()).toBe('2026-03-29T22:00:00.000Z')
    expect(startOfDay(at, 'Europe/Berlin', -1).toISOString()).toBe('2026-03-30T22:00:00.000Z')
  })

  it('is the first instant of a day whose midnight the clocks jumped over', () => {
    // Beirut goes from 00:00 to 01:00 on the last Sunday of March.
    expect(startOfDay(new Date('2026-03-29T12:00:00Z'), 'Asia/Beirut').toISOString()).toBe('2026-03-28T22:00:00.000Z')
  })

  it('begins the same day, wherever and whenever', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, timeZone) => {
        const start = startOfDay(instant, timeZone)
        expect(start.getTime()).toBeLessThanOrEqual(instant.getTime())
        expect(dateIn(start, timeZone)).toBe(dateIn(instant, timeZone))
        expect(dateIn(new Date(start.getTime() - 1), timeZone)).not.toBe(dateIn(instant, timeZone))
      }),
    )
  })
})

describe('a wall time', () => {
  it('names the instant that the zone’s clocks show it', () => {
    expect(instantOfWallTime('2026-07-01T09:30', 'Europe/Berlin')?.toISOString()).toBe('2026-07-01T07:30:00.000Z')
  })

  it('that comes twice is the first of the two', () => {
    expect(instantOfWallTime('2026-10-25T02:30', 'Europe/Berlin')?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  it('that the clocks jumped over lies after the jump', () => {
    expect(instantOfWallTime('2026-03-29T02:30', 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  it.each(['', 'tomorrow', '2026-02-30T10:00', '2026-13-01T10:00', '2026-01-01T25:00', '2026-01-01'])(
    'is not %j',
    (text) => {
      expect(instantOfWallTime(text, 'UTC')).toBeUndefined()
    },
  )

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, timeZone) => {
        const text = wallTimeOf(instant, timeZone)
        const read = instantOfWallTime(text, timeZone)
        expect(read && wallTimeOf(read, timeZone)).toBe(text)
      }),
    )
  })
})

it('tells the hour of the day in the zone', () => {
  expect(hourOfDay(new Date('2026-11-23T04:30:00Z'), 'Asia/Kolkata')).toBe(10)
  expect(hourOfDay(new Date('2026-11-23T00:30:00Z'), 'UTC')).toBe(0)
})
