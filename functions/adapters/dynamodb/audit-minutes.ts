import type { Instant, TenantId } from '../../model/index.ts'
import type { AuditMinute, AuditMinutes } from '../../ports/index.ts'
import { dayAfter, firstDayOf, firstDayWithEntries, wholeDay } from './audit-days.ts'
import { sealOf } from './audit-item.ts'
import type { Item } from './item.ts'
import { auditDayPartition, dayOf, justAfter, justBefore } from './keys.ts'
import { queryItems, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'

const MINUTE_MS = 60_000
const PAGE_ITEMS = 1_000

const minuteAfter = (minute: Instant) => new Date(Date.parse(minute) + MINUTE_MS).toISOString()
const minuteOf = (item: Item): Instant => `${item.SK.slice(0, 16)}:00.000Z`

/** What the audit of a tenant wrote, minute by minute, read consistently. */
export function auditMinutes(clientsFor: ClientsFor, tableName: string): AuditMinutes {
  return {
    async minutes(tenantId, after, before, limit) {
      const table: Table = { ...(await clientsFor(tenantId)), tableName }
      const minutes: AuditMinute[] = []
      const lastDay = dayOf(before)
      let from = [minuteAfter(after), `${firstDayOf(tenantId)}T00:00:00.000Z`].sort().at(-1) ?? after
      while (minutes.length < limit) {
        const day = await firstDayWithEntries(table, tenantId, dayOf(from), lastDay)
        if (day === undefined) break
        const range = [
          day === dayOf(from) ? from : wholeDay(day)[0],
          firstOf(justBefore(before), wholeDay(day)[1]),
        ] as const
        minutes.push(...(await minutesOfDay(table, tenantId, day, range, limit - minutes.length)))
        from = `${dayAfter(day, 1)}T00:00:00.000Z`
      }
      return minutes
    },
  }
}

const firstOf = (one: string, other: string) => (one < other ? one : other)

/** Reads on until the last of the minutes is known to be whole. */
async function minutesOfDay(
  table: Table,
  tenantId: TenantId,
  day: string,
  [from, to]: readonly [string, string],
  limit: number,
): Promise<AuditMinute[]> {
  const minutes: AuditMinute[] = []
  for (let next = from; ; ) {
    const partition = auditDayPartition(tenantId, day)
    // Items of a table have its keys.
    const items = (await queryItems(table, { partition, range: [next, to], limit: PAGE_ITEMS })) as Item[]
    for (const item of items) {
      const minute = minuteOf(item)
      if (minutes.at(-1)?.minute !== minute) {
        if (minutes.length === limit) return minutes
        minutes.push({ minute, entries: [] })
      }
      minutes.at(-1)?.entries.push(sealOf(tenantId, item))
    }
    const last = items.at(-1)
    if (!last || items.length < PAGE_ITEMS) return minutes
    next = justAfter(last.SK)
  }
}
