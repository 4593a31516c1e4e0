/** `h:mm:ss`, rounded down as clocks are read. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** `m:ss`, with hours only where there are any: for the ruler, where place is scarce. */
export function formatTick(ms: number): string {
  const text = formatClock(ms)
  return text.startsWith('0:') ? text.slice(text.startsWith('0:0') ? 3 : 2) : text
}

const plural = (value: number, unit: string) => `${value} ${unit}${value === 1 ? '' : 's'}`

/** A length of time as it is said: "1 minute 5 seconds". */
export function speakDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [
    { value: Math.floor(seconds / 3600), unit: 'hour' },
    { value: Math.floor(seconds / 60) % 60, unit: 'minute' },
    { value: seconds % 60, unit: 'second' },
  ].filter(({ value }) => value > 0)
  return parts.length === 0 ? '0 seconds' : parts.map(({ value, unit }) => plural(value, unit)).join(' ')
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map(
  (s) => s * 1000,
)

/** Times for the marks of a ruler: round ones, at most `count` of them. */
export function rulerTicks(durationMs: number, count: number): number[] {
  const stepMs = tickSteps.find((step) => durationMs / step <= count) ?? Math.ceil(durationMs / count)
  if (!(stepMs > 0) || durationMs <= 0) return [0]
  return Array.from({ length: Math.floor(durationMs / stepMs) + 1 }, (_, index) => index * stepMs)
}
