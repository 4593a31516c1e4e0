import type { Instant, SipHeader } from '../../model/index.ts'
import { Diagnostics } from './diagnostics.ts'
import { openEnvelope } from './envelope.ts'
import { type Extension, extensionOf } from './extensions.ts'
import { type InstantReading, readInstant } from './instants.ts'
import { readSdp, type SdpMedia } from './sdp.ts'
import { clean, wholeId } from './texts.ts'
import { attribute, readXml, type XmlElement } from './xml-tree.ts'

/** When something was joined and left, as far as a document says. */
export type Stay = { from: Instant | null; until: Instant | null }

export type NameId = { aor: string | null; names: { text: string; language: string | null }[] }

export type SessionElement = {
  id: string
  groupId: string | null
  sipSessionIds: string[]
  reasons: { text: string; protocol: string | null }[]
  startedAt: Instant | null
  stoppedAt: Instant | null
  stay: Stay
  extensions: Extension[]
}
export type GroupElement = { id: string; stay: Stay; extensions: Extension[] }
export type ParticipantElement = {
  id: string
  nameIds: NameId[]
  sessionId: string | null
  stay: Stay
  extensions: Extension[]
}
export type StreamElement = {
  id: string
  sessionId: string | null
  label: string | null
  mode: string | null
  stay: Stay
  extensions: Extension[]
}
export type SessionStay = { sessionId: string | null; stay: Stay }
export type ParticipantStay = { participantId: string; sessionId: string | null; stay: Stay }
/** Which streams a participant sends and receives, from then on. */
export type FlowElement = { participantId: string; sends: string[]; receives: string[]; stay: Stay }
/** `extensiondata` that names its owner instead of standing in it. */
export type Attached = { parentId: string; line: number; extensions: Extension[] }

/** What one document says, in the words of RFC 7865 whatever its dialect. Lists are in the order sent. */
export type SiprecDocument = {
  /** Whether it says all that holds, or what changed; null for one that could not be read. */
  mode: 'complete' | 'partial' | null
  headers: SipHeader[]
  media: SdpMedia[]
  sessions: SessionElement[]
  groups: GroupElement[]
  participants: ParticipantElement[]
  streams: StreamElement[]
  sessionStays: SessionStay[]
  participantStays: ParticipantStay[]
  flows: FlowElement[]
  attached: Attached[]
  extensions: Extension[]
  /** The latest time that it names: it was made no earlier. */
  latest: Instant | null
}

/** As the issue of the API and of reading in good time have it; more is kept and not read. */
export const maxCharacters = 262_144
const most = { sessions: 20, groups: 20, participants: 100, streams: 200, associations: 1_000, of: 50 }

/** Namespaces of RFC 7865 and of the drafts before it; a document without any is read too. */
const siprecNamespaces = new Set(['urn:ietf:params:xml:ns:recording:1', 'urn:ietf:params:xml:ns:recording'])

/**
 * Reads one document, alone or within the INVITE's multipart body, in the dialects in use. Never throws: of a broken or
 * hostile one it gives what could be read, and says what could not.
 * @param timeZone IANA name, for times that are given without an offset; without it they are left out
 */
export function readDocument(
  text: string,
  timeZone: string | undefined,
  diagnostics: Diagnostics = new Diagnostics(),
): SiprecDocument {
  const nothing: SiprecDocument = {
    ...{ mode: null, headers: [], media: [], sessions: [], groups: [], participants: [], streams: [] },
    ...{ sessionStays: [], participantStays: [], flows: [], attached: [], extensions: [], latest: null },
  }
  if (text.length > maxCharacters) {
    diagnostics.add(null, 'The metadata document is larger than 256 kB and was not read.')
    return nothing
  }
  const { metadata, sdp, headers } = openEnvelope(text, diagnostics)
  const outer = { ...nothing, headers, media: sdp === undefined ? [] : readSdp(sdp) }
  const tree = metadata && readXml(metadata, diagnostics)
  if (!tree) return outer
  const root = recordingIn(tree)
  if (!root) {
    diagnostics.add(tree.line, 'The document is not SIPREC metadata: its root element must be <recording> (RFC 7865).')
    return outer
  }
  return { ...outer, ...new DocumentReader(root, timeZone, diagnostics).read() }
}

