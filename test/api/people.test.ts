import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes, globex } from '../../local/demo/people.ts'
import { type Client, type GivenCloud, givenCloud } from '../given/cloud.ts'

type User = ResponseOf<Contract['users']['getUser']>
type Group = ResponseOf<Contract['groups']['getGroup']>
type Import = ResponseOf<Contract['users']['importUsers']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const ifMatch = (etag = '*') => ({ headers: { 'if-match': etag } })
const inAcme = { headers: { 'soundkeep-tenant': acme.id } }
const [, sales, support] = demoRoutes.filter(({ tenantId }) => tenantId === acme.id).map(({ id }) => id)

async function invite(body: object, by: Client = world.as('tara'), asking = {}): Promise<User> {
  const answer = await by.post('/users', { body, ...asking })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body as User // held to the contract
}

/** As if they had signed in. */
const signedIn = async (email: string) => world.withToken(await world.cloud.tokenOf(email))

const idsOf = ({ body }: { body: unknown }) => (body as { items: { id: string }[] }).items.map(({ id }) => id)
const sessionsOf = ({ body }: { body: unknown }) =>
  (body as { items: { sessionId: string }[] }).items.map(({ sessionId }) => sessionId)

describe('an invited person', () => {
  it('gets a mail, signs in and sees what was given to them', async () => {
    const jo = await invite({ name: 'Jo Park', email: 'Jo.Park@Example.com', routes: [sales] })
    expect(jo).toMatchObject({ email: 'jo.park@example.com', role: 'tenantUser', lastSignedInAt: null })
    expect(jo.boundary).toEqual({ role: 'tenantAdministrator', routes: 'all', depth: 1 })
    const outbox = await (await fetch(`${world.cloud.url}/outbox`)).text()
    expect(outbox).toContain('jo.park@example.com')

    const client = await signedIn('jo.park@example.com')
    expect((await client.get('/me')).body).toMatchObject({ name: 'Jo Park', tenants: [{ id: acme.id }] })
    const { body } = await client.get('/me/permissions')
    expect((body as { permissions: string[] }).permissions.filter((each) => each.startsWith('recording:'))).toEqual([
      ...['recording:List', 'recording:Read', 'recording:Play', 'recording:PlayVideo'],
    ])
    const listed = (await world.as('tara').get(`/users/${jo.id}`)).body as User
    expect(listed.lastSignedInAt).toMatch(/^\d{4}-/)
  })

  it('is invited once, however often the same request comes', async () => {
    const body = { name: 'Kim', email: 'kim@example.com' }
    const headers = { 'idempotency-key': 'kim-1' }
    const [first, second] = await Promise.all([0, 1].map(() => world.as('tara').post('/users', { body, headers })))
    expect([first?.status, second?.status].sort()).toEqual([200, 201])
    expect(first?.body).toEqual(second?.body)
    const again = await world.as('tara').post('/users', { body })
    expect(again.problem).toMatchObject({ code: 'email_taken', errors: [{ field: 'email' }] })
  })

  it('of another tenant is the same sign-in, and nothing tells so', async () => {
    await invite({ name: 'Lee at Globex', email: 'lee@example.com' }, world.as('tom'))
    const lee = await invite({ name: 'Lee at Acme', email: 'lee@example.com' })
    expect(JSON.stringify(lee)).not.toContain('Globex')
    const client = await signedIn('lee@example.com')
    const { body } = await client.get('/me')
    expect((body as { tenants: { id: string }[] }).tenants.map(({ id }) => id)).toEqual([acme.id, globex.id])
    expect((await client.get('/recordings')).problem?.code).toBe('tenant_required')
    expect((await client.get('/recordings', inAcme)).status).toBe(200)
  })

  it('is refused with every field that is wrong', async () => {
    const { problem } = await world.as('tara').post('/users', {
      body: { name: '', email: 'nobody', routes: ['x'], agentIds: [''], managedPolicies: ['fly'], colour: 'red' },
    })
    expect(problem?.errors?.map(({ field }) => field).sort()).toEqual([
      ...['agentIds[0]', 'colour', 'email', 'managedPolicies[0]', 'name', 'routes[0]'],
    ])
  })

  it('cannot be given a route, group or policy of another tenant, nor one that is not there: alike', async () => {
    const theirs = demoRoutes.find(({ tenantId }) => tenantId === globex.id)?.id
    const asked = (routeId: string | undefined) =>
      world.as('tara').post('/users', { body: { name: 'X', email: 'x@example.com', routes: [routeId] } })
    const foreign = await asked(theirs)
    const absent = await asked('01k0000000000000000000000a')
    expect(foreign.status).toBe(400)
    expect(foreign.text).toBe(absent.text)
    expect((await world.as('tara').get('/users')).text).not.toContain('x@example.com')
  })
})

