import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SignInPerson } from '../../../local/oidc/index.ts'
import {
  askForToken,
  authorizationUrl,
  browser,
  CLIENT_ID,
  DASHBOARD,
  givenOidc,
  REDIRECT_URI,
  redeem,
  refresh,
  SCOPE,
  sam,
  signIn,
  tokensOf,
  uma,
} from './given.ts'

const keysOf = (issuer: string) => createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`))
const verify = (issuer: string, jwt: string | undefined) => jwtVerify(jwt ?? '', keysOf(issuer), { issuer })

describe('signing in', () => {
  const printed = [vi.spyOn(console, 'info'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')]
  beforeEach(() => printed.forEach((spy) => void spy.mockClear()))
  afterEach(() => expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]))

  it('ends at the dashboard with a code that its verifier redeems for tokens', async () => {
    await using oidc = await givenOidc()
    const { url } = await signIn(oidc, 'uma')
    expect(url.origin + url.pathname).toBe(REDIRECT_URI)
    expect(url.searchParams.get('state')).toBe('a state')

    const { status, body } = await redeem(oidc, url.searchParams.get('code') ?? '')
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: SCOPE })
    const { payload } = await verify(oidc.issuer, body.id_token)
    expect(payload).toMatchObject({
      sub: uma.subject,
      aud: CLIENT_ID,
      name: uma.name,
      email: uma.email,
      preferred_username: 'uma',
      nonce: 'a nonce',
    })
  })

  it('gives an access token in exactly the form of Cognito', async () => {
    await using oidc = await givenOidc({ accessTokenSeconds: 900 })
    const { access_token } = await tokensOf(oidc, 'uma')
    const { payload, protectedHeader } = await verify(oidc.issuer, access_token)
    expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid'])
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toEqual({
      sub: uma.subject,
      iss: oidc.issuer,
      version: 2,
      client_id: CLIENT_ID,
      origin_jti: expect.stringMatching(/^.{22}$/),
      token_use: 'access',
      scope: SCOPE,
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 900,
      jti: expect.any(String),
      username: 'uma',
    })
  })

  it.each(['UMA@acme.example', ' Uma '])('knows a person by what they type: "%s"', async (typed) => {
    await using oidc = await givenOidc()
    const { access_token } = await tokensOf(oidc, typed)
    expect((await verify(oidc.issuer, access_token)).payload.sub).toBe(uma.subject)
  })

  it('refuses a wrong verifier, and the code is not spent by it', async () => {
    await using oidc = await givenOidc()
    const code = (await signIn(oidc, 'uma')).url.searchParams.get('code') ?? ''
    const wrong = await redeem(oidc, code, { code_verifier: 'w'.repeat(43) })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await redeem(oidc, code)).status).toBe(200)
  })

  it('refuses a code used twice, and with it what the first use gave', async () => {
    await using oidc = await givenOidc()
    const code = (await signIn(oidc, 'uma')).url.searchParams.get('code') ?? ''
    const { body } = await redeem(oidc, code)
    expect(await redeem(oidc, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await refresh(oidc, body.refresh_token)).status).toBe(400)
  })

  it('refuses to begin without PKCE', async () => {
    await using oidc = await givenOidc()
    const { url } = await browser().go(
      authorizationUrl(oidc, { code_challenge: undefined, code_challenge_method: undefined }),
    )
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:8787\/signed-in\?error=invalid_request&/)
  })

  it.each([
    ['an unknown redirect_uri', { redirect_uri: 'http://127.0.0.1:9999/' }, 'invalid_redirect_uri'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('shows a page, and redirects nowhere, for %s', async (_, change, code) => {
    await using oidc = await givenOidc()
    const { url, status, text } = await browser().go(authorizationUrl(oidc, change))
    expect([url.origin, status]).toEqual([oidc.issuer, 400])
    expect(text).toContain(code)
    expect(text).toContain(`<a href="${DASHBOARD}">Back to Soundkeep</a>`)
  })

  it('asks nobody who is signed in already, and prompt=none asks nobody at all', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const silently = authorizationUrl(oidc, { prompt: 'none' })
    expect((await at.go(silently)).url.searchParams.get('error')).toBe('login_required')
    await signIn(oidc, 'uma', at)
    expect((await at.go(authorizationUrl(oidc))).url.searchParams.has('code')).toBe(true)
    expect((await at.go(silently)).url.searchParams.has('code')).toBe(true)
  })

  it('lets another person sign in with prompt=login, and leaves the tab of the first alone', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const first = await tokensOf(oidc, 'uma', at)
    const page = await at.go(authorizationUrl(oidc, { prompt: 'login' }))
    const { url } = await at.go(page.url.href, { login: 'sam' })
    const second = (await redeem(oidc, url.searchParams.get('code') ?? '')).body
    expect((await verify(oidc.issuer, second.access_token)).payload.sub).toBe(sam.subject)
    const again = await refresh(oidc, first.refresh_token)
    expect((await verify(oidc.issuer, again.body.access_token)).payload.sub).toBe(uma.subject)
  })

  it('does not let in, nor refresh, a person disabled since', async () => {
    let people: SignInPerson[] = [uma, sam]
    await using oidc = await givenOidc({ people: async () => people })
    const at = browser()
    const { refresh_token } = await tokensOf(oidc, 'uma', at)
    people = [{ ...uma, enabled: false }, sam]
    expect(await refresh(oidc, refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await at.go(authorizationUrl(oidc, { prompt: 'none' }))).url.searchParams.get('error')).toBe(
      'login_required',
    )
    const page = await at.go(authorizationUrl(oidc))
    expect(page.text).not.toContain(uma.name)
    expect((await at.go(page.url.href, { login: 'uma' })).status).toBe(400)
  })
})

describe('refreshing', () => {
  it('gives a new token of the same sign-in, and a new refresh token in place of the old', async () => {
    await using oidc = await givenOidc()
    const first = await tokensOf(oidc, 'uma')
    const { status, body: second } = await refresh(oidc, first.refresh_token)
    expect(status).toBe(200)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    const claims = await Promise.all(
      [first, second].map(async (t) => (await verify(oidc.issuer, t.access_token)).payload),
    )
    expect(claims[1]?.auth_time).toBe(claims[0]?.auth_time)
    expect(claims[1]?.origin_jti).toBe(claims[0]?.origin_jti)
    expect(claims[1]?.jti).not.toBe(claims[0]?.jti)
  })

  it('refuses an old refresh token, and then the new one too, for one of the two holders is a thief', async () => {
    await using oidc = await givenOidc()
    const first = await tokensOf(oidc, 'uma')
    const second = (await refresh(oidc, first.refresh_token)).body
    expect((await refresh(oidc, first.refresh_token)).status).toBe(400)
    expect((await refresh(oidc, second.refresh_token)).status).toBe(400)
  })

  it('ends when the refresh token is revoked', async () => {
    await using oidc = await givenOidc()
    const { refresh_token = '' } = await tokensOf(oidc, 'uma')
    const body = new URLSearchParams({ token: refresh_token, client_id: CLIENT_ID })
    expect((await fetch(`${oidc.issuer}/oauth2/revoke`, { method: 'POST', body })).status).toBe(200)
    expect((await refresh(oidc, refresh_token)).status).toBe(400)
  })
})

describe('userinfo', () => {
  it('takes the access token, as that of Cognito does, and nothing else', async () => {
    await using oidc = await givenOidc()
    const { access_token = '', id_token = '' } = await tokensOf(oidc, 'uma')
    const ask = (token: string) =>
      fetch(`${oidc.issuer}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}`, origin: DASHBOARD } })
    const answer = await ask(access_token)
    expect(answer.headers.get('access-control-allow-origin')).toBe(DASHBOARD)
    expect(await answer.json()).toMatchObject({ sub: uma.subject, email: uma.email, name: uma.name })
    const { jti = '' } = (await verify(oidc.issuer, access_token)).payload
    for (const other of [id_token, jti, 'x']) expect((await ask(other)).status).toBe(401)
    const posted = { method: 'POST', body: new URLSearchParams({ access_token: jti }) }
    expect((await fetch(`${oidc.issuer}/oauth2/userInfo`, posted)).status).toBe(405)
  })
})

describe('scripts of other origins', () => {
  const form = { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: 'x' }

  it('may not read what the token endpoint answers; those of the dashboard may', async () => {
    await using oidc = await givenOidc()
    const ask = (origin: string) =>
      fetch(`${oidc.issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers: { origin } })
    expect((await ask(DASHBOARD)).headers.get('access-control-allow-origin')).toBe(DASHBOARD)
    expect((await ask('http://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('may read keys and discovery, and the dashboard passes its preflight', async () => {
    await using oidc = await givenOidc()
    for (const path of ['/.well-known/jwks.json', '/.well-known/openid-configuration']) {
      const answer = await fetch(oidc.issuer + path, { headers: { origin: DASHBOARD } })
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, DASHBOARD])
    }
    const asked = { origin: DASHBOARD, 'access-control-request-method': 'POST' }
    const preflight = await fetch(`${oidc.issuer}/oauth2/token`, { method: 'OPTIONS', headers: asked })
    expect(preflight.headers.get('access-control-allow-origin')).toBe(DASHBOARD)
  })

  it('get nothing from the token endpoint without a grant', async () => {
    await using oidc = await givenOidc()
    expect(await askForToken(oidc, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })
})
