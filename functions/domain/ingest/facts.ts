import type { BodyOf, Contract } from '../../contract/index.ts'
import type { CallFacts, Participant, SipHeader } from '../../model/index.ts'
import { extensionValuesOf, headerOf, readableAddress, readSiprec, type SentDocument } from '../metadata/index.ts'

import type { ExtensionValues } from './rules.ts'

export type IngestBody = BodyOf<Contract['ingest']['ingestRecording']>

/** Facts that a recorder may say of a call; undefined where this request says nothing. */
export type SaidFacts = { [Field in keyof CallFacts]?: NonNullable<CallFacts[Field]> } & { startedAt?: string }

/** One request's facts. What it says outright can contradict; what was read out of documents only fills gaps. */
export type Said = {
  sessionId: string | undefined
  outright: SaidFacts
  derived: SaidFacts
  participants: Participant[]
  /** What vendors sent beside, by path. */
  extensionValues: ExtensionValues
  /** The session's id in this request's SIPREC document; null without one. */
  metadataSessionId: string | null
  /** Who called whom is told by nothing but the order in which the participants were sent. */
  arePartiesUncertain: boolean
}

/** As the API takes ids and addresses that are said outright. */
const maxTextCharacters = 255

/** Drops keys whose value is undefined, so that spreading one over another keeps what is said. */
function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> } // only undefined was dropped
}

/** An id is taken whole or not at all: a shortened one would join calls that have nothing in common. */
function asId(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value.length > maxTextCharacters ? undefined : value
}

/**
 * Gathers what one request says of the call. The session id is the request's own, else the X-ISR-UCID header's, else that of
 * the SIPREC documents; From falls back on P-Asserted-Identity (RFC 3325 section 9.1) only when nothing else names it.
 * @param documents the call's SIPREC documents in the order in which they came, this request's last
 * @param known headers of the call that came with earlier requests
 */
export function factsOf(body: IngestBody, documents: readonly SentDocument[], known: readonly SipHeader[] = []): Said {
  const headers = [...(body.sipHeaders ?? []), ...known]
  const { sessionId, startedAt, durationMs, ingressCallId, egressCallId, from, fromName, to, toName } = body
  const { direction, endedAt, agentId, agentName, queue, callGroupId } = body
  const outright = defined({
    ...{ startedAt, ingressCallId, egressCallId, from, fromName, to, toName, endedAt, agentId, agentName, queue },
    ...{ callGroupId, reportedDurationMs: durationMs, direction: direction === 'unknown' ? undefined : direction },
  })
  // Whom the recorder names outright is told apart among the participants as whom the INVITE names.
  const named = [
    ...(from === undefined ? [] : [{ name: 'From', value: from }]),
    ...(to === undefined ? [] : [{ name: 'To', value: to }]),
  ]
  const { facts, parties, participants, model } = readSiprec(documents, [...named, ...headers])
  const { sessionId: derivedSessionId, ...derivedFacts } = facts
  const asserted = assertedIdentity(headerOf(headers, 'p-asserted-identity'))
  return {
    sessionId: sessionId ?? derivedSessionId,
    outright,
    derived: possibleTimes(outright, defined({ from: asserted, ...derivedFacts })),
    participants,
    extensionValues: extensionValuesOf(model),
    metadataSessionId: model.sessions[0]?.id ?? null,
    arePartiesUncertain: parties.basis === 'order' && (from === undefined || to === undefined),
  }
}

/** Times that a document gives, as far as the call does not end before it began: those that were said outright prevail. */
function possibleTimes(outright: SaidFacts, derived: SaidFacts): SaidFacts {
  const startedAt = outright.startedAt ?? derived.startedAt
  const endedAt = outright.endedAt ?? derived.endedAt
  if (startedAt === undefined || endedAt === undefined || startedAt <= endedAt) return derived
  const { startedAt: _start, endedAt: _end, ...others } = derived
  return others
}

/** `"Ann" <sip:+15550100@example.com;user=phone>, <tel:+15550100>` gives `+15550100`. */
function assertedIdentity(value: string | undefined): string | undefined {
  const withoutNames = (value ?? '').replace(/"(?:[^"\\]|\\.)*"/g, '')
  const [address] = /(?:sips?|tel):[^>,\s]+/i.exec(withoutNames) ?? []
  return asId(address && readableAddress(address)?.number)
}
