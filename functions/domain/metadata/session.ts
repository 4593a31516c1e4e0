import type { Instant, SipHeader } from '../../model/index.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { NameId } from './document.ts'
import type { Extension } from './extensions.ts'
import type { SdpMedia } from './sdp.ts'

/** A stretch of time in which somebody took part, or a stream was sent. */
export type Span = {
  /** Null where no document says. */
  from: Instant | null
  until: Instant | null
  /** It is over, though it may not be known since when. */
  hasEnded: boolean
}

export type SessionOfCall = {
  id: string
  groupId: string | null
  sipSessionIds: string[]
  reasons: { text: string; protocol: string | null }[]
  startedAt: Instant | null
  stoppedAt: Instant | null
  /** When it was part of the recording session. */
  recorded: Span[]
  extensions: Extension[]
}

export type GroupOfCall = { id: string; spans: Span[]; extensions: Extension[] }

export type Flow = { streamId: string; role: 'sends' | 'receives'; spans: Span[] }

export type ParticipantOfCall = {
  id: string
  nameIds: NameId[]
  sessionIds: string[]
  present: Span[]
  flows: Flow[]
  extensions: Extension[]
}

export type StreamOfCall = {
  id: string
  sessionId: string | null
  label: string | null
  /** `separate`, `mixed`, or a recorder's own word. */
  mode: string | null
  spans: Span[]
  extensions: Extension[]
}

/** A diagnostic, and in which of the documents. */
export type DocumentDiagnostic = Diagnostic & { document: number }

/**
 * A recorded session as all its documents tell it (RFC 7865 section 6), those that have left among its participants. Lists
 * are in the order in which they were first told of.
 */
export type SessionModel = {
  /** How each document says that it is meant; null where it could not be read. */
  modes: ('complete' | 'partial' | null)[]
  headers: SipHeader[]
  media: SdpMedia[]
  sessions: SessionOfCall[]
  groups: GroupOfCall[]
  participants: ParticipantOfCall[]
  streams: StreamOfCall[]
  /** Of the documents themselves. */
  extensions: Extension[]
  diagnostics: DocumentDiagnostic[]
}
