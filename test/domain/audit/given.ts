import { ulid } from 'ulid'
import { listeningIdSchema } from '../../../functions/contract/index.ts'
import type { AuditEntry, ListeningId, RecordingId } from '../../../functions/model/index.ts'

export const newListeningId = (): ListeningId => listeningIdSchema.parse(ulid().toLowerCase())

/** What tara does to a recording, or to nothing in particular. */
export function givenEntry(facts: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{ action: 'getRecording', personId: 'tara', role: 'tenantAdministrator', objects: {}, fields: [] },
    ...{ outcome: 'allowed', reason: null, note: null, requestId: 'request-1', sourceAddress: '192.0.2.7' },
    ...facts,
  }
}

/** Listening to a recording, as the request for a URL says it. */
export function givenPlay(recordingId: RecordingId, facts: Partial<AuditEntry> = {}): AuditEntry {
  return givenEntry({ action: 'playMedia', objects: { recordingId }, ...facts })
}
