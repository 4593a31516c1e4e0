import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import fc from 'fast-check'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { oidcVerifier } from '../../../functions/adapters/oidc/index.ts'

type Key = { kid: string; privateKey: CryptoKey; jwk: JWK }
async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

let server: Server
let issuer: string
let keys: Key[]
/** What the issuer answers when it is asked for its keys. */
let answer: () => { status: number; body: string }
let asked = 0

beforeAll(async () => {
  keys = await Promise.all([newKey('one'), newKey('two')])
  server = createServer((_request, response) => {
    asked += 1
    const { status, body } = answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(async () => {
  server.closeAllConnections()
  await once(server.close(), 'close')
})
const publish = (...published: (Key | undefined)[]) => {
  answer = () => ({ status: 200, body: JSON.stringify({ keys: published.map((key) => key?.jwk) }) })
}
beforeEach(() => {
  publish(keys[0])
  asked = 0
})

const verifier = () => oidcVerifier({ issuer, dashboardClientId: 'dashboard' })
const seconds = () => Math.floor(Date.now() / 1000)
function tokenOf(claims: Record<string, unknown> = {}, key = keys[0]): Promise<string> {
  if (!key) throw new Error('there is no key')
  const genuine = { sub: 'uma', client_id: 'dashboard', token_use: 'access', scope: 'openid soundkeep/api' }
  return new SignJWT({ ...genuine, iss: issuer, iat: seconds(), exp: seconds() + 60, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey)
}

describe('an access token', () => {
  it('says who, through which client and for what, and from which sign-in', async () => {
    const signIn = { auth_time: Date.parse('2026-11-23T09:00:00Z') / 1000, origin_jti: 'sign-in' }
    expect(await verifier().verify(await tokenOf(signIn))).toEqual({
      ...{ subject: 'uma', clientId: 'dashboard', scopes: ['openid', 'soundkeep/api'] },
      ...{ signedInAt: '2026-11-23T09:00:00.000Z', signInId: 'sign-in' },
    })
    const recorder = await tokenOf({ sub: 'rec-acme', client_id: 'rec-acme', scope: 'soundkeep/ingest' })
    expect(await verifier().verify(recorder)).toMatchObject({ subject: 'rec-acme', scopes: ['soundkeep/ingest'] })
  })

  it('of a recorder, or one that tells no sign-in, is of the moment in which it was made', async () => {
    const iat = Date.parse('2026-11-23T09:00:00Z') / 1000
    expect(await verifier().verify(await tokenOf({ iat }))).toMatchObject({
      ...{ signedInAt: '2026-11-23T09:00:00.000Z', signInId: null },
    })
  })

  it('is taken for a minute past its end, for clocks that differ, and not longer', async () => {
    expect(await verifier().verify(await tokenOf({ exp: seconds() - 30 }))).toBeDefined()
    expect(await verifier().verify(await tokenOf({ exp: seconds() - 70 }))).toBeUndefined()
  })

  it('signed by a key published since is taken', async () => {
    const oidc = verifier()
    expect(await oidc.verify(await tokenOf({}, keys[1]))).toBeUndefined()
    publish(keys[0], keys[1])
    expect(await verifier().verify(await tokenOf({}, keys[1]))).toBeDefined()
  })

  it('costs one question to the issuer, however many come', async () => {
    const oidc = verifier()
    const token = await tokenOf()
    await Promise.all(Array.from({ length: 5 }, () => oidc.verify(token)))
    await oidc.verify(token)
    expect(asked).toBe(1)
  })

  it('that is any text is nobody’s', async () => {
    const oidc = verifier()
    const [header, payload, signature] = (await tokenOf()).split('.')
    const part = fc.oneof(fc.string(), fc.constantFrom(header, payload, signature, ''), fc.base64String())
    const anyToken = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
      fc.json().map((json) => `${Buffer.from(json).toString('base64url')}.${payload}.${signature}`),
    )
    const genuine = `${header}.${payload}.${signature}`
    const property = fc.asyncProperty(anyToken, async (token) => {
      if (token !== genuine) expect(await oidc.verify(token)).toBeUndefined()
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

describe('an issuer that does not give its keys', () => {
  it.for([
    ['answers 500', () => ({ status: 500, body: 'no' })],
    ['answers what are no keys', () => ({ status: 200, body: '{"keys":"none"}' })],
    ['answers what is no JSON', () => ({ status: 200, body: 'hello' })],
  ] as const)('and %s is our trouble, not the caller’s', async ([, given]) => {
    answer = given
    await expect(verifier().verify(await tokenOf())).rejects.toMatchObject({ name: 'IssuerUnavailable' })
  })

  it('and cannot be reached is our trouble too', async () => {
    const oidc = oidcVerifier({ issuer: 'http://127.0.0.1:1', dashboardClientId: 'dashboard' })
    const token = await tokenOf({ iss: 'http://127.0.0.1:1' })
    await expect(oidc.verify(token)).rejects.toMatchObject({ name: 'IssuerUnavailable' })
  })
})
