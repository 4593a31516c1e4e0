import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { bucketName } from '../../local/cloud.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type Answer, type GivenCloud, givenCloud, type Login, until } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

type Transcript = ResponseOf<Contract['segments']['getTranscript']>
type Cue = Transcript['cues'][number]

const any = { 'if-match': '*' }
const match = (version: number) => ({ 'if-match': `"v${version}"` })

const sound = { format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs: 60_000 } as const
let calls = 0
async function givenCall(facts: object = {}) {
  calls += 1
  const call = await world.ingestCall({
    ...{ sessionId: `words-${calls}`, route: 'Sales', ...facts },
    files: [{ bytes: makeWav({ ...sound, toneHz: 400 + calls }) }],
  })
  const path = `/recordings/${call.recordingId}/segments/1/transcript`
  const put = (format: string, text: string, headers: Record<string, string> = any, login: Login = 'tara') =>
    world.as(login).post(`${path}/import`, { body: { format, text }, headers })
  return { call, path, put }
}

async function read(path: string, login: Login = 'tara') {
  const { status, body, headers } = await world.as(login).get(path)
  expect(status).toBe(200)
  return { transcript: body as Transcript, etag: headers.get('etag') } // held to the contract
}
const said = ({ cues }: Transcript) => cues.map(({ startMs, speaker, text }) => `${startMs} ${speaker}: ${text}`)
const cueIn = ({ body }: Answer) => body as Cue // held to the contract
const firstError = ({ problem }: Answer) => `${problem?.errors?.[0]?.field} ${problem?.errors?.[0]?.message}`

const vtt = `WEBVTT

00:00:01.000 --> 00:00:03.000
<v Uma>Acme Dental

00:00:02.500 --> 00:00:06.000
<v Dana Cole>Hi, it is
Dana

00:00:07.000 --> 00:00:09.000
<v Uma>Hello Dana
`