/** Some wrap it in an element of their own. */
function recordingIn(tree: XmlElement): XmlElement | undefined {
  if (tree.key === 'recording') return tree
  return tree.children.find(({ key, namespace }) => key === 'recording' && siprecNamespaces.has(namespace))
}

type Known = ReadonlySet<string>
const known = (...keys: string[]): Known => new Set(keys)
const times = ['associatetime', 'disassociatetime', 'starttime', 'stoptime', 'endtime'] as const

/** Elements of RFC 7865 and its drafts, by what holds them: whatever else stands there is a vendor's. */
const vocabulary = {
  recording: known(
    ...['datamode', 'group', 'session', 'participant', 'stream', 'sessionrecordingassoc', 'participantsessionassoc'],
    ...['participantstreamassoc', 'requestsnapshot'],
  ),
  session: known('sipsessionid', 'reason', 'groupref', 'group', ...times),
  group: known(...times),
  participant: known('nameid', 'aor', 'name', 'send', 'recv', 'sessionref', ...times),
  stream: known('label', 'mode', 'sessionref', 'contenttype', ...times),
} as const

class DocumentReader {
  readonly #root: XmlElement
  readonly #timeZone: string | undefined
  readonly #diagnostics: Diagnostics
  #latest: Instant | null = null
  #hasToldOffset = false
  readonly #instants = new Map<string, InstantReading>()
  readonly #told = new Set<string>()

  constructor(root: XmlElement, timeZone: string | undefined, diagnostics: Diagnostics) {
    this.#root = root
    this.#timeZone = timeZone
    this.#diagnostics = diagnostics
  }

