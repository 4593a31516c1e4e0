import type { Contract, QueryOf } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId } from '../../model/index.ts'
import type { Cursors, ListPosition, LookupField, RecordingStore, SettingsReader } from '../../ports/index.ts'
import { limitsOf, reaches } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { type RecordingPage, viewSummary } from './view.ts'
import { walk } from './walk.ts'

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

/** With the reading of what each shows that makes ten round trips one after another. */
const maxReads = 5

/**
 * A page of the recordings that the principal may see, newest first.
 *
 * The index proposes, the item disposes: every hit is read from the table and tested against the question and the
 * permission before it is shown, so a lagging index never shows a wrong or forbidden one.
 * @throws Refusal invalid_cursor
 */
export async function listRecordings(
  { recordings, settings, cursors }: { recordings: RecordingStore; settings: SettingsReader; cursors: Cursors },
  principal: Principal,
  request: ListRequest,
): Promise<RecordingPage> {
  const { tenantId } = principal
  const { cursor, limit, ...criteria } = request
  const set = settings.recent(tenantId)
  // What fails before it is awaited answers for both; nobody is left to hear of this one.
  set.catch(() => {})
  const boundTo = ['recordings', tenantId, principal.id, JSON.stringify(criteria)]
  const after = cursor === undefined ? undefined : await openCursor(cursors, cursor, boundTo)
  const pageEnding = async (last: ListPosition | undefined, shown: Recording[]): Promise<RecordingPage> => {
    const limits = limitsOf(await set)
    return {
      items: shown.map((recording) => viewSummary(principal, recording, limits)),
      nextCursor: last ? await cursors.seal(encodePosition(last), boundTo) : null,
      lookedBackTo: last ? minuteAfter(last.startedAt) : null,
    }
  }
  const show = async (ids: RecordingId[]) =>
    (await recordings.findMany(tenantId, ids))
      .filter((recording) => matches(recording, request) && reaches(principal, 'recording:List', recording))
      .sort((a, b) => (isNewer(a, b) ? -1 : 1))

  const field = lookupFields.find((name) => request[name] !== undefined)
  const value = field && request[field]
  if (field && value !== undefined) {
    const found = await show(await recordings.lookup(tenantId, field, value))
    const rest = found.filter((recording) => !after || encodePosition(positionOf(recording)) < encodePosition(after))
    const last = rest.length > limit ? rest[limit - 1] : undefined
    return pageEnding(last && positionOf(last), rest.slice(0, limit))
  }

  const range = { from: request.startedFrom, before: request.startedBefore }
  const { taken, lookedBackTo } = await walk(
    recordings,
    principal,
    'recording:List',
    { range, after, limit, maxReads },
    async (entries) => show(entries.map((entry) => entry.recordingId)),
  )
  return pageEnding(lookedBackTo, taken)
}

const minuteMs = 60_000

/** To the minute: the place itself may be a recording that the asker may not know of. */
function minuteAfter(instant: string): string {
  return new Date(Math.ceil(Date.parse(instant) / minuteMs) * minuteMs).toISOString()
}

async function openCursor(cursors: Cursors, cursor: string, boundTo: readonly string[]): Promise<ListPosition> {
  const position = await cursors.open(cursor, boundTo)
  if (position !== undefined) return decodePosition(position)
  throw new Refusal('invalid_cursor', 'This cursor belongs to another list or is damaged. Start from the first page.')
}

function isNewer(one: Recording, other: Recording): boolean {
  return encodePosition(positionOf(one)) > encodePosition(positionOf(other))
}

function positionOf(recording: Recording): ListPosition {
  return { startedAt: recording.startedAt, recordingId: recording.id }
}
