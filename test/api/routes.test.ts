import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes, globex } from '../../local/demo/people.ts'
import { type Answer, type Client, type GivenCloud, givenCloud, type Login } from '../given/cloud.ts'

type RouteView = ResponseOf<Contract['tenants']['getRoute']>
type ListedRoutes = ResponseOf<Contract['tenants']['listRoutes']>
type RouteTest = ResponseOf<Contract['tenants']['testRoutes']>
type NewRoute = BodyInputOf<Contract['tenants']['createRoute']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const routeNamed = (name: string, tenantId: string = acme.id) => {
  const route = demoRoutes.find((each) => each.tenantId === tenantId && each.name === name)
  if (!route) throw new Error(`there is no route ${name}`)
  return route
}
const any = { 'if-match': '*' }
const create = (body: NewRoute, headers = {}, login: Login = 'tara') =>
  world.as(login).post('/routes', { body, headers })
/** The answers of all of these are held to the contract. */
const viewOf = ({ body }: Answer) => body as RouteView
const made = async (body: NewRoute, login: Login = 'tara') => {
  const answer = await create(body, {}, login)
  if (answer.status !== 201) throw new Error(`the route was refused: ${answer.text}`)
  return { ...viewOf(answer), etag: answer.headers.get('etag') ?? '', path: `/routes/${viewOf(answer).id}` }
}
const change = (path: string, body: unknown, login: Login = 'tara') =>
  world.as(login).patch(path, { body, headers: any })
const routesOf = async (login: Login) => ((await world.as(login).get('/routes')).body as ListedRoutes).items
const tryOut = async (body: { from?: string; to?: string }, login: Login = 'tara') =>
  (await world.as(login).post('/routes/test', { body })).body as RouteTest
const routeOf = async (recordingId: string) => (await world.read(recordingId)).recording.routeId

