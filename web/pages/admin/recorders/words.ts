import type { RecorderHead } from '../../../api/index.ts'

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** `3 hours ago`, in the person's language; a moment less than a minute back is now. */
export function agoWords(instant: string, now: Date, locale: string): string {
  const passedMs = Math.max(0, now.getTime() - Date.parse(instant))
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const step = steps.find(({ ms }) => passedMs >= ms)
  return step ? format.format(-Math.floor(passedMs / step.ms), step.unit) : format.format(0, 'second')
}

/** `1 hour 30 minutes`, of whole minutes. */
export function minutesWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return said.join(' ')
}

/** What came of it in the last 24 hours: `120 received, 3 refused`. */
export function lastDayWords({ received24h, failed24h }: RecorderHead, number: (value: number) => string): string {
  if (received24h + failed24h === 0) return 'Nothing'
  const refused = failed24h === 0 ? '' : `, ${number(failed24h)} refused`
  return `${number(received24h)} received${refused}`
}