describe('a transcript', () => {
  it('is not there at first, and comes in by import', async () => {
    const { path, put } = await givenCall()
    const before = await read(path)
    expect(before).toMatchObject({ etag: '"v0"', transcript: { cues: [], updatedAt: null, editDenial: null } })
    expect(before.transcript.durationMs).toBe(60_000)
    const { status, body } = await put('vtt', vtt, match(0))
    expect(status).toBe(200)
    const { transcript, etag } = await read(path)
    expect(transcript).toEqual(body)
    expect(etag).toBe('"v1"')
    expect(said(transcript)).toEqual([
      '1000 Uma: Acme Dental',
      '2500 Dana Cole: Hi, it is\nDana',
      '7000 Uma: Hello Dana',
    ])
    expect(transcript.cues.map(({ id, version }) => [id, version])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ])
  })

  it('is replaced on its version alone; a request that is repeated answers the same', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt, match(0))
    expect((await put('vtt', vtt, match(0))).status).toBe(200)
    expect((await put('text', 'Uma: Other words', match(0))).problem?.code).toBe('precondition_failed')
    const { status } = await put('text', 'Uma: Other words', match(1))
    expect(status).toBe(200)
    const { transcript } = await read(path)
    expect(transcript.cues).toEqual([
      { id: 4, startMs: null, endMs: null, speaker: 'Uma', text: 'Other words', version: 1 },
    ])
  })

  it('is taken away', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt)
    const { status } = await world.as('tara').delete(path, { headers: match(1) })
    expect(status).toBe(204)
    expect((await world.as('tara').delete(path, { headers: any })).status).toBe(204)
    expect(await read(path)).toMatchObject({ etag: '"v2"', transcript: { cues: [], updatedAt: null } })
    await put('text', 'Anew', match(2))
    expect((await read(path)).transcript.cues).toMatchObject([{ id: 4, text: 'Anew' }])
  })

  it('lies in S3 where it is long, and goes with its recording', async () => {
    const { path, put, call } = await givenCall()
    const cues = Array.from({ length: 4_000 }, (_, index) => ({
      ...{
        startMs: index * 15,
        endMs: index * 15 + 10,
        speaker: 'Uma',
        text: `Line ${index} ${'and so on '.repeat(6)}`,
      },
    }))
    const { status } = await put('json', JSON.stringify({ cues }))
    expect(status).toBe(200)
    const texts = { Bucket: bucketName, Prefix: `t/${acme.id}/r/${call.recordingId}/s/1/transcript/` }
    expect((await world.operator.send(new ListObjectVersionsCommand(texts))).Versions).toHaveLength(1)
    const items = await world.itemsOutsideAuditNaming(call.recordingId)
    expect(JSON.stringify(items)).not.toContain('and so on')
    const edited = await world
      .as('tara')
      .patch(`${path}/cues/2000`, { body: { text: 'Heard again' }, headers: match(1) })
    expect(edited.status).toBe(200)
    const { transcript } = await read(path)
    expect(transcript.cues).toHaveLength(4_000)
    expect(transcript.cues[1_999]).toMatchObject({ id: 2_000, text: 'Heard again', version: 2 })
    expect((await world.as('tara').delete(`/recordings/${call.recordingId}`, { headers: any })).status).toBe(204)
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
    await until(async () => (await world.itemsOutsideAuditNaming(call.recordingId)).length === 0)
  })

  it('that comes while its recording goes is cleared as well', async () => {
    const { call } = await givenCall()
    expect((await world.as('tara').delete(`/recordings/${call.recordingId}`, { headers: any })).status).toBe(204)
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
    const Key = `t/${acme.id}/r/${call.recordingId}/s/1/transcript/${call.recordingId}`
    await world.operator.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: '{}' }))
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
  })

  it('of the largest size is taken and read, and refused beyond', async () => {
    const { path, put } = await givenCall()
    const text = Array.from({ length: 20_000 }, (_, index) => `Speaker ${index}: "${'w'.repeat(70)}"`).join('\n')
    expect((await put('text', text)).status).toBe(200)
    expect((await read(path)).transcript.cues).toHaveLength(20_000)
    expect(firstError(await put('text', `${text}\nOne more`))).toBe('text holds 20001 cues; a segment takes 20000')
    expect((await put('text', 'x'.repeat(2_000_001))).status).toBe(400)
    expect(firstError(await put('text', 'ü'.repeat(1_500_000)))).toMatch(/^text is more than the 2000000 bytes/)
    const quotes = Array.from({ length: 450 }, () => '"'.repeat(4_400)).join('\n')
    expect(firstError(await put('text', quotes))).toMatch(/^text is more than a segment takes/)
  })

  it('is refused where it is broken, each place named, and leaves what was there', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt, match(0))
    const cue = (from: string, to: string, text = 'Hi') => `\n${from} --> ${to}\n${text}\n`
    const trials: [string, string, string][] = [
      ['vtt', 'Hello', 'line 1 must be WEBVTT, with which such a file begins'],
      ['vtt', `WEBVTT\n${cue('00:01.000', '00:00.000')}`, 'line 3 does not end after it starts'],
      [
        ...(['vtt', `WEBVTT\n${cue('00:01.000', '00:05.000')}${cue('00:04.000', '00:06.000')}`] as const),
        'line 6 overlaps the cue at line 3, of the same speaker',
      ],
      [
        'vtt',
        `WEBVTT\n${cue('00:59.000', '01:05.000')}`,
        expect.stringMatching(/^line 3 ends past the segment, which lasts 60000 ms$/),
      ],
      [
        'srt',
        '1\n00:00:01,000 -> 00:00:02,000\nHi',
        'line 2 should be the times of a cue, such as 00:00:01,000 --> 00:00:04,000',
      ],
      ['text', ' \n', 'text holds no cues'],
      ['text', 'Hi\nthere \u0007', 'line 2 must not hold control characters'],
      ['text', `Hi\n${'x'.repeat(5_001)}`, 'line 2 is of a cue of more than 5000 characters'],
      [
        'json',
        '{"cues":[{"text":"Hi"},{"text":"Ho","startMs":1}]}',
        'cues[1].endMs is missing: give both times or neither',
      ],
    ]
    for (const [format, text, fault] of trials) {
      const answer = await put(format, text)
      expect(answer.problem).toMatchObject({ status: 422, code: 'invalid_transcript' })
      expect(firstError(answer)).toEqual(fault)
    }
    expect(await read(path)).toMatchObject({ etag: '"v1"', transcript: { cues: [{ id: 1 }, { id: 2 }, { id: 3 }] } })
  })

  it('is exported in every format, and what is exported is taken again', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt)
    const { transcript } = await read(path)
    const exported = async (format: string) => {
      const { body } = await world.as('tara').get(`${path}/export?format=${format}`)
      return body as { fileName: string; text: string; contentType: string } // held to the contract
    }
    expect((await exported('vtt')).text).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Uma>Acme Dental\n\n00:00:02.500 --> 00:00:06.000\n<v Dana Cole>Hi, it is\nDana\n\n00:00:07.000 --> 00:00:09.000\n<v Uma>Hello Dana\n',
    )
    expect(await exported('srt')).toMatchObject({ fileName: expect.stringMatching(/ segment 1\.srt$/) })
    expect((await exported('text')).text).toBe('Uma: Acme Dental\nDana Cole: Hi, it is Dana\nUma: Hello Dana\n')
    for (const format of ['vtt', 'srt', 'json']) {
      expect((await put(format, (await exported(format)).text)).status).toBe(200)
      expect(said((await read(path)).transcript)).toEqual(said(transcript))
    }
    await put('text', 'No times')
    expect((await world.as('tara').get(`${path}/export?format=vtt`)).problem?.code).toBe('transcript_not_timed')
    const { path: ofNone } = await givenCall()
    expect((await world.as('tara').get(`${ofNone}/export?format=vtt`)).problem?.code).toBe('not_found')
  })
})

