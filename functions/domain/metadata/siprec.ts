import type { Direction } from '../../contract/index.ts'
import type { Participant } from '../../model/index.ts'
import { readableAddress, unquoted } from './address.ts'
import { type Diagnostic, Diagnostics } from './diagnostics.ts'
import { readInstant } from './instants.ts'
import { findMetadata } from './multipart.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

/** Facts of a call that a metadata document gives; absent where it does not. */
export type SiprecFacts = {
  sessionId?: string
  from?: string
  /** Only where it says more than `from`; so too `toName`. */
  fromName?: string
  to?: string
  toName?: string
  /** UTC with milliseconds. */
  startedAt?: string
  callGroupId?: string
  direction?: Exclude<Direction, 'unknown'>
}

export type SiprecReading = {
  facts: SiprecFacts
  /** In the order sent, with addresses and names as sent. */
  participants: Participant[]
  diagnostics: Diagnostic[]
}

/** The most that the API takes. */
const maxCharacters = 262_144
const maxParticipants = 100
const maxTextCharacters = 255

/**
 * What a recording session's metadata (RFC 7865) says about its call. Takes the document alone or within the INVITE's
 * multipart body, and the dialects in use: the namespace with and without `:1`, `id`/`session` of the drafts beside
 * `session_id`/`participant_id`, times in associations or in the elements themselves. Never throws: of a broken or hostile
 * document it gives what could be read, and says what could not.
 * @param timeZone IANA name, for times that are given without an offset; without it they are left out
 */
export function readSiprec(document: string, timeZone?: string): SiprecReading {
  const diagnostics = new Diagnostics()
  const nothing = { facts: {}, participants: [], diagnostics: diagnostics.list }
  if (document.length > maxCharacters) {
    diagnostics.add(null, 'The metadata document is larger than 256 kB and was not read.')
    return nothing
  }
  const excerpt = findMetadata(document, diagnostics)
  const root = excerpt && readXml(excerpt, diagnostics)
  if (!root) return nothing
  if (root.name !== 'recording') {
    diagnostics.add(root.line, 'The document is not SIPREC metadata: its root element must be <recording> (RFC 7865).')
    return nothing
  }
  return { ...readRecording(root, timeZone, diagnostics), diagnostics: diagnostics.list }
}

function readRecording(
  root: XmlElement,
  timeZone: string | undefined,
  diagnostics: Diagnostics,
): Pick<SiprecReading, 'facts' | 'participants'> {
  const sessions = childrenOf(root, 'session')
  if (sessions.length > 1) {
    diagnostics.add(sessions[1]?.line ?? null, 'There are several sessions: the facts are those of the first.')
  }
  const sessionId = sessions[0] ? idOf(sessions[0], 'session') : undefined
  if (sessionId === undefined) diagnostics.add(root.line, 'There is no <session> with an id.')

  const all = childrenOf(root, 'participant')
  if (all.length > maxParticipants) {
    diagnostics.add(
      all[maxParticipants]?.line ?? null,
      `Participants after the first ${maxParticipants} were not read.`,
    )
  }
  const parties = all.slice(0, maxParticipants).map((element) => readParty(root, element))
  const elsewhere = (ids: ReadonlySet<string>) => ids.size > 0 && sessionId !== undefined && !ids.has(sessionId)
  const { caller, callee } = callerAndCallee(parties.filter(({ sessionIds }) => !elsewhere(sessionIds)))

  const facts: SiprecFacts = {
    ...fact('sessionId', asId(sessionId, 'session id', diagnostics)),
    ...fact('callGroupId', asId(groupOf(root, sessions[0]), 'group id', diagnostics)),
    ...fact('from', caller?.number),
    ...fact('fromName', caller?.readableName),
    ...fact('to', callee?.number),
    ...fact('toName', callee?.readableName),
    ...fact('startedAt', startOf(root, sessions[0], sessionId, timeZone, diagnostics)),
    ...fact('direction', directionOf(root, sessions[0])),
  }
  const participants = parties.map(({ participantId, aor, name }) => ({ participantId, aor, name }))
  return { facts, participants }
}

