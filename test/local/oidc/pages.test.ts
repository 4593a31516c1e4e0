import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { authorizationUrl, browser, CLIENT_ID, DASHBOARD, givenOidc, refresh, tokensOf } from './given.ts'

describe('the sign-in page', () => {
  it('lists the people, says that there are no passwords, and needs no script', async () => {
    await using oidc = await givenOidc()
    const { text, response } = await browser().go(authorizationUrl(oidc, { login_hint: 'tara' }))
    expect(text).toContain('This is the local sign-in: nobody asks for a password here')
    expect(text).toMatch(/<button class="person" name="login" value="uma">/)
    expect(text).toContain('Tenant User of Acme Dental, Sales route')
    expect(text).toContain('Sam &lt;Super&gt; User')
    expect(text).toContain('value="tara"')
    expect(text).not.toContain('<script')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:8787;/,
    )
    expect(policy).toContain("frame-ancestors 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('says so when nobody has the login that was typed, and keeps what was typed', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const page = await at.go(authorizationUrl(oidc))
    const again = await at.go(page.url.href, { login: '<b>umma' })
    expect(again.status).toBe(400)
    expect(again.text).toMatch(/role="alert">Nobody here has the login or e-mail “&lt;b&gt;umma”/)
    expect(again.text).toContain('value="&lt;b&gt;umma"')
    expect(again.text).toContain('aria-invalid="true"')
    expect((await at.go(page.url.href, { login: '' })).text).toContain('Type a login')
    expect((await at.go(page.url.href, { login: 'uma' })).url.origin).toBe(DASHBOARD)
  })

  it('takes a cancel back to the dashboard as access_denied', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const page = await at.go(authorizationUrl(oidc))
    const { url } = await at.go(page.url.href, { cancel: 'yes' })
    expect([url.origin, url.searchParams.get('error')]).toEqual([DASHBOARD, 'access_denied'])
  })

  it('belongs to the browser that began', async () => {
    await using oidc = await givenOidc()
    const page = await browser().go(authorizationUrl(oidc))
    const other = await browser().go(page.url.href, { login: 'uma' })
    expect(other.status).toBe(400)
    expect(other.text).toContain('This sign-in has run out')
  })

  it('takes no form of unreasonable size', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const page = await at.go(authorizationUrl(oidc))
    expect((await at.go(page.url.href, { login: 'u'.repeat(9000) })).status).toBe(413)
  })

  it('answers at its own address only, so that no web page can rename this machine', async () => {
    await using oidc = await givenOidc()
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `evil.example:${oidc.port}` }
      request({ host: '127.0.0.1', port: oidc.port, path: '/.well-known/openid-configuration', headers })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})

describe('signing out', () => {
  const home = encodeURIComponent(`${DASHBOARD}/`)

  /** What the button of a sign-out page sends. */
  const formOf = (text: string) => ({ xsrf: /name="xsrf" value="(\w+)"/.exec(text)?.[1] ?? '', logout: 'yes' })

  it('needs no question with a hint of who asks, and ends at the dashboard signed out', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const { id_token, refresh_token } = await tokensOf(oidc, 'uma', at)
    const page = await at.go(
      `${oidc.issuer}/logout?id_token_hint=${id_token}&post_logout_redirect_uri=${home}&state=bye`,
    )
    expect(page.text).toContain("<script>document.getElementById('proceed').click()</script>")
    expect(page.text).toMatch(/<button[^>]* id="proceed" form="op.logoutForm" name="logout" value="yes">/)
    expect(page.response.headers.get('content-security-policy')).toContain("script-src 'sha256-")

    const { url } = await at.go(`${oidc.issuer}/logout/confirm`, formOf(page.text))
    expect(url.href).toBe(`${DASHBOARD}/?state=bye`)
    expect((await at.go(authorizationUrl(oidc, { prompt: 'none' }))).url.searchParams.get('error')).toBe(
      'login_required',
    )
    expect((await refresh(oidc, refresh_token)).status).toBe(400)
  })

  it('asks first without a hint, and when somebody else is signed in by now', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const { id_token } = await tokensOf(oidc, 'uma', at)
    const withoutHint = await at.go(`${oidc.issuer}/logout?client_id=${CLIENT_ID}&post_logout_redirect_uri=${home}`)
    expect(withoutHint.text).toContain('Sign out?')
    expect(withoutHint.text).not.toContain('<script')

    const page = await at.go(authorizationUrl(oidc, { prompt: 'login' }))
    await at.go(page.url.href, { login: 'sam' })
    const ofUma = await at.go(`${oidc.issuer}/logout?id_token_hint=${id_token}&post_logout_redirect_uri=${home}`)
    expect(ofUma.text).toContain('This ends the sign-in of Sam &lt;Super&gt; User')
    expect(ofUma.text).not.toContain('<script')
  })

  it('ends at a page of its own when told no address, and refuses an unknown one', async () => {
    await using oidc = await givenOidc()
    const at = browser()
    const { id_token } = await tokensOf(oidc, 'uma', at)
    const elsewhere = await at.go(
      `${oidc.issuer}/logout?id_token_hint=${id_token}&post_logout_redirect_uri=http://evil.example`,
    )
    expect([elsewhere.status, elsewhere.url.origin]).toEqual([400, oidc.issuer])
    const page = await at.go(`${oidc.issuer}/logout?id_token_hint=${id_token}`)
    expect((await at.go(`${oidc.issuer}/logout/confirm`, formOf(page.text))).text).toContain('You are signed out')
  })
})
