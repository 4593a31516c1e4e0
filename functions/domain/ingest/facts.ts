import type { BodyOf, Contract } from '../../contract/index.ts'
import type { CallFacts, Participant, SipHeader } from '../../model/index.ts'
import { readableAddress, readSiprec } from '../metadata/index.ts'

export type IngestBody = BodyOf<Contract['ingest']['ingestRecording']>

/** Facts that a recorder may say of a call; undefined where this request says nothing. */
export type SaidFacts = { [Field in keyof CallFacts]?: NonNullable<CallFacts[Field]> } & { startedAt?: string }

/** One request's facts. What it says outright can contradict; what was read out of documents only fills gaps. */
export type Said = {
  sessionId: string | undefined
  outright: SaidFacts
  derived: SaidFacts
  participants: Participant[]
}

/** As the API takes ids and addresses that are said outright. */
const maxTextCharacters = 255

function header(headers: readonly SipHeader[], name: string): string | undefined {
  return headers.find((candidate) => candidate.name.toLowerCase() === name)?.value
}

/** Drops keys whose value is undefined, so that spreading one over another keeps what is said. */
function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> } // only undefined was dropped
}

/** X-ISR-UCID is `<ucid>` or `<ucid>;encoding=...`; the parameters are not part of the id. */
function ucid(value: string | undefined): string | undefined {
  return asId(value?.split(';')[0]?.trim())
}

/** An id is taken whole or not at all: a shortened one would join calls that have nothing in common. */
function asId(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.length > maxTextCharacters ? undefined : value
}

/**
 * Gathers what one request says of the call. The session id is the request's own, else the X-ISR-UCID header's, else the
 * SIPREC document's; From falls back on P-Asserted-Identity (RFC 3325 section 9.1) only when nothing else names it.
 * @param timeZone IANA name, for times of the SIPREC document that are given without an offset
 */
export function factsOf(body: IngestBody, timeZone?: string): Said {
  const headers = body.sipHeaders ?? []
  const siprec = body.siprec === undefined ? undefined : readSiprec(body.siprec, timeZone)
  const { sessionId, startedAt, durationMs, ingressCallId, egressCallId, from, fromName, to, toName } = body
  const { direction, endedAt, agentId, agentName, queue, callGroupId } = body
  const outright = defined({
    ...{ startedAt, ingressCallId, egressCallId, from, fromName, to, toName, endedAt, agentId, agentName, queue },
    ...{ callGroupId, reportedDurationMs: durationMs, direction: direction === 'unknown' ? undefined : direction },
  })
  const asserted = assertedIdentity(header(headers, 'p-asserted-identity'))
  const { sessionId: siprecSessionId, ...siprecFacts } = siprec?.facts ?? {}
  return {
    sessionId: sessionId ?? ucid(header(headers, 'x-isr-ucid')) ?? siprecSessionId,
    outright,
    derived: defined({
      ingressCallId: asId(header(headers, 'call-id')),
      from: asserted,
      ...siprecFacts,
    }),
    participants: siprec?.participants ?? [],
  }
}

/** `"Ann" <sip:+15550100@example.com;user=phone>, <tel:+15550100>` gives `+15550100`. */
function assertedIdentity(value: string | undefined): string | undefined {
  const withoutNames = (value ?? '').replace(/"(?:[^"\\]|\\.)*"/g, '')
  const [address] = /(?:sips?|tel):[^>,\s]+/i.exec(withoutNames) ?? []
  return asId(address && readableAddress(address)?.number)
}
