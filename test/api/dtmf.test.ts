import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type GivenCloud, givenCloud, type Login, shortWav, until } from '../given/cloud.ts'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
  const ofSupport = demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Support')?.id
  const off = { body: { recordDtmf: 'no' }, headers: { 'if-match': '*' } }
  expect((await world.as('tara').patch(`/routes/${ofSupport}`, off)).status).toBe(200)
})
afterAll(() => world.close())

type DtmfView = ResponseOf<Contract['segments']['getDtmf']>
type Outcome = ResponseOf<Contract['ingest']['addDtmf']>

const card = '4111111111111111'
const pressed = (keys: string, offsetMs = 1_000, everyMs = 400) =>
  [...keys].map((digit, index) => ({
    ...{ digit, offsetMs: offsetMs + index * everyMs, durationMs: 120, source: 'rfc4733' as const },
    participantId: 'caller',
  }))
type Events = Parameters<GivenCloud['announce']>[0]['dtmf']
// The digits are checked by the contract as they arrive.
const segment = (keys: string, ...rest: [number?, number?]) =>
  ({ events: pressed(keys, ...rest) }) as NonNullable<Events>[number]

let calls = 0
async function givenCall(facts: object = {}) {
  calls += 1
  const sessionId = `dtmf-${calls}`
  const { result, status } = await world.announce({ sessionId, route: 'Sales', ...facts })
  expect(status).toBe(201)
  return { sessionId, result, path: `/recordings/${result.recordingId}/segments/1/dtmf` }
}
async function dtmfOf(path: string, login: Login = 'tara'): Promise<DtmfView> {
  const { status, body } = await world.as(login).get(path)
  expect(status).toBe(200)
  return body as DtmfView // held to the contract
}
const add = (path: string, events: object[], recorder: Login = 'rec-acme') =>
  world.as(recorder).post(path, { body: { events } })
const keysOf = ({ events }: DtmfView) => events.map(({ digit }) => digit).join('')

