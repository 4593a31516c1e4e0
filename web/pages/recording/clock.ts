const twoDigits = (value: number) => String(value).padStart(2, '0')

/** `h:mm:ss`, rounded down: what is said at a time is not yet said the second before. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 3_600)}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
}
