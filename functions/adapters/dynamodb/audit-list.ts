import type { Instant, KeptAuditEntry, TenantId } from '../../model/index.ts'
import type { AuditPage, AuditPosition, AuditQuery } from '../../ports/index.ts'
import { dayAfter, daysFrom, firstDayOf, MAX_DAYS_AT_ONCE, wholeDay } from './audit-days.ts'
import { readAuditEntry } from './audit-item.ts'
import type { Item } from './item.ts'
import { auditByPartition, auditDayPartition, auditOfPartition, dayOf, justBefore, timeSK } from './keys.ts'
import { getItems, queryItems, type Table } from './read.ts'
import type { IndexName } from './table.ts'

/** Rounds of reads one after another that a page may take. */
const MAX_ROUNDS = 10
const PAGE_ITEMS = 100

/** A stretch of the audit, newest first. */
type Piece = {
  items: Item[]
  /** What is older than this sort key was not looked at; undefined: there is nothing older. */
  lookedTo: string | undefined
}
/** Reads on towards older entries, from the first call on. */
type Walk = { roundsOfStep: number; step: () => Promise<Piece> }

/** @param now where a list begins that names no other end */
export async function listAudit(table: Table, tenantId: TenantId, query: AuditQuery, now: Instant): Promise<AuditPage> {
  const walk = walkOf(table, tenantId, query, now)
  const entries: KeptAuditEntry[] = []
  for (let rounds = 0; ; ) {
    const { items, lookedTo } = await walk.step()
    rounds += walk.roundsOfStep
    for (const [index, item] of items.entries()) {
      const entry = readAuditEntry(item)
      if (!entry || !isWanted(entry, query)) continue
      entries.push(entry)
      const isLast = index === items.length - 1 && lookedTo === undefined
      if (entries.length === query.limit) return { entries, next: isLast ? undefined : { at: entry.at, id: entry.id } }
    }
    if (lookedTo === undefined) return { entries, next: undefined }
    if (rounds + walk.roundsOfStep > MAX_ROUNDS) return { entries, next: positionAt(lookedTo) }
  }
}

function isWanted({ action, outcome }: KeptAuditEntry, query: AuditQuery): boolean {
  return (
    (query.action === undefined || action === query.action) &&
    (query.outcome === undefined || outcome === query.outcome)
  )
}

const positionAt = (sortKey: string): AuditPosition => ({ at: sortKey.slice(0, 24), id: sortKey.slice(25) })

/** Sort keys from the oldest to the newest that the question is about. */
function bounds({ from, before, after }: AuditQuery): { oldest: string; newest: string } {
  const ends = [
    ...(before === undefined ? [] : [justBefore(before)]),
    ...(after === undefined ? [] : [justBefore(timeSK(after.at, after.id))]),
  ].sort()
  return { oldest: from ?? '0', newest: ends[0] ?? '~' }
}

type Place = { index: IndexName; partition: string }

function walkOf(table: Table, tenantId: TenantId, query: AuditQuery, now: Instant): Walk {
  const { of } = query
  switch (of.kind) {
    case 'tenant':
      return walkDays(table, tenantId, query, now)
    case 'recording':
      return walkIndex(table, { index: 'byTime', partition: auditOfPartition(tenantId, of.recordingId) }, query)
    case 'person':
      return walkIndex(table, { index: 'byRoute', partition: auditByPartition(tenantId, of.personId) }, query)
  }
}

/** An index tells where entries are, which are then read as they are now. */
function walkIndex(table: Table, place: Place, query: AuditQuery): Walk {
  let { oldest, newest } = bounds(query)
  return {
    roundsOfStep: 2,
    async step() {
      const range = [oldest, newest] as const
      const places = await queryItems(table, { ...place, range, newestFirst: true, limit: PAGE_ITEMS })
      const found = await getItems(
        table,
        places.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })),
      )
      const lookedTo = places.length < PAGE_ITEMS ? undefined : String(places.at(-1)?.timeSK)
      if (lookedTo !== undefined) newest = justBefore(lookedTo)
      return { items: newestFirst(found as Item[]), lookedTo } // items of a table have its keys
    },
  }
}

const newestFirst = (items: Item[]) => items.sort((one, other) => (one.SK > other.SK ? -1 : 1))

/**
 * From day to day towards older ones, to the day on which the tenant was made. Days are read together, ever more of them
 * while they are empty, for a tenant may rest for months.
 */
function walkDays(table: Table, tenantId: TenantId, query: AuditQuery, now: Instant): Walk {
  const { oldest, newest: end } = bounds(query)
  const firstDay = [firstDayOf(tenantId), ...(query.from === undefined ? [] : [dayOf(query.from)])].sort().at(-1) ?? ''
  // Clocks of machines differ, and nobody's entries lie further ahead, whatever end was asked for.
  let newest = earlier(end, `${dayAfter(dayOf(now), 1)}U`)
  let width = 1
  return {
    roundsOfStep: 1,
    async step() {
      const days = daysFrom(dayOf(newest), firstDay, -1, width)
      const lists = await Promise.all(
        days.map((day) => {
          const range = [later(oldest, wholeDay(day)[0]), earlier(newest, wholeDay(day)[1])] as const
          const partition = auditDayPartition(tenantId, day)
          return queryItems(table, { partition, range, newestFirst: true, limit: PAGE_ITEMS })
        }),
      )
      const full = lists.findIndex((list) => list.length === PAGE_ITEMS)
      const read = (full === -1 ? lists : lists.slice(0, full + 1)).flat() as Item[] // as above
      const lastDay = days.at(-1)
      width = read.length > 0 ? 1 : Math.min(2 * width, MAX_DAYS_AT_ONCE)
      const lookedTo =
        full !== -1
          ? read.at(-1)?.SK
          : lastDay !== undefined && lastDay > firstDay
            ? timeSK(`${lastDay}T00:00:00.000Z`, '0'.repeat(26))
            : undefined
      if (lookedTo !== undefined) newest = full === -1 ? `${dayAfter(dayOf(lookedTo), -1)}U` : justBefore(lookedTo)
      return { items: read, lookedTo }
    },
  }
}

const later = (one: string, other: string) => (one > other ? one : other)
const earlier = (one: string, other: string) => (one < other ? one : other)
