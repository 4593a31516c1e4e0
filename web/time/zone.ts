/** A date and time of day as a wall clock shows them, without a zone. */
type WallClock = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const wallTimePattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/

const wallClockFormats = new Map<string, Intl.DateTimeFormat>()

function wallClockFormat(timeZone: string): Intl.DateTimeFormat {
  let format = wallClockFormats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    wallClockFormats.set(timeZone, format)
  }
  return format
}

function wallClockAt(instant: Date, timeZone: string): WallClock {
  const parts = new Map(
    wallClockFormat(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
}

const asUtc = (wall: WallClock) => {
  const date = new Date(0)
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day)
  date.setUTCHours(wall.hour, wall.minute, wall.second)
  return date.getTime()
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(instant: Date, timeZone: string): number {
  return asUtc(wallClockAt(instant, timeZone)) - Math.floor(instant.getTime() / 1000) * 1000
}

const dayMs = 24 * 3_600_000

/**
 * The instant at which the zone's clocks show a time. Where clocks went back it is the first of the two; a time that
 * the clocks jumped over becomes the same distance after the jump, as `Temporal`'s "compatible" does.
 */
function instantOf(wall: WallClock, timeZone: string): Date {
  const utc = asUtc(wall)
  // No zone changes its offset twice in two days, so the offsets on either side are the only candidates.
  const before = offsetMs(new Date(utc - dayMs), timeZone)
  const after = offsetMs(new Date(utc + dayMs), timeZone)
  for (const offset of before > after ? [before, after] : [after, before]) {
    const candidate = new Date(utc - offset)
    if (asUtc(wallClockAt(candidate, timeZone)) === utc) return candidate
  }
  return new Date(utc - before)
}

/** Midnight that began the day of `instant` in the zone, `daysBack` days earlier. */
export function startOfDay(instant: Date, timeZone: string, daysBack = 0): Date {
  const { year, month, day } = wallClockAt(instant, timeZone)
  const shifted = new Date(asUtc({ year, month, day, hour: 0, minute: 0, second: 0 }) - daysBack * dayMs)
  return instantOf(
    {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: 0,
      minute: 0,
      second: 0,
    },
    timeZone,
  )
}

/** The hour of the day, 0 to 23. */
export const hourOfDay = (instant: Date, timeZone: string): number => wallClockAt(instant, timeZone).hour

/** `2026-03-01T09:30`, the value of an `<input type="datetime-local">`, as an instant; undefined if it is none. */
export function instantOfWallTime(text: string, timeZone: string): Date | undefined {
  const match = wallTimePattern.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const wall = { year, month, day, hour, minute, second }
  // 31 April or 25:00 would roll over into another day.
  const utc = new Date(asUtc(wall))
  if (utc.getUTCMonth() + 1 !== month || utc.getUTCDate() !== day || utc.getUTCHours() !== hour) return undefined
  return instantOf(wall, timeZone)
}

/** An instant as the value of an `<input type="datetime-local">`. */
export function wallTimeOf(instant: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = wallClockAt(instant, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** Whether this browser can show times in the zone. */
export function isKnownTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone })
    return true
  } catch {
    return false
  }
}

/** Whether this browser accepts the language tag (BCP 47). */
export function isKnownLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}
