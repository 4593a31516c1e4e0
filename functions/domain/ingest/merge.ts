import type { FieldError } from '../../contract/index.ts'
import type { Participant, Pause, Recording, SipHeader } from '../../model/index.ts'
import { isSameNumber, readableAddress } from '../metadata/index.ts'
import { Refusal } from '../problems/index.ts'
import type { IngestBody, Said, SaidFacts } from './facts.ts'

/** An item of DynamoDB holds 400 KB, and each of these lists stands in the recording's. */
const most = { items: 200, bytes: 100_000 }

const factFields = [
  ...(['ingressCallId', 'egressCallId', 'from', 'fromName', 'to', 'toName', 'direction', 'endedAt'] as const),
  ...(['reportedDurationMs', 'agentId', 'agentName', 'queue', 'callGroupId'] as const),
] satisfies (keyof SaidFacts)[]

/** Replaced once it is known who called whom. */
const partyFields: ReadonlySet<string> = new Set(['from', 'fromName', 'to', 'toName'])

/** A document's name of somebody else than the recorder says called, or was called: who answered for a hunt group, say. */
function isOfOther(field: string, { from, to }: Pick<Recording, 'from' | 'to'>, { derived }: Said): boolean {
  const [number, told] = field === 'fromName' ? [from, derived.from] : field === 'toName' ? [to, derived.to] : []
  return typeof number === 'string' && typeof told === 'string' && !isSameNumber(readNumberOf(number), told)
}

const readNumberOf = (text: string) => readableAddress(text)?.number ?? text

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
  const isSurer = recording.arePartiesUncertain && !said.arePartiesUncertain
  for (const field of factFields) {
    if (field in recording.editedFields) continue
    const value =
      said.outright[field] ?? (isOfOther(field, { ...recording, ...changes }, said) ? undefined : said.derived[field])
    if (value === undefined || value === recording[field]) continue
    const isGuess = recording.arePartiesUncertain && partyFields.has(field)
    if (isGap(recording, field) || (isGuess && (isSurer || said.outright[field] !== undefined))) {
      Object.assign(changes, { [field]: value })
    } else if (said.outright[field] !== undefined) {
      contradictions.push(contradiction(requestField[field] ?? field))
    }
  }
  if (isSurer && (said.outright.from ?? said.derived.from) !== undefined) changes.arePartiesUncertain = false
  const startedAt = said.outright.startedAt ?? said.derived.startedAt
  if (startedAt !== undefined && startedAt !== recording.startedAt) {
    if (recording.isStartEstimated) Object.assign(changes, { startedAt, isStartEstimated: false })
    else if (said.outright.startedAt !== undefined) contradictions.push(contradiction('startedAt'))
  } else if (startedAt !== undefined && recording.isStartEstimated) {
    changes.isStartEstimated = false
  }
  const filled = Object.keys(changes).length === 0 ? recording : { ...recording, ...changes }
  if (!filled.isStartEstimated && filled.endedAt !== null && filled.endedAt < filled.startedAt) {
    const isOutright = said.outright.startedAt !== undefined || said.outright.endedAt !== undefined
    if (!isOutright) return fillGaps(recording, withoutTimes(said))
    const late: FieldError = { field: 'endedAt', message: 'lies before the start of the call' }
    return { filled: recording, contradictions: [...contradictions, late] }
  }
  return { filled, contradictions }
}

/** From a document that tells other times than the recorder did: the call is kept, and its times are. */
function withoutTimes(said: Said): Said {
  const { startedAt: _start, endedAt: _end, ...derived } = said.derived
  return { ...said, derived }
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

/** Those known, as they were told of last, and those that are new, as far as there is room. */
function withParticipants(known: Participant[], said: readonly Participant[]): Participant[] {
  const told = new Map(said.map((participant) => [participant.participantId, participant]))
  const updated = known.map((participant) => {
    const latest = told.get(participant.participantId)
    return latest && JSON.stringify(latest) !== JSON.stringify(participant) ? latest : participant
  })
  const isSame = updated.every((participant, index) => participant === known[index])
  const { merged } = union(isSame ? known : updated, said, sameParticipant)
  return merged.length > 0 && bytesOf(merged) > most.bytes ? known : merged
}

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
  const participants = withParticipants(recording.participants, saidParticipants)
  const isSame =
    sipHeaders === recording.sipHeaders && pauses === recording.pauses && participants === recording.participants
  return isSame ? recording : { ...recording, sipHeaders, pauses, participants }
}
