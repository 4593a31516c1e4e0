import type { AuditFilters } from '../../../api/index.ts'
import { boundsOf, filtersOf, type ListFilters, searchOf } from '../../../places/index.ts'

/** What narrows the audit; it lives in the address. The stretch of time is that of the list of recordings. */
export type AuditView = Pick<ListFilters, 'range' | 'startedFrom' | 'startedBefore' | 'sessionId'> & {
  personId?: string | undefined
  recordingId?: string | undefined
  action?: string | undefined
  outcome?: 'allowed' | 'denied' | undefined
}

const short = (text: string | null): string | undefined => text?.trim().slice(0, 64) || undefined

/** Reads the filters of an address. What makes no sense there is left out rather than refused. */
export function auditViewOf(search: string): AuditView {
  const query = new URLSearchParams(search)
  const { callId: _, ...time } = filtersOf(search)
  const outcome = query.get('outcome')
  const recordingId = short(query.get('recordingId'))
  return {
    ...time,
    personId: short(query.get('personId')),
    recordingId: recordingId && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(recordingId) ? recordingId : undefined,
    action: short(query.get('action')),
    outcome: outcome === 'allowed' || outcome === 'denied' ? outcome : undefined,
  }
}

/** The filters as an address's query, without the question mark. */
export function auditSearchOf({ personId, recordingId, action, outcome, ...time }: AuditView): string {
  const query = new URLSearchParams(searchOf(time))
  for (const [name, value] of Object.entries({ personId, recordingId, action, outcome })) {
    if (value) query.set(name, value)
  }
  return query.toString()
}

/** What the API is asked. */
export function auditQuestionOf(view: AuditView, now: Date, timeZone: string): AuditFilters {
  const { startedFrom: from, startedBefore: before } = boundsOf(view, now, timeZone)
  const { personId, recordingId, sessionId, action, outcome } = view
  const given = { from, before, personId, recordingId, sessionId, action, outcome }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
