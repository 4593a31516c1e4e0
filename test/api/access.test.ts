import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { decodeJwt, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../functions/adapters/dynamodb/keys.ts'
import { tableName } from '../../local/cloud.ts'
import { acme, demoPeople, globex } from '../../local/demo/people.ts'
import {
  type Answer,
  type Asking,
  type Client,
  type GivenCloud,
  givenCloud,
  type Login,
  onlyFile,
  shortWav,
  until,
} from '../given/cloud.ts'

let world: GivenCloud
/** Paths of a recording of Acme's Support route and of its file. */
let recording: string
let file: string
const missing = '/recordings/01k0000000000000000000000a'

beforeAll(async () => {
  world = await givenCloud()
  const call = await world.ingestCall({ sessionId: 'secret', route: 'Support', files: [{ bytes: shortWav() }] })
  recording = `/recordings/${call.recordingId}`
  file = `/segments/1/media/${onlyFile(call).id}`
})
afterAll(() => world.close())

const inTenant = (id: string) => ({ 'soundkeep-tenant': id })
const ifMatch = { 'if-match': '*' }

/** Everything that an answer says, but for the request's own id and the time. */
function saidBy({ status, headers, text }: Answer) {
  const telling = [...headers].filter(([name]) => !['soundkeep-request-id', 'date'].includes(name))
  return { status, text, headers: telling }
}

/** The client with these headers on all that it asks. */
function clientIn(client: Client, headers: Record<string, string>): Client {
  const more = (asking: Asking = {}) => ({ ...asking, headers: { ...asking.headers, ...headers } })
  return {
    get: (path, asking) => client.get(path, more(asking)),
    post: (path, asking) => client.post(path, more(asking)),
    patch: (path, asking) => client.patch(path, more(asking)),
    delete: (path, asking) => client.delete(path, more(asking)),
  }
}

const readings: [name: string, ask: (client: Client, path: string) => Promise<Answer>][] = [
  ['GET', (client, path) => client.get(path)],
  ['PATCH', (client, path) => client.patch(path, { body: { queue: 'x' }, headers: { 'if-match': '"v1"' } })],
  ['DELETE', (client, path) => client.delete(path, { headers: { 'if-match': '"v1"' } })],
  ['playback', (client, path) => client.post(`${path}${file}/playback`)],
  ['download', (client, path) => client.post(`${path}${file}/download`)],
]

describe('what one may not see', () => {
  const askers: [who: string, login: Login][] = [
    ['somebody of another tenant', 'tom'],
    ['somebody of another route', 'uma'],
  ]
  for (const [who, login] of askers) {
    it.for(readings)(`is for ${who} the same as what is missing: %s`, async ([, ask]) => {
      const foreign = await ask(world.as(login), recording)
      const absent = await ask(world.as(login), missing)
      expect(foreign.status).toBe(404)
      expect(saidBy(foreign)).toEqual(saidBy(absent))
      const malformed = await ask(world.as(login), '/recordings/not-an-id')
      expect(saidBy(malformed)).toEqual(saidBy(absent))
    })
  }

  it("is for another tenant's recorder the same as what is missing: upload", async () => {
    const foreign = await world.as('rec-globex').post(`${recording}${file}/upload`)
    const absent = await world.as('rec-globex').post(`${missing}${file}/upload`)
    expect(foreign.status).toBe(404)
    expect(saidBy(foreign)).toEqual(saidBy(absent))
  })

  it('does not tell by its session id either', async () => {
    expect((await world.list('sessionId=secret', 'tom')).items).toEqual([])
    expect((await world.list('sessionId=secret', 'uma')).items).toEqual([])
    const theirs = await world.announce({ sessionId: 'secret' }, 'rec-globex')
    expect(theirs.status).toBe(201)
  })

  it('is untouched by all of that', async () => {
    expect((await world.as('tara').get(recording)).status).toBe(200)
    expect((await world.as('tara').post(`${recording}${file}/playback`)).status).toBe(200)
  })
})

describe('roles', () => {
  it('a recorder may ingest and nothing else', async () => {
    const recorder = world.as('rec-acme')
    for (const [, ask] of readings) {
      const answer = await ask(recorder, recording)
      expect([answer.status, answer.problem?.code]).toEqual([403, 'forbidden'])
    }
    for (const path of ['/recordings', '/routes', '/recordings/counts?startedFrom=2026-01-01T00:00:00Z']) {
      expect((await recorder.get(path)).status).toBe(403)
    }
    expect((await recorder.get('/me')).body).toMatchObject({ role: 'apiUser', tenants: [{ name: 'Acme Dental' }] })
  })

  it.for(['sam', 'ada', 'tara', 'uma', 'tom'] satisfies Login[])('%s may not ingest', async (login) => {
    const headers = login === 'sam' || login === 'ada' ? inTenant(acme.id) : {}
    const announced = await world.as(login).post('/recordings', { body: { sessionId: 'x' }, headers })
    const reissued = await world.as(login).post(`${recording}${file}/upload`, { headers })
    expect([announced.problem?.code, reissued.problem?.code]).toEqual(['forbidden', 'forbidden'])
  })

  it.for(['sam', 'ada'] satisfies Login[])('%s chooses a tenant', async (login) => {
    const client = world.as(login)
    const none = await client.get('/users')
    expect([none.status, none.problem?.code]).toEqual([400, 'tenant_required'])
    const peopleOf = async (id: string) =>
      ((await client.get('/users', { headers: inTenant(id) })).body as { items: { name: string }[] }).items // by contract
    expect((await peopleOf(acme.id)).map(({ name }) => name)).toEqual(['Tara Quinn', 'Uma Patel'])
    expect((await peopleOf(globex.id)).map(({ name }) => name)).toEqual(['Tom Becker'])
    const unknown = [`${acme.id.slice(0, -1)}9`, '0'.repeat(26), 'acme', '../x', '']
    for (const id of unknown) expect((await client.get('/recordings', { headers: inTenant(id) })).status).toBe(404)
    expect((await client.get('/me')).body).toMatchObject({ tenants: [{ name: acme.name }, { name: globex.name }] })
  })

  it.for(['sam', 'ada'] satisfies Login[])('%s opens recordings with support access alone', async (login) => {
    const client = world.as(login)
    const headers = inTenant(acme.id)
    for (const [, ask] of readings) {
      const { status, problem } = await ask(clientIn(client, headers), recording)
      expect([status, problem?.code]).toEqual([403, 'support_access_required'])
    }
    expect((await client.get('/recordings', { headers })).problem?.code).toBe('support_access_required')
    await world.openSupportAccess(acme.id, login)
    expect((await client.get(recording, { headers })).status).toBe(200)
    expect((await client.post(`${recording}${file}/playback`, { headers })).status).toBe(200)
    // Open in one tenant, and closed in every other.
    expect((await client.get(recording, { headers: inTenant(globex.id) })).problem?.code).toBe(
      'support_access_required',
    )
    expect((await world.as('tara').delete('/support-access')).status).toBe(200)
    // Each room keeps what it read for some seconds.
    for (const ask of [
      () => client.get(recording, { headers }),
      () => client.post(`${recording}${file}/playback`, { headers }),
    ]) {
      await until(async () => (await ask()).problem?.code === 'support_access_required')
    }
  })

  it('somebody of one tenant may name it, and no other', async () => {
    expect((await world.as('tara').get('/recordings', { headers: inTenant(acme.id) })).status).toBe(200)
    const foreign = await world.as('tara').get('/recordings', { headers: inTenant(globex.id) })
    const absent = await world.as('tara').get('/recordings', { headers: inTenant('0'.repeat(26)) })
    expect(foreign.status).toBe(404)
    expect(saidBy(foreign)).toEqual(saidBy(absent))
  })

  it('everybody is told who they are', async () => {
    const { body } = await world.as('uma').get('/me')
    expect(body).toMatchObject({ name: 'Uma Patel', role: 'tenantUser', tenants: [{ id: acme.id, name: acme.name }] })
  })
})

describe('a token', () => {
  const ask = (token: string | undefined) => world.withToken(token).get('/me')

  /** Tara's token with other claims, signed by the issuer's own key or another. */
  async function forged(
    claims: Record<string, unknown>,
    { key, alg = 'RS256' }: { key?: CryptoKey; alg?: string } = {},
  ) {
    const { signingJwk }: { signingJwk: JWK } = JSON.parse(await readFile(join(world.home, 'oidc/keys.json'), 'utf8'))
    const genuine = decodeJwt(await world.cloud.tokenOf('tara'))
    return new SignJWT({ ...genuine, ...claims })
      .setProtectedHeader({ alg, kid: signingJwk.kid ?? '' })
      .sign(key ?? (await importJWK(signingJwk, 'RS256')))
  }
  const refused = async (token: string | undefined) => {
    const { status, problem, headers } = await ask(token)
    return status === 401 && problem?.code === 'unauthenticated' && headers.get('www-authenticate') === 'Bearer'
  }

  it('that is genuine is taken', async () => {
    expect((await ask(await forged({}))).status).toBe(200)
  })

  it('that is missing, garbage or of another scheme is not', async () => {
    expect(await refused(undefined)).toBe(true)
    for (const garbage of ['x', 'a.b.c', '....', 'ey', '-', '~'.repeat(5_000)])
      expect(await refused(garbage)).toBe(true)
    const token = await world.cloud.tokenOf('tara')
    for (const authorization of [`Basic ${token}`, token, `Bearer  ${token}`, `Bearer ${token}, Bearer ${token}`, '']) {
      expect((await world.withToken(undefined).get('/me', { headers: { authorization } })).status).toBe(401)
    }
  })

  it.for([
    ['has expired', { exp: Math.floor(Date.now() / 1000) - 120 }],
    ['has no expiry', { exp: undefined }],
    ['is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 3_600 }],
    ['is of another issuer', { iss: 'https://elsewhere.example' }],
    ['is an ID token', { token_use: 'id' }],
    ['says no use', { token_use: undefined }],
    ['has no scope', { scope: '' }],
    ["has a recorder's scope", { scope: 'soundkeep/ingest' }],
    ['is of nobody', { sub: '5eed0000-0000-4000-8000-999999999999' }],
    ['has no subject', { sub: undefined }],
    ['is of another client', { client_id: 'somebody-elses-app' }],
    ['is of a recorder in the name of a person', { client_id: 'rec-acme' }],
  ] satisfies [string, Record<string, unknown>][])('that %s is not', async ([, claims]) => {
    expect(await refused(await forged(claims))).toBe(true)
  })

  it('signed with another key, another algorithm or none is not', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    expect(await refused(await forged({}, { key: privateKey }))).toBe(true)
    const pss = await generateKeyPair('PS256')
    expect(await refused(await forged({}, { key: pss.privateKey, alg: 'PS256' }))).toBe(true)
    const [header = '', payload = '', signature = ''] = (await world.cloud.tokenOf('tara')).split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    expect(await refused(`${none}.${payload}.`)).toBe(true)
    expect(await refused(`${header}.${payload}.`)).toBe(true)
    const other = Buffer.from(JSON.stringify({ ...decodeJwt(`${header}.${payload}.`), sub: 'sam' })).toString(
      'base64url',
    )
    expect(await refused(`${header}.${other}.${signature}`)).toBe(true)
    const secret = new TextEncoder().encode(await (await fetch(`${world.cloud.issuer}/.well-known/jwks.json`)).text())
    const hmac = await new SignJWT(decodeJwt(`${header}.${payload}.`)).setProtectedHeader({ alg: 'HS256' }).sign(secret)
    expect(await refused(hmac)).toBe(true)
  })

  it("of a recorder does not open a person's account, nor the other way", async () => {
    const scope = 'soundkeep/api'
    expect(await refused(await forged({ sub: 'rec-acme', client_id: 'rec-acme', scope }))).toBe(true)
    expect(
      (await ask(await forged({ sub: 'rec-acme', client_id: 'rec-acme', scope: 'soundkeep/ingest' }))).status,
    ).toBe(200)
  })

  it('of somebody who is disabled is not taken any more', async () => {
    const tom = demoPeople.find(({ login }) => login === 'tom')
    const enable = (isEnabled: boolean) =>
      world.table.send(
        new UpdateCommand({
          ...{ TableName: tableName, Key: keys.person(tom?.subject ?? '') },
          ...{ UpdateExpression: 'SET isEnabled = :is', ExpressionAttributeValues: { ':is': isEnabled } },
        }),
      )
    expect((await world.as('tom').get('/me')).status).toBe(200)
    await enable(false)
    // Within the seconds for which rights are kept, for what changes nothing.
    await until(async () => refused(await world.cloud.tokenOf('tom')))
    await enable(true)
    await until(async () => (await world.as('tom').get('/me')).status === 200)
  })

  it('of somebody who is disabled in a tenant opens nothing there, and changes nothing from that moment on', async () => {
    const tom = demoPeople.find((person) => person.login === 'tom')
    const path = `/users/${tom && 'user' in tom ? tom.user.id : ''}`
    const enable = (isEnabled: boolean) =>
      world.as('sam').patch(path, { body: { isEnabled }, headers: { ...ifMatch, ...inTenant(globex.id) } })
    expect((await enable(false)).status).toBe(200)
    const changed = await world.as('tom').patch('/tenants/current', { body: { description: 'x' }, headers: ifMatch })
    expect(changed.status).toBe(404)
    await until(async () => (await world.as('tom').get('/recordings')).status === 404)
    expect((await enable(true)).status).toBe(200)
    await until(async () => (await world.as('tom').get('/recordings')).status === 200)
  })

  it('of a sign-in that was ended is not taken any more', async () => {
    const uma = demoPeople.find((person) => person.login === 'uma')
    const token = await world.cloud.tokenOf('uma')
    expect(await refused(token)).toBe(false)
    const ended = await world.as('tara').post(`/users/${uma && 'user' in uma ? uma.user.id : ''}/sign-out`)
    expect(ended.status).toBe(204)
    await until(() => refused(token))
  })
})

describe('a request that is wrong', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    world.as('rec-acme').post('/recordings', { body, headers })

  it('in its JSON is told so', async () => {
    for (const body of ['{', '', 'x', '{"a":1}}', '\u0000', `${'['.repeat(200_000)}`]) {
      const { status, problem } = await post(body, { 'content-type': 'application/json' })
      expect([body.slice(0, 9), status, problem?.code]).toEqual([body.slice(0, 9), 400, 'malformed_request'])
    }
    for (const half of [
      '{"sessionId":"\\ud800x"}',
      '{"sipHeaders":[{"name":"X","value":"\\uDC00"}]}',
      '{"\\ud800":1}',
    ]) {
      expect((await post(half)).problem?.code).toBe('malformed_request')
    }
    expect((await post('{"sessionId":"\\ud83c\\udfa7"}')).status).toBe(201)
    for (const body of ['[]', 'null', '1', '"text"']) expect((await post(body)).problem?.code).toBe('invalid_request')
  })

  it('in its content type is told so', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'jsonish']) {
      const { status, problem } = await post('{}', { 'content-type': type })
      expect([type, status, problem?.code]).toEqual([type, 415, 'unsupported_media_type'])
    }
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json']) {
      expect((await post('{"sessionId":"types"}', { 'content-type': type })).status).toBeLessThan(300)
    }
  })

  it('in its length is told so', async () => {
    const { status, problem } = await post(JSON.stringify({ siprec: 'x'.repeat(1024 * 1024) }))
    expect([status, problem?.code]).toEqual([413, 'body_too_large'])
    const patch = await world.as('tara').patch(recording, { body: { queue: 'x'.repeat(70_000) }, headers: ifMatch })
    expect(patch.problem?.code).toBe('body_too_large')
  })

  it('in its fields is told which, all of them', async () => {
    const { problem } = await world.announce({
      ...{ sessionId: 'a\u0007b', startedAt: '2026-11-20 10:00', durationMs: -1, sesionId: 'typo', form: '1' },
      media: [{ lengthBytes: 1.5, sha256: 'zz', contentType: 'wav', channels: ['speaker'], colour: 'red' }],
    } as object)
    expect(problem?.code).toBe('invalid_request')
    const told = Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message]))
    expect(Object.keys(told).sort()).toEqual([
      ...['durationMs', 'form', 'media[0].channels[0]', 'media[0].colour', 'media[0].contentType'],
      ...['media[0].lengthBytes', 'media[0].sha256', 'sesionId', 'sessionId', 'startedAt'],
    ])
    expect(told['media[0].channels[0]']).toContain('caller, agent, mixed')
    expect(told.sesionId).toContain('is not a field')
    expect((await world.list('sessionId=a')).items).toEqual([])
  })

  it('in its query is told which', async () => {
    const { problem } = await world.as('tara').get('/recordings?limit=5&colour=red&startedFrom=now')
    expect(problem?.errors?.map(({ field }) => field).sort()).toEqual(['colour', 'startedFrom'])
    expect((await world.as('tara').get('/recordings?limit=5&limit=6')).problem?.code).toBe('invalid_request')
  })

  it('with __proto__ in it harms nothing', async () => {
    const bodies = [
      '{"__proto__":{"isAdmin":true},"sessionId":"proto"}',
      '{"constructor":{"prototype":{"isAdmin":true}},"sessionId":"proto"}',
      '{"sessionId":"proto","media":[{"__proto__":{"sha256":"x"}}]}',
    ]
    for (const body of bodies) expect((await post(body)).problem?.code).toBe('invalid_request')
    const patch = { body: '{"__proto__":{"queue":"x"}}', headers: ifMatch }
    expect((await world.as('tara').patch(recording, patch)).problem?.code).toBe('invalid_request')
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
    expect((await world.list('sessionId=proto')).items).toEqual([])
  })

  it('is never answered with the words of what went wrong inside', async () => {
    const { text } = await world.as('tara').get(`/recordings/${'x'.repeat(500)}`)
    expect(text).not.toMatch(/node_modules|at \w+ \(|Error:/)
  })

  it('for what is no endpoint is not found', async () => {
    for (const path of ['/', '/nothing', '/recordings/', `${recording}/`, `${recording}/segments`]) {
      expect((await world.as('tara').get(path)).status).toBe(404)
    }
    expect((await fetch(`${world.cloud.apiUrl}/recordings`, { method: 'PUT' })).status).toBe(404)
  })
})

describe('every answer', () => {
  it('is kept by nobody, sniffed by nobody and can be asked about', async () => {
    for (const path of ['/me', missing]) {
      const { headers, status } = await world.as('tara').get(path)
      expect([status, headers.get('cache-control')]).toEqual([status, 'no-store'])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('soundkeep-request-id')).toMatch(/^[\w-]{20,}$/)
    }
  })
})
