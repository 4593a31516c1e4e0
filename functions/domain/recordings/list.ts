import type { Contract, QueryOf } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Cursors, ListPosition, LookupField, RecordingStore, TimeRange } from '../../ports/index.ts'
import { allows, narrowToRoutes } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { type RecordingPage, viewSummary } from './view.ts'

export type ListRequest = QueryOf<Contract['recordings']['listRecordings']>

const lookupFields = ['sessionId', 'callId', 'callGroupId'] as const satisfies readonly LookupField[]

function matches(recording: Recording, request: ListRequest): boolean {
  const { startedFrom, startedBefore, sessionId, callId, callGroupId } = request
  return (
    (startedFrom === undefined || recording.startedAt >= startedFrom) &&
    (startedBefore === undefined || recording.startedAt < startedBefore) &&
    (sessionId === undefined || recording.sessionId === sessionId) &&
    (callId === undefined || recording.ingressCallId === callId || recording.egressCallId === callId) &&
    (callGroupId === undefined || recording.callGroupId === callGroupId)
  )
}

function encodePosition(position: ListPosition): string {
  return `${position.startedAt}#${position.recordingId}`
}

function decodePosition(text: string): ListPosition {
  const [startedAt = '', recordingId = ''] = text.split('#')
  return { startedAt, recordingId: recordingId as RecordingId } // sealed by us from a RecordingId
}

/**
 * A page of the recordings that the principal may see, newest first.
 *
 * The index proposes, the item disposes: every hit is read from the table and tested against the question and the
 * permission before it is shown, so a lagging index never shows a wrong or forbidden one.
 * @throws Refusal invalid_cursor
 */
export async function listRecordings(
  { recordings, cursors }: { recordings: RecordingStore; cursors: Cursors },
  principal: Principal,
  request: ListRequest,
): Promise<RecordingPage> {
  const show = async (ids: RecordingId[]) =>
    (await recordings.findMany(principal.tenantId, ids))
      .filter((recording) => matches(recording, request) && allows(principal, 'recording:List', recording))
      .sort((a, b) => (encodePosition(positionOf(b)) < encodePosition(positionOf(a)) ? -1 : 1))
      .map((recording) => viewSummary(principal, recording))

  const field = lookupFields.find((name) => request[name] !== undefined)
  const value = field && request[field]
  if (field && value !== undefined) {
    return { items: await show(await recordings.lookup(principal.tenantId, field, value)), nextCursor: null }
  }

  const range: TimeRange = { from: request.startedFrom, before: request.startedBefore }
  const boundTo = ['recordings', principal.tenantId, principal.person.id, range.from ?? '', range.before ?? '']
  let after: ListPosition | undefined
  if (request.cursor !== undefined) {
    const position = await cursors.open(request.cursor, boundTo)
    if (position === undefined) {
      throw new Refusal(
        'invalid_cursor',
        'This cursor belongs to another list or is damaged. Start from the first page.',
      )
    }
    after = decodePosition(position)
  }
  const routes = narrowToRoutes(principal, 'recording:List')
  const entries = await recordings.list(principal.tenantId, { routes, range, after, limit: request.limit })
  const last = entries.length === request.limit ? entries.at(-1) : undefined
  return {
    items: await show(entries.map((entry) => entry.recordingId)),
    nextCursor: last ? await cursors.seal(encodePosition(last), boundTo) : null,
  }
}

function positionOf(recording: Recording): ListPosition {
  return { startedAt: recording.startedAt, recordingId: recording.id }
}