describe('a cue', () => {
  const typed = (path: string, body: object, headers: Record<string, string> = {}) =>
    world.as('tara').post(`${path}/cues`, { body, headers })

  it('is typed where there is no transcript yet, in the order of times', async () => {
    const { path } = await givenCall()
    const late = await typed(path, { startMs: 5_000, endMs: 6_000, speaker: ' Uma  Patel ', text: 'Second' })
    expect(late).toMatchObject({ status: 201, body: { id: 1, version: 1, speaker: 'Uma Patel' } })
    expect(late.headers.get('etag')).toBe('"v1"')
    await typed(path, { startMs: 1_000, endMs: 2_000, text: 'First' })
    await typed(path, { text: 'Somewhere after the first', afterCueId: 2 })
    expect((await read(path)).transcript.cues.map(({ text }) => text)).toEqual([
      'First',
      'Somewhere after the first',
      'Second',
    ])
  })

  it('is made once under one Idempotency-Key', async () => {
    const { path } = await givenCall()
    const key = { 'idempotency-key': 'a-line' }
    const [one, other] = [await typed(path, { text: 'Hi' }, key), await typed(path, { text: 'Hi' }, key)]
    expect([one.status, other.status, cueIn(other).id]).toEqual([201, 201, cueIn(one).id])
    expect((await typed(path, { text: 'Ho' }, key)).problem?.code).toBe('idempotency_key_reused')
    expect((await read(path)).transcript.cues).toHaveLength(1)
  })

  it('is edited while others are, and refused where somebody edited this one', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt)
    const edit = (id: number, body: object, version: number, login: Login = 'tara') =>
      world.as(login).patch(`${path}/cues/${id}`, { body, headers: match(version) })
    const answers = await Promise.all([
      edit(1, { text: 'Acme Dental, hello' }, 1),
      edit(2, { speaker: 'Dana' }, 1, 'uma'),
      edit(3, { startMs: 8_000 }, 1),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await edit(1, { text: 'Mine' }, 1)).problem?.code).toBe('precondition_failed')
    const both = await Promise.all([edit(1, { text: 'One' }, 2), edit(1, { text: 'Other' }, 2)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await edit(99, { text: 'None' }, 1)).problem?.code).toBe('not_found')
  })

  it('keeps its history, also once it is gone or the transcript is another', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt)
    const of = `${path}/cues/1`
    await world.as('uma').patch(of, { body: { text: 'Acme Dental, hello' }, headers: match(1) })
    const removed = await world.as('tara').delete(of, { headers: match(2) })
    expect(removed.status).toBe(204)
    await put('text', 'Other words')
    const { body } = await world.as('tara').get(`${of}/history`)
    const { items } = body as ResponseOf<Contract['segments']['listCueHistory']> // held to the contract
    expect(items.map(({ change, personName, text, version }) => [change, personName, text, version])).toEqual([
      ['removed', 'Tara Quinn', 'Acme Dental, hello', 3],
      ['edited', 'Uma Patel', 'Acme Dental, hello', 2],
      ['imported', 'Tara Quinn', 'Acme Dental', 1],
    ])
    expect((await world.as('tara').get(`${path}/cues/4/history`)).body).toMatchObject({
      items: [{ change: 'imported' }],
    })
    expect((await world.as('tara').get(`${path}/cues/5/history`)).problem?.code).toBe('not_found')
  })

  it('is refused where it does not fit, and nothing of it is stored', async () => {
    const { path, put } = await givenCall()
    await put('vtt', vtt)
    const edit = (body: object) => world.as('tara').patch(`${path}/cues/1`, { body, headers: any })
    expect(firstError(await edit({ endMs: 7_500 }))).toBe('startMs overlaps cue 3, of the same speaker')
    expect(firstError(await edit({ endMs: 500 }))).toBe('endMs must lie after the start')
    expect(firstError(await edit({ endMs: null }))).toBe('endMs is missing: give both times or neither')
    expect(firstError(await edit({ startMs: 60_000, endMs: 70_000 }))).toMatch(/^endMs ends past the segment/)
    expect((await edit({ text: ' ' })).status).toBe(400)
    expect((await typed(path, { startMs: 1_000, text: 'Hi' })).status).toBe(400)
    expect((await typed(path, { startMs: 1_500, endMs: 1_600, speaker: 'Uma', text: 'Hi' })).status).toBe(422)
    expect(await read(path)).toMatchObject({ etag: '"v1"', transcript: { cues: [{ endMs: 3_000 }, {}, {}] } })
  })
})

