import type { Instant, TenantId } from '../../model/index.ts'
import type { AuditBlock, AuditMinute, AuditSeals } from '../../ports/index.ts'
import { lookBackMs } from './seal.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** A sealer that works leaves less than that unsealed. */
const stoppedMs = 10 * MINUTE_MS
const MAX_MINUTES = 500
const MAX_FINDINGS = 1_000

/** What does not agree; minutes are named by their beginning. */
export type AuditFinding =
  /** Blocks from one to another are not there. */
  | { kind: 'blocksMissing'; from: number; to: number }
  /** It cannot be read, does not follow in time, or something was stored over it. */
  | { kind: 'blockAltered'; sequence: number }
  /** It does not name the block before as that is stored: one of the two is not what was sealed. */
  | { kind: 'blockUnlinked'; sequence: number }
  | { kind: 'entryRemoved' | 'entryEdited'; id: string; minute: Instant; sequence: number }
  /** Written into a time that was sealed already. */
  | { kind: 'entryAdded'; id: string; minute: Instant }
  /** Nothing was sealed for too long: the sealer stands still, or the newest blocks are not there. */
  | { kind: 'sealingStopped'; entries: number; since: Instant }

export type AuditVerification = {
  blocks: number
  /** Entries that blocks name. */
  sealedEntries: number
  sealedTo: Instant | null
  /** Written since. */
  unsealed: { entries: number; since: Instant | null }
  /** In the order of time, at most 1,000. */
  findings: AuditFinding[]
  furtherFindings: number
}

/** Holds all that a tenant's audit wrote to what was sealed of it. */
export async function verifyTenant(seals: AuditSeals, tenantId: TenantId, now: Instant): Promise<AuditVerification> {
  const result: AuditVerification = {
    ...{ blocks: 0, sealedEntries: 0, sealedTo: null, unsealed: { entries: 0, since: null } },
    ...{ findings: [], furtherFindings: 0 },
  }
  const note = (...findings: AuditFinding[]) => {
    const room = MAX_FINDINGS - result.findings.length
    result.findings.push(...findings.slice(0, room))
    result.furtherFindings += Math.max(0, findings.length - room)
  }
  let written: Written | undefined
  let expected = 1
  /** Undefined where it is not there to be known. */
  let previous: string | null | undefined = null
  /** Between here and the next block some may be missing, and nothing can be said of what was written. */
  let isTorn = false

  for await (const { sequence, sha256, block, isCovered } of everyBlock(seals, tenantId)) {
    if (sequence > expected) {
      note({ kind: 'blocksMissing', from: expected, to: sequence - 1 })
      ;[previous, isTorn] = [undefined, true]
    }
    expected = sequence + 1
    result.blocks += 1
    const follows = block !== undefined && (result.sealedTo === null || block.minute > result.sealedTo)
    if (!follows || isCovered) note({ kind: 'blockAltered', sequence })
    if (block && previous !== undefined && block.previous !== previous) note({ kind: 'blockUnlinked', sequence })
    previous = sha256
    if (!follows) {
      isTorn = true
      continue
    }
    written ??= readWritten(seals, tenantId, lookingBackFrom(block.minute), now)
    const before = await written.before(block.minute)
    if (!isTorn) note(...before.flatMap(added))
    const [minute] = await written.before(nextMinute(block.minute))
    note(...compared(block, minute))
    result.sealedEntries += block.entries.length
    ;[result.sealedTo, isTorn] = [block.minute, false]
  }

  written ??= readWritten(seals, tenantId, lookingBackFrom(now), now)
  const { unsealed } = result
  for (const { minute, entries } of await written.before(endOfTime)) {
    unsealed.since ??= minute
    unsealed.entries += entries.length
  }
  if (unsealed.since !== null && Date.parse(unsealed.since) < Date.parse(now) - stoppedMs) {
    note({ kind: 'sealingStopped', entries: unsealed.entries, since: unsealed.since })
  }
  return result
}

const endOfTime = '~'
const lookingBackFrom = (instant: Instant): Instant => new Date(Date.parse(instant) - lookBackMs).toISOString()
const nextMinute = (minute: Instant): Instant => new Date(Date.parse(minute) + MINUTE_MS).toISOString()
const added = ({ minute, entries }: AuditMinute): AuditFinding[] =>
  entries.map(({ id }) => ({ kind: 'entryAdded', id, minute }))

/** What was sealed of a minute and what is there of it now. */
function compared({ minute, sequence, entries }: AuditBlock, now: AuditMinute | undefined): AuditFinding[] {
  const missing = new Map(entries.map(({ id, sha256 }) => [id, sha256]))
  const findings: AuditFinding[] = []
  for (const { id, sha256 } of now?.entries ?? []) {
    const sealed = missing.get(id)
    missing.delete(id)
    // A second one of the same id is one too many.
    if (sealed === undefined) findings.push({ kind: 'entryAdded', id, minute })
    else if (sealed !== sha256) findings.push({ kind: 'entryEdited', id, minute, sequence })
  }
  const removed = [...missing.keys()].map((id): AuditFinding => ({ kind: 'entryRemoved', id, minute, sequence }))
  return [...removed, ...findings]
}

async function* everyBlock(seals: AuditSeals, tenantId: TenantId) {
  for (let from = 1; ; ) {
    const blocks = await seals.blocks(tenantId, from)
    yield* blocks
    const last = blocks.at(-1)
    if (!last) return
    from = last.sequence + 1
  }
}

type Written = { before(minute: Instant): Promise<AuditMinute[]> }

/** Minutes of the store in order, each given once. */
function readWritten(seals: AuditSeals, tenantId: TenantId, after: Instant, now: Instant): Written {
  // Somebody may have written into the future too.
  const until = new Date(Date.parse(now) + DAY_MS).toISOString()
  let read: AuditMinute[] = []
  let readTo: Instant | undefined = after
  return {
    async before(minute) {
      const minutes: AuditMinute[] = []
      for (;;) {
        if (read.length === 0 && readTo !== undefined) {
          read = await seals.minutes(tenantId, readTo, until, MAX_MINUTES)
          readTo = read.at(-1)?.minute
        }
        const [first] = read
        if (!first || first.minute >= minute) return minutes
        minutes.push(first)
        read = read.slice(1)
      }
    },
  }
}
