import { decodeTime } from 'ulid'
import type { Instant, TenantId } from '../../model/index.ts'
import { auditDayPartition, dayOf } from './keys.ts'
import { queryItems, type Table } from './read.ts'

const DAY_MS = 24 * 3_600_000
/** Days that are looked into at once. */
export const MAX_DAYS_AT_ONCE = 32

/** The day that many days later, or earlier. */
export function dayAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString())
}

/** Days from one to another, both included, at most so many. */
export function daysFrom(day: string, last: string, step: 1 | -1, most: number): string[] {
  const days: string[] = []
  for (let each = day; days.length < most && (step > 0 ? each <= last : each >= last); each = dayAfter(each, step)) {
    days.push(each)
  }
  return days
}

/** Before that day a tenant has no entries: its id tells when it was made, and clocks differ by less than a day. */
export function firstDayOf(tenantId: TenantId): string {
  const madeAt = new Date(decodeTime(tenantId.toUpperCase())).toISOString()
  return dayAfter(dayOf(madeAt), -1)
}

/** All sort keys of a day. */
export const wholeDay = (day: string): readonly [Instant, Instant] => [`${day}T`, `${day}U`]

/**
 * The first of the days on which there are entries. Days are looked into together, ever more of them, for a tenant may
 * rest for months.
 */
export async function firstDayWithEntries(
  table: Table,
  tenantId: TenantId,
  from: string,
  last: string,
): Promise<string | undefined> {
  let start = from
  for (let width = 1; start <= last; width = Math.min(2 * width, MAX_DAYS_AT_ONCE)) {
    const days = daysFrom(start, last, 1, width)
    const found = await Promise.all(
      days.map((day) =>
        queryItems(table, { partition: auditDayPartition(tenantId, day), range: wholeDay(day), limit: 1 }),
      ),
    )
    const index = found.findIndex((items) => items.length > 0)
    if (index !== -1) return days[index]
    start = dayAfter(start, width)
  }
  return undefined
}