const fact = <K extends keyof SiprecFacts>(key: K, value: SiprecFacts[K] | undefined): Pick<SiprecFacts, K> | object =>
  value === undefined ? {} : { [key]: value }

type Party = Participant & {
  sessionIds: ReadonlySet<string>
  number: string | undefined
  readableName: string | undefined
  /** A vendor's own mark; undefined without one. */
  isCalling: boolean | undefined
}

function readParty(root: XmlElement, element: XmlElement): Party {
  const participantId = idOf(element, 'participant') ?? ''
  const nameIds = childrenOf(element, 'nameID')
  const aor = nameIds.map(({ attributes }) => clean(attributes.get('aor'))).find((text) => text !== undefined)
  const name = nameIds
    .flatMap((nameId) => childrenOf(nameId, 'name'))
    .map(({ text }) => clean(text))
    .find((text) => text !== undefined)
  const address = aor === undefined ? null : readableAddress(aor)
  const associated = childrenOf(root, 'participantsessionassoc')
    .filter((association) => idOf(association, 'participant') === participantId)
    .map((association) => idOf(association, 'session'))
  const sessionIds = [referenceTo(element, 'session'), ...associated].filter((id) => id !== undefined)
  const displayName = clean(withoutParameters(name ?? address?.displayName ?? ''))
  const number = clean(address?.number) ?? displayName
  const mark = find(element, (child) => child.name === 'callingParty')
    ?.text.trim()
    .toLowerCase()
  return {
    participantId: clean(participantId) ?? '',
    aor: aor ?? null,
    name: name ?? null,
    sessionIds: new Set(sessionIds),
    number,
    readableName:
      displayName !== undefined && number !== undefined && says(displayName, number) ? displayName : undefined,
    isCalling: mark === 'true' || mark === '1' ? true : mark === 'false' || mark === '0' ? false : undefined,
  }
}

/** Whether a display name tells more than the number: `9000`, `sip:9000` and `+49 30 1234` do not. */
function says(name: string, number: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[\s.()-]/g, '')
  return bare(readableAddress(name)?.number ?? name) !== bare(number)
}

/** Some recorders write the parameters of a SIP header into the name: `Ann;lang=en;id=22`. */
const withoutParameters = (name: string): string => unquoted(name.replace(/(?:;[\w-]+=[^;]*)+$/, ''))

/** A vendor's mark decides who called; without one the order in which the participants were sent does. */
function callerAndCallee(parties: readonly Party[]): { caller: Party | undefined; callee: Party | undefined } {
  const marked = parties.find(({ isCalling }) => isCalling === true)
  if (marked) {
    const others = parties.filter((party) => party !== marked)
    return { caller: marked, callee: others.find(({ isCalling }) => isCalling === false) ?? others[0] }
  }
  const callee = parties.find(({ isCalling }) => isCalling === false)
  if (callee) return { caller: parties.find((party) => party !== callee), callee }
  return { caller: parties[0], callee: parties[1] }
}

function groupOf(root: XmlElement, session: XmlElement | undefined): string | undefined {
  const reference = session && (clean(childrenOf(session, 'group-ref')[0]?.text) ?? referenceTo(session, 'group'))
  if (reference !== undefined) return reference
  const groups = childrenOf(root, 'group')
  const only = groups.length === 1 ? groups[0] : undefined
  return only && idOf(only, 'group')
}

