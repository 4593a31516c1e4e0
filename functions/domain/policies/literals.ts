/** A decimal number, with or without an exponent; undefined for anything else, `0x10`, `Infinity` and blanks included. */
export function numberIn(text: string): number | undefined {
  let digits = 0
  for (const char of text) {
    if (isDigit(char)) digits += 1
    else if (!'+-.eE'.includes(char)) return undefined
  }
  const value = digits === 0 ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}

export function booleanIn(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}

/**
 * The bytes that base64 stands for, as a text of one character each; undefined unless it is in the one form that encoding
 * them gives (RFC 4648 sections 3.5 and 4).
 */
export function bytesIn(base64: string): string | undefined {
  try {
    const bytes = atob(base64)
    return btoa(bytes) === base64 ? bytes : undefined
  } catch {
    return undefined
  }
}

/**
 * A moment in milliseconds since 1970, or undefined. Written as W3C NOTE-datetime has it: a year, a month, a day, or a day
 * and time with seconds and fraction left out or not, with `Z` or an offset; or as seconds since 1970. Four digits alone
 * are a year.
 */
export function momentIn(text: string): number | undefined {
  const isYear = text.length === 4 && Array.from(text).every(isDigit)
  const seconds = isYear ? undefined : numberIn(text)
  if (seconds !== undefined) return seconds * 1000
  const scan = new Scan(text)
  const year = scan.digits(4)
  const month = scan.take('-') ? scan.digits(2) : 1
  const day = scan.has('-') && scan.take('-') ? scan.digits(2) : 1
  if (year === undefined || month === undefined || day === undefined) return undefined
  const midnightMs = Date.UTC(year, month - 1, day)
  const date = new Date(midnightMs)
  // Date.UTC takes the 31st of February for a day in March, and years below 100 for the last century's.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  if (scan.isOver()) return midnightMs
  const timeMs = timeOfDay(scan)
  return timeMs === undefined || text.length < '2026-01-01T00:00Z'.length ? undefined : midnightMs + timeMs
}

const minuteMs = 60_000

/** The rest of a date: `T`, hours, minutes, seconds or not, fraction or not, zone; in milliseconds after midnight UTC. */
function timeOfDay(scan: Scan): number | undefined {
  if (!scan.take('T')) return undefined
  const hour = scan.digits(2)
  const minute = scan.take(':') ? scan.digits(2) : undefined
  const second = scan.has(':') && scan.take(':') ? scan.digits(2) : 0
  const fraction = scan.has('.') && scan.take('.') ? scan.fraction() : 0
  if (hour === undefined || minute === undefined || second === undefined || fraction === undefined) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const offsetMinutes = zone(scan)
  if (offsetMinutes === undefined || !scan.isOver()) return undefined
  return (hour * 60 + minute - offsetMinutes) * minuteMs + (second + fraction) * 1000
}

function zone(scan: Scan): number | undefined {
  if (scan.take('Z')) return 0
  const sign = scan.take('+') ? 1 : scan.take('-') ? -1 : undefined
  const hours = scan.digits(2)
  const minutes = scan.take(':') ? scan.digits(2) : undefined
  if (sign === undefined || hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined
  return sign * (hours * 60 + minutes)
}

class Scan {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  has(char: string): boolean {
    return this.#text[this.#at] === char
  }

  take(char: string): boolean {
    if (!this.has(char)) return false
    this.#at += 1
    return true
  }

  digits(count: number): number | undefined {
    const text = this.#text.slice(this.#at, this.#at + count)
    if (text.length < count || !Array.from(text).every(isDigit)) return undefined
    this.#at += count
    return Number(text)
  }

  fraction(): number | undefined {
    let end = this.#at
    while (end < this.#text.length && isDigit(this.#text.charAt(end))) end += 1
    if (end === this.#at) return undefined
    const text = this.#text.slice(this.#at, end)
    this.#at = end
    return Number(`0.${text}`)
  }

  isOver(): boolean {
    return this.#at >= this.#text.length
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9'
}
