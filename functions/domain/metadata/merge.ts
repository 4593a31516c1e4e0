import type { Instant } from '../../model/index.ts'
import { Diagnostics } from './diagnostics.ts'
import {
  type FlowElement,
  type ParticipantElement,
  readDocument,
  type SessionElement,
  type SiprecDocument,
  type Stay,
  type StreamElement,
} from './document.ts'
import { mergeExtensions } from './extensions.ts'
import type {
  Flow,
  GroupOfCall,
  ParticipantOfCall,
  SessionModel,
  SessionOfCall,
  Span,
  StreamOfCall,
} from './session.ts'
import { endStay, isGoingOn, noteStay } from './spans.ts'

/** A document as it was sent, and in which zone its times without an offset are. */
export type SentDocument = { text: string; timeZone?: string | undefined }

/** What all documents of a recording may hold together; each by itself holds less. */
const most = { participants: 200, streams: 400, sessions: 50, groups: 50, flows: 200, spans: 100, diagnostics: 200 }

/**
 * Reads the documents of one recording in the order in which they came and merges them: a complete one says all that holds,
 * so what it does not name has ended; a partial one says what changed (RFC 7866 section 8.2). Never throws.
 */
export function readSession(documents: readonly SentDocument[]): SessionModel {
  const merger = new Merger()
  for (const [index, { text, timeZone }] of documents.entries()) {
    const diagnostics = new Diagnostics()
    merger.add(readDocument(text, timeZone, diagnostics), diagnostics)
    for (const diagnostic of diagnostics.list) {
      if (merger.model.diagnostics.length < most.diagnostics) {
        merger.model.diagnostics.push({ document: index + 1, ...diagnostic })
      }
    }
  }
  return merger.model
}

class Merger {
  readonly model: SessionModel = {
    ...{ modes: [], headers: [], media: [], sessions: [], groups: [], participants: [], streams: [] },
    ...{ extensions: [], diagnostics: [] },
  }
  readonly #sessions = new Map<string, SessionOfCall>()
  readonly #groups = new Map<string, GroupOfCall>()
  readonly #participants = new Map<string, ParticipantOfCall>()
  readonly #streams = new Map<string, StreamOfCall>()
  /** What a complete document did not name: named again, it is there again. */
  readonly #omitted = new Set<Span[]>()
  #hasRead = false

  add(document: SiprecDocument, diagnostics: Diagnostics): void {
    const { model } = this
    model.modes.push(document.mode)
    if (model.headers.length === 0) model.headers = document.headers
    const labels = new Set(document.media.map(({ label }) => label))
    model.media = [...model.media.filter(({ label }) => !labels.has(label)), ...document.media].slice(-most.streams)
    if (document.mode === null) return
    if (!this.#hasRead && document.mode === 'partial') {
      diagnostics.add(null, 'The first document is partial: what held before it is not known.')
    }
    this.#hasRead = true

    for (const element of document.sessions) this.#session(element)
    if (model.sessions.length === 0) this.#namedSession(sessionNamedIn(document))
    for (const { id, stay, extensions } of document.groups) {
      const group = this.#of(this.#groups, model.groups, id, most.groups, () => ({ id, spans: [], extensions: [] }))
      if (!group) continue
      noteStay(group.spans, stay)
      group.extensions = mergeExtensions(group.extensions, extensions)
    }
    for (const { sessionId, stay } of document.sessionStays) {
      const session = this.#namedSession(sessionId)
      if (session) noteStay(session.recorded, stay)
    }
    for (const element of document.streams) this.#stream(element, document.latest)
    for (const element of document.participants) this.#participant(element)
    this.#stays(document)
    this.#flows(document)
    if (document.mode === 'complete') this.#endUnnamed(document)
    this.#leave(document.latest)
    model.extensions = mergeExtensions(model.extensions, document.extensions)
    this.#attach(document, diagnostics)
  }

