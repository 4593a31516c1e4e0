import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { authorizationUrl, browser, DASHBOARD, refresh, tokensOf } from '../oidc/given.ts'
import { givenCognito, invitation, UserPoolId, vera } from './given.ts'

const ofVera = { UserPoolId, Username: vera }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('an invitation', () => {
  it('makes a user who has not signed in, and a mail that leads to sign-in with the address filled in', async () => {
    await using given = await givenCognito()
    const before = Math.floor(Date.now() / 1000) * 1000
    const { User } = await given.cognito.send(invitation())
    expect(User).toMatchObject({
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Username: expect.stringMatching(uuid),
    })
    expect(User?.Attributes).toContainEqual({ Name: 'sub', Value: User?.Username })
    expect(User?.UserCreateDate?.getTime()).toBeGreaterThanOrEqual(before)
    expect(await given.cognito.send(new AdminGetUserCommand(ofVera))).toMatchObject({
      ...{ Username: User?.Username, UserStatus: 'FORCE_CHANGE_PASSWORD' },
      UserAttributes: expect.arrayContaining([
        { Name: 'email', Value: vera },
        { Name: 'name', Value: 'Vera Vane' },
      ]),
    })
    const [mail, ...more] = given.pool.mails.sent()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: vera, subject: 'You are invited to Soundkeep' })
    expect(mail?.link).toBe(`${DASHBOARD}/?login_hint=vera%40acme.example`)
  })

  it('is refused for an address that is taken, in whatever case, and writes no mail', async () => {
    await using given = await givenCognito()
    await given.cognito.send(invitation())
    await expect(given.cognito.send(invitation('Vera@ACME.example'))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    })
    expect(given.pool.mails.sent()).toHaveLength(1)
  })

  it('is sent again until the first sign-in, and not after', async () => {
    await using given = await givenCognito()
    const again = invitation(vera, { MessageAction: 'RESEND', UserAttributes: undefined })
    await expect(given.cognito.send(again)).rejects.toMatchObject({ name: 'UserNotFoundException' })
    await given.cognito.send(invitation())
    await given.cognito.send(again)
    expect(given.pool.mails.sent().map(({ subject }) => subject)).toEqual([
      'Reminder: you are invited to Soundkeep',
      'You are invited to Soundkeep',
    ])
    await tokensOf(given.oidc, vera)
    await expect(given.cognito.send(again)).rejects.toMatchObject({ name: 'UnsupportedUserStateException' })
    expect(given.pool.mails.sent()).toHaveLength(2)
  })

  it.each([
    ['an address that is none', invitation('vera'), 'InvalidParameterException'],
    [
      'another address than the username',
      invitation(vera, { UserAttributes: [{ Name: 'email', Value: 'x@y.example' }] }),
      'InvalidParameterException',
    ],
    [
      'an attribute that is not kept',
      invitation(vera, { UserAttributes: [{ Name: 'phone_number', Value: '+1' }] }),
      'NotImplementedException',
    ],
    ['SMS, the default of Cognito', invitation(vera, { DesiredDeliveryMediums: undefined }), 'NotImplementedException'],
    ['a password', invitation(vera, { TemporaryPassword: 'secret' }), 'NotImplementedException'],
    ['a name that is too long', invitation(`${'v'.repeat(120)}@acme.example`), 'InvalidParameterException'],
  ])('is refused with %s, and makes nobody', async (_, command, name) => {
    await using given = await givenCognito()
    await expect(given.cognito.send(command)).rejects.toMatchObject({ name })
    expect([given.pool.users.all(), given.pool.mails.sent()]).toEqual([[], []])
  })
})

describe('an invited person', () => {
  it('is no button on the sign-in page, signs in by typing the address, and counts as confirmed from then on', async () => {
    await using given = await givenCognito()
    const { User } = await given.cognito.send(invitation())
    const page = await browser().go(authorizationUrl(given.oidc, { login_hint: vera }))
    expect(page.text).not.toContain('Vera Vane')
    expect(page.text).toContain(`value="${vera}"`)
    await tokensOf(given.oidc, 'VERA@acme.example')
    const found = await given.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: User?.Username }))
    expect(found.UserStatus).toBe('CONFIRMED')
  })

  it('has no password to reset before the first sign-in; after it a mail says so, and signing in is all there is to do', async () => {
    await using given = await givenCognito()
    const reset = new AdminResetUserPasswordCommand(ofVera)
    await given.cognito.send(invitation())
    await expect(given.cognito.send(reset)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await tokensOf(given.oidc, vera)
    await given.cognito.send(reset)
    expect(given.pool.mails.sent()[0]).toMatchObject({ to: vera, subject: 'Reset your Soundkeep password' })
    expect((await given.cognito.send(new AdminGetUserCommand(ofVera))).UserStatus).toBe('RESET_REQUIRED')
    await tokensOf(given.oidc, vera)
    expect((await given.cognito.send(new AdminGetUserCommand(ofVera))).UserStatus).toBe('CONFIRMED')
  })
})

describe('a sign-out everywhere', () => {
  it('ends sessions and refresh tokens of that person in every browser, and of nobody else', async () => {
    await using given = await givenCognito()
    await given.cognito.send(invitation())
    await given.cognito.send(invitation('otto@acme.example'))
    const [desk, phone] = [browser(), browser()]
    const tokens = [await tokensOf(given.oidc, vera, desk), await tokensOf(given.oidc, vera, phone)]
    const others = await tokensOf(given.oidc, 'otto@acme.example')
    const silently = authorizationUrl(given.oidc, { prompt: 'none' })
    expect((await desk.go(silently)).url.searchParams.has('code')).toBe(true)

    await given.cognito.send(new AdminUserGlobalSignOutCommand(ofVera))
    for (const { refresh_token } of tokens) expect((await refresh(given.oidc, refresh_token)).status).toBe(400)
    for (const at of [desk, phone]) {
      expect((await at.go(silently)).url.searchParams.get('error')).toBe('login_required')
    }
    expect((await refresh(given.oidc, others.refresh_token)).status).toBe(200)
    expect((await tokensOf(given.oidc, vera, desk)).refresh_token).toBeDefined()
  })
})

describe('a deleted user', () => {
  it('is gone with all sign-ins, and comes back under another subject', async () => {
    await using given = await givenCognito()
    const first = await given.cognito.send(invitation())
    const { refresh_token } = await tokensOf(given.oidc, vera)
    await given.cognito.send(new AdminDeleteUserCommand(ofVera))
    expect((await refresh(given.oidc, refresh_token)).status).toBe(400)
    const again = [
      given.cognito.send(new AdminDeleteUserCommand(ofVera)),
      given.cognito.send(new AdminGetUserCommand(ofVera)),
    ]
    for (const call of again) await expect(call).rejects.toMatchObject({ name: 'UserNotFoundException' })
    const second = await given.cognito.send(invitation())
    expect(second.User?.Username).not.toBe(first.User?.Username)
  })
})
