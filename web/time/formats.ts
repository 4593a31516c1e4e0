import { isKnownLocale, isKnownTimeZone } from './zone.ts'

/** How instants and figures are written for one person. Every instant is RFC 3339 text, as the API gives it. */
export type Formats = {
  locale: string
  timeZone: string
  /** `Nov 23, 2026` */
  date: (instant: string) => string
  /** `2:05:09 PM` */
  time: (instant: string) => string
  /** `Nov 23, 2026, 2:05:09 PM` */
  dateTime: (instant: string) => string
  /** In full with the zone, and again in UTC: for a title, where nothing may be left to guess. */
  fullTime: (instant: string) => string
  /** The zone's short name at an instant: `CET`, `GMT+2`. */
  zoneName: (at: Date) => string
  number: (value: number) => string
  /** `3.9 MB` */
  bytes: (bytes: number) => string
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** The formats of a person; what they do not say, or what this browser does not know, is the browser's own. */
export function createFormats(person: { locale: string | null; timeZone: string | null }): Formats {
  const own = new Intl.DateTimeFormat().resolvedOptions()
  const locale = person.locale && isKnownLocale(person.locale) ? person.locale : own.locale
  const timeZone = person.timeZone && isKnownTimeZone(person.timeZone) ? person.timeZone : own.timeZone

  const date = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' })
  const dateTime = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'medium' })
  const full = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'long' })
  const utc = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' })
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
  const number = new Intl.NumberFormat(locale)
  const byteFormats = byteUnits.map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  )

  return {
    locale,
    timeZone,
    date: (instant) => date.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    fullTime: (instant) => `${full.format(new Date(instant))} · ${utc.format(new Date(instant))} UTC`,
    zoneName: (at) => zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
    number: (value) => number.format(value),
    bytes: (bytes) => {
      const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), byteFormats.length - 1)
      return byteFormats[step]?.format(bytes / 1000 ** step) ?? String(bytes)
    },
  }
}
