import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { mintAccessTokenFor } from '../../../local/oidc/index.ts'
import { sha256Hex } from '../../../local/sigv4/index.ts'
import { askForToken, basic, CLIENT_ID, givenFolder, givenOidc, SCOPE, uma } from './given.ts'

const asked = { grant_type: 'client_credentials' }

describe('a recorder', () => {
  it.each(['old secret', 'new+secret'])(
    'gets a token in exactly the form of Cognito with its secret "%s"',
    async (secret) => {
      await using oidc = await givenOidc({ accessTokenSeconds: 600 })
      const { status, body } = await askForToken(
        oidc,
        { ...asked, scope: 'soundkeep/ingest' },
        basic('rec-acme', secret),
      )
      expect([status, body.expires_in, body.refresh_token]).toEqual([200, 600, undefined])
      const keys = createRemoteJWKSet(new URL(`${oidc.issuer}/.well-known/jwks.json`))
      const { payload, protectedHeader } = await jwtVerify(body.access_token ?? '', keys)
      expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) })
      expect(payload).toEqual({
        sub: 'rec-acme',
        token_use: 'access',
        scope: 'soundkeep/ingest',
        auth_time: payload.iat,
        iss: oidc.issuer,
        exp: (payload.iat ?? 0) + 600,
        iat: expect.any(Number),
        version: 2,
        jti: expect.any(String),
        client_id: 'rec-acme',
      })
    },
  )

  it('may send its secret in the form, and need not name a scope', async () => {
    await using oidc = await givenOidc()
    const form = { ...asked, client_id: 'rec-acme', client_secret: 'old secret' }
    expect(await askForToken(oidc, form)).toMatchObject({ status: 200, body: { scope: 'soundkeep/ingest' } })
  })

  it.each([
    ['a wrong secret', 'rec-acme', 'a wrong secret'],
    ['an unknown client', 'rec-nobody', 'old secret'],
    ['what the client list of the issuer holds in its place', 'rec-acme', 'held elsewhere'],
  ])('is refused with %s', async (_, clientId, secret) => {
    await using oidc = await givenOidc()
    expect(await askForToken(oidc, asked, basic(clientId, secret))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    })
  })

  it.each(['soundkeep/api', 'openid', 'anything'])('is refused the scope %s', async (scope) => {
    await using oidc = await givenOidc()
    expect(await askForToken(oidc, { ...asked, scope }, basic('rec-acme', 'old secret'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    })
  })

  it('is known as soon as it is made, and refused as soon as it or its secret is gone', async () => {
    let recorders = [{ clientId: 'rec-new', secretHashes: [sha256Hex('one'), sha256Hex('two')], enabled: true }]
    await using oidc = await givenOidc({ recorderClients: async () => recorders })
    const statusWith = async (secret: string) => (await askForToken(oidc, asked, basic('rec-new', secret))).status
    expect([await statusWith('one'), await statusWith('two')]).toEqual([200, 200])
    recorders = [{ clientId: 'rec-new', secretHashes: [sha256Hex('two')], enabled: true }]
    expect([await statusWith('one'), await statusWith('two')]).toEqual([401, 200])
    recorders = [{ clientId: 'rec-new', secretHashes: [sha256Hex('two')], enabled: false }]
    expect(await statusWith('two')).toBe(401)
    recorders = [{ clientId: 'rec-new', secretHashes: [], enabled: true }]
    expect(await statusWith('two')).toBe(401)
  })
})

describe('a token for scripts', () => {
  it('is the same as one from a sign-in, for people and recorders', async () => {
    await using oidc = await givenOidc()
    const keys = createRemoteJWKSet(new URL(`${oidc.issuer}/.well-known/jwks.json`))
    const person = await jwtVerify(await oidc.mintAccessToken('uma'), keys, { issuer: oidc.issuer })
    expect(person.payload).toMatchObject({ sub: uma.subject, username: 'uma', client_id: CLIENT_ID, scope: SCOPE })
    expect(person.protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String) })
    const recorder = await jwtVerify(await oidc.mintAccessToken('rec-acme'), keys, { issuer: oidc.issuer })
    expect(recorder.payload).toMatchObject({ sub: 'rec-acme', client_id: 'rec-acme', scope: 'soundkeep/ingest' })
  })

  it('can be made beside the running issuer, from its state folder', async () => {
    await using folder = await givenFolder()
    await using oidc = await givenOidc({ stateFolder: folder.path })
    const token = await mintAccessTokenFor('uma', {
      issuer: oidc.issuer,
      stateFolder: folder.path,
      dashboardClient: { clientId: CLIENT_ID, redirectUris: [], postLogoutRedirectUris: [] },
      people: async () => [uma],
      recorderClients: async () => [],
    })
    const keys = createRemoteJWKSet(new URL(`${oidc.issuer}/.well-known/jwks.json`))
    expect((await jwtVerify(token, keys, { issuer: oidc.issuer })).payload.username).toBe('uma')
  })

  it('is refused for nobody, naming who there is', async () => {
    await using oidc = await givenOidc({ people: async () => [{ ...uma, enabled: false }] })
    await expect(oidc.mintAccessToken('uma')).rejects.toThrow('Nobody is called uma; there are: rec-acme')
  })
})
