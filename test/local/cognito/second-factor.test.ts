import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import {
  askForToken,
  authorizationUrl,
  basic,
  browser,
  DASHBOARD,
  REDIRECT_URI,
  redeem,
  tokensOf,
} from '../oidc/given.ts'
import {
  appCode,
  type GivenCognito,
  givenCognito,
  givenSecondFactor,
  invitation,
  sdkClient,
  UserPoolId,
  vera,
  wrongCode,
} from './given.ts'

const ofVera = { UserPoolId, Username: vera }
const on = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }

async function givenVera(given: GivenCognito): Promise<string> {
  await given.cognito.send(invitation())
  return (await tokensOf(given.oidc, vera)).access_token ?? ''
}

describe('setting an authenticator app up', () => {
  it('takes a code of the secret, and asks for codes only once it is turned on', async () => {
    await using given = await givenCognito()
    const AccessToken = await givenVera(given)
    // No credentials of AWS: the person's token is all that counts here.
    const anybody = sdkClient(given.oidc, { credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'none' } })
    const { SecretCode = '' } = await anybody.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    expect(SecretCode).toMatch(/^[A-Z2-7]{32}$/)

    const early = anybody.send(new SetUserMFAPreferenceCommand({ AccessToken, ...on }))
    await expect(early).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const wrong = new VerifySoftwareTokenCommand({ AccessToken, UserCode: wrongCode(SecretCode, given.now()) })
    await expect(anybody.send(wrong)).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' })
    const right = new VerifySoftwareTokenCommand({ AccessToken, UserCode: appCode(SecretCode, given.now()) })
    expect((await anybody.send(right)).Status).toBe('SUCCESS')
    expect((await tokensOf(given.oidc, vera)).access_token).toBeDefined()

    await anybody.send(new SetUserMFAPreferenceCommand({ AccessToken, ...on }))
    expect(await given.cognito.send(new AdminGetUserCommand(ofVera))).toMatchObject({
      ...{ UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' },
    })
  })

  it('anew leaves the old secret in use until the new one is proved', async () => {
    await using given = await givenCognito()
    const AccessToken = await givenVera(given)
    const old = await givenSecondFactor(given, AccessToken)
    const { SecretCode: fresh = '' } = await given.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    given.pass(60)
    const subject = given.pool.users.find(vera)?.subject ?? ''
    expect(given.pool.users.takeCode(subject, appCode(fresh, given.now()))).toBe(false)
    expect(given.pool.users.takeCode(subject, appCode(old, given.now()))).toBe(true)

    const UserCode = appCode(fresh, given.now())
    await given.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
    given.pass(60)
    expect(given.pool.users.takeCode(subject, appCode(old, given.now()))).toBe(false)
    expect(given.pool.users.takeCode(subject, appCode(fresh, given.now()))).toBe(true)
  })

  it('is refused with a token that is none, lacks the scope, is a recorder’s, or was revoked', async () => {
    await using given = await givenCognito()
    const AccessToken = await givenVera(given)
    const refusal = (token: string | undefined) =>
      given.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken: token })).then(
        () => 'none',
        ({ name, message }: Error) => `${name}: ${message}`,
      )
    expect(await refusal('x.y.z')).toBe('NotAuthorizedException: Invalid Access Token')
    expect(await refusal(`${AccessToken.slice(0, -6)}AAAAAA`)).toBe('NotAuthorizedException: Invalid Access Token')

    const at = browser()
    const page = await at.go(authorizationUrl(given.oidc, { scope: 'openid soundkeep/api' }))
    const code = (await at.go(page.url.href, { login: vera })).url.searchParams.get('code') ?? ''
    const narrow = (await redeem(given.oidc, code)).body
    const lacking = 'NotAuthorizedException: Access Token does not have required scopes'
    expect(await refusal(narrow.access_token)).toBe(lacking)
    expect(await refusal(narrow.id_token)).toBe('NotAuthorizedException: Invalid Access Token')

    const { id, secret } = given.pool.clients.create({ name: 'a recorder' })
    const recorder = await askForToken(given.oidc, { grant_type: 'client_credentials' }, basic(id, secret))
    expect(await refusal(recorder.body.access_token)).toBe(lacking)

    expect(await refusal(AccessToken)).toBe('none')
    await given.cognito.send(new AdminUserGlobalSignOutCommand(ofVera))
    expect(await refusal(AccessToken)).toBe('NotAuthorizedException: Access Token has been revoked')
  })
})

