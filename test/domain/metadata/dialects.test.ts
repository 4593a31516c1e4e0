import { describe, expect, it } from 'vitest'
import { extensionValuesOf, readSiprec } from '../../../functions/domain/metadata/index.ts'
import { borderController, callManager, mediaGateway, plainRecorder } from './documents.ts'
import { inviteBody } from './given.ts'

const read = (text: string, timeZone?: string) => readSiprec([{ text, timeZone }])
const valuesOf = (text: string) => Object.fromEntries(extensionValuesOf(read(text).model))

describe('a document of a session border controller', () => {
  it('gives its call, with times in the zone of its recorder and the session id out of the vendor’s ucid', () => {
    const { facts, parties, model } = read(borderController, 'America/New_York')
    expect(facts).toEqual({
      ...{ sessionId: '00FA0800AB12', callGroupId: 'grp-1', direction: 'inbound' },
      ...{ from: '+14155550101', fromName: 'Rita Reyes', to: '1002', startedAt: '2026-03-01T14:00:00.000Z' },
    })
    expect(parties).toEqual({ basis: 'mark', callerId: 'par-1', calleeId: 'par-2' })
    expect(model.diagnostics).toEqual([])
  })

  it('says which stream is whose', () => {
    const { participants, model } = read(borderController, 'UTC')
    expect(participants.map(({ labels }) => labels)).toEqual([['102'], ['101']])
    expect(model.participants[1]?.flows.map(({ role, streamId }) => `${role} ${streamId}`)).toEqual([
      'sends str-1',
      'receives str-2',
    ])
    expect(model.streams[0]).toMatchObject({ id: 'str-1', label: '101', mode: 'separate', sessionId: 'ses-1' })
  })

  it('carries extension data, found by paths without namespaces', () => {
    expect(valuesOf(borderController)).toEqual({
      'session/ucid': ['00FA0800AB12;encoding=hex'],
      'session/direction': ['inbound'],
      'participant/callingParty': ['false', 'true'],
      'participant/header[P-Charging-Vector]@label': ['P-Charging-Vector'],
      'participant/header[P-Charging-Vector]/value': ['icid-value=1'],
    })
  })
})

describe('a document of a call manager', () => {
  it('gives its call out of prefixed elements, with its end', () => {
    const { facts, model } = read(callManager)
    expect(facts).toEqual({
      ...{ sessionId: 'cm-ses', from: '+442079460101', fromName: 'Olu', to: '2002' },
      ...{ startedAt: '2026-03-01T09:00:00.000Z', endedAt: '2026-03-01T09:05:00.000Z' },
    })
    expect(model.sessions[0]).toMatchObject({
      sipSessionIds: ['a1;remote=b2', 'c3;remote=d4'],
      reasons: [{ text: 'Compliance', protocol: 'Q.850' }],
    })
    expect(model.participants[0]?.nameIds[0]?.names.map(({ language }) => language)).toEqual(['en', 'fr'])
  })

  it('attaches extension data to the parent that it names, and keeps what names nobody', () => {
    expect(valuesOf(callManager)).toEqual({
      'session/skillGroup': ['Sales'],
      'participant/agent@skill': ['gold'],
      'participant/agent/id': ['4711'],
      'participant/agent/team': ['North', 'Night'],
      'recording/lost': ['kept all the same'],
    })
    const { model } = read(callManager)
    expect(model.participants.map(({ extensions }) => extensions.length)).toEqual([0, 1])
    expect(model.diagnostics).toEqual([
      { document: 1, line: 22, message: expect.stringContaining('names a parent that there is not') },
    ])
  })
})

describe('a document of a media gateway', () => {
  it('tells caller and callee by the headers that its vendor copied', () => {
    const { facts, parties } = read(mediaGateway)
    expect(facts).toMatchObject({
      ...{ from: '+4930901820', fromName: 'Kai', to: '2010', toName: 'Front desk' },
      ingressCallId: '77aa@carrier.example',
    })
    expect(parties).toEqual({ basis: 'mark', callerId: 'gw-2', calleeId: 'gw-1' })
    expect(valuesOf(mediaGateway)['recording/callData/gcid']).toEqual(['99'])
  })
})

describe('a document without a namespace', () => {
  it('is read as one of RFC 7865', () => {
    const { facts, participants } = read(plainRecorder)
    expect(facts).toEqual({ sessionId: 'pl-1', from: '300', to: '301', startedAt: '2026-03-01T07:00:00.000Z' })
    expect(participants.map(({ labels }) => labels)).toEqual([['9'], ['9']])
  })
})

describe('a multipart body', () => {
  it('binds streams to the media lines of its SDP by their labels', () => {
    expect(read(inviteBody(callManager)).model.media).toEqual([{ label: '1', kind: 'audio', position: 1 }])
  })

  it('of a whole INVITE brings the call’s headers', () => {
    const headers =
      'X-ISR-UCID: isr-77;encoding=hex\r\nf: "Olu" <sip:2002@pbx.example>\r\nTo: <sip:srs@rec.example>\r\n'
    const invite = `INVITE sip:srs@rec.example SIP/2.0\r\n${headers}Content-Type: multipart/mixed\r\n${inviteBody(callManager)}`
    const { facts, parties } = read(invite)
    expect(facts).toMatchObject({ sessionId: 'isr-77', from: '2002', to: '+442079460101' })
    expect(parties.basis).toBe('header')
  })

  it('may be an UPDATE with the metadata alone', () => {
    const update = `UPDATE sip:srs@rec.example SIP/2.0\r\nContent-Type: application/rs-metadata+xml\r\n\r\n${plainRecorder}`
    expect(read(update).facts.sessionId).toBe('pl-1')
    const broken = read(update.replace('</session>', ''))
    expect(broken.model.diagnostics[0]).toMatchObject({ line: 11 })
  })
})
