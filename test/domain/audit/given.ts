import { ulid } from 'ulid'
import { listeningIdSchema } from '../../../functions/contract/index.ts'
import type { AuditEntry, ListeningId, Principal, RecordingId, TenantId } from '../../../functions/model/index.ts'

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

/** Tara, who administers the tenant. */
export function givenReader(tenantId: TenantId, id = 'tara'): Principal {
  const person: Principal['person'] = {
    ...{ subject: `subject-${id}`, name: 'Tara Okafor', email: 'tara@example.com', administrator: null },
    ...{
      isEnabled: true,
      timeZone: null,
      locale: null,
      links: [],
      signedOutAt: null,
      secondFactorAt: null,
      version: 1,
    },
  }
  const user = { id, agentIds: [], groupIds: [], groupAgentIds: [] }
  return {
    ...{ person, tenantId, id, signedInAt: '2026-03-01T09:00:00.000Z', signInId: 'sign-in' },
    request: { id: 'request-1', at: '2026-03-01T10:00:00.000Z', sourceAddress: '192.0.2.7' },
    grant: { role: 'tenantAdministrator', routes: 'all', managedPolicies: ['auditView'], policies: [], user },
    ...{ boundaries: [], supportAccess: null, timeZone: null, recorder: null },
  }
}