describe('signing in with a second factor', () => {
  /** Where the browser stands once the address was typed. */
  async function atCodePage(given: GivenCognito, at = browser()) {
    const page = await at.go(authorizationUrl(given.oidc))
    return { at, page: await at.go(page.url.href, { login: vera }) }
  }

  it('asks for the code, accessibly, and ends at the dashboard with the right one', async () => {
    await using given = await givenCognito()
    const secret = await givenSecondFactor(given, await givenVera(given))
    given.pass(60)
    const { at, page } = await atCodePage(given)
    expect([page.status, page.url.origin]).toEqual([200, given.oidc.issuer])
    expect(page.text).toContain(`<label for="code">Code for ${vera}</label>`)
    expect(page.text).toMatch(/<input id="code" name="code" [^>]*inputmode="numeric"[^>]* autocomplete="one-time-code"/)
    expect(page.text).not.toContain('<script')
    expect((await at.go(page.url.href)).text).toContain('name="code"') // reloaded

    const { url } = await at.go(page.url.href, { code: appCode(secret, given.now()) })
    expect(url.origin + url.pathname).toBe(REDIRECT_URI)
    expect((await redeem(given.oidc, url.searchParams.get('code') ?? '')).status).toBe(200)
  })

  it('takes a code with a blank in the middle, and one of a clock half a minute off, but each once', async () => {
    await using given = await givenCognito()
    const secret = await givenSecondFactor(given, await givenVera(given))
    given.pass(60)
    const code = appCode(secret, new Date(given.now().getTime() + 30_000))
    const first = await atCodePage(given)
    const { url } = await first.at.go(first.page.url.href, { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect(url.origin).toBe(DASHBOARD)
    const second = await atCodePage(given)
    const again = await second.at.go(second.page.url.href, { code })
    expect(again.status).toBe(400)
    expect(again.text).toMatch(/role="alert">That is not the code/)
    expect(again.text).toContain('aria-invalid="true" aria-describedby="problem"')
  })

  it('cannot be got round by asking to go on without a code', async () => {
    await using given = await givenCognito()
    await givenSecondFactor(given, await givenVera(given))
    const { at, page } = await atCodePage(given)
    const id = page.url.pathname.split('/').at(-1)
    const resumed = await at.go(`${given.oidc.issuer}/oauth2/authorize/${id}`)
    expect([resumed.url.origin, resumed.url.searchParams.has('code')]).toEqual([given.oidc.issuer, false])
    const silently = await at.go(authorizationUrl(given.oidc, { prompt: 'none' }))
    expect(silently.url.searchParams.get('error')).toBe('login_required')
  })

  it('ends after five wrong codes, however they are spread, and the right one comes too late', async () => {
    await using given = await givenCognito()
    const secret = await givenSecondFactor(given, await givenVera(given))
    given.pass(60)
    const { at, page } = await atCodePage(given)
    const guess = () => at.go(page.url.href, { code: wrongCode(secret, given.now()) })
    for (const _ of [1, 2]) expect((await guess()).status).toBe(400)
    expect((await at.go(page.url.href, { restart: 'yes' })).text).toContain('Login or e-mail')
    await at.go(page.url.href, { login: vera })
    for (const _ of [3, 4]) expect((await guess()).status).toBe(400)
    const last = await guess()
    expect([last.status, last.url.origin]).toEqual([403, given.oidc.issuer])
    expect(last.text).toContain('Too many wrong codes')
    const late = await at.go(page.url.href, { code: appCode(secret, given.now()) })
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('This sign-in has run out')])
    const begun = await atCodePage(given, at)
    expect((await at.go(begun.page.url.href, { code: appCode(secret, given.now()) })).url.origin).toBe(DASHBOARD)
  })

  it('lets somebody else sign in instead, and goes without a code once an administrator removed it', async () => {
    await using given = await givenCognito()
    await givenSecondFactor(given, await givenVera(given))
    await given.cognito.send(invitation('otto@acme.example'))
    const { at, page } = await atCodePage(given)
    await at.go(page.url.href, { restart: 'yes' })
    expect((await at.go(page.url.href, { login: 'otto@acme.example' })).url.origin).toBe(DASHBOARD)

    const off = { SoftwareTokenMfaSettings: { Enabled: false } }
    await given.cognito.send(new AdminSetUserMFAPreferenceCommand({ ...ofVera, ...off }))
    expect((await tokensOf(given.oidc, vera)).access_token).toBeDefined()
  })

  it('does not confirm an invited person before the code was right', async () => {
    await using given = await givenCognito()
    await givenSecondFactor(given, await givenVera(given))
    const subject = given.pool.users.find(vera)?.subject ?? ''
    given.pool.users.setStatus(subject, 'FORCE_CHANGE_PASSWORD')
    await atCodePage(given)
    expect(given.pool.users.find(vera)?.status).toBe('FORCE_CHANGE_PASSWORD')
  })
})
