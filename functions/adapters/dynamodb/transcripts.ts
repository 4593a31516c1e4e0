import * as z from 'zod'
import type { TenantId, Transcript } from '../../model/index.ts'
import type { Clock, StoredTranscript, TranscriptStore } from '../../ports/index.ts'
import { auditWrites } from './audit-item.ts'
import { findIdempotency, idempotencyWrites, tenantTables, writeAll } from './entity.ts'
import { keys } from './keys.ts'
import { getItem, queryItems } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import {
  editedCueItem,
  pastCueItem,
  readEditedCue,
  readPastCue,
  readText,
  readTranscript,
  transcriptItem,
} from './transcript-item.ts'
import { type Condition, isAbsent, type Write } from './write.ts'

const MAX_PAST = 100
/** Ids of cues are never given twice. */
const MAX_EDITED = 100_000

const isThere: Condition = { expression: 'attribute_exists(PK)' }

/**
 * Transcripts over DynamoDB, in the partitions of their recordings. What was imported is one item, or an object, and never
 * changes; each cue that is edited stands beside it, so that no edit writes the whole text anew.
 * @param clock dates idempotency records, which last 24 hours of `now`, and audit entries
 */
export function transcriptStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): TranscriptStore {
  const tableOf = tenantTables(clientsFor, tableName)

  /** The transcript itself, if it is still the one that was read, of a recording that is there. */
  function headWrites(tenantId: TenantId, transcript: Transcript): Write[] {
    const before = transcript.version - 1
    const isOfBefore: Condition = { expression: 'version = :version', values: { ':version': before } }
    return [
      { check: keys.recording(tenantId, transcript.recordingId), when: isThere },
      { put: transcriptItem(tenantId, transcript), when: before === 0 ? isAbsent : isOfBefore },
    ]
  }

  return {
    async find(tenantId, { recordingId, seq }): Promise<StoredTranscript | undefined> {
      const table = await tableOf(tenantId)
      const item = await getItem(table, keys.transcript(tenantId, recordingId, seq))
      if (item === undefined) return undefined
      const transcript = readTranscript(item)
      if (transcript.textId === null) return { transcript, text: null, edited: [] }
      const { PK, SK } = keys.transcriptText(tenantId, recordingId, seq, transcript.textId)
      const items = await queryItems(table, { partition: PK, range: [SK, `${SK}#~`], limit: MAX_EDITED })
      const text = items.find((each) => each.SK === SK)
      return {
        transcript,
        text: text === undefined ? null : readText(text),
        edited: items.filter((each) => each !== text).map(readEditedCue),
      }
    },

    async replace(tenantId, { transcript, text, audit }) {
      const { recordingId, seq, textId } = transcript
      const key = textId !== null && text !== null && keys.transcriptText(tenantId, recordingId, seq, textId)
      return writeAll(await tableOf(tenantId), [
        ...headWrites(tenantId, transcript),
        ...(key ? [{ put: { ...key, text }, when: isAbsent }] : []),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    async changeCue(tenantId, { transcript, edited, past, idempotency, audit }) {
      const { recordingId, seq, textId } = transcript
      if (textId === null) throw new Error('a cue is edited of a transcript that is there')
      const place = { recordingId, seq }
      const request = keys.cueIdempotency(tenantId, recordingId, seq, idempotency?.key ?? '')
      return writeAll(await tableOf(tenantId), [
        ...headWrites(tenantId, transcript),
        { put: editedCueItem(tenantId, place, textId, edited), when: isOlder(edited.version) },
        ...past.map((each) => ({ put: pastCueItem(tenantId, place, each), when: isAbsent })),
        ...idempotencyWrites(request, idempotency, clock.now()),
        ...auditWrites(tenantId, audit, clock.now()),
      ])
    },

    async history(tenantId, { recordingId, seq }, cueId) {
      const { PK, SK } = keys.pastCue(tenantId, recordingId, seq, cueId, 0)
      const first = SK.slice(0, SK.lastIndexOf('#') + 1)
      const stretch = { partition: PK, range: [first, `${first}~`] as const, newestFirst: true, limit: MAX_PAST }
      return (await queryItems(await tableOf(tenantId), stretch)).map(readPastCue)
    },

    async findByIdempotencyKey(tenantId, { recordingId, seq }, key) {
      const place = keys.cueIdempotency(tenantId, recordingId, seq, key)
      return findIdempotency(await tableOf(tenantId), place, z.string(), clock.now())
    },
  }
}

const isOlder = (version: number): Condition => ({
  expression: 'attribute_not_exists(PK) OR version < :version',
  values: { ':version': version },
})
