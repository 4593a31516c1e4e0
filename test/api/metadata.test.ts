import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { borderController, callManager, joins, leaves, streamsOf, twoTalk } from '../domain/metadata/documents.ts'
import { annCallsBen, inviteBody } from '../domain/metadata/given.ts'
import { announcementOf, type GivenCloud, givenCloud, shortWav } from '../given/cloud.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

type Metadata = Contract['metadata']
type Login = Parameters<GivenCloud['as']>[0]

const get = async (path: string, login: Login = 'tara') => world.as(login).get(path)
const metadataOf = async (recordingId: string) =>
  (await get(`/recordings/${recordingId}/session-metadata`)).body as ResponseOf<Metadata['getSessionMetadata']> // held to the contract
const participantsOf = async (recordingId: string, seq = 1) =>
  (await get(`/recordings/${recordingId}/segments/${seq}/participants`)).body as ResponseOf<
    Metadata['getSegmentParticipants'] // as above
  >

let calls = 0
async function givenCall(documents: string[], facts: object = {}) {
  calls += 1
  const sessionId = `metadata-${calls}`
  let recordingId = ''
  for (const siprec of documents) {
    const { result } = await world.announce({ sessionId, ...facts, siprec })
    recordingId = result.recordingId
  }
  return recordingId
}

describe('session metadata', () => {
  it('shows what the documents of a call say, merged in the order in which they came', async () => {
    const id = await givenCall([twoTalk, joins('c', '2026-03-01T09:01:00Z'), leaves('a', '2026-03-01T09:02:00Z')])
    const shown = await metadataOf(id)
    expect(shown.documents.map(({ number, mode }) => [number, mode])).toEqual([
      [1, 'complete'],
      [2, 'partial'],
      [3, 'partial'],
    ])
    expect(shown).toMatchObject({ partiesBy: 'order', hasOmittedDocuments: false, diagnostics: [] })
    expect(shown.sessions).toMatchObject([{ sessionId: 's', recorded: [], extensionData: [] }])
    const { participants } = await participantsOf(id)
    expect(participants.map(({ participantId, present }) => [participantId, present.at(-1)?.until])).toEqual([
      ['a', '2026-03-01T09:02:00.000Z'],
      ['b', null],
      ['c', null],
    ])
  })

  it('shows extension data with paths by which rules find it', async () => {
    const shown = await metadataOf(await givenCall([borderController]))
    expect(shown.sessions[0]?.extensionData.map(({ path, value }) => [path, value])).toEqual([
      ['session/ucid', '00FA0800AB12;encoding=hex'],
      ['session/direction', 'inbound'],
    ])
    expect(shown.groups).toMatchObject([{ groupId: 'grp-1' }])
    expect(shown.partiesBy).toBe('mark')
  })

  it('gives each document back as it was sent, and the same again is not another one', async () => {
    const texts = [inviteBody(annCallsBen), leaves('p-ann', '2026-03-01T09:31:00Z')]
    const id = await givenCall([...texts, ...texts])
    expect((await metadataOf(id)).documents).toHaveLength(2)
    for (const [index, text] of texts.entries()) {
      const answer = await get(`/recordings/${id}/session-metadata/documents/${index + 1}`)
      expect(answer.headers.get('content-type')).toBe('application/json')
      expect(answer.body).toMatchObject({ number: index + 1, text, fileName: expect.stringMatching(/\.(txt|xml)$/) })
    }
    expect((await get(`/recordings/${id}/session-metadata/documents/3`)).status).toBe(404)
  })

  it('belongs to one call though one document names it by a ucid and the next by its session alone', async () => {
    const siprec = borderController.replaceAll('ses-1', 'ses-77').replace('00FA0800AB12', 'uc-77')
    const first = await world.announce({ siprec })
    const next = await world.announce({ siprec: leaves('par-1', '2026-03-01T09:02:00Z').replaceAll('"s"', '"ses-77"') })
    expect(next.result.recordingId).toBe(first.result.recordingId)
    expect(first.result.sessionId).toBe('uc-77')
    await world.as('tara').delete(`/recordings/${first.result.recordingId}`, { headers: { 'if-match': '*' } })
    const again = await world.announce({ siprec })
    expect(again.result.recordingId).not.toBe(first.result.recordingId)
  })

  it('is empty for a call without a document', async () => {
    const { result } = await world.announce({ sessionId: 'without-document', from: '1' })
    expect(await metadataOf(result.recordingId)).toMatchObject({ documents: [], sessions: [], partiesBy: null })
    expect(await participantsOf(result.recordingId)).toMatchObject({ participants: [], streams: [] })
  })

  it('of a broken document says line and cause, and the recording is there', async () => {
    const broken = annCallsBen.replace('</participant>', '')
    const id = await givenCall([broken, '<!DOCTYPE recording>', `${annCallsBen}${' '.repeat(262_144)}`])
    const { diagnostics, documents } = await metadataOf(id)
    expect(documents.map(({ mode }) => mode)).toEqual(['complete', null, null])
    expect(diagnostics.map(({ document }) => document)).toEqual(expect.arrayContaining([1, 2, 3]))
    expect(diagnostics[0]).toMatchObject({ line: expect.any(Number), message: expect.stringContaining('well-formed') })
    expect(diagnostics.at(-1)?.message).toContain('larger than 256 kB')
    const { recording } = await world.read(id)
    expect(recording.from).toBe('2001')
  })

  it('keeps 50 documents and says that there were more', async () => {
    const minute = (at: number) => `2026-03-01T10:${String(at).padStart(2, '0')}:00Z`
    const id = await givenCall([twoTalk, ...Array.from({ length: 52 }, (_, at) => leaves('b', minute(at)))])
    const { documents, hasOmittedDocuments } = await metadataOf(id)
    expect([documents.length, hasOmittedDocuments]).toEqual([50, true])
  })

  it('is not there for who may not see the recording, nor for a recorder', async () => {
    const id = await givenCall([twoTalk], { route: 'Support' })
    const paths = ['session-metadata', 'session-metadata/documents/1', 'segments/1/participants']
    for (const path of paths) {
      expect((await get(`/recordings/${id}/${path}`)).status).toBe(200)
      for (const login of ['uma', 'tom'] as const)
        expect((await get(`/recordings/${id}/${path}`, login)).status).toBe(404)
      expect((await get(`/recordings/${id}/${path}`, 'rec-acme')).status).toBe(403)
    }
  })

  it('goes with its recording', async () => {
    const id = await givenCall([twoTalk])
    await world.as('tara').delete(`/recordings/${id}`, { headers: { 'if-match': '*' } })
    expect((await get(`/recordings/${id}/session-metadata`)).status).toBe(404)
  })
})

