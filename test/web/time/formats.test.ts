import { describe, expect, it } from 'vitest'
import { createFormats, formatDuration, spokenDuration } from '../../../web/time/index.ts'

const noon = '2026-11-23T12:00:05.250Z'

describe('a person’s formats', () => {
  it('show times in the person’s zone and language', () => {
    const formats = createFormats({ locale: 'de-DE', timeZone: 'Europe/Berlin' })
    expect(formats.dateTime(noon)).toBe('23.11.2026, 13:00:05')
    expect(formats.zoneName(new Date(noon))).toBe('MEZ')
  })

  it('say a time in full with UTC beside it', () => {
    const formats = createFormats({ locale: 'en-GB', timeZone: 'America/New_York' })
    expect(formats.fullTime(noon)).toContain('Monday')
    expect(formats.fullTime(noon)).toMatch(/12:00:05 UTC$/)
  })

  it('fall back to the machine’s where the person’s are unknown here', () => {
    const own = new Intl.DateTimeFormat().resolvedOptions()
    const formats = createFormats({ locale: 'not a locale', timeZone: 'Mars/Olympus' })
    expect(formats).toMatchObject({ locale: own.locale, timeZone: own.timeZone })
  })

  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [3_900_044, '3.9 MB'],
    [5 * 1024 ** 3, '5.4 GB'],
  ])('write %i bytes as %s', (bytes, text) => {
    expect(createFormats({ locale: 'en-GB', timeZone: 'UTC' }).bytes(bytes)).toBe(text)
  })
})

describe('a duration', () => {
  it.each([
    [0, '0:00:00', '0 seconds'],
    [499, '0:00:00', '0 seconds'],
    [1_000, '0:00:01', '1 second'],
    [59_600, '0:01:00', '1 minute'],
    [252_000, '0:04:12', '4 minutes 12 seconds'],
    [3_600_000, '1:00:00', '1 hour'],
    [36_061_000, '10:01:01', '10 hours 1 minute 1 second'],
  ])('of %i ms is written %s and said “%s”', (durationMs, written, said) => {
    expect(formatDuration(durationMs)).toBe(written)
    expect(spokenDuration(durationMs)).toBe(said)
  })
})
