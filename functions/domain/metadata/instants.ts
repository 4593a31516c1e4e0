import { epochMsIn } from './zoned.ts'

/** xs:dateTime with an offset, as RFC 3339 writes it; any number of digits after the point. */
const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/i

export type InstantReading = { kind: 'instant'; instant: string } | { kind: 'no offset' } | { kind: 'not a time' }

/**
 * A time of a metadata document as UTC with milliseconds.
 * @param timeZone IANA name, in which a time without an offset is read; without it such a one could be any of 38 hours
 */
export function readInstant(text: string, timeZone?: string): InstantReading {
  const match = pattern.exec(text.trim())
  if (!match) return { kind: 'not a time' }
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', offset = ''] = match
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`
  // Date reads February 30 as March 2.
  const local = new Date(`${clock}Z`)
  if (Number.isNaN(local.getTime()) || local.toISOString() !== `${clock}Z`) return { kind: 'not a time' }
  const zonedMs = offset === '' && timeZone !== undefined ? epochMsIn(timeZone, local.getTime()) : undefined
  if (offset === '' && zonedMs === undefined) return { kind: 'no offset' }
  const instant = new Date(zonedMs ?? `${clock}${offset.toUpperCase()}`)
  const isInRange = instant.getTime() >= 0 && instant.getUTCFullYear() < 10_000
  return isInRange ? { kind: 'instant', instant: instant.toISOString() } : { kind: 'not a time' }
}
