const split = (durationMs: number) => {
  const seconds = Math.round(durationMs / 1000)
  return { hours: Math.floor(seconds / 3600), minutes: Math.floor(seconds / 60) % 60, seconds: seconds % 60 }
}

/** `h:mm:ss`, to the nearest second. */
export function formatDuration(durationMs: number): string {
  const { hours, minutes, seconds } = split(durationMs)
  return `${hours}:${String(minutes).padStart(2, '0')}:${String(seconds).padStart(2, '0')}`
}

/** The same for a screen reader, which would read `0:04:12` as a time of day: `4 minutes 12 seconds`. */
export function spokenDuration(durationMs: number): string {
  const { hours, minutes, seconds } = split(durationMs)
  const words = [
    [hours, 'hour'],
    [minutes, 'minute'],
    [seconds, 'second'],
  ] as const
  const said = words.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return said.length > 0 ? said.join(' ') : '0 seconds'
}
