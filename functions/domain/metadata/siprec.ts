import type { Participant, SipHeader } from '../../model/index.ts'
import { factsIn, type Parties, type SiprecFacts } from './facts.ts'
import { readSession, type SentDocument } from './merge.ts'
import type { SessionModel } from './session.ts'

/** What a recorder sent about a call, document by document, read as one. */
export type SiprecReading = {
  facts: SiprecFacts
  parties: Parties
  /** In the order sent, with addresses and names as sent. */
  participants: Participant[]
  model: SessionModel
}

const maxParticipants = 100

/**
 * What a recording session's metadata (RFC 7865) says about its call. Never throws: of broken or hostile documents it gives
 * what could be read, and says what could not.
 * @param documents in the order in which they came
 * @param headers SIP headers of the recording INVITE; those of an INVITE that was sent whole count where they say nothing
 */
export function readSiprec(documents: readonly SentDocument[], headers: readonly SipHeader[] = []): SiprecReading {
  const model = readSession(documents)
  const { facts, parties } = factsIn(model, [...headers, ...model.headers])
  if (model.sessions.length === 0 && model.modes.some((mode) => mode !== null)) {
    model.diagnostics.push({
      document: model.modes.findIndex((mode) => mode !== null) + 1,
      line: null,
      message: noSession,
    })
  } else if (model.sessions.length > 1) {
    model.diagnostics.push({ document: documents.length, line: null, message: severalSessions })
  }
  return { facts, parties, participants: participantsOf(model), model }
}

const noSession = 'There is no <session> with an id.'
const severalSessions = 'There are several sessions: the facts are those of the first.'

/** As the recording lists them, with the labels of the streams that they send. */
function participantsOf({ participants, streams }: SessionModel): Participant[] {
  const labels = new Map(streams.map(({ id, label }) => [id, label]))
  return participants.slice(0, maxParticipants).map(({ id, nameIds, flows }) => {
    const sent = flows.filter(({ role }) => role === 'sends').map(({ streamId }) => labels.get(streamId))
    return {
      participantId: id,
      aor: nameIds.find((nameId) => nameId.aor !== null)?.aor ?? null,
      name: nameIds.flatMap(({ names }) => names)[0]?.text ?? null,
      labels: [...new Set(sent.filter((label) => typeof label === 'string'))].slice(0, 50),
    }
  })
}