describe('what was said', () => {
  it('is for who may play the call, and edited by who may review it', async () => {
    const { path, put, call } = await givenCall()
    await put('vtt', vtt)
    const person = async (name: string, managedPolicies: string[]) => {
      const email = `${name}@example.com`
      const { status } = await world.as('tara').post('/users', { body: { name, email, managedPolicies } })
      expect(status).toBe(201)
      return world.withToken(await world.cloud.tokenOf(email))
    }
    const viewer = await person('vera', ['view'])
    const listener = await person('lena', ['view', 'play'])
    const reviewer = await person('rita', ['view', 'notesAndScoring'])
    expect((await viewer.get(path)).problem?.code).toBe('forbidden')
    expect((await reviewer.get(path)).problem?.code).toBe('forbidden')
    const heard = await listener.get(path)
    expect(heard.body).toMatchObject({ editDenial: { code: 'permission' }, cues: [{}, {}, {}] })
    const body = { text: 'Mine' }
    expect((await listener.patch(`${path}/cues/1`, { body, headers: any })).problem?.code).toBe('forbidden')
    expect((await reviewer.patch(`${path}/cues/1`, { body, headers: any })).problem?.code).toBe('forbidden')
    for (const login of ['tom', 'rec-globex'] as const) {
      expect((await world.as(login).get(path)).status).toBe(login === 'tom' ? 404 : 403)
    }
    expect((await world.as('tom').patch(`${path}/cues/1`, { body, headers: any })).problem?.code).toBe('not_found')
    const { path: ofDefault } = await givenCall({ route: 'Default' })
    expect((await world.as('uma').get(ofDefault)).problem?.code).toBe('not_found')
    const ofOther = `/recordings/${call.recordingId}/segments/2/transcript`
    expect((await world.as('tara').get(ofOther)).problem?.code).toBe('not_found')
  })

  it('is only read where the route has transcripts off, and not even that where it has playing off', async () => {
    const { path, put } = await givenCall({ route: 'Support' })
    await put('vtt', vtt)
    const support = demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Support')?.id
    const set = (permissions: object) =>
      world.as('tara').patch(`/routes/${support}`, { body: { permissions }, headers: any })
    await set({ ...acme.routePermissions, transcript: false })
    const refused = await world.as('tara').patch(`${path}/cues/1`, { body: { text: 'Mine' }, headers: any })
    expect(refused.problem).toMatchObject({
      code: 'route_permission',
      detail: expect.stringContaining('Transcripts are'),
    })
    await until(async () => (await read(path)).transcript.editDenial !== null)
    expect((await read(path)).transcript.editDenial).toMatchObject({
      routePermission: 'transcript',
      routeName: 'Support',
    })
    await set({ ...acme.routePermissions, play: false })
    expect((await put('vtt', vtt)).problem?.code).toBe('route_permission')
    await until(async () => (await world.as('tara').get(path)).status === 403)
  })

  it('stands in the audit by its doer, and not by its words', async () => {
    const { path, put, call } = await givenCall()
    await put('text', 'Uma: The secret word is Xylophone')
    await world.as('tara').patch(`${path}/cues/1`, { body: { text: 'Xylophones' }, headers: any })
    await world.as('tara').get(path)
    const { text } = await world.as('tara').get(`/audit?recordingId=${call.recordingId}`)
    for (const action of ['importTranscript', 'changeCue', 'getTranscript']) expect(text).toContain(action)
    expect(text).not.toContain('Xylophone')
  })
})
