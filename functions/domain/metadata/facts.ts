import type { Direction } from '../../contract/index.ts'
import type { Instant, SipHeader } from '../../model/index.ts'
import { readableAddress, unquoted } from './address.ts'
import { headerOf } from './envelope.ts'
import type { Extension } from './extensions.ts'
import type { ParticipantOfCall, SessionModel } from './session.ts'
import { clean, keyOf, maxTextCharacters } from './texts.ts'

/** Facts of a call that its metadata gives; absent where it does not. */
export type SiprecFacts = {
  sessionId?: string
  ingressCallId?: string
  from?: string
  /** Only where it says more than `from`; so too `toName`. */
  fromName?: string
  to?: string
  toName?: string
  /** UTC with milliseconds; so too `endedAt`. */
  startedAt?: Instant
  endedAt?: Instant
  callGroupId?: string
  direction?: Exclude<Direction, 'unknown'>
}

/** What caller and callee are known by. `order`: by nothing but the order in which the participants were sent. */
export type PartyBasis = 'header' | 'mark' | 'order'

export type Parties = {
  basis: PartyBasis | null
  /** Ids of participants; null for who is none. */
  callerId: string | null
  calleeId: string | null
}

/** @param headers SIP headers of the recording INVITE */
export function factsIn(model: SessionModel, headers: readonly SipHeader[]): { facts: SiprecFacts; parties: Parties } {
  const [session] = model.sessions
  const { basis, from, to } = partiesOf(model, headers)
  const startedAt = startOf(model)
  const stoppedAt = session?.stoppedAt ?? undefined
  const facts: SiprecFacts = {
    ...fact('sessionId', sessionIdOf(model, headers)),
    ...fact('ingressCallId', wholeFact(headerOf(headers, 'call-id') ?? extensionValue(model, callIdKeys))),
    ...fact('callGroupId', session?.groupId ?? (model.groups.length === 1 ? model.groups[0]?.id : undefined)),
    ...fact('from', from?.number),
    ...fact('fromName', from?.name),
    ...fact('to', to?.number),
    ...fact('toName', to?.name),
    ...fact('startedAt', startedAt),
    ...fact(
      'endedAt',
      startedAt !== undefined && stoppedAt !== undefined && stoppedAt > startedAt ? stoppedAt : undefined,
    ),
    ...fact('direction', directionOf(model)),
  }
  const parties = { basis, callerId: from?.id ?? null, calleeId: to?.id ?? null }
  return { facts, parties }
}

const fact = <K extends keyof SiprecFacts>(
  key: K,
  value: SiprecFacts[K] | null | undefined,
): Pick<SiprecFacts, K> | object => (value === undefined || value === null ? {} : { [key]: value })

/** An id is taken whole or not at all: a shortened one would join calls that have nothing in common. */
function wholeFact(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === undefined || trimmed === '' || trimmed.length > maxTextCharacters ? undefined : clean(trimmed)
}

const ucidKeys = new Set(['ucid', 'isrucid', 'xisrucid'])
const callIdKeys = new Set(['callid', 'sipcallid'])

/** X-ISR-UCID, else a vendor's ucid, else the session's own. `<ucid>;encoding=hex` is a ucid and a parameter. */
function sessionIdOf(model: SessionModel, headers: readonly SipHeader[]): string | undefined {
  const ucid = (text: string | undefined) => wholeFact(text?.split(';')[0])
  return (
    ucid(headerOf(headers, 'x-isr-ucid')) ?? ucid(extensionValue(model, ucidKeys)) ?? model.sessions[0]?.id ?? undefined
  )
}

/** Where a vendor may say something of the whole call, the most telling place first. */
function extensionsOfCall({ sessions, extensions, participants, streams, groups }: SessionModel): Extension[] {
  return [
    ...(sessions[0]?.extensions ?? []),
    ...extensions,
    ...participants.flatMap((participant) => participant.extensions),
    ...streams.flatMap((stream) => stream.extensions),
    ...groups.flatMap((group) => group.extensions),
  ]
}

const extensionValue = (model: SessionModel, keys: ReadonlySet<string>): string | undefined =>
  valueIn(extensionsOfCall(model), keys)

/** The first value under one of these names: an element of it, or a header that is labelled so. */
function valueIn(extensions: readonly Extension[], keys: ReadonlySet<string>): string | undefined {
  for (const { values } of extensions) {
    for (const { path, name, value } of values) {
      if (value === null || value === '' || name.startsWith('@')) continue
      const labelled = /\[([^\]]*)\](?:\/[^/[\]@]*)?$/.exec(path)?.[1]
      if (keys.has(keyOf(name)) || (labelled !== undefined && keys.has(keyOf(labelled)))) return value
    }
    // `<header name="From" value="..."/>`
    for (const { path, value } of values) {
      const labelled = /\[([^\]]*)\]@value$/.exec(path)?.[1]
      if (value !== null && value !== '' && labelled !== undefined && keys.has(keyOf(labelled))) return value
    }
  }
  return undefined
}

