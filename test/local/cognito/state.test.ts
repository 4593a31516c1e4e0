import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { openUserPool } from '../../../local/cognito/index.ts'
import { askForToken, authorizationUrl, basic, browser, DASHBOARD, givenFolder, tokensOf } from '../oidc/given.ts'
import { appCode, givenCognito, givenSecondFactor, invitation, UserPoolId, vera } from './given.ts'

const mail = (number: number) => ({ to: vera, subject: `Mail ${number}`, text: 'Hello', link: DASHBOARD })

describe('a restart', () => {
  it('keeps people, their second factor and what of it is spent, recorders and mails', async () => {
    await using folder = await givenFolder()
    const before = await givenCognito({ folder: folder.path })
    await before.cognito.send(invitation())
    const { access_token = '' } = await tokensOf(before.oidc, vera)
    const secret = await givenSecondFactor(before, access_token)
    const spent = appCode(secret, before.now())
    const { id, secret: clientSecret } = before.pool.clients.create({ name: 'Front desk' })
    const subject = before.pool.users.find(vera)?.subject
    const { port } = before.oidc
    await before[Symbol.asyncDispose]()

    await using after = await givenCognito({ folder: folder.path, port })
    expect(await after.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: vera }))).toMatchObject({
      ...{ Username: subject, UserStatus: 'CONFIRMED', PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' },
    })
    expect(after.pool.mails.sent()).toHaveLength(1)
    const recorder = await askForToken(after.oidc, { grant_type: 'client_credentials' }, basic(id, clientSecret))
    expect(recorder.status).toBe(200)
    const at = browser()
    const page = await at.go((await at.go(authorizationUrl(after.oidc))).url.href, { login: vera })
    expect((await at.go(page.url.href, { code: spent })).status).toBe(400)
    after.pass(60)
    expect((await at.go(page.url.href, { code: appCode(secret, after.now()) })).url.origin).toBe(DASHBOARD)
  })
})

describe('the pool', () => {
  it('keeps the newest 200 mails, newest first', async () => {
    await using folder = await givenFolder()
    const pool = openUserPool(folder.path)
    for (let number = 1; number <= 203; number += 1) pool.mails.send(mail(number))
    const subjects = pool.mails.sent().map(({ subject }) => subject)
    expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([200, 'Mail 203', 'Mail 4'])
    pool.close()
    const file = new DatabaseSync(join(folder.path, 'user-pool.sqlite'))
    expect(file.prepare('SELECT count(*) AS kept FROM mail').get()).toEqual({ kept: 200 })
    file.close()
  })

  it('does a step of seeding once, and again after one that failed', async () => {
    await using folder = await givenFolder()
    const first = openUserPool(folder.path)
    const done: string[] = []
    const failing = () =>
      first.seedOnce('vera', () => {
        first.users.create({ email: vera, name: 'Vera', status: 'CONFIRMED' })
        throw new Error('cut off')
      })
    expect(failing).toThrow('cut off')
    expect(first.users.all()).toEqual([])
    first.seedOnce('vera', () => void done.push('first'))
    first.close()
    const second = openUserPool(folder.path)
    second.seedOnce('vera', () => void done.push('second'))
    second.close()
    expect(done).toEqual(['first'])
  })

  it('lies in a file that only its owner can read, and says what to do about a damaged one', async () => {
    await using folder = await givenFolder()
    const path = join(folder.path, 'user-pool.sqlite')
    openUserPool(folder.path).close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await writeFile(path, 'no database at all, '.repeat(100))
    expect(() => openUserPool(folder.path)).toThrow(/user-pool\.sqlite cannot be opened; delete the file/)
  })

  it('makes no two secrets of one id, however fast', async () => {
    await using folder = await givenFolder()
    const pool = openUserPool(folder.path, () => new Date(1_700_000_000_000))
    const { id } = pool.clients.create({ name: 'Front desk' })
    pool.clients.addSecret(id)
    expect(new Set(pool.clients.secretsOf(id).map((secret) => secret.id)).size).toBe(2)
    pool.close()
  })
})