describe('digits that were pressed', () => {
  it('come with the call and later, each once, and are read with all that is known of them', async () => {
    const { path, result, sessionId } = await givenCall({ dtmf: [segment('1')] })
    expect(result.dtmf).toEqual({ kept: 1, repeated: 0, dropped: [] })
    const again = await world.announce({ sessionId, dtmf: [segment('12')] })
    expect(again.result.dtmf).toEqual({ kept: 1, repeated: 1, dropped: [] })
    const added = await add(path, [...pressed('12'), { digit: '#', offsetMs: 9_000, source: 'sipInfo' }])
    expect(added.body as Outcome).toEqual({ kept: 1, repeated: 2, dropped: [] }) // held to the contract
    expect((await add(path, pressed('12'))).body).toEqual({ kept: 0, repeated: 2, dropped: [] })
    const { events, ...rest } = await dtmfOf(path)
    expect(events).toEqual([
      { digit: '1', offsetMs: 1_000, durationMs: 120, source: 'rfc4733', participantId: 'caller' },
      { digit: '2', offsetMs: 1_400, durationMs: 120, source: 'rfc4733', participantId: 'caller' },
      { digit: '#', offsetMs: 9_000, durationMs: null, source: 'sipInfo', participantId: null },
    ])
    expect(rest).toEqual({ isMasked: false, isRecorded: true, withheld: [] })
  })

  it('are masked for who may not see digits, their rhythm too', async () => {
    const { path } = await givenCall({ dtmf: [segment('77', 1_234)] })
    const masked = await dtmfOf(path, 'uma')
    const event = { digit: null, offsetMs: 1_000, durationMs: null, source: 'rfc4733', participantId: 'caller' }
    expect(masked).toMatchObject({ isMasked: true, events: [event, event] })
  })

  it('are dropped at the door where the route does not record them, and stored nowhere', async () => {
    const { path, result } = await givenCall({ route: 'Support', dtmf: [segment('5'), segment('6')] })
    expect(result.dtmf).toEqual({ kept: 0, repeated: 0, dropped: [{ reason: 'off', events: 2 }] })
    expect((await add(path, pressed('7'))).body).toEqual({
      kept: 0,
      repeated: 0,
      dropped: [{ reason: 'off', events: 1 }],
    })
    expect((await world.itemsNaming(result.recordingId)).filter(({ SK }) => SK === 'DTMF')).toEqual([])
  })

  it('go by the route that the request itself gives the call', async () => {
    const { path, sessionId } = await givenCall({ route: undefined })
    const { result } = await world.announce({ sessionId, route: 'Support', dtmf: [segment('5')] })
    expect(result.dtmf).toMatchObject({ kept: 0 })
    expect((await world.as('tara').get(path)).problem?.code).toBe('not_found')
  })

  it('are not kept where they look like the number of a card, whatever comes first', async () => {
    const { path, result } = await givenCall({ dtmf: [segment(card.slice(0, 9))] })
    expect(result.dtmf).toMatchObject({ kept: 9 })
    const rest = pressed(card).slice(9)
    expect((await add(path, rest)).body).toEqual({ kept: 0, repeated: 0, dropped: [{ reason: 'cardLike', events: 7 }] })
    expect((await add(path, pressed('123', 20_000))).body).toMatchObject({ kept: 0 })
    expect(await dtmfOf(path)).toMatchObject({ events: [], withheld: [{ reason: 'cardLike', stretches: 1 }] })
    const [item] = (await world.itemsNaming(result.recordingId)).filter(({ SK }) => SK === 'DTMF')
    expect(item?.events).toEqual([])
  })

  it('are kept there too once the tenant says so, which the audit tells', async () => {
    const set = { body: { storeCardDigits: true }, headers: { 'if-match': '*' } }
    expect((await world.as('tara').patch('/tenants/current', set)).status).toBe(200)
    const { path } = await givenCall({ dtmf: [segment(card)] })
    await world.as('tara').patch('/tenants/current', { ...set, body: { storeCardDigits: false } })
    expect(keysOf(await dtmfOf(path))).toBe(card)
    const { text } = await world.as('tara').get('/audit?action=changeTenant')
    expect(text).toContain('storeCardDigits')
  })

  it('are refused where they are broken, each named by its place, and nothing is stored', async () => {
    const { path } = await givenCall({ dtmf: [segment('1')] })
    const good = pressed('2', 3_000)
    const trials: [object[], string][] = [
      [[...good, { ...good[0], digit: 'E', offsetMs: 4_000 }], 'events[1].digit'],
      [[...good, { ...good[0], digit: '10' }], 'events[1].digit'],
      [[...good, ...pressed('3', 2_000)], 'events[1].offsetMs'],
      [[...good, ...pressed('3', 3_000)], 'events[1].offsetMs'],
      [[{ ...good[0], offsetMs: -1 }], 'events[0].offsetMs'],
      [[{ ...good[0], source: 'tone' }], 'events[0].source'],
    ]
    for (const [events, field] of trials) {
      const { status, problem } = await add(path, events)
      expect({ status, field: problem?.errors?.[0]?.field }).toEqual({ status: 400, field })
    }
    const { problem } = await add(path, pressed('9'))
    expect(problem).toMatchObject({ code: 'contradiction', errors: [{ field: 'events[0].digit' }] })
    expect(keysOf(await dtmfOf(path))).toBe('1')
    const bad = await world.announce({ sessionId: 'dtmf-none', dtmf: [segment('1'), segment('32', 500, -100)] })
    expect(bad.problem?.errors?.[0]?.field).toBe('dtmf[1].events[1].offsetMs')
    expect((await world.list('sessionId=dtmf-none')).items).toEqual([])
  })

  it('come from the tenant’s own recorders alone, and are there for who may open the call', async () => {
    const { path } = await givenCall({ dtmf: [segment('1')] })
    expect((await add(path, pressed('2', 5_000), 'rec-globex')).problem?.code).toBe('not_found')
    expect((await add(path, pressed('2', 5_000), 'tara')).problem?.code).toBe('forbidden')
    expect((await world.as('tom').get(path)).problem?.code).toBe('not_found')
    expect((await world.as('rec-acme').get(path)).problem?.code).toBe('forbidden')
    const { path: ofDefault } = await givenCall({ route: 'Default', dtmf: [segment('1')] })
    expect((await world.as('uma').get(ofDefault)).problem?.code).toBe('not_found')
  })

  it('come from recorders that may feed the call’s route alone', async () => {
    const { path } = await givenCall()
    const routes = [demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Support')?.id]
    const made = await world.as('tara').post('/recorders', { body: { name: 'Of Support', routes } })
    const recorder = world.withToken(await world.cloud.tokenOf(String(Reflect.get(Object(made.body), 'clientId'))))
    const { problem } = await recorder.post(path, { body: { events: pressed('1') } })
    expect(problem?.code).toBe('not_found')
    expect((await add(path, pressed('1'))).status).toBe(200)
  })

  it('stay all there when recorders tell of them at once', async () => {
    const { path } = await givenCall()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => add(path, pressed('1', index * 30_000)).then(({ status }) => status)),
    )
    expect(new Set(answers)).toEqual(new Set([200]))
    expect((await dtmfOf(path)).events).toHaveLength(8)
  })

  it('go with their recording', async () => {
    const { path, result } = await givenCall({ dtmf: [segment('1')] })
    const { status } = await world
      .as('tara')
      .delete(`/recordings/${result.recordingId}`, { headers: { 'if-match': '*' } })
    expect(status).toBe(204)
    await until(async () => (await world.itemsOutsideAuditNaming(result.recordingId)).length === 0)
    expect((await world.as('tara').get(path)).problem?.code).toBe('not_found')
    expect((await add(path, pressed('1'))).problem?.code).toBe('not_found')
  })
})

describe('a pause', () => {
  it('tells its reason, which may come later', async () => {
    const pause = { startedAt: '2026-11-20T10:01:00.000Z', endedAt: '2026-11-20T10:01:20.000Z', mode: 'cut' as const }
    const call = await world.ingestCall({ sessionId: 'paused', pauses: [pause], files: [{ bytes: shortWav(400) }] })
    expect(call.pauses).toEqual([{ ...pause, reason: null }])
    await world.announce({ sessionId: 'paused', pauses: [{ ...pause, reason: 'Card data' }] })
    const { recording } = await world.read(call.recordingId)
    expect(recording.pauses).toEqual([{ ...pause, reason: 'Card data' }])
  })
})