/** Where a start may stand, the most telling first; within one place the earliest counts. */
function startOf(
  root: XmlElement,
  session: XmlElement | undefined,
  sessionId: string | undefined,
  timeZone: string | undefined,
  diagnostics: Diagnostics,
): string | undefined {
  const ofSession = (element: XmlElement) => [undefined, sessionId].includes(referenceTo(element, 'session'))
  const associations = (name: string) => childrenOf(root, name).filter(ofSession)
  const own = session ? [session] : []
  const times = (elements: XmlElement[], name: string) => elements.flatMap((element) => childrenOf(element, name))
  const places = [
    times(own, 'start-time'),
    times(associations('sessionrecordingassoc'), 'associate-time'),
    times(own, 'associate-time'),
    times(associations('participantsessionassoc'), 'associate-time'),
    times(associations('participant'), 'associate-time'),
    times(associations('stream'), 'associate-time'),
  ]
  let lineWithoutOffset: number | undefined
  for (const place of places) {
    const instants: string[] = []
    for (const { text, line } of place) {
      const reading = readInstant(text, timeZone)
      if (reading.kind === 'instant') instants.push(reading.instant)
      else if (reading.kind === 'no offset') lineWithoutOffset ??= line
      else diagnostics.add(line, 'A time is not an RFC 3339 date and time and was left out.')
    }
    if (instants.length > 0) return instants.sort()[0]
  }
  if (lineWithoutOffset !== undefined) {
    diagnostics.add(lineWithoutOffset, 'The times have no offset from UTC, so the start was left out.')
  }
  return undefined
}

const directions: ReadonlyMap<string, Exclude<Direction, 'unknown'>> = new Map([
  ['in', 'inbound'],
  ['inbound', 'inbound'],
  ['incoming', 'inbound'],
  ['out', 'outbound'],
  ['outbound', 'outbound'],
  ['outgoing', 'outbound'],
  ['internal', 'internal'],
])

/** RFC 7865 has no word for it; some vendors say it in extension data of the session or of the whole document. */
function directionOf(root: XmlElement, session: XmlElement | undefined): SiprecFacts['direction'] {
  const places = [...(session?.children ?? []), ...childrenOf(root, 'extensiondata')]
  for (const place of places) {
    const found = find(place, ({ name }) => name === 'direction' || name === 'callDirection')
    const direction = found && directions.get(found.text.trim().toLowerCase())
    if (direction) return direction
  }
  return undefined
}

/** Children of SIPREC's own vocabulary, whose namespace is the root's; what vendors add has another. */
const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name && child.namespace === parent.namespace)

function find(element: XmlElement, isWanted: (element: XmlElement) => boolean): XmlElement | undefined {
  if (isWanted(element)) return element
  for (const child of element.children) {
    const found = find(child, isWanted)
    if (found) return found
  }
  return undefined
}

/** RFC 7865 writes `session_id`, the drafts before it `id`. */
const idOf = (element: XmlElement, what: 'session' | 'participant' | 'group'): string | undefined =>
  element.attributes.get(`${what}_id`)?.trim() || element.attributes.get('id')?.trim() || undefined

/** RFC 7865 writes `session_id`, the drafts before it `session`. */
const referenceTo = (element: XmlElement, what: 'session' | 'group'): string | undefined =>
  element.attributes.get(`${what}_id`)?.trim() || element.attributes.get(what)?.trim() || undefined

/** Text fit for a fact: one line, without control characters, no longer than the API takes; undefined if nothing is left. */
function clean(text: string | undefined): string | undefined {
  const line = (text ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maxTextCharacters)
  // A cut may fall within a surrogate pair.
  return (
    line
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim()
      .toWellFormed() || undefined
  )
}

/** An id is taken whole or not at all: a shortened one would join calls that have nothing in common. */
function asId(id: string | undefined, what: string, diagnostics: Diagnostics): string | undefined {
  if (id === undefined) return undefined
  if (id.length <= maxTextCharacters && !/\p{Cc}/u.test(id)) return id
  diagnostics.add(
    null,
    `The ${what} is longer than ${maxTextCharacters} characters or not plain text and was left out.`,
  )
  return undefined
}