describe('who administers whom', () => {
  it('Tenant Administrators make Tenant Users alone, administrators from outside Tenant Administrators too', async () => {
    const { problem } = await world.as('tara').post('/users', {
      body: { name: 'T', email: 't@example.com', role: 'tenantAdministrator' },
    })
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ field: 'role' }] })
    const made = await invite(
      { name: 'T', email: 't@example.com', role: 'tenantAdministrator' },
      world.as('ada'),
      inAcme,
    )
    expect(made.boundary?.role).toBe('accountAdministrator')
    const byTara = await world.as('tara').patch(`/users/${made.id}`, { body: { name: 'U' }, ...ifMatch() })
    expect(byTara.problem?.code).toBe('forbidden')
    expect(((await world.as('tara').get(`/users/${made.id}`)).body as User).isEditable).toBe(false)
  })

  it('nobody changes their own rights', async () => {
    const me = idsOf(await world.as('tara').get('/users?')).find((id) => id.startsWith('01k0pers0n')) ?? ''
    const { problem } = await world.as('tara').patch(`/users/${me}`, { body: { routes: 'all' }, ...ifMatch() })
    expect(problem?.code).toBe('own_rights')
    expect((await world.as('tara').delete(`/users/${me}`, ifMatch())).problem?.code).toBe('own_rights')
  })

  it('Tenant Users and recorders administer nobody', async () => {
    for (const login of ['uma', 'rec-acme'] as const) {
      for (const path of ['/users', '/groups', '/policies', '/recorders', '/audit']) {
        expect([path, (await world.as(login).get(path)).status]).toEqual([path, 403])
      }
    }
  })

  it('an administrator of some routes gives no others, and what they give stays within them', async () => {
    const boss = await invite(
      {
        name: 'Boss',
        email: 'boss@example.com',
        role: 'tenantAdministrator',
        routes: [sales],
        managedPolicies: ['view'],
      },
      world.as('ada'),
      inAcme,
    )
    expect(boss.routes).toEqual([sales])
    const client = await signedIn('boss@example.com')
    const asked = await client.post('/users', { body: { name: 'Y', email: 'y@example.com', routes: [support] } })
    expect(asked.problem?.errors).toEqual([{ field: 'routes', message: 'names a route that is not there' }])
    // Download is given, and lies beyond what the giver may do.
    const ned = await invite(
      { name: 'Ned', email: 'ned@example.com', routes: [sales], managedPolicies: ['view', 'download'] },
      client,
    )
    const call = await world.ingestCall({ sessionId: 'bounded', route: 'Sales' })
    const answer = await (await signedIn('ned@example.com')).get(`/recordings/${call.recordingId}`)
    expect(answer.body).toMatchObject({ actions: { download: false } })
    const explained = await world.as('tara').post('/permissions/explain', {
      body: { userId: ned.id, action: 'recording:Download', recordingId: call.recordingId },
    })
    expect(explained.body).toMatchObject({ outcome: 'denied', by: 'boundary' })
    // Whoever holds more lifts the boundary by setting the rights anew.
    await world.as('tara').patch(`/users/${ned.id}`, { body: { managedPolicies: ['view', 'download'] }, ...ifMatch() })
    const lifted = await world.as('tara').post('/permissions/explain', {
      body: { userId: ned.id, action: 'recording:Download', recordingId: call.recordingId },
    })
    expect(lifted.body).toMatchObject({ outcome: 'allowed', by: 'statement' })
  })
})

