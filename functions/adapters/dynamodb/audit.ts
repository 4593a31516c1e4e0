import * as z from 'zod'
import { recordingIdSchema } from '../../contract/index.ts'
import type { ListeningId, RecordingId, TenantId } from '../../model/index.ts'
import type { AuditStore, Clock } from '../../ports/index.ts'
import { countEntry } from './audit-count.ts'
import { auditWrites, heardItem, readHeard } from './audit-item.ts'
import { listAudit } from './audit-list.ts'
import { joinRanges } from './audit-ranges.ts'
import { parseItem } from './item.ts'
import { auditHeardPartition, auditSessionPartition, type Key, keys } from './keys.ts'
import { getItem, getItems, queryItems, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { commit, isAbsent, type Write } from './write.ts'

const MAX_FOUND = 100
const MAX_HEARD = 1_000
/** A sign-in whose claim is gone is noted a second time, which harms nothing. */
const SIGN_IN_SECONDS = 90 * 24 * 3_600
const MAX_KNOWN_SIGN_INS = 5_000

const wasThere = 'An audit entry was there before it was written'

const sessionSchema = z.object({ SK: recordingIdSchema })
const sessionClaimSchema = z.object({ recordingId: recordingIdSchema })
const listeningSchema = z.object({ recordingId: z.string(), personId: z.string() })

/**
 * The audit over DynamoDB. Which key and index serves which call: docs/access-patterns.md.
 *
 * @param clock gives entries their time by `now`
 */
export function auditStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): AuditStore {
  const tableOf = async (tenantId: TenantId): Promise<Table> => ({ ...(await clientsFor(tenantId)), tableName })
  const knownSignIns = new Set<string>()

  /** @returns false where something that had to be new was there */
  async function write(tenantId: TenantId, writes: readonly Write[]): Promise<boolean> {
    const outcome = await commit(await tableOf(tenantId), writes)
    if (outcome === 'contended') throw new Error('An audit entry met others again and again: try again')
    return outcome === 'written'
  }

  async function listening(tenantId: TenantId, id: ListeningId) {
    const item = await getItem(await tableOf(tenantId), keys.auditListening(tenantId, id))
    return item === undefined ? undefined : parseItem('listening', listeningSchema, item)
  }

  return {
    async write(tenantId, entry) {
      if (!(await write(tenantId, auditWrites(tenantId, entry, clock.now())))) throw new Error(wasThere)
    },

    count: async (tenantId, entry) => countEntry(await tableOf(tenantId), tenantId, entry, clock.now()),

    async startListening(tenantId, listeningId, entry) {
      const { recordingId } = entry.objects
      const { personId } = entry
      if (recordingId === undefined) throw new Error('a listening is one of a recording')
      const now = clock.now()
      const started = { ...entry, objects: { ...entry.objects, listeningId } }
      const isNew = await write(tenantId, [
        {
          put: { ...keys.auditListening(tenantId, listeningId), recordingId, personId, startedAt: now },
          when: isAbsent,
        },
        ...auditWrites(tenantId, started, now),
      ])
      if (isNew) return 'written'
      const known = await listening(tenantId, listeningId)
      return known?.recordingId === recordingId && known.personId === personId ? 'known' : 'foreign'
    },

    async addHeard(tenantId, heard) {
      const known = await listening(tenantId, heard.listeningId)
      if (known?.recordingId !== heard.recordingId || known.personId !== heard.personId) return 'absent'
      const ranges = joinRanges(heard.ranges)
      if (ranges.length === 0) return 'written'
      const put = heardItem(tenantId, { ...heard, ranges }, clock.now())
      if (!(await write(tenantId, [{ put, when: isAbsent }]))) throw new Error(wasThere)
      return 'written'
    },

    async heard(tenantId, listeningId) {
      const table = await tableOf(tenantId)
      const partition = auditHeardPartition(tenantId, listeningId)
      const places = await queryItems(table, { index: 'byTime', partition, limit: MAX_HEARD })
      const items = await getItems(table, places.map(keyOf))
      return joinRanges(items.flatMap(readHeard))
    },

    async signedIn(tenantId, signInId, entry) {
      const known = `${tenantId}#${signInId}`
      if (knownSignIns.has(known)) return
      const key = keys.auditSignIn(tenantId, signInId)
      if ((await getItem(await tableOf(tenantId), key)) === undefined) {
        const now = clock.now()
        const expiresAt = Math.floor(Date.parse(now) / 1000) + SIGN_IN_SECONDS
        // Refused: another request of the same sign-in was faster.
        await write(tenantId, [{ put: { ...key, expiresAt }, when: isAbsent }, ...auditWrites(tenantId, entry, now)])
      }
      if (knownSignIns.size >= MAX_KNOWN_SIGN_INS) knownSignIns.clear()
      knownSignIns.add(known)
    },

    list: async (tenantId, query) => listAudit(await tableOf(tenantId), tenantId, query, clock.now()),

    async recordingsOfSession(tenantId, sessionId) {
      const table = await tableOf(tenantId)
      const [holder, kept] = await Promise.all([
        getItem(table, keys.session(tenantId, sessionId)),
        queryItems(table, { partition: auditSessionPartition(tenantId, sessionId), limit: MAX_FOUND }),
      ])
      const ids = [
        ...(holder === undefined ? [] : [parseItem('session', sessionClaimSchema, holder).recordingId]),
        ...kept.map((item) => parseItem('session of the audit', sessionSchema, item).SK),
      ]
      return [...new Set<RecordingId>(ids)].slice(0, MAX_FOUND)
    },
  }
}

const keyOf = ({ PK, SK }: Record<string, unknown>): Key => ({ PK: String(PK), SK: String(SK) })
