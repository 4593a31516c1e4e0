import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import {
  type Answer,
  announcementOf,
  type Client,
  type GivenCloud,
  givenCloud,
  type IngestBody,
  type Ingested,
  type Login,
  onlyFile,
  until,
  upload,
} from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'

type NewRecorder = BodyInputOf<Contract['recorders']['createRecorder']>
type Created = ResponseOf<Contract['recorders']['createRecorder']>
type RecorderView = ResponseOf<Contract['recorders']['getRecorder']>
type Listed = ResponseOf<Contract['recorders']['listRecorders']>
type NewSecret = ResponseOf<Contract['recorders']['addSecret']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const any = { 'if-match': '*' }
const routeNamed = (name: string, tenantId: string = acme.id) => {
  const route = demoRoutes.find((each) => each.tenantId === tenantId && each.name === name)
  if (!route) throw new Error(`there is no route ${name}`)
  return route
}
/** The answers of all of these are held to the contract. */
const create = (body: NewRecorder, login: Login = 'tara') => world.as(login).post('/recorders', { body })
const made = async (body: NewRecorder) => {
  const answer = await create(body)
  if (answer.status !== 201) throw new Error(`the recorder was refused: ${answer.text}`)
  const recorder = answer.body as Created
  return { ...recorder, path: `/recorders/${recorder.id}`, etag: answer.headers.get('etag') ?? '' }
}
const read = async (path: string) => (await world.as('tara').get(path)).body as RecorderView
const list = async (login: Login) => ((await world.as(login).get('/recorders')).body as Listed).items
const change = (path: string, body: unknown, headers = any) => world.as('tara').patch(path, { body, headers })