  #of<T>(byId: Map<string, T>, list: T[], id: string, limit: number, make: () => T): T | undefined {
    const there = byId.get(id)
    if (there !== undefined || list.length >= limit) return there
    const made = make()
    byId.set(id, made)
    list.push(made)
    return made
  }

  #namedSession(id: string | null): SessionOfCall | undefined {
    if (id === null) return this.model.sessions.length === 1 ? this.model.sessions[0] : undefined
    // A partial document may speak of a session that none before it described.
    return this.#of(this.#sessions, this.model.sessions, id, most.sessions, () => ({
      ...{ id, groupId: null, sipSessionIds: [], reasons: [], startedAt: null, stoppedAt: null },
      ...{ recorded: [], extensions: [] },
    }))
  }

  #session({ id, groupId, sipSessionIds, reasons, startedAt, stoppedAt, stay, extensions }: SessionElement): void {
    const session = this.#namedSession(id)
    if (!session) return
    session.groupId = groupId ?? session.groupId
    session.sipSessionIds = [...new Set([...session.sipSessionIds, ...sipSessionIds])].slice(0, 50)
    const isKnown = (text: string) => session.reasons.some((reason) => reason.text === text)
    session.reasons = [...session.reasons, ...reasons.filter(({ text }) => !isKnown(text))].slice(0, 50)
    session.startedAt = session.startedAt ?? startedAt
    session.stoppedAt = stoppedAt ?? session.stoppedAt
    if (stay.from !== null || stay.until !== null) this.#note(session.recorded, stay, stay.from)
    session.extensions = mergeExtensions(session.extensions, extensions)
  }

  #someone(id: string): ParticipantOfCall | undefined {
    return this.#of(this.#participants, this.model.participants, id, most.participants, () => ({
      ...{ id, nameIds: [], sessionIds: [], present: [], flows: [], extensions: [] },
    }))
  }

  #participant({ id, nameIds, sessionId, stay, extensions }: ParticipantElement): void {
    const participant = this.#someone(id)
    if (!participant) return
    if (nameIds.length > 0) participant.nameIds = nameIds
    addId(participant.sessionIds, sessionId)
    if (stay.from !== null || stay.until !== null) noteStay(participant.present, stay)
    participant.extensions = mergeExtensions(participant.extensions, extensions)
  }

  #stream({ id, sessionId, label, mode, stay, extensions }: StreamElement, latest: Instant | null): void {
    const stream = this.#of(this.#streams, this.model.streams, id, most.streams, () => ({
      ...{ id, sessionId: null, label: null, mode: null, spans: [], extensions: [] },
    }))
    if (!stream) return
    stream.sessionId = sessionId ?? stream.sessionId
    stream.label = label ?? stream.label
    stream.mode = mode ?? stream.mode
    this.#note(stream.spans, stay, latest)
    stream.extensions = mergeExtensions(stream.extensions, extensions)
  }

  #note(spans: Span[], stay: Stay, latest: Instant | null): void {
    const isBack = this.#omitted.delete(spans) && stay.until === null
    if (!isBack) {
      noteStay(spans, stay)
      return
    }
    const last = spans.at(-1)
    // Times that are told again are of the first stay.
    const from = stay.from !== last?.from ? stay.from : latest
    const isLater = from !== null && from >= (last?.until ?? last?.from ?? from)
    spans.push({ from: isLater && from !== last?.from ? from : null, until: null, hasEnded: false })
  }

  #omit(spans: Span[], latest: Instant | null): void {
    if (!isGoingOn(spans)) return
    endStay(spans, latest)
    if (spans.length < most.spans) this.#omitted.add(spans)
  }

  #stays(document: SiprecDocument): void {
    const spoken = new Set(document.participantStays.map(({ participantId }) => participantId))
    for (const { participantId, sessionId, stay } of document.participantStays) {
      const participant = this.#someone(participantId)
      if (!participant) continue
      addId(participant.sessionIds, sessionId)
      this.#note(participant.present, stay, document.latest)
    }
    for (const { id } of document.participants) {
      // Who is described and in no association takes part.
      const participant = this.#participants.get(id)
      if (!participant || spoken.has(id)) continue
      const isBack = this.#omitted.has(participant.present)
      if (participant.present.length === 0 || isBack) {
        this.#note(participant.present, { from: null, until: null }, document.latest)
      }
    }
  }

  /** A participant's streams are told anew each time: what is named no more was put on hold, or ended. */
  #flows(document: SiprecDocument): void {
    for (const [participantId, elements] of Map.groupBy(document.flows, ({ participantId: id }) => id)) {
      const participant = this.#someone(participantId)
      if (!participant) continue
      const since = elements.find(({ stay }) => stay.from !== null)?.stay.from ?? null
      const isFirst = participant.flows.length === 0
      const known = new Map(participant.flows.map((flow) => [keyOfFlow(flow), flow]))
      const named = new Set(elements.flatMap((element) => flowsIn(element).map(({ key }) => key)))
      for (const flow of participant.flows) {
        if (!named.has(keyOfFlow(flow))) endStay(flow.spans, laterOf(since, flow) ?? document.latest)
      }
      for (const element of elements) {
        for (const { streamId, role, key } of flowsIn(element)) {
          const flow = known.get(key)
          const stay = isFirst || element.stay.from !== null ? element.stay : { ...element.stay, from: document.latest }
          if (!flow) {
            if (participant.flows.length >= most.flows) continue
            const started: Flow = { streamId, role, spans: [] }
            noteStay(started.spans, stay)
            participant.flows.push(started)
            known.set(key, started)
          } else if (isGoingOn(flow.spans)) {
            if (element.stay.until !== null) endStay(flow.spans, element.stay.until)
          } else resume(flow, stay)
        }
      }
    }
  }

  /** What a complete document does not name has ended by the time that it was made. */
  #endUnnamed({ sessions, participants, participantStays, streams, flows, latest }: SiprecDocument): void {
    const namedSessions = new Set(sessions.map(({ id }) => id))
    for (const session of this.model.sessions) {
      if (sessions.length > 0 && !namedSessions.has(session.id)) this.#omit(session.recorded, latest)
    }
    const named = new Set([...participants.map(({ id }) => id), ...participantStays.map(({ participantId: id }) => id)])
    for (const participant of this.model.participants) {
      if (!named.has(participant.id)) this.#omit(participant.present, latest)
    }
    const namedStreams = new Set(streams.map(({ id }) => id))
    for (const stream of this.model.streams) if (!namedStreams.has(stream.id)) this.#omit(stream.spans, latest)
    const flowing = new Set(flows.map(({ participantId }) => participantId))
    if (flowing.size === 0) return
    for (const participant of this.model.participants) {
      if (!flowing.has(participant.id)) for (const { spans } of participant.flows) endStay(spans, latest)
    }
  }

  /** Who has left neither sends nor receives. */
  #leave(latest: Instant | null): void {
    for (const { present, flows } of this.model.participants) {
      if (present.length === 0 || isGoingOn(present)) continue
      for (const { spans } of flows) endStay(spans, present.at(-1)?.until ?? latest)
    }
  }

  #attach(document: SiprecDocument, diagnostics: Diagnostics): void {
    for (const { parentId, line, extensions } of document.attached) {
      const owner =
        this.#participants.get(parentId) ??
        this.#sessions.get(parentId) ??
        this.#streams.get(parentId) ??
        this.#groups.get(parentId)
      if (owner) owner.extensions = mergeExtensions(owner.extensions, extensions)
      else {
        diagnostics.add(line, 'Extension data names a parent that there is not: it is shown with the document.')
        this.model.extensions = mergeExtensions(this.model.extensions, extensions)
      }
    }
  }
}

