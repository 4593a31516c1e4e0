import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cognitoIdentities } from '../../../functions/adapters/cognito/index.ts'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import type { Identities } from '../../../functions/ports/index.ts'
import {
  acmeTenantId,
  appCode,
  type GivenCognito,
  givenCognito,
  region,
  UserPoolId,
  vera,
  wrongCode,
} from '../../local/cognito/given.ts'
import { askForToken, authorizationUrl, basic, browser, DASHBOARD, refresh, tokensOf } from '../../local/oidc/given.ts'

const endpointVariable = 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'
const nobody = 'nobody@acme.example'
const name = 'Vera Vane'

describe('identities in Cognito', () => {
  let given: GivenCognito & AsyncDisposable
  let identities: Identities
  const identitiesOn = (tenantId: TenantId, sessions = given.sessions) =>
    cognitoIdentities({ region, userPoolId: UserPoolId, recorderScope: 'soundkeep/ingest', sessions, tenantId })

  beforeEach(async () => {
    given = await givenCognito()
    process.env[endpointVariable] = given.oidc.issuer
    identities = identitiesOn(platformTenantId)
  })
  afterEach(async () => {
    delete process.env[endpointVariable]
    await given[Symbol.asyncDispose]()
  })

  const mailsTo = (email: string) => given.pool.mails.sent().filter(({ to }) => to === email).length

  describe('a person', () => {
    it('is invited once, however often that is asked, in whatever case, at once too', async () => {
      const answers = await Promise.all([
        identities.invite({ email: vera, name }),
        identities.invite({ email: vera.toUpperCase(), name }),
      ])
      const { subject, isNew } = await identities.invite({ email: vera, name: 'Another' })
      expect(answers.map((answer) => answer.isNew).sort()).toEqual([false, true])
      expect(new Set([subject, ...answers.map((answer) => answer.subject)]).size).toBe(1)
      expect(isNew).toBe(false)
      expect(given.pool.mails.sent()).toHaveLength(1)
      const { access_token } = await tokensOf(given.oidc, vera)
      const [, claims = ''] = access_token?.split('.') ?? []
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).sub).toBe(subject)
    })

    it('is invited until the first sign-in and active from then on', async () => {
      expect(await identities.statusOf(vera)).toBe('absent')
      expect(await identities.resendInvitation(vera)).toBe('absent')
      expect(await identities.sendPasswordReset(vera)).toBe('absent')
      await identities.invite({ email: vera, name })
      expect(await identities.statusOf(vera)).toBe('invited')
      expect(await identities.resendInvitation(vera)).toBe('sent')
      expect(await identities.sendPasswordReset(vera)).toBe('notYetSignedIn')
      expect(mailsTo(vera)).toBe(2)
      await tokensOf(given.oidc, vera)
      expect(await identities.statusOf(vera)).toBe('active')
      expect(await identities.resendInvitation(vera)).toBe('alreadySignedIn')
      expect(await identities.sendPasswordReset(vera)).toBe('sent')
      expect(await identities.statusOf(vera)).toBe('active')
      expect(mailsTo(vera)).toBe(3)
    })

    it('is signed out everywhere, and removed for good', async () => {
      await identities.invite({ email: vera, name })
      const first = await tokensOf(given.oidc, vera)
      await identities.signOutEverywhere(vera)
      expect((await refresh(given.oidc, first.refresh_token)).status).toBe(400)
      const second = await tokensOf(given.oidc, vera)
      await identities.remove(vera)
      expect((await refresh(given.oidc, second.refresh_token)).status).toBe(400)
      expect(await identities.statusOf(vera)).toBe('absent')
    })

    it('who is not there is signed out, removed and without a second factor already', async () => {
      await expect(identities.signOutEverywhere(nobody)).resolves.toBeUndefined()
      await expect(identities.remove(nobody)).resolves.toBeUndefined()
      await expect(identities.removeSecondFactor(nobody)).resolves.toBeUndefined()
    })
  })

  describe('a second factor', () => {
    it('is set up by the person, asked for from then on, and removed by an administrator', async () => {
      await identities.invite({ email: vera, name })
      const { access_token = '' } = await tokensOf(given.oidc, vera)
      const started = await identities.startSecondFactor(access_token)
      if (started === 'signInAgain') throw new Error('the token is good')
      const { secret } = started
      for (const code of [wrongCode(secret, given.now()), '', '12345', '1234567', 'abcdef', '١٢٣٤٥٦']) {
        expect(await identities.confirmSecondFactor(access_token, code)).toBe('wrongCode')
      }
      const code = appCode(secret, given.now())
      expect(await identities.confirmSecondFactor(access_token, code)).toBe('confirmed')
      expect(await identities.confirmSecondFactor(access_token, code)).toBe('wrongCode')
      const at = browser()
      const page = await at.go((await at.go(authorizationUrl(given.oidc))).url.href, { login: vera })
      expect(page.text).toContain('Enter your code')

      await identities.removeSecondFactor(vera)
      await identities.removeSecondFactor(vera)
      const again = await at.go((await at.go(authorizationUrl(given.oidc))).url.href, { login: vera })
      expect(again.url.origin).toBe(DASHBOARD)
    })

    it('that was never begun is confirmed by no code, and none begins with a token that is not good', async () => {
      await identities.invite({ email: vera, name })
      const { access_token = '' } = await tokensOf(given.oidc, vera)
      expect(await identities.confirmSecondFactor(access_token, '123456')).toBe('wrongCode')
      expect(await identities.startSecondFactor('x.y.z')).toBe('signInAgain')
      expect(await identities.confirmSecondFactor('x.y.z', '123456')).toBe('signInAgain')
    })
  })

  describe('a recorder', () => {
    const statusWith = async (clientId: string, secret: string) =>
      (await askForToken(given.oidc, { grant_type: 'client_credentials' }, basic(clientId, secret))).status

    it('is made with one secret, rotates it, and keeps the last', async () => {
      const { clientId, secret } = await identities.createClient('Empfang „Süd“ / Zimmer 3')
      expect(await statusWith(clientId, secret.value)).toBe(200)
      const [{ value: _, ...listed }] = [secret]
      expect(await identities.secretsOf(clientId)).toEqual([listed])
      expect(secret.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

      const second = await identities.addSecret(clientId)
      if (second === 'tooMany') throw new Error('a second secret was refused')
      expect((await identities.secretsOf(clientId)).map(({ id }) => id)).toEqual([secret.id, second.id])
      expect(await identities.addSecret(clientId)).toBe('tooMany')
      expect([await statusWith(clientId, secret.value), await statusWith(clientId, second.value)]).toEqual([200, 200])

      expect(await identities.removeSecret(clientId, secret.id)).toBe('removed')
      expect(await identities.removeSecret(clientId, secret.id)).toBe('absent')
      expect(await identities.removeSecret(clientId, second.id)).toBe('last')
      expect([await statusWith(clientId, secret.value), await statusWith(clientId, second.value)]).toEqual([401, 200])
    })

    it('is gone once it is removed, which may be repeated', async () => {
      const { clientId, secret } = await identities.createClient('Front desk')
      await identities.removeClient(clientId)
      await identities.removeClient(clientId)
      expect(await statusWith(clientId, secret.value)).toBe(401)
      expect(await identities.secretsOf(clientId)).toEqual([])
      expect(await identities.removeSecret(clientId, secret.id)).toBe('absent')
      await expect(identities.addSecret(clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    })

    it.each(['„“', '   ', 'x'.repeat(300)])('may be called anything: %s', async (recorderName) => {
      expect((await identities.createClient(recorderName)).clientId).not.toBe('')
    })
  })

  it("are refused on a session of a customer's tenant", async () => {
    // A test stands where the principal resolver would: it says who is verified.
    const ofAcme = identitiesOn(acmeTenantId as TenantId)
    for (const call of [
      ofAcme.invite({ email: vera, name }),
      ofAcme.statusOf(vera),
      ofAcme.createClient('Front desk'),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'AccessDeniedException' })
      await expect(call).rejects.toBeInstanceOf(CognitoIdentityProviderServiceException)
    }
    expect(given.pool.users.all()).toEqual([])
  })

  it('go on with a new session when the old one was renewed', async () => {
    let asked = 0
    // Each time a session of its own, of which the first is none any more.
    const sessions = async (tenantId: TenantId) => {
      asked += 1
      const { credentials } = await given.sessions(tenantId)
      return asked > 1 ? { credentials: { ...credentials } } : { credentials: { ...credentials, sessionToken: 'old' } }
    }
    const renewed = cognitoIdentities({
      ...{ region, userPoolId: UserPoolId, recorderScope: 'soundkeep/ingest', sessions, tenantId: platformTenantId },
    })
    await expect(renewed.statusOf(vera)).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    expect(await renewed.statusOf(vera)).toBe('absent')
  })
})
