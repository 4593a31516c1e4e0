import { recordingIdSchema } from '../../contract/index.ts'
import type { RecordingId, TenantId } from '../../model/index.ts'
import type { WriteResult } from '../../ports/index.ts'
import type { Item } from './item.ts'
import { type Key, keys } from './keys.ts'
import { getItems, type Table } from './read.ts'
import { type Condition, commit, either, isAbsent, type Write } from './write.ts'

/**
 * A claim gives one recording a value that no other may have: its session id, a file's checksum, a request's
 * Idempotency-Key.
 */
export type Claim = { put: Item & { recordingId: RecordingId }; when: Condition }

export function claim(put: Claim['put'], when: Condition = isAbsent): Claim {
  return { put, when: either(when, { expression: 'recordingId = :self', values: { ':self': put.recordingId } }) }
}

const MAX_ROUNDS = 3

/**
 * Writes all or nothing, claims among it. A claim of a recording that is being deleted holds until its deletion has come
 * to it; such a one is taken over, so that a recorder need not wait to announce the same call again. That is safe: a
 * recording that is gone never comes back.
 */
export async function commitWithClaims(
  table: Table,
  tenantId: TenantId,
  writes: readonly Write[],
  claims: readonly Claim[],
): Promise<WriteResult> {
  let standing: readonly Claim[] = claims
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const outcome = await commit(table, [...writes, ...standing])
    if (outcome === 'written') return 'written'
    if (outcome === 'contended' || claims.length === 0) return 'stale'
    const gone = await holdersThatAreGone(table, tenantId, claims)
    if (gone.size === 0) return 'stale'
    standing = claims.map((each) => {
      const holder = gone.get(partitionOf(each.put))
      if (holder === undefined) return each
      const isTheirs = { expression: 'recordingId = :gone', values: { ':gone': holder } }
      return { ...each, when: either(each.when, isTheirs) }
    })
  }
  return 'stale'
}

/** Who holds a claim and is not there any more, by the claim's partition. */
async function holdersThatAreGone(
  table: Table,
  tenantId: TenantId,
  claims: readonly Claim[],
): Promise<Map<string, RecordingId>> {
  const held = await getItems(
    table,
    claims.map(({ put: { PK, SK } }) => ({ PK, SK })),
  )
  const holders = new Map(held.map((item) => [String(item.PK), recordingIdSchema.parse(item.recordingId)]))
  const there = await recordingsThere(table, tenantId, [...holders.values()])
  return new Map([...holders].filter(([, id]) => !there.has(id)))
}

/** Those of the recordings that are there, a deletion not started. */
export async function recordingsThere(
  table: Table,
  tenantId: TenantId,
  ids: readonly RecordingId[],
): Promise<Set<RecordingId>> {
  const found = await getItems(
    table,
    ids.map((id) => keys.recording(tenantId, id)),
    ['PK', 'id'],
  )
  return new Set(found.map((item) => recordingIdSchema.parse(item.id)))
}

const partitionOf = ({ PK }: Key) => PK