describe('between own calls and all calls', () => {
  it('agents see their own, supervisors those of their groups', async () => {
    for (const agentId of ['701', '702', '703'])
      await world.announce({ sessionId: `of-${agentId}`, agentId, route: 'Sales' })
    const answer = await world.as('tara').post('/groups', { body: { name: 'Desk', agentIds: ['703'] } })
    const desk = answer.body as Group
    const ann = await invite({ name: 'Ann', email: 'ann@example.com', agentIds: ['701'], managedPolicies: ['myCalls'] })
    await invite({
      ...{ name: 'Sue', email: 'sue@example.com', managedPolicies: ['myGroupsCalls'] },
      groups: [{ groupId: desk.id, isSupervisor: true }],
    })
    const [annClient, sueClient] = [await signedIn('ann@example.com'), await signedIn('sue@example.com')]
    expect(sessionsOf(await annClient.get('/recordings'))).toEqual(['of-701'])
    expect(sessionsOf(await annClient.get('/recordings?sessionId=of-702'))).toEqual([])
    expect(sessionsOf(await sueClient.get('/recordings'))).toEqual(['of-703'])
    expect(
      (await annClient.get('/recordings/counts?startedFrom=2020-01-01T00:00:00Z&startedBefore=2040-01-01T00:00:00Z'))
        .body,
    ).toMatchObject({ recordings: 1 })

    // Ann joins the desk: her calls are its supervisor's from then on (a cached standing lives for five seconds).
    const joined = { groups: [{ groupId: desk.id, isSupervisor: false }] }
    expect((await world.as('tara').patch(`/users/${ann.id}`, { body: joined, ...ifMatch() })).status).toBe(200)
    const group = (await world.as('tara').get(`/groups/${desk.id}`)).body as Group
    expect(group.members.find(({ userId }) => userId === ann.id)).toMatchObject({ agentIds: ['701'] })
    await expect
      .poll(async () => sessionsOf(await sueClient.get('/recordings')), { timeout: 10_000 })
      .toEqual(['of-703', 'of-701'])
  })
})

describe('a file of people', () => {
  const heading = 'email,name,role,routes,groups,agent ids,permissions,time zone,language,enabled'
  const send = (csv: string, isDryRun = true) => world.as('tara').post('/users/import', { body: { csv, isDryRun } })

  it('makes two hundred at once, tried before, and changes nothing the second time', async () => {
    const lines = Array.from(
      { length: 200 },
      (_, n) => `p${n}@many.example,Person ${n},,Sales;Support,,8${n},view;play,Europe/Berlin,de,yes`,
    )
    const csv = [heading, ...lines].join('\r\n')
    const trial = (await send(csv)).body as Import
    expect(trial.counts).toMatchObject({ created: 200, invalid: 0 })
    expect((await world.as('tara').get('/users')).text).not.toContain('many.example')
    expect(((await send(csv, false)).body as Import).counts).toMatchObject({ created: 200, failed: 0 })
    expect(((await send(csv, false)).body as Import).counts).toMatchObject({ unchanged: 200, updated: 0 })
    expect((await (await signedIn('p7@many.example')).get('/me')).status).toBe(200)
  }, 60_000)

  it('with a wrong line writes nothing, and says which', async () => {
    const csv = `${heading}\ngood@wrong.example,Good,,,,,,,,\nbad,=1+1,King,Nowhere,,,fly,Mars,,perhaps\ngood@wrong.example,Twice,,,,,,,,`
    const trial = (await send(csv)).body as Import
    expect(trial.lines.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'created'],
      [3, 'invalid'],
      [4, 'invalid'],
    ])
    expect(trial.lines[1]?.errors.map(({ column }) => column)).toEqual([
      ...['email', 'name', 'role', 'routes', 'permissions', 'time zone', 'enabled'],
    ])
    const { problem } = await send(csv, false)
    expect(problem?.code).toBe('invalid_request')
    expect(problem?.errors?.map(({ field }) => field)).toContain('csv:3.routes')
    expect((await world.as('tara').get('/users')).text).not.toContain('wrong.example')
  })

  it.each([
    ['without a heading', 'a@b.example,Bo'],
    ['without an address', 'name\nBo'],
    ['with an unknown column', 'email,shoe size\na@b.example,42'],
    ['with an open quote', 'email,name\na@b.example,"Bo'],
    ['with nobody', 'email,name\n'],
    ['of 501 people', `email,name\n${Array.from({ length: 501 }, (_, n) => `q${n}@b.example,Q`).join('\n')}`],
  ])('%s is refused as a whole', async (_, csv) => {
    expect((await send(csv)).problem?.code).toBe('invalid_request')
  })

  it('of 100,000 lines is refused before it is read', async () => {
    const { status, problem } = await send(`email,name\n${'a@b.example,Bo\n'.repeat(100_000)}`)
    expect([status, problem?.code]).toEqual([413, 'body_too_large'])
  })

  it('whose encoding is broken is told so', async () => {
    const trial = (await send('email,name\nzoe@b.example,Zo\uFFFD')).body as Import
    expect(trial.lines[0]).toMatchObject({ outcome: 'invalid', errors: [{ column: 'name' }] })
  })
})