describe('participants of a segment', () => {
  it('are those who were there then, and a hold is a gap of their streams', async () => {
    const first = { bytes: shortWav(16_000), segment: 1 }
    const second = { bytes: shortWav(16_001), segment: 2 }
    const call = await world.ingestCall({
      ...{ sessionId: 'two-segments', startedAt: '2026-03-01T09:00:00Z', files: [first, second] },
      siprec: twoTalk,
    })
    const { recording } = await world.read(call.recordingId)
    const lengthMs = recording.segments[0]?.durationMs ?? 0
    const at = (ms: number) => new Date(Date.parse('2026-03-01T09:00:00Z') + ms).toISOString()
    for (const siprec of [
      streamsOf('b', [], ['sa'], at(lengthMs - 2)),
      leaves('a', at(lengthMs - 1)),
      joins('c', at(lengthMs + 1)),
    ]) {
      await world.announce({ sessionId: 'two-segments', siprec })
    }
    const here = await participantsOf(call.recordingId, 1)
    const later = await participantsOf(call.recordingId, 2)
    expect(here.segment).toEqual({ seq: 1, startedAt: at(0), durationMs: lengthMs })
    expect(later.segment.startedAt).toBe(at(lengthMs))
    expect(here.participants.map(({ participantId, role }) => [participantId, role])).toEqual([
      ['a', 'caller'],
      ['b', 'callee'],
    ])
    expect(later.participants.map(({ participantId }) => participantId)).toEqual(['b', 'c'])
    const sends = here.participants[1]?.flows.find(({ role }) => role === 'sends')
    expect(sends?.spans).toEqual([{ from: at(0), until: at(lengthMs - 2), hasEnded: true }])
    expect((await get(`/recordings/${call.recordingId}/segments/3/participants`)).status).toBe(404)
  })

  it('are whose voices the channels are, by the labels that were announced with them', async () => {
    const file = { ...announcementOf({ bytes: shortWav(900) }), labels: ['102', '101'] }
    const { result } = await world.announce({ sessionId: 'labelled', siprec: borderController, media: [file] })
    const { recording } = await world.read(result.recordingId)
    expect(recording.segments[0]?.media[0]?.channels).toEqual(['participant:par-2', 'participant:par-1'])
    const { streams } = await participantsOf(result.recordingId)
    expect(streams.map(({ streamId, senderIds, channels }) => [streamId, senderIds, channels[0]?.channel])).toEqual([
      ['str-1', ['par-1'], 2],
      ['str-2', ['par-2'], 1],
    ])
  })
})