  read(): Omit<SiprecDocument, 'headers' | 'media'> {
    const byKey = new Map<string, XmlElement[]>()
    for (const child of this.#root.children) {
      if (!this.#isOwn(child)) continue
      const same = byKey.get(child.key)
      if (same) same.push(child)
      else byKey.set(child.key, [child])
    }
    const all = (key: string, limit: number): XmlElement[] => this.#bounded(byKey.get(key) ?? [], limit, key)
    const participants = all('participant', most.participants)
    const document = {
      mode: this.#modeOf(byKey.get('datamode')?.[0]),
      sessions: all('session', most.sessions).flatMap((element) => this.#session(element) ?? []),
      groups: all('group', most.groups).flatMap((element) => this.#group(element) ?? []),
      participants: participants.map((element, index) => this.#participant(element, index)),
      streams: all('stream', most.streams).flatMap((element) => this.#stream(element) ?? []),
      sessionStays: all('sessionrecordingassoc', most.associations).map((element) => ({
        sessionId: this.#reference(element, 'session'),
        stay: this.#stay(element),
      })),
      participantStays: all('participantsessionassoc', most.associations).flatMap((element) => {
        const participantId = this.#reference(element, 'participant')
        if (participantId === null) return []
        return [{ participantId, sessionId: this.#reference(element, 'session'), stay: this.#stay(element) }]
      }),
      flows: [
        ...participants.flatMap((element, index) => this.#flow(element, this.#participantId(element, index))),
        ...all('participantstreamassoc', most.associations).flatMap((element) =>
          this.#flow(element, this.#reference(element, 'participant')),
        ),
      ],
      attached: this.#attached(),
      extensions: this.#extensions(this.#root, vocabulary.recording, true),
    }
    return { ...document, latest: this.#latest }
  }

  #modeOf(element: XmlElement | undefined): 'complete' | 'partial' {
    const mode = element?.text.trim().toLowerCase()
    if (mode === 'partial') return 'partial'
    if (mode !== undefined && mode !== 'complete' && element) {
      this.#diagnostics.add(
        element.line,
        'datamode is neither complete nor partial: the document was read as complete.',
      )
    }
    return 'complete'
  }

  #session(element: XmlElement): SessionElement | undefined {
    const id = this.#id(element, 'session')
    if (id === undefined) return undefined
    const groupText =
      clean(this.#child(element, 'groupref')?.text) ?? attribute(element, 'groupid', 'group', 'groupref')
    return {
      id,
      groupId: wholeId(groupText, 'group', element.line, this.#diagnostics) ?? null,
      sipSessionIds: this.#texts(element, 'sipsessionid'),
      reasons: this.#children(element, 'reason')
        .slice(0, most.of)
        .flatMap((reason) => {
          const text = clean(reason.text)
          return text === undefined ? [] : [{ text, protocol: clean(attribute(reason, 'protocol')) ?? null }]
        }),
      startedAt: this.#time(element, 'starttime'),
      stoppedAt: this.#time(element, 'stoptime', 'endtime'),
      stay: this.#associated(element),
      extensions: this.#extensions(element, vocabulary.session),
    }
  }

  #group(element: XmlElement): GroupElement | undefined {
    const id = this.#id(element, 'group')
    if (id === undefined) return undefined
    return { id, stay: this.#stay(element), extensions: this.#extensions(element, vocabulary.group) }
  }

  #participant(element: XmlElement, index: number): ParticipantElement {
    return {
      id: this.#participantId(element, index),
      nameIds: this.#nameIds(element),
      sessionId: this.#reference(element, 'session'),
      stay: this.#stay(element),
      extensions: this.#extensions(element, vocabulary.participant),
    }
  }

  /** One without an id is known by its place: who it is, is told by its address. */
  #participantId(element: XmlElement, index: number): string {
    return clean(attribute(element, 'participantid', 'id')) ?? `#${index + 1}`
  }

  /** `nameID` with an address and names, or both right in the participant. */
  #nameIds(element: XmlElement): NameId[] {
    const nameIds = this.#children(element, 'nameid')
    return (nameIds.length > 0 ? nameIds : [element]).slice(0, most.of).flatMap((holder) => {
      const aor = clean(attribute(holder, 'aor')) ?? clean(this.#child(holder, 'aor')?.text) ?? null
      const names = this.#children(holder, 'name')
        .slice(0, most.of)
        .flatMap((name) => {
          const text = clean(name.text)
          return text === undefined ? [] : [{ text, language: clean(attribute(name, 'lang')) ?? null }]
        })
      const own = clean(attribute(holder, 'name'))
      if (own !== undefined && names.length === 0) names.push({ text: own, language: null })
      return aor === null && names.length === 0 ? [] : [{ aor, names }]
    })
  }

  #stream(element: XmlElement): StreamElement | undefined {
    const id = this.#id(element, 'stream')
    if (id === undefined) return undefined
    return {
      id,
      sessionId: this.#reference(element, 'session'),
      label: clean(this.#child(element, 'label')?.text) ?? clean(attribute(element, 'label')) ?? null,
      mode: clean(this.#child(element, 'mode')?.text)?.toLowerCase() ?? null,
      stay: this.#stay(element),
      extensions: this.#extensions(element, vocabulary.stream),
    }
  }

  /** What an element says of streams; one that says nothing, as a participant of RFC 7865 does, says no change. */
  #flow(element: XmlElement, participantId: string | null): FlowElement[] {
    const sends = this.#texts(element, 'send')
    const receives = this.#texts(element, 'recv')
    const says = sends.length + receives.length > 0 || element.key === 'participantstreamassoc'
    return participantId === null || !says ? [] : [{ participantId, sends, receives, stay: this.#stay(element) }]
  }

  #attached(): Attached[] {
    return this.#root.children.flatMap((element) => {
      const parentId = element.key === 'extensiondata' ? this.#parentOf(element) : undefined
      return parentId === undefined ? [] : [{ parentId, line: element.line, extensions: this.#within(element) }]
    })
  }

  #parentOf = (element: XmlElement) => clean(attribute(element, 'parent', 'parentid'))

  /** What a vendor put into an element: in `extensiondata`, or beside the element's own. */
  #extensions(owner: XmlElement, own: Known, isRoot = false): Extension[] {
    const found: Extension[] = []
    for (const child of owner.children) {
      if (child.key === 'extensiondata') {
        if (!isRoot || this.#parentOf(child) === undefined) found.push(...this.#within(child))
      } else if (!this.#isOwn(child) || !own.has(child.key)) found.push(extensionOf(child))
    }
    return found
  }

  #within(extensionData: XmlElement): Extension[] {
    if (extensionData.children.length > 0) return extensionData.children.map(extensionOf)
    return extensionData.text.trim() === '' ? [] : [extensionOf({ ...extensionData, attributes: [] })]
  }

  #stay(element: XmlElement): Stay {
    return {
      from: this.#time(element, 'associatetime', 'starttime'),
      until: this.#time(element, 'disassociatetime', 'stoptime', 'endtime'),
    }
  }

  #associated(element: XmlElement): Stay {
    return { from: this.#time(element, 'associatetime'), until: this.#time(element, 'disassociatetime') }
  }

  #time(element: XmlElement, ...keys: readonly string[]): Instant | null {
    for (const { key, namespace, text, line } of element.children) {
      if (!keys.includes(key) || !this.#isOwnNamespace(namespace) || text.trim() === '') continue
      const reading = this.#instant(text)
      if (reading.kind === 'instant') {
        if (this.#latest === null || reading.instant > this.#latest) this.#latest = reading.instant
        return reading.instant
      }
      if (reading.kind === 'no offset') {
        if (!this.#hasToldOffset) {
          this.#diagnostics.add(
            line,
            'The times have no offset from UTC and were left out: their time zone is not known.',
          )
        }
        this.#hasToldOffset = true
      } else this.#tellOnce(line, 'A time is not an RFC 3339 date and time and was left out.')
    }
    return null
  }

  /** Most elements of a document name the same few times, and a zone's are dear to read. */
  #instant(text: string): InstantReading {
    const reading = this.#instants.get(text) ?? readInstant(text, this.#timeZone)
    this.#instants.set(text, reading)
    return reading
  }

  /** An element's times may be asked for twice. */
  #tellOnce(line: number, message: string): void {
    const told = `${line} ${message}`
    if (!this.#told.has(told)) this.#diagnostics.add(line, message)
    this.#told.add(told)
  }

  /** RFC 7865 writes `session_id`, the drafts before it `id`. */
  #id(element: XmlElement, what: 'session' | 'group' | 'stream'): string | undefined {
    const text = attribute(element, `${what}id`, 'id')
    if (text === undefined) this.#diagnostics.add(element.line, `A <${what}> without an id was left out.`)
    return wholeId(text, what, element.line, this.#diagnostics)
  }

  /** RFC 7865 writes `session_id`, the drafts before it `session`. */
  #reference(element: XmlElement, what: 'session' | 'participant'): string | null {
    const text = attribute(element, `${what}id`, what, `${what}ref`) ?? this.#child(element, `${what}ref`)?.text
    return clean(text) ?? null
  }

  #texts(element: XmlElement, key: string): string[] {
    const texts = this.#children(element, key).map(({ text }) => clean(text))
    return [...new Set(texts.filter((text) => text !== undefined))].slice(0, most.streams)
  }

  #bounded(elements: XmlElement[], limit: number, key: string): XmlElement[] {
    const beyond = elements[limit]
    if (beyond)
      this.#diagnostics.add(beyond.line, `Of the <${key}> elements those after the first ${limit} were not read.`)
    return beyond ? elements.slice(0, limit) : elements
  }

  #children(parent: XmlElement, key: string): XmlElement[] {
    return parent.children.filter((child) => child.key === key && this.#isOwn(child))
  }

  #child(parent: XmlElement, key: string): XmlElement | undefined {
    return parent.children.find((child) => child.key === key && this.#isOwn(child))
  }

  /** SIPREC's own vocabulary has the root's namespace, whatever that is; what vendors add has another. */
  #isOwn = ({ namespace }: XmlElement) => this.#isOwnNamespace(namespace)
  #isOwnNamespace = (namespace: string) => namespace === this.#root.namespace || siprecNamespaces.has(namespace)
}