/** As a recorder gets its token (RFC 6749 section 4.4). */
async function tokenAnswer(clientId: string, secret: string): Promise<{ status: number; token: string | undefined }> {
  const answer = await fetch(`${world.cloud.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'soundkeep/ingest' }),
  })
  const body: unknown = await answer.json()
  const token = typeof body === 'object' && body !== null ? Reflect.get(body, 'access_token') : undefined
  return { status: answer.status, token: typeof token === 'string' ? token : undefined }
}
async function signedIn({ clientId, secret }: Created): Promise<Client> {
  const { token } = await tokenAnswer(clientId, secret.value)
  if (token === undefined) throw new Error('the recorder got no token')
  return world.withToken(token)
}
const send = (recorder: Client, body: IngestBody): Promise<Answer> => recorder.post('/recordings', { body })
const recordingOf = async (answer: Answer) => {
  if (answer.status !== 201) throw new Error(`the call was refused: ${answer.text}`)
  return (await world.read((answer.body as Ingested).recordingId)).recording
}

describe('a recorder made at run time', () => {
  it('signs in by its own secret and sends calls, and is seen to', async () => {
    const recorder = await made({ name: 'Front office', silenceMinutes: 30 })
    expect(recorder).toMatchObject({
      ...{ name: 'Front office', isEnabled: true, routes: 'all', defaultRouteId: null, timeZone: null },
      ...{ channelOrder: [], silenceMinutes: 30, lastReceivedAt: null, received24h: 0, failed24h: 0 },
      ...{ isSilent: false, secrets: [{ id: recorder.secret.id }], failures: [] },
    })
    const client = await signedIn(recorder)
    expect(await recordingOf(await send(client, { sessionId: 'run-1', from: '+12025550143' }))).toMatchObject({
      ...{ sessionId: 'run-1', from: '+12025550143' },
    })
    expect((await send(client, { sessionId: 'run-1', to: '1002' })).status).toBe(200)
    const seen = await read(recorder.path)
    expect(seen).toMatchObject({ received24h: 2, failed24h: 0, lastReceivedAt: expect.any(String) })
    expect(JSON.stringify(seen)).not.toContain(recorder.secret.value)
    expect(await list('tara')).toContainEqual(expect.objectContaining({ id: recorder.id, received24h: 2 }))
    expect((await client.get('/recordings')).status).toBe(403)
  })

  it('has what was refused to it kept, without a number or a word of the call', async () => {
    const recorder = await made({ name: 'Clumsy' })
    const client = await signedIn(recorder)
    await send(client, { sessionId: 'clumsy-1', from: '+12025550143', agentName: 'Zoë Müller' })
    const refused = [
      await send(client, { sessionId: 'clumsy-1', from: '+12025550199', agentName: 'Someone Else' }),
      await send(client, { sessionId: 'clumsy-2', route: 'Route Sixty-Six' }),
      await client.post('/recordings', { body: { '+12025550177': 'Zoë Müller' } }),
      await client.post('/recordings', { body: '{"sessionId": "clumsy' }),
      await client.post(`/recordings/${recorder.id}/segments/1/media/${recorder.id}/upload`),
    ]
    const { failures, failed24h, received24h } = await read(recorder.path)
    expect(failures.toReversed()).toEqual(
      refused.map(({ problem, headers }) => ({
        ...{ at: expect.any(String), code: problem?.code, detail: problem?.detail },
        requestId: headers.get('soundkeep-request-id'),
      })),
    )
    expect(failures.map(({ code }) => code).toReversed()).toEqual([
      ...['contradiction', 'invalid_request', 'invalid_request', 'malformed_request', 'not_found'],
    ])
    expect({ failed24h, received24h }).toEqual({ failed24h: 5, received24h: 1 })
    const kept = JSON.stringify(await world.itemsNaming(`RECORDERACTIVITY#${recorder.id}`))
    for (const word of ['2025550', 'Zoë', 'Someone', 'Sixty', 'clumsy']) expect(kept).not.toContain(word)
  })

  it('changes its secret without a pause', async () => {
    const recorder = await made({ name: 'Rotating' })
    const status = async (secret: string) => (await tokenAnswer(recorder.clientId, secret)).status
    const secrets = `${recorder.path}/secrets`
    const only = await world.as('tara').delete(`${secrets}/${recorder.secret.id}`)
    expect(only.problem?.code).toBe('last_secret')
    const second = (await world.as('tara').post(secrets)).body as NewSecret
    expect((await world.as('tara').post(secrets)).problem?.code).toBe('too_many_secrets')
    expect([await status(recorder.secret.value), await status(second.value)]).toEqual([200, 200])
    expect((await world.as('tara').delete(`${secrets}/${recorder.secret.id}`)).status).toBe(204)
    expect((await world.as('tara').delete(`${secrets}/${recorder.secret.id}`)).status).toBe(404)
    expect([await status(recorder.secret.value), await status(second.value)]).toEqual([401, 200])
    expect((await read(recorder.path)).secrets.map(({ id }) => id)).toEqual([second.id])
  })

  it('is refused while it is disabled', async () => {
    const recorder = await made({ name: 'Resting' })
    const client = await signedIn(recorder)
    expect((await send(client, { sessionId: 'resting-1' })).status).toBe(201)
    expect((await change(recorder.path, { isEnabled: false })).status).toBe(200)
    await until(async () => (await send(client, { sessionId: 'resting-1' })).status === 401)
    expect((await change(recorder.path, { isEnabled: true })).status).toBe(200)
    await until(async () => (await send(client, { sessionId: 'resting-1' })).status === 200)
  })

  it('is refused for good when it is deleted; its recordings stay', async () => {
    const recorder = await made({ name: 'Leaving' })
    const client = await signedIn(recorder)
    const kept = await recordingOf(await send(client, { sessionId: 'leaving-1' }))
    expect((await world.as('tara').delete(recorder.path, { headers: any })).status).toBe(204)
    expect((await world.as('tara').get(recorder.path)).status).toBe(404)
    await until(async () => (await send(client, { sessionId: 'leaving-1' })).status === 401)
    expect((await tokenAnswer(recorder.clientId, recorder.secret.value)).status).toBe(401)
    expect((await world.read(kept.id)).recording.sessionId).toBe('leaving-1')
    expect((await create({ name: 'leaving' })).status).toBe(201)
  })
})

