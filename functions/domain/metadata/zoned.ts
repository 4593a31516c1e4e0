const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a name that Intl does not know */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formats.set(timeZone, format)
  return format
}

const dayMs = 24 * 3_600_000

/** How far the zone's clocks are ahead of UTC at that moment. */
function offsetMsAt(format: Intl.DateTimeFormat, epochMs: number): number {
  const second = Math.floor(epochMs / 1000) * 1000
  const parts = new Map(format.formatToParts(second).map(({ type, value }) => [type, Number(value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - second
}

/**
 * The moment at which the clocks of a zone show a time. What they show twice, when they go back, is the first of the two;
 * what they skip, when they go forward, is as much later as they skip (RFC 5545 section 3.3.5).
 * @param localMs the time as if it were UTC's, in milliseconds of the epoch
 * @returns undefined for a zone that Intl does not know
 */
export function epochMsIn(timeZone: string, localMs: number): number | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = formatOf(timeZone)
  } catch {
    return undefined
  }
  // No zone is ahead or behind by a day, and none changes its offset twice in two.
  const before = offsetMsAt(format, localMs - dayMs)
  const after = offsetMsAt(format, localMs + dayMs)
  const shown = [localMs - before, localMs - after].filter((at) => at + offsetMsAt(format, at) === localMs)
  return shown.length === 0 ? localMs - before : Math.min(...shown)
}
