import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstant } from '../../../functions/domain/metadata/instants.ts'

const read = (text: string, timeZone: string) => {
  const reading = readInstant(text, timeZone)
  return reading.kind === 'instant' ? reading.instant : reading.kind
}

describe('a time without an offset', () => {
  it.for([
    ['in winter', 'Europe/Berlin', '2026-01-15T12:00:00', '2026-01-15T11:00:00.000Z'],
    ['in summer', 'Europe/Berlin', '2026-07-15T12:00:00', '2026-07-15T10:00:00.000Z'],
    ['in the last second before summer', 'Europe/Berlin', '2026-03-29T01:59:59.999', '2026-03-29T00:59:59.999Z'],
    ['that the clocks skip', 'Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
    ['in the first second of summer', 'Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T01:00:00.000Z'],
    ['that the clocks show twice', 'Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['after what they show twice', 'Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
    ['west of Greenwich, that the clocks skip', 'America/New_York', '2026-03-08T02:30:00', '2026-03-08T07:30:00.000Z'],
    ['west of Greenwich, shown twice', 'America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00.000Z'],
    ['where summer is half an hour', 'Australia/Lord_Howe', '2026-01-01T12:00:00', '2026-01-01T01:00:00.000Z'],
    ['of quarters of an hour', 'Asia/Kathmandu', '2026-06-01T00:10:00', '2026-05-31T18:25:00.000Z'],
    ['beyond the date line', 'Pacific/Kiritimati', '2026-01-01T00:00:00', '2025-12-31T10:00:00.000Z'],
    ['of a day that was skipped', 'Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00.000Z'],
    ['of UTC', 'UTC', '2026-02-28T23:59:59', '2026-02-28T23:59:59.000Z'],
    ['that begins before the epoch', 'Asia/Tokyo', '1970-01-01T08:59:59', 'not a time'],
    ['of no day', 'Asia/Tokyo', '2026-02-30T08:00:00', 'not a time'],
    ['of a zone that there is not', 'Europe/Atlantis', '2026-01-01T00:00:00', 'no offset'],
  ] as const)('%s', ([, timeZone, text, expected]) => {
    expect(read(text, timeZone)).toBe(expected)
  })

  it('with one is read by that, whatever the zone', () => {
    expect(read('2026-07-15T12:00:00-03:00', 'Europe/Berlin')).toBe('2026-07-15T15:00:00.000Z')
  })

  it('is the moment at which clocks there show it', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'America/Sao_Paulo', 'Africa/Casablanca', 'Pacific/Auckland']
    const anyDate = fc.date({ min: new Date('1975-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(anyDate, fc.constantFrom(...zones), (date, timeZone) => {
        // As people write it: `sv` is ISO 8601 but for the T.
        const shown = (instant: string) => new Date(instant).toLocaleString('sv', { timeZone }).replace(' ', 'T')
        const text = shown(date.toISOString())
        const instant = read(text, timeZone)
        expect(shown(instant)).toBe(text)
        expect(Date.parse(instant)).toBeLessThanOrEqual(date.getTime())
      }),
    )
  })
})