describe('what a recorder is set to', () => {
  it('sends calls that match nothing to its own default, until something matches', async () => {
    const [support, sales] = [routeNamed('Support'), routeNamed('Sales')]
    const recorder = await made({ name: 'Night line', defaultRouteId: support.id })
    const client = await signedIn(recorder)
    const call = await recordingOf(await send(client, { sessionId: 'night-1' }))
    expect(call.routeId).toBe(support.id)
    await send(client, { sessionId: 'night-1', to: '+14155550100' })
    expect((await world.read(call.id)).recording.routeId).toBe(sales.id)
  })

  it('names the voices of a file that does not say whose its channels are', async () => {
    const recorder = await made({ name: 'Stereo', channelOrder: ['agent', 'caller'] })
    const client = await signedIn(recorder)
    const bytes = makeWav({ format: 'mulaw', channels: 2, sampleRateHz: 8_000, durationMs: 200, toneHz: 523 })
    const answer = await send(client, { sessionId: 'stereo-1', media: [announcementOf({ bytes })] })
    const { recordingId, media } = answer.body as Ingested
    const [file] = media
    if (!file?.upload) throw new Error('there is nothing to upload')
    expect(await upload(file.upload, bytes)).toMatchObject({ status: 200 })
    const arrived = await until(async () => {
      const { recording } = await world.read(recordingId)
      return recording.mediaStatus !== 'pending' && recording
    })
    expect(onlyFile(arrived)).toMatchObject({ state: 'available', channels: ['agent', 'caller'] })
    expect((await send(client, { sessionId: 'stereo-1', media: [announcementOf({ bytes })] })).status).toBe(200)
  })

  it('reads times of SIPREC without an offset in its time zone, else in the tenant’s', async () => {
    const siprec = (id: string) =>
      `<recording xmlns="urn:ietf:params:xml:ns:recording:1"><session session_id="${id}"><start-time>2026-07-01T09:30:00</start-time></session></recording>`
    const startOf = async (recorder: Created, id: string) =>
      (await recordingOf(await send(await signedIn(recorder), { siprec: siprec(id) }))).startedAt
    expect(await startOf(await made({ name: 'Berlin', timeZone: 'Europe/Berlin' }), 'zone-1')).toBe(
      '2026-07-01T07:30:00.000Z',
    )
    expect(await startOf(await made({ name: 'At home' }), 'zone-2')).toBe('2026-07-01T16:30:00.000Z')
  })

  it('is changed by who saw the last change', async () => {
    const recorder = await made({ name: 'Contested' })
    const first = await change(recorder.path, { timeZone: 'Europe/Berlin' }, { 'if-match': recorder.etag })
    expect(first).toMatchObject({ status: 200, body: { timeZone: 'Europe/Berlin', name: 'Contested' } })
    const late = await change(recorder.path, { name: 'Late' }, { 'if-match': recorder.etag })
    expect(late.problem?.code).toBe('precondition_failed')
    const unseen = await world.as('tara').patch(recorder.path, { body: { name: 'Unseen' } })
    expect(unseen.problem?.code).toBe('precondition_required')
  })

  it.for([
    [{ name: '' }, 'name'],
    [{ timeZone: '+01:00' }, 'timeZone'],
    [{ silenceMinutes: 4 }, 'silenceMinutes'],
    [{ channelOrder: ['left'] }, 'channelOrder[0]'],
    [{ clientId: 'own' }, 'clientId'],
    [{ defaultRouteId: routeNamed('Sales', demoRoutes.at(-1)?.tenantId).id }, 'defaultRouteId'],
    [{ routes: [routeNamed('Sales', demoRoutes.at(-1)?.tenantId).id] }, 'routes[0]'],
  ] as const)('is refused with %j', async ([facts, field]) => {
    const { status, problem } = await world.as('tara').post('/recorders', { body: { name: 'Refused', ...facts } })
    expect({ status, field: problem?.errors?.[0]?.field }).toEqual({ status: 400, field })
    expect(await list('tara')).not.toContainEqual(expect.objectContaining({ name: 'Refused' }))
  })
})

describe('the recorders of a tenant', () => {
  it('are the matter of its administrators', async () => {
    const { id, path } = await made({ name: 'Ours' })
    expect((await create({ name: 'ours' })).problem?.code).toBe('recorder_name_taken')
    expect((await create({ name: 'Ours' }, 'tom')).status).toBe(201)
    expect((await list('tom')).map((recorder) => recorder.id)).not.toContain(id)
    for (const login of ['uma', 'rec-acme'] as const) {
      expect((await world.as(login).get('/recorders')).status).toBe(403)
      expect((await create({ name: 'Mine' }, login)).status).toBe(403)
    }
    const foreign = await world.as('tom').get(path)
    const missing = await world.as('tom').get(`/recorders/${acme.id}`)
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(missing.text)
    expect((await world.as('tom').delete(path, { headers: any })).status).toBe(404)
  })
})