type Party = {
  /** Of the participant; null for an address that no participant has. */
  id: string | null
  number: string | undefined
  name: string | undefined
  /** A vendor's own mark; undefined without one. */
  isCalling: boolean | undefined
}

const fromKeys = new Set([
  ...[
    'from',
    'fromheader',
    'fromhdr',
    'fromuri',
    'sipfrom',
    'callingnumber',
    'callingpartynumber',
    'callernumber',
    'ani',
  ],
])
const toKeys = new Set([
  ...['to', 'toheader', 'tohdr', 'touri', 'sipto', 'callednumber', 'calledpartynumber', 'calleenumber', 'dnis'],
])
const markKeys = new Set(['callingparty', 'iscallingparty', 'iscaller', 'isoriginator'])
const roleKeys = new Set(['role', 'partyrole', 'participantrole', 'partytype'])
const meanings = (words: Readonly<Record<string, boolean>>): ReadonlyMap<string, boolean> =>
  new Map(Object.entries(words))
const marks = meanings({ true: true, yes: true, '1': true, false: false, no: false, '0': false })
const roles = meanings({
  ...{ caller: true, calling: true, callingparty: true, originator: true, originating: true },
  ...{ callee: false, called: false, calledparty: false, terminator: false, terminating: false },
})

/**
 * Who called whom: by the INVITE's own headers, else by a vendor's mark of the calling participant, else by from and to in a
 * vendor's extension, else in the order sent.
 */
function partiesOf(
  model: SessionModel,
  headers: readonly SipHeader[],
): { basis: PartyBasis | null; from?: Party | undefined; to?: Party | undefined } {
  const parties = model.participants.filter((one) => isOfSession(one, model.sessions[0]?.id)).map(partyOf)
  const byHeader = byAddresses(parties, headerOf(headers, 'from'), headerOf(headers, 'to'), isCallParty)
  if (byHeader) return { basis: 'header', ...byHeader }
  const asserted = firstAddressIn(headerOf(headers, 'p-asserted-identity'))
  const byIdentity = byAddresses(parties, asserted, undefined, () => false)
  if (byIdentity) return { basis: 'header', ...byIdentity }

  const marked = parties.find(({ isCalling }) => isCalling === true)
  const called = parties.find((party) => party.isCalling === false && party !== marked)
  if (marked || called) {
    const others = parties.filter((party) => party !== marked && party !== called)
    return { basis: 'mark', from: marked ?? others[0], to: called ?? others[0] }
  }
  const extensions = extensionsOfCall(model)
  const byExtension = byAddresses(parties, valueIn(extensions, fromKeys), valueIn(extensions, toKeys), isAddress)
  if (byExtension) return { basis: 'mark', ...byExtension }
  return parties.length === 0 ? { basis: null } : { basis: 'order', from: parties[0], to: parties[1] }
}

/** It may hold a SIP and a telephone address of one person (RFC 3325 section 9.1); whose name it gives is not needed. */
const firstAddressIn = (value: string | undefined): string | undefined =>
  /<([^<>]*)>/.exec(value ?? '')?.[1] ?? value?.split(',')[0]

function isOfSession({ sessionIds }: ParticipantOfCall, sessionId: string | undefined): boolean {
  return sessionIds.length === 0 || sessionId === undefined || sessionIds.includes(sessionId)
}

/**
 * Caller and callee by their addresses. Where one of them is a participant and the other none, as the recorder is that the
 * INVITE itself is sent to, that other one is the other participant.
 * @param isMeant whether an address counts that no participant has
 */
function byAddresses(
  parties: readonly Party[],
  from: string | undefined,
  to: string | undefined,
  isMeant: (party: Party) => boolean,
): { from: Party | undefined; to: Party | undefined } | undefined {
  const named = (text: string | undefined, but?: Party): { party: Party | undefined; isParticipant: boolean } => {
    const party = text === undefined ? undefined : addressed(text)
    if (!party) return { party: undefined, isParticipant: false }
    const participant = parties.find((one) => one !== but && isSameNumber(one.number, party.number))
    if (participant) return { party: { ...party, ...withoutUndefined(participant) }, isParticipant: true }
    return { party: isMeant(party) ? party : undefined, isParticipant: false }
  }
  const caller = named(from)
  const callee = named(to)
  if (!caller.party && !callee.party) return undefined
  const others = parties.filter(({ id }) => id !== caller.party?.id && id !== callee.party?.id)
  const other = others[0]
  if (caller.isParticipant && !callee.isParticipant && other) return { from: caller.party, to: other }
  if (callee.isParticipant && !caller.isParticipant && other) return { from: other, to: callee.party }
  return { from: caller.party ?? other, to: callee.party ?? other }
}

