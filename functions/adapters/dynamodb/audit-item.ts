import { ulid } from 'ulid'
import * as z from 'zod'
import { auditEntrySchema, listeningIdSchema, recordingIdSchema, roleSchema } from '../../contract/index.ts'
import type {
  AuditEntry,
  HeardEntry,
  HeardRange,
  Instant,
  KeptAuditEntry,
  Recording,
  TenantId,
} from '../../model/index.ts'
import { canonicalJson, sha256Of } from '../system/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { auditByPartition, auditHeardPartition, auditOfPartition, keys, readTimeSK, timeSK } from './keys.ts'
import { isAbsent, type Write } from './write.ts'

const text = z.string().nullable().default(null)
const ranges = z.array(z.object({ fromMs: z.number(), toMs: z.number() }))

const entrySchema = z.object({
  kind: z.literal('entry'),
  id: z.string(),
  at: z.string(),
  // An endpoint that is gone is still in the audit under its name, and so is a problem's code.
  action: z.custom<AuditEntry['action']>((value) => typeof value === 'string'),
  personId: z.string(),
  role: roleSchema,
  objects: auditEntrySchema.shape.objects,
  fields: z.array(z.string()),
  outcome: auditEntrySchema.shape.outcome,
  reason: z
    .custom<NonNullable<AuditEntry['reason']>>((value) => typeof value === 'string')
    .nullable()
    .default(null),
  note: text,
  requestId: z.string(),
  sourceAddress: text,
  count: z.number(),
})

const heardSchema = z.object({
  kind: z.literal('heard'),
  id: z.string(),
  at: z.string(),
  listeningId: listeningIdSchema,
  recordingId: recordingIdSchema,
  personId: z.string(),
  ranges,
})

const placedSchema = z.union([entrySchema, heardSchema])
type Placed = z.output<typeof placedSchema>

/** Lower-case ULID of that moment. */
const newAuditId = (at: Instant) => ulid(Date.parse(at)).toLowerCase()

/** An entry with its places in the indexes. @param id a new ULID without it */
export function auditItem(tenantId: TenantId, entry: AuditEntry, at: Instant, id = newAuditId(at)): Item {
  const attributes = withoutNulls({ ...entry, kind: 'entry', id, at, count: 1 })
  return placed(tenantId, parseItem('audit entry', entrySchema, attributes))
}

export function heardItem(tenantId: TenantId, heard: HeardEntry, at: Instant): Item {
  return placed(tenantId, parseItem('what was heard', heardSchema, { ...heard, kind: 'heard', id: newAuditId(at), at }))
}

const placed = (tenantId: TenantId, item: Placed): Item => ({
  ...withoutNulls(item),
  ...keys.audit(tenantId, item.at, item.id),
  ...indexPlaces(tenantId, item),
})

/**
 * Places in the indexes that recordings have too: `byTime` finds what was done to a recording, or heard in a listening,
 * `byRoute` what a person did.
 */
function indexPlaces(tenantId: TenantId, item: Placed): Record<string, string> {
  const place = { timeSK: timeSK(item.at, item.id) }
  if (item.kind === 'heard') return { ...place, timePK: auditHeardPartition(tenantId, item.listeningId) }
  const { data: recordingId } = recordingIdSchema.safeParse(item.objects.recordingId)
  return {
    ...place,
    ...(recordingId && { timePK: auditOfPartition(tenantId, recordingId) }),
    routePK: auditByPartition(tenantId, item.personId),
  }
}

/** @returns undefined for what was heard, which belongs to the entry of its listening */
export function readAuditEntry(item: Record<string, unknown>): KeptAuditEntry | undefined {
  if (item.kind === 'heard') return undefined
  const { kind: _, ...entry } = parseItem('audit entry', entrySchema, item)
  return entry
}

export const readHeard = (item: unknown): HeardRange[] => parseItem('what was heard', heardSchema, item).ranges

/**
 * What a seal says of an item: the SHA-256 of its canonical JSON, without its places in the indexes, which follow from the
 * rest. An item whose places are not those that follow has another hash, for it is hidden from who looks there.
 */
export function sealOf(tenantId: TenantId, item: Item): { id: string; sha256: string } {
  const { timePK, timeSK: place, routePK, ...kept } = item
  const { data: read } = placedSchema.safeParse(item)
  const found = canonicalJson(withoutNulls({ timePK, timeSK: place, routePK }))
  const isInPlace = read !== undefined && canonicalJson(indexPlaces(tenantId, read)) === found
  return { id: readTimeSK(item.SK)?.id ?? item.SK, sha256: sha256Of(canonicalJson(isInPlace ? kept : item)) }
}

/**
 * For the transaction of the change that the entry tells of, so that neither is there without the other.
 *
 * @param now gives the entry its time: commit at once, for a minute is sealed two minutes after its end
 */
export function auditWrites(tenantId: TenantId, entry: AuditEntry, now: Instant): Write[] {
  return [{ put: auditItem(tenantId, entry, now), when: isAbsent }]
}

/**
 * For the transaction in which a recording goes, or gets another session id: who asks the audit by the session id that it
 * had finds the recording's entries.
 */
export function auditSessionWrites({
  tenantId,
  sessionId,
  id,
}: Pick<Recording, 'tenantId' | 'sessionId' | 'id'>): Write[] {
  return [{ put: keys.auditSession(tenantId, sessionId, id) }]
}
