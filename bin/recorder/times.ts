export type TimeRules = {
  /** IANA name of the zone in which a time without an offset is meant. */
  timeZone: string
  /** Such as `DD/MM/YYYY HH:mm:ss`; without it the forms that can be read in one way alone. */
  dateFormat?: string | undefined
}

export type TimeReading = { instant: string } | { problem: string }

/** Wall-clock time. */
type Wall = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number }

const day = String.raw`\d{4}[-_.]?\d\d[-_.]?\d\d`
const clock = String.raw`\d\d[-:._]?\d\d[-:._]?\d\d(?:[.,]\d{1,9})?`

/**
 * Forms of `{date}` in a file's name: a day, with a time where the pattern has no `{time}` of its own, or seconds or
 * milliseconds since 1970. An offset is Z or +hhmm: -hhmm could as well be the number after it.
 */
export const nameForms = {
  day: `${day}|\\d{13}|\\d{10}`,
  dayAndTime: `${day}[T _-]?${clock}(?:Z|\\+\\d{4})?|${day}|\\d{13}|\\d{10}`,
  time: clock,
}

const general =
  /^(\d{4})([-_.]?)(\d\d)\2(\d\d)(?:[T _-]?(\d\d)([-:._]?)(\d\d)(?:\6(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** An instant as RFC 3339 in UTC, from a time as people and machines write it. */
export function readTime(text: string, rules: TimeRules): TimeReading {
  if (rules.dateFormat !== undefined) return readByFormat(text, rules.dateFormat, rules.timeZone)
  if (/^\d{10}(?:\.\d{1,9})?$/.test(text)) return toInstant(Number(text) * 1000)
  if (/^\d{13}$/.test(text)) return toInstant(Number(text))
  const match = general.exec(text)
  if (!match) {
    return {
      problem: /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(text)
        ? 'day and month can be meant either way: say which with --date-format, such as "DD/MM/YYYY HH:mm:ss"'
        : 'is not a time: write it as 2026-03-01T09:30:00Z or 2026-03-01 09:30:00',
    }
  }
  const [, year, , month, date, hour = '0', , minute = '0', second = '0', fraction = '', offset] = match
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(date),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: Number(fraction.slice(0, 3).padEnd(3, '0')),
  }
  return offset === undefined ? fromWall(wall, rules.timeZone) : fromWall(wall, 'UTC', offsetMs(offset))
}

const tokens: Readonly<Record<string, { pattern: string; part: keyof Wall | 'half' }>> = {
  YYYY: { pattern: '\\d{4}', part: 'year' },
  MM: { pattern: '\\d\\d?', part: 'month' },
  DD: { pattern: '\\d\\d?', part: 'day' },
  HH: { pattern: '\\d\\d?', part: 'hour' },
  hh: { pattern: '\\d\\d?', part: 'hour' },
  mm: { pattern: '\\d\\d', part: 'minute' },
  ss: { pattern: '\\d\\d', part: 'second' },
  SSS: { pattern: '\\d{3}', part: 'ms' },
  A: { pattern: '[AaPp][Mm]', part: 'half' },
}
const tokenPattern = /YYYY|SSS|MM|DD|HH|hh|mm|ss|A/g

/** Whether a text can serve as `--date-format`: it names at least year, month and day. */
export const isDateFormat = (format: string): boolean =>
  ['YYYY', 'MM', 'DD'].every((token) => format.includes(token)) &&
  partsOf(format).length === new Set(partsOf(format)).size

const partsOf = (format: string) => (format.match(tokenPattern) ?? []).map((token) => tokens[token]?.part)

/** The regular expression of a `--date-format`, without anchors; `capturing` puts a group around each of its parts. */
export function formPatternOf(format: string, capturing = false): string {
  const literals = format.split(tokenPattern).map((text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
  const patterns = (format.match(tokenPattern) ?? []).map((token) => tokens[token]?.pattern ?? '')
  return literals
    .map((literal, i) => literal + (capturing && patterns[i] ? `(${patterns[i]})` : (patterns[i] ?? '')))
    .join('')
}

function readByFormat(text: string, format: string, timeZone: string): TimeReading {
  const found = format.match(tokenPattern) ?? []
  const groups = new RegExp(`^${formPatternOf(format, true)}$`).exec(text)?.slice(1)
  if (!groups) return { problem: `is not a time of the form ${format}` }
  const wall: Wall = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0 }
  let half: string | undefined
  found.forEach((token, i) => {
    const part = tokens[token]?.part
    if (part === 'half') half = groups[i]?.toLowerCase()
    else if (part) wall[part] = Number(groups[i])
  })
  if (half && wall.hour > 12) return { problem: `is not a time of the form ${format}` }
  if (half) wall.hour = (wall.hour % 12) + (half === 'pm' ? 12 : 0)
  return fromWall(wall, timeZone)
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function fromWall(wall: Wall, timeZone: string, offset?: number): TimeReading {
  const asUtc = new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second, wall.ms))
  const isReal =
    asUtc.getUTCFullYear() === wall.year &&
    asUtc.getUTCMonth() === wall.month - 1 &&
    asUtc.getUTCDate() === wall.day &&
    wall.hour < 24 &&
    wall.minute < 60 &&
    wall.second < 60
  if (!isReal) return { problem: 'there is no such day or time' }
  if (offset !== undefined) return toInstant(asUtc.getTime() - offset)
  // The offset of a wall-clock time follows from the instant, which follows from the offset: two rounds settle it. In the
  // hour that comes twice in autumn this takes the first; an hour that spring leaves out moves on by one.
  const before = asUtc.getTime() - zoneOffsetMs(timeZone, asUtc.getTime() - 86_400_000)
  if (zoneOffsetMs(timeZone, before) === asUtc.getTime() - before) return toInstant(before)
  const after = asUtc.getTime() - zoneOffsetMs(timeZone, before)
  return toInstant(zoneOffsetMs(timeZone, after) === asUtc.getTime() - after ? after : before)
}

function toInstant(epochMs: number): TimeReading {
  const date = new Date(epochMs)
  const isInRange = epochMs >= 0 && date.getUTCFullYear() < 10_000
  return isInRange ? { instant: date.toISOString() } : { problem: 'must lie between the years 1970 and 9999' }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function zoneOffsetMs(timeZone: string, epochMs: number): number {
  let format = formats.get(timeZone)
  if (!format) {
    const parts = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'iso8601', hourCycle: 'h23', ...parts })
    formats.set(timeZone, format)
  }
  const at = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = at
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(epochMs / 1000) * 1000
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