/** A partial document may name its session in passing alone. */
function sessionNamedIn({ sessionStays, participantStays, streams, participants }: SiprecDocument): string | null {
  const places = [...sessionStays, ...participantStays, ...streams, ...participants]
  return places.find(({ sessionId }) => sessionId !== null)?.sessionId ?? null
}

function addId(ids: string[], id: string | null): void {
  if (id !== null && ids.length < most.sessions && !ids.includes(id)) ids.push(id)
}

const keyOfFlow = ({ role, streamId }: Pick<Flow, 'role' | 'streamId'>): string => `${role} ${streamId}`

function flowsIn({ sends, receives }: FlowElement): (Pick<Flow, 'role' | 'streamId'> & { key: string })[] {
  const flow = (role: Flow['role']) => (streamId: string) => ({ role, streamId, key: keyOfFlow({ role, streamId }) })
  return [...sends.map(flow('sends')), ...receives.map(flow('receives'))]
}

/** The time of the change, if it is one: associations keep the time at which they were first made. */
function laterOf(since: Instant | null, { spans }: Flow): Instant | null {
  const from = spans.at(-1)?.from ?? null
  return since !== null && (from === null || since > from) ? since : null
}

/** Another stretch after one that ended; its time is told, or later than the end of the last. */
function resume({ spans }: Flow, { from, until }: Stay): void {
  const last = spans.at(-1)
  const isLater = from !== null && last?.until != null && from > last.until
  if (last && spans.length < most.spans) spans.push({ from: isLater ? from : null, until, hasEnded: until !== null })
}