const withoutUndefined = (party: Party): Party =>
  Object.fromEntries(Object.entries(party).filter(([, value]) => value !== undefined)) as Party // id and number are there

function addressed(text: string): Party | undefined {
  const address = readableAddress(text)
  const number = clean(address?.number)
  if (number === undefined) return undefined
  return { id: null, number, name: nameBeside(clean(address?.displayName ?? undefined), number), isCalling: undefined }
}

/** An address of the recording session's own two ends is seldom a telephone number: `sip:srs@recorder.example`. */
const isCallParty = ({ number }: Party): boolean => number !== undefined && /^\+?[\d*#]{3,}$/.test(number)

/** A vendor may mean something else by `from`, such as a time. */
const isAddress = (party: Party): boolean => isCallParty(party) || party.number?.includes('@') === true

/** The same telephone, though one of the two may lack the country or the area. */
export function isSameNumber(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false
  if (one.toLowerCase() === other.toLowerCase()) return true
  const [a, b] = [one, other].map((number) => number.replace(/^\+/, ''))
  if (a === undefined || b === undefined || !/^\d{7,}$/.test(a) || !/^\d{7,}$/.test(b)) return a === b
  const national = (number: string) => number.replace(/^0+/, '')
  return a.endsWith(national(b)) || b.endsWith(national(a))
}

function partyOf(participant: ParticipantOfCall): Party {
  const { nameIds, id } = participant
  const aor = nameIds.find((nameId) => nameId.aor !== null)?.aor ?? null
  const name = nameIds.flatMap(({ names }) => names)[0]?.text
  const address = aor === null ? null : readableAddress(aor)
  const displayName = clean(withoutParameters(name ?? address?.displayName ?? ''))
  const number = clean(address?.number) ?? displayName
  return {
    id,
    number,
    name: number === undefined ? undefined : nameBeside(displayName, number),
    isCalling: markOf(participant),
  }
}

function markOf({ extensions }: ParticipantOfCall): boolean | undefined {
  if (extensions.length === 0) return undefined
  const mark = marks.get(keyOf(valueIn(extensions, markKeys) ?? ''))
  return mark ?? roles.get(keyOf((valueIn(extensions, roleKeys) ?? '').replace(/\s/g, '')))
}

/** A display name where it tells more than the number: `9000`, `sip:9000` and `+49 30 1234` do not. */
function nameBeside(name: string | undefined, number: string): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[\s.()-]/g, '')
  if (name === undefined) return undefined
  return bare(readableAddress(name)?.number ?? name) === bare(number) ? undefined : name
}

/** Some recorders write the parameters of a SIP header into the name: `Ann;lang=en;id=22`. */
const withoutParameters = (name: string): string =>
  unquoted(name.includes(';') ? name.replace(/(?:;[\w-]+=[^;]*)+$/, '') : name)

/** Where a start may stand, the most telling first; within one place the earliest counts. */
function startOf({ sessions, participants, streams }: SessionModel): Instant | undefined {
  const [session] = sessions
  const ofSession = streams.filter(({ sessionId }) => sessionId === null || sessionId === session?.id)
  const places: (Instant | null)[][] = [
    [session?.startedAt ?? null],
    (session?.recorded ?? []).map(({ from }) => from),
    participants
      .filter((one) => isOfSession(one, session?.id))
      .flatMap(({ present }) => present.map(({ from }) => from)),
    ofSession.flatMap(({ spans }) => spans.map(({ from }) => from)),
  ]
  for (const place of places) {
    const [earliest] = place.filter((instant) => instant !== null).sort()
    if (earliest !== undefined) return earliest
  }
  return undefined
}

const directionKeys = new Set(['direction', 'calldirection'])
const directions: ReadonlyMap<string, Exclude<Direction, 'unknown'>> = new Map([
  ...(['in', 'inbound', 'incoming'] as const).map((word) => [word, 'inbound'] as const),
  ...(['out', 'outbound', 'outgoing'] as const).map((word) => [word, 'outbound'] as const),
  ['internal', 'internal'],
])

/** RFC 7865 has no word for it; some vendors say it in extension data of the session or of the whole document. */
function directionOf({ sessions, extensions }: SessionModel): SiprecFacts['direction'] {
  const said = valueIn([...(sessions[0]?.extensions ?? []), ...extensions], directionKeys)
  return directions.get((said ?? '').trim().toLowerCase())
}
