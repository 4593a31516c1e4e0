import { clock } from '../clock.ts'

/** `0:01:02.500` as people write it; fewer parts, and fewer digits behind the point, are taken too. */
const pattern = /^\s*(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?\s*$/

/** @returns undefined for what is no time */
export function readCueTime(text: string): number | undefined {
  const [, hours = '0', minutes, seconds, fraction = ''] = pattern.exec(text) ?? []
  if (minutes === undefined || Number(seconds) > 59) return undefined
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000 + Number(fraction.padEnd(3, '0'))
}

/** `h:mm:ss.ttt`, for whoever edits it. */
export const writeCueTime = (ms: number): string => `${clock(ms)}.${String(Math.floor(ms) % 1_000).padStart(3, '0')}`
