import type { Instant, TenantId } from '../../model/index.ts'
import type { AuditMinute, AuditSeals } from '../../ports/index.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/**
 * A minute is sealed when it ended that long ago. Entries get their time before they are written: a function of the API is
 * ended after 29 seconds, and clocks of machines differ by less than the rest.
 */
export const graceMs = 2 * MINUTE_MS
/** Where a chain begins, it looks back that far for entries. */
export const lookBackMs = 400 * DAY_MS
const MAX_MINUTES = 120

/** `lagMinutes`: the age of the oldest minute that waited for this run; 0 where none did. */
export type Sealing = { made: number; lagMinutes: number }

/**
 * Seals what a tenant's audit wrote, minute by minute, each as a block that names the one before. May be repeated and may
 * run twice at once: a sequence is written once. A tenant at rest gets a block a day without entries, so that the chain
 * says that there were none and the next look back is short.
 *
 * @returns how many blocks were made, at most 120: the next run goes on
 */
export async function sealTenant(seals: AuditSeals, tenantId: TenantId, now: Instant): Promise<Sealing> {
  const end = Math.floor((Date.parse(now) - graceMs) / MINUTE_MS) * MINUTE_MS
  const last = await seals.lastBlock(tenantId)
  const sealedTo = last?.block.minute ?? instantOf(end - lookBackMs)
  const written = await seals.minutes(tenantId, sealedTo, instantOf(end), MAX_MINUTES)
  const isResting = !last || Date.parse(sealedTo) <= end - MINUTE_MS - DAY_MS
  const resting: AuditMinute[] = isResting ? [{ minute: instantOf(end - MINUTE_MS), entries: [] }] : []

  let sequence = last?.block.sequence ?? 0
  let previous = last?.sha256 ?? null
  let made = 0
  for (const { minute, entries } of written.length > 0 ? written : resting) {
    sequence += 1
    const kept = await seals.keepBlock({ tenantId, sequence, previous, minute, entries })
    if (kept === 'taken') break
    previous = kept.sha256
    made += 1
  }
  const [oldest] = written
  return { made, lagMinutes: oldest ? Math.floor((Date.parse(now) - Date.parse(oldest.minute)) / MINUTE_MS) : 0 }
}

const instantOf = (ms: number): Instant => new Date(ms).toISOString()
