const [secondMs, minuteMs, hourMs] = [1_000, 60_000, 3_600_000]

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** `hh:mm:ss.ttt`; the hours take as many digits as they need. @param separator before the milliseconds */
export function formatTime(ms: number, separator: '.' | ','): string {
  const [hours, minutes, seconds] = [
    Math.floor(ms / hourMs),
    Math.floor(ms / minuteMs) % 60,
    Math.floor(ms / secondMs) % 60,
  ]
  const rest = String(ms % secondMs).padStart(3, '0')
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds)}${separator}${rest}`
}

const timePattern = /^(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})$/

/** @returns undefined for what is no time */
export function readTime(text: string): number | undefined {
  const [, hours = '0', minutes, seconds, rest] = timePattern.exec(text) ?? []
  if (minutes === undefined || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  return Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs + Number(rest)
}

/** WebVTT: two digits of minutes and a point; hours, if any, with two digits or more. */
export const isWebVttTime = (text: string): boolean => /^(\d{2,}:)?\d{2}:\d{2}\.\d{3}$/.test(text)
/** SubRip: hours always, and a comma, or, as many write, a point. */
export const isSubRipTime = (text: string): boolean => /^\d{1,4}:\d{1,2}:\d{2}[.,]\d{3}$/.test(text)

export type TimingLine = { startMs: number; endMs: number }

const arrow = '-->'
export const hasArrow = (line: string): boolean => line.includes(arrow)

/**
 * `start --> end`, and what follows the end after a space: settings, places on the screen.
 * @returns what is wrong with it
 */
export function readTimingLine(line: string, isTime: (text: string) => boolean): TimingLine | string {
  const [before = '', after = '', ...more] = line.split(arrow)
  const [start, end] = [before.trim(), after.trim().split(/\s/)[0] ?? '']
  if (more.length > 0) return 'has more than one arrow'
  const [startMs, endMs] = [start, end].map((text) => (isTime(text) ? readTime(text) : undefined))
  if (startMs === undefined) return 'does not begin with a time'
  if (endMs === undefined) return 'has no time after the arrow'
  return endMs > startMs ? { startMs, endMs } : 'does not end after it starts'
}