describe('from and to', () => {
  it('are uncertain where nothing tells who called, until something does or a person corrects them', async () => {
    const id = await givenCall([twoTalk])
    expect((await world.read(id)).recording).toMatchObject({
      ...{ from: '2001', to: '2002', arePartiesUncertain: true, direction: 'unknown' },
    })
    await world.announce({ sessionId: `metadata-${calls}`, sipHeaders: [{ name: 'From', value: '<sip:2002@h>' }] })
    expect((await world.read(id)).recording).toMatchObject({ from: '2002', to: '2001', arePartiesUncertain: false })

    const corrected = await givenCall([twoTalk])
    await world.as('tara').patch(`/recordings/${corrected}`, { body: { from: '9' }, headers: { 'if-match': '*' } })
    expect((await world.read(corrected)).recording).toMatchObject({ from: '9', arePartiesUncertain: false })
  })

  it('that the recorder says itself replace a guess, and are no contradiction', async () => {
    const id = await givenCall([twoTalk])
    const { status } = await world.announce({ sessionId: `metadata-${calls}`, from: '2002' })
    expect(status).toBe(200)
    expect((await world.read(id)).recording).toMatchObject({ from: '2002', to: '2001', arePartiesUncertain: false })
  })
})

describe('a call that no recorder dates', () => {
  it('began when its file was sent, less its length, and that is said', async () => {
    const before = Date.now()
    const { result } = await world.announce({ sessionId: 'undated', durationMs: 60_000 })
    const { recording } = await world.read(result.recordingId)
    expect(recording.isStartEstimated).toBe(true)
    const startedMs = Date.parse(recording.startedAt)
    expect(startedMs).toBeGreaterThanOrEqual(before - 60_000)
    expect(startedMs).toBeLessThanOrEqual(Date.now() - 60_000)
    const call = await world.ingestCall({ sessionId: 'undated-file', files: [{ bytes: shortWav(16_002) }] })
    const { recording: dated } = await world.read(call.recordingId)
    expect(Date.parse(dated.startedAt) + (dated.durationMs ?? 0)).toBeLessThanOrEqual(Date.now())
    expect(dated).toMatchObject({ isStartEstimated: true, durationMs: expect.any(Number) })
  })
})

describe('times of a document that contradict the recorder', () => {
  it('are left out, and the call is taken', async () => {
    const facts = { startedAt: '2026-03-02T09:00:00Z', endedAt: '2026-03-02T09:10:00Z' }
    const late = twoTalk.replace(
      'session_id="s"/>',
      'session_id="s"><stop-time>2026-03-01T08:00:00Z</stop-time></session>',
    )
    const { recording } = await world.read(await givenCall([late], facts))
    expect(recording).toMatchObject({ startedAt: '2026-03-02T09:00:00.000Z', endedAt: '2026-03-02T09:10:00.000Z' })
    const onlyEnd = await givenCall([twoTalk], { endedAt: '2026-02-01T00:00:00Z' })
    expect((await world.read(onlyEnd)).recording.endedAt).toBe('2026-02-01T00:00:00.000Z')
  })
})

describe('a rule of the tenant', () => {
  const madeField = (body: object) => world.as('tara').post('/custom-fields', { body })
  const customDataOf = async (id: string) => {
    const { body } = await get(`/recordings/${id}/custom-data`)
    const { items } = body as ResponseOf<Contract['customData']['getCustomData']> // held to the contract
    return Object.fromEntries(items.map(({ name, value }) => [name, value]))
  }

  it('puts what a vendor sent into a custom field, and leaves what a person set', async () => {
    await madeField({ name: 'agent', label: 'Agent', type: 'number', metadataPath: 'participant/agent/id' })
    await madeField({
      ...{ name: 'teams', label: 'Teams', type: 'multipleChoice', choices: ['Night', 'North', 'West'] },
      metadataPath: 'participant/agent/team',
    })
    await madeField({
      name: 'skill',
      label: 'Skill',
      type: 'choice',
      choices: ['Silver'],
      metadataPath: 'participant/agent@skill',
    })
    const id = await givenCall([callManager])
    const values = await customDataOf(id)
    expect([values.agent, values.teams, values.skill ?? null]).toEqual([4711, ['Night', 'North'], null])

    const headers = { 'if-match': '*' }
    await world.as('tara').patch(`/recordings/${id}/custom-data`, { body: { values: { agent: 1 } }, headers })
    await world.announce({
      sessionId: `metadata-${calls}`,
      siprec: callManager.replace('4711', '4712').replace('Night', 'West'),
    })
    const later = await customDataOf(id)
    expect([later.agent, later.teams]).toEqual([1, ['North', 'West']])
  })
})
