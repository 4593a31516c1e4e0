import type { FieldError } from '../../contract/index.ts'
import type { Participant, Pause, Recording, SipHeader } from '../../model/index.ts'
import { Refusal } from '../problems/index.ts'
import type { IngestBody, Said, SaidFacts } from './facts.ts'

/** An item of DynamoDB holds 400 KB, and each of these lists stands in the recording's. */
const most = { items: 200, bytes: 100_000 }

const factFields = [
  ...(['ingressCallId', 'egressCallId', 'from', 'fromName', 'to', 'toName', 'direction', 'endedAt'] as const),
  ...(['reportedDurationMs', 'agentId', 'agentName', 'queue', 'callGroupId'] as const),
] satisfies (keyof SaidFacts)[]

/** The request's name of a fact that we keep under another. */
const requestField: Partial<Record<string, string>> = { reportedDurationMs: 'durationMs' }

function isGap(recording: Recording, field: (typeof factFields)[number]): boolean {
  return recording[field] === null || (field === 'direction' && recording.direction === 'unknown')
}

/**
 * Fills the gaps of what is known with what a request says. What a person edited stays as it is, whatever is said; a fact
 * said outright that differs from a known one is a contradiction.
 * @returns the recording as it would be (the same object where nothing is new), and the contradictions found
 */
export function fillGaps(recording: Recording, said: Said): { filled: Recording; contradictions: FieldError[] } {
  const contradictions: FieldError[] = []
  const changes: Partial<Recording> = {}
  for (const field of factFields) {
    if (field in recording.editedFields) continue
    const value = said.outright[field] ?? said.derived[field]
    if (value === undefined || value === recording[field]) continue
    if (isGap(recording, field)) Object.assign(changes, { [field]: value })
    else if (said.outright[field] !== undefined) {
      contradictions.push(contradiction(requestField[field] ?? field))
    }
  }
  const startedAt = said.outright.startedAt ?? said.derived.startedAt
  if (startedAt !== undefined && startedAt !== recording.startedAt) {
    if (recording.isStartEstimated) Object.assign(changes, { startedAt, isStartEstimated: false })
    else if (said.outright.startedAt !== undefined) contradictions.push(contradiction('startedAt'))
  } else if (startedAt !== undefined && recording.isStartEstimated) {
    changes.isStartEstimated = false
  }
  const filled = Object.keys(changes).length === 0 ? recording : { ...recording, ...changes }
  if (!filled.isStartEstimated && filled.endedAt !== null && filled.endedAt < filled.startedAt) {
    const late: FieldError = { field: 'endedAt', message: 'lies before the start of the call' }
    return { filled: recording, contradictions: [...contradictions, late] }
  }
  return { filled, contradictions }
}

export function contradiction(field: string): FieldError {
  return { field, message: 'differs from what is already known of this call' }
}

const utf8 = new TextEncoder()
const bytesOf = (value: unknown) => utf8.encode(JSON.stringify(value)).length

/** The known and what is said beyond them, as far as there is room; the very same array where nothing is added. */
function union<T>(known: T[], said: readonly T[], sameAs: (a: T, b: T) => boolean): { merged: T[]; isFull: boolean } {
  let merged = known
  let bytes = known.length === 0 ? 0 : bytesOf(known)
  for (const item of said) {
    if (merged.some((candidate) => sameAs(candidate, item))) continue
    bytes += bytesOf(item)
    if (merged.length >= most.items || bytes > most.bytes) return { merged, isFull: true }
    merged = [...merged, item]
  }
  return { merged, isFull: false }
}

/** @throws Refusal invalid_request: what a recorder says outright is kept whole or not taken */
function unionOrRefuse<T>(field: string, known: T[], said: readonly T[], sameAs: (a: T, b: T) => boolean): T[] {
  const { merged, isFull } = union(known, said, sameAs)
  if (!isFull) return merged
  throw new Refusal('invalid_request', `A recording holds no more ${field}. Nothing was stored; send fewer.`, [
    { field, message: `would be more than ${most.items}, or more than ${most.bytes} bytes in all` },
  ])
}

const sameHeader = (a: SipHeader, b: SipHeader) => a.name.toLowerCase() === b.name.toLowerCase() && a.value === b.value
const samePause = (a: Pause, b: Pause) => a.startedAt === b.startedAt && a.endedAt === b.endedAt && a.mode === b.mode
const sameParticipant = (a: Participant, b: Participant) => a.participantId === b.participantId

/** A pause whose reason was not known learns it; the very same list where none does. */
function withReasons(pauses: Pause[], said: readonly Pause[]): Pause[] {
  const learnt = pauses.map((pause) => {
    const { reason = null } = (pause.reason === null && said.find((each) => samePause(each, pause))) || {}
    return reason === null ? pause : { ...pause, reason }
  })
  return learnt.some((pause, index) => pause !== pauses[index]) ? learnt : pauses
}

/**
 * Adds SIP headers, pauses and participants that are not there yet. Participants past the limit are in the SIPREC document
 * alone, which is kept as it was sent.
 * @throws Refusal invalid_request past the number of headers or pauses that one recording holds
 */
export function addLists(recording: Recording, body: IngestBody, { participants: saidParticipants }: Said): Recording {
  const sipHeaders = unionOrRefuse('sipHeaders', recording.sipHeaders, body.sipHeaders ?? [], sameHeader)
  const said = body.pauses ?? []
  const pauses = withReasons(unionOrRefuse('pauses', recording.pauses, said, samePause), said)
  const { merged: participants } = union(recording.participants, saidParticipants, sameParticipant)
  const isSame =
    sipHeaders === recording.sipHeaders && pauses === recording.pauses && participants === recording.participants
  return isSame ? recording : { ...recording, sipHeaders, pauses, participants }
}