describe('a route', () => {
  it('is made with all that it does not say, and found again', async () => {
    const { etag, path, ...route } = await made({ name: 'Front desk' })
    expect(route).toMatchObject({
      ...{ name: 'Front desk', isDefault: false, isRetired: false, kind: 'fromOrTo', numberPattern: null },
      ...{ permissions: 'inherit', effectivePermissions: acme.routePermissions, recordDtmf: 'inherit' },
      ...{ effectiveRecordDtmf: true, retiredAt: null, order: 3 },
    })
    const read = await world.as('tara').get(path)
    expect(read.body).toEqual(route)
    expect(read.headers.get('etag')).toBe(etag)
    expect(await routesOf('tara')).toContainEqual(route)
  })

  it('is made once, however often its request is sent', async () => {
    const key = { 'idempotency-key': 'once' }
    const [first, second] = [await create({ name: 'Once' }, key), await create({ name: 'Once' }, key)]
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual(first.body)
    const atOnce = await Promise.all([1, 2, 3].map(() => create({ name: 'At once' }, { 'idempotency-key': 'at-once' })))
    expect(atOnce.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(atOnce.map((answer) => viewOf(answer).id)).size).toBe(1)
    expect((await create({ name: 'Twice' }, key)).problem?.code).toBe('idempotency_key_reused')
    expect((await create({ name: 'Once' }, key, 'tom')).status).toBe(201)
  })

  it('has a name of its own in its tenant, also when two ask at once', async () => {
    const answers = await Promise.all(['Night', 'NIGHT', 'night'].map((name) => create({ name })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(answers.map(({ problem }) => problem?.code).filter(Boolean)).toEqual([
      'route_name_taken',
      'route_name_taken',
    ])
    expect((await create({ name: 'Night' }, {}, 'tom')).status).toBe(201)
    const day = await made({ name: 'Day' })
    expect((await change(day.path, { name: 'nIGHT' })).problem?.code).toBe('route_name_taken')
    expect(viewOf(await change(day.path, { name: 'DAY' })).name).toBe('DAY')
  })

  it('is not changed, nor deleted, by an editor who has not seen the last change', async () => {
    const { path, etag } = await made({ name: 'Contested' })
    const headers = { 'if-match': etag }
    const first = await world.as('tara').patch(path, { body: { order: 7 }, headers })
    expect(first).toMatchObject({ status: 200, body: { order: 7 } })
    const late = await world.as('tara').patch(path, { body: { order: 8 }, headers })
    expect(late.problem?.code).toBe('precondition_failed')
    expect((await world.as('tara').delete(path, { headers })).problem?.code).toBe('precondition_failed')
    expect((await world.as('tara').delete(path)).problem?.code).toBe('precondition_required')
    expect((await world.as('tara').delete(path, { headers: any })).status).toBe(204)
    expect((await world.as('tara').get(path)).status).toBe(404)
  })

  it.for([
    [{ numberPattern: '[9-2]' }, 'numberPattern', /such as \[2-9\]/],
    [{ numberPattern: '*1*1*1*1*1*1*1*1*1*1*' }, 'numberPattern', /more than 8 \*/],
    [{ numberPattern: '1'.repeat(129) }, 'numberPattern', /./],
    [{ numberPattern: '+' }, 'numberPattern', /names no number/],
    [{ kind: 'sideways' }, 'kind', /./],
    [{ permissions: { play: false } }, 'permissions.download', /./],
    [{ order: -1 }, 'order', /./],
    [{ isDefault: true }, 'isDefault', /not a field/],
    [{ name: '' }, 'name', /./],
  ] as const)('is refused with %j, made or changed', async ([facts, field, message]) => {
    const making = await world.as('tara').post('/routes', { body: { name: 'Refused', ...facts } })
    const changing = await change(`/routes/${routeNamed('Sales').id}`, facts)
    for (const { status, problem } of [making, changing]) {
      expect(status).toBe(400)
      expect(problem?.errors?.[0]).toEqual({ field, message: expect.stringMatching(message) })
    }
    expect(await routesOf('tara')).not.toContainEqual(expect.objectContaining({ name: 'Refused' }))
  })
})

describe('the Default route', () => {
  const path = `/routes/${routeNamed('Default', globex.id).id}`
  it('can be renamed and switched, but neither retired, deleted nor given a pattern', async () => {
    for (const body of [{ isRetired: true }, { numberPattern: '*' }]) {
      expect((await change(path, body, 'tom')).problem?.code).toBe('default_route')
    }
    const deleted = await world.as('tom').delete(path, { headers: any })
    expect(deleted.problem?.code).toBe('default_route')
    const changes = { name: 'Everything else', permissions: { ...acme.routePermissions, rating: false } }
    expect(await change(path, changes, 'tom')).toMatchObject({ status: 200, body: changes })
  })
})

describe('a route with recordings', () => {
  it('can be retired and restored, not deleted; its recordings stay', async () => {
    const pattern = '+1 212 555 0177'
    const { path, id } = await made({ name: 'Seasonal', numberPattern: pattern })
    const call = { to: '+12125550177' }
    const { result } = await world.announce({ sessionId: 'seasonal-1', ...call })
    expect(await routeOf(result.recordingId)).toBe(id)
    expect((await world.as('tara').delete(path, { headers: any })).problem?.code).toBe('route_in_use')

    const retired = viewOf(await change(path, { isRetired: true }))
    expect(retired).toMatchObject({ isRetired: true, retiredAt: expect.stringMatching(/Z$/) })
    expect(viewOf(await change(path, { isRetired: true })).retiredAt).toBe(retired.retiredAt)
    expect(await tryOut(call)).toMatchObject({ chosenBy: 'default' })
    const named = await world.announce({ sessionId: 'seasonal-2', route: 'Seasonal' })
    expect(named.problem?.errors).toEqual([{ field: 'route', message: 'is the name of a retired route' }])
    const more = await world.announce({ sessionId: 'seasonal-1', queue: 'Spring' })
    expect(more.status).toBe(200)
    expect(await routeOf(result.recordingId)).toBe(id)

    expect(viewOf(await change(path, { isRetired: false }))).toMatchObject({ isRetired: false, retiredAt: null })
    expect((await tryOut(call)).route.id).toBe(id)
  })
})

describe('the tester', () => {
  it('says which route a call would get, and how every other one lost', async () => {
    const bulk = await made({ name: 'Bay Area', numberPattern: '+1415*', kind: 'to' })
    const tested = await tryOut({ from: '1003', to: '(415) 555-0100' })
    expect(tested).toMatchObject({
      ...{ route: { name: 'Sales' }, chosenBy: 'pattern', from: { asSent: '1003', e164: null } },
      to: { asSent: '(415) 555-0100', e164: '+14155550100' },
    })
    const outcomes = new Map(tested.candidates.map((each) => [each.name, each]))
    expect(outcomes.get('Sales')).toMatchObject({ outcome: 'chosen', matched: 'to', specificity: { literals: 11 } })
    expect(outcomes.get('Bay Area')).toMatchObject({ outcome: 'lessSpecific', matched: 'to', specificity: { runs: 1 } })
    expect(outcomes.get('Support')).toMatchObject({ outcome: 'noMatch', matched: null })
    expect(outcomes.get('Default')).toMatchObject({ outcome: 'notNeeded', specificity: null })
    expect(tested.candidates).toHaveLength((await routesOf('tara')).length)
    await world.as('tara').delete(bulk.path, { headers: any })
  })

  it('knows the numbers of the tenant’s own country alone', async () => {
    expect(await tryOut({ to: '030 901820' }, 'tom')).toMatchObject({ to: { e164: '+4930901820' } })
    expect(await tryOut({ to: '030 901820' })).toMatchObject({ to: { e164: null }, from: null, chosenBy: 'default' })
  })

  it.for([{ from: '' }, { from: 7 }, { to: 'x'.repeat(256) }, { number: '1' }])('refuses %j', async (body) => {
    expect((await world.as('tara').post('/routes/test', { body })).problem?.code).toBe('invalid_request')
  })
})

describe('a call', () => {
  it('goes by its numbers where its recorder names no route, and keeps them as sent and as E.164', async () => {
    const { result } = await world.announce({ sessionId: 'by-number', from: '1003', to: '415 555 0101' })
    const { recording } = await world.read(result.recordingId)
    expect(recording).toMatchObject({
      ...{
        routeId: routeNamed('Support').id,
        from: '1003',
        fromE164: null,
        to: '415 555 0101',
        toE164: '+14155550101',
      },
    })
    const named = await world.announce({ sessionId: 'by-name', to: '+14155550101', route: 'sales' })
    expect(await routeOf(named.result.recordingId)).toBe(routeNamed('Sales').id)
  })

  it('moves off the Default route when its number comes, and no pattern moves it again', async () => {
    const { result } = await world.announce({ sessionId: 'late', queue: 'q' })
    expect(await routeOf(result.recordingId)).toBe(routeNamed('Default').id)
    await world.announce({ sessionId: 'late', to: '+14155550100' })
    expect(await routeOf(result.recordingId)).toBe(routeNamed('Sales').id)
    expect((await world.list('sessionId=late', 'uma')).items).toHaveLength(1)
    const narrower = await made({ name: 'Night line', numberPattern: '1003', kind: 'from', order: 0 })
    await world.announce({ sessionId: 'late', from: '1003' })
    expect(await routeOf(result.recordingId)).toBe(routeNamed('Sales').id)
    await world.as('tara').delete(narrower.path, { headers: any })
  })

  it('whose number a person corrects has another E.164 and the same route', async () => {
    const { result } = await world.announce({ sessionId: 'corrected', to: '+14155550100' })
    const path = `/recordings/${result.recordingId}`
    const answer = await world.as('tara').patch(path, { body: { to: '(415) 555-0101' }, headers: any })
    expect(answer.body).toMatchObject({ toE164: '+14155550101', routeId: routeNamed('Sales').id })
  })
})

describe('who is not an administrator', () => {
  const sales = `/routes/${routeNamed('Sales').id}`
  const asks: [what: string, ask: (client: Client) => Promise<Answer>][] = [
    ['read one', (client) => client.get(sales)],
    ['make one', (client) => client.post('/routes', { body: { name: 'Mine' } })],
    ['change one', (client) => client.patch(sales, { body: { order: 1 }, headers: any })],
    ['delete one', (client) => client.delete(sales, { headers: any })],
    ['try them', (client) => client.post('/routes/test', { body: {} })],
  ]
  it.for(asks)('may not %s', async ([, ask]) => {
    for (const login of ['uma', 'rec-acme'] as const) expect((await ask(world.as(login))).status).toBe(403)
  })

  it('lists the routes that it may see, without their settings', async () => {
    expect(await routesOf('uma')).toEqual([
      { id: routeNamed('Sales').id, name: 'Sales', isDefault: false, isRetired: false },
    ])
  })
})

describe('a route of another tenant', () => {
  const missing = '/routes/01k0000000000000000000000a'
  const asks: [what: string, ask: (client: Client, path: string) => Promise<Answer>][] = [
    ['GET', (client, path) => client.get(path)],
    ['PATCH', (client, path) => client.patch(path, { body: { name: 'Taken over' }, headers: { 'if-match': '"v1"' } })],
    ['DELETE', (client, path) => client.delete(path, { headers: { 'if-match': '"v9"' } })],
  ]
  it.for(asks)('is the same as a missing one: %s', async ([, ask]) => {
    const saidBy = ({ status, headers, text }: Answer) => ({
      ...{ status, text },
      headers: [...headers].filter(([name]) => !['soundkeep-request-id', 'date'].includes(name)),
    })
    const foreign = await ask(world.as('tom'), `/routes/${routeNamed('Sales').id}`)
    expect(foreign.status).toBe(404)
    expect(saidBy(foreign)).toEqual(saidBy(await ask(world.as('tom'), missing)))
    expect(saidBy(foreign)).toEqual(saidBy(await ask(world.as('tom'), '/routes/no-id')))
  })

  it('is in no list, no test and no name that is taken', async () => {
    const ids = new Set(demoRoutes.filter(({ tenantId }) => tenantId === acme.id).map(({ id }) => id))
    const tested = await tryOut({ to: '+14155550100' }, 'tom')
    for (const { id } of [...(await routesOf('tom')), ...tested.candidates]) expect(ids.has(id)).toBe(false)
    expect(tested.chosenBy).toBe('default')
  })
})