describe('administrators', () => {
  it('make tenants and each other, but no Super User is made by less than one', async () => {
    const made = await world.as('ada').post('/tenants', { body: { name: 'Initech', homeCountry: 'gb' } })
    expect(made.status).toBe(201)
    expect((await world.as('ada').post('/tenants', { body: { name: 'INITECH' } })).problem?.code).toBe(
      'tenant_name_taken',
    )
    const { id } = made.body as { id: string }
    const inIt = { headers: { 'soundkeep-tenant': id } }
    const routes = (await world.as('ada').get('/routes', inIt)).body as {
      items: { name: string; isDefault: boolean }[]
    }
    expect(routes.items).toMatchObject([{ name: 'Default', isDefault: true }])

    const body = { name: 'Al', email: 'al@example.com', role: 'superUser' }
    expect((await world.as('ada').post('/administrators', { body })).problem?.code).toBe('forbidden')
    expect((await world.as('tara').post('/administrators', { body })).problem?.code).toBe('forbidden')
    const al = (await world.as('sam').post('/administrators', { body })).body as { id: string }
    expect((await world.as('ada').patch(`/administrators/${al.id}`, { body: { isEnabled: false } })).status).toBe(403)
    const client = await signedIn('al@example.com')
    expect((await client.get('/tenants')).status).toBe(200)
    await world.as('sam').patch(`/administrators/${al.id}`, { body: { isEnabled: false } })
    await expect.poll(async () => (await client.get('/tenants')).status, { timeout: 10_000 }).toBe(401)
    expect((await world.as('sam').delete(`/administrators/${al.id}`)).status).toBe(204)
  })
})

describe('a sign-in that opens several tenants', () => {
  it('is weakened by no administrator of one of them', async () => {
    const theirs = await invite({ name: 'Max', email: 'max@example.com' }, world.as('tom'))
    const inGlobex = { headers: { 'soundkeep-tenant': globex.id } }
    const ours = await invite({ name: 'Max', email: 'max@example.com' })
    expect(ours.id).not.toBe(theirs.id)
    const max = await signedIn('max@example.com')
    expect((await max.get('/recordings', inGlobex)).status).toBe(200)
    for (const ask of [
      () => world.as('tara').post(`/users/${ours.id}/password-reset`),
      () => world.as('tara').delete(`/users/${ours.id}/second-factor`),
    ]) {
      const { problem } = await ask()
      expect(problem?.code).toBe('forbidden')
      expect(problem?.detail).not.toContain('Globex')
    }
    // Signed out of this tenant, and of no other.
    expect((await world.as('tara').post(`/users/${ours.id}/sign-out`)).status).toBe(204)
    await expect.poll(async () => (await max.get('/recordings', inAcme)).status, { timeout: 8_000 }).toBe(401)
    expect((await max.get('/recordings', inGlobex)).status).toBe(200)
    expect((await world.as('tara').patch(`/users/${ours.id}`, { body: { name: 'M' }, ...ifMatch() })).status).toBe(200)
    expect((await max.get('/me')).body).toMatchObject({ name: 'Max' })
    // An administrator from outside may.
    const reset = await world.as('ada').post(`/users/${ours.id}/password-reset`, inAcme)
    expect([204, 409]).toContain(reset.status)
  })
})

describe('a group or route that is deleted', () => {
  it('keeps nobody from changing those who had it', async () => {
    const tara = world.as('tara')
    const group = (await tara.post('/groups', { body: { name: 'Short-lived' } })).body as Group
    const route = (await tara.post('/routes', { body: { name: 'Short-lived' } })).body as { id: string }
    const facts = { groups: [{ groupId: group.id, isSupervisor: true }], routes: [sales, route.id] }
    const kit = await invite({ name: 'Kit', email: 'kit@example.com', ...facts })
    expect((await tara.delete(`/groups/${group.id}`, ifMatch())).status).toBe(204)
    expect((await tara.delete(`/routes/${route.id}`, ifMatch())).status).toBe(204)
    const changed = await tara.patch(`/users/${kit.id}`, { body: { managedPolicies: ['view'] }, ...ifMatch() })
    expect([changed.status, (changed.body as User).managedPolicies]).toEqual([200, ['view']])
    expect((await (await signedIn('kit@example.com')).get('/recordings')).status).toBe(200)
    // Nobody else is given it.
    const body = { name: 'Lou', email: 'lou@example.com', groups: facts.groups }
    expect((await tara.post('/users', { body })).problem?.errors).toMatchObject([{ field: 'groups' }])
  })
})
