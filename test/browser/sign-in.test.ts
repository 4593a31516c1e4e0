import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { identitiesFrom } from '../../functions/entry/identities.ts'
import type { Identities } from '../../functions/ports/index.ts'
import { arns } from '../../local/cloud.ts'
import { type GivenCloud, givenCloud } from '../given/cloud.ts'
import { appCode } from '../local/cognito/given.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

let world: GivenCloud
let visitors: Visitors
let identities: Identities

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  const { accessKeyId, secretAccessKey } = world.cloud.functionKey('users')
  identities = identitiesFrom({
    ...{ ...process.env, TENANT_ROLE_ARN: arns.tenantRole('users') },
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  })
}, 120_000)
afterEach(() => visitors.leave())
afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

describe('the link of an invitation', () => {
  it('leads from the outbox to sign-in with the address filled in, also where somebody else is signed in', async () => {
    const page = await visitors.pageFor({ bypassCSP: true })
    await page.goto(`${world.cloud.url}/outbox`)
    expect(await page.getByText('There is none yet').isVisible()).toBe(true)
    await identities.invite({ email: 'vera@acme.example', name: 'Vera Vane' })
    await visitors.signIn(page, 'Tara Quinn')

    const mail = await page.context().newPage()
    await mail.goto(`${world.cloud.url}/outbox`)
    expect(await accessibilityFaults(mail)).toEqual([])
    await mail.getByRole('link').click()
    const address = mail.getByLabel('Login or e-mail')
    expect(await address.inputValue()).toBe('vera@acme.example')
    expect(await address.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await mail.getByRole('button', { name: 'Vera Vane' }).count()).toBe(0)
    await mail.getByRole('button', { name: 'Sign in', exact: true }).click()
    await mail.waitForURL((url) => url.origin === world.cloud.url && url.pathname !== '/signed-in')
    expect(mail.url()).not.toContain('login_hint')
    expect(await identities.statusOf('vera@acme.example')).toBe('active')
    expect(visitors.complaints).toEqual([])
  })
})

describe('a person with an authenticator app', () => {
  it('types its code on a page that anybody can use, and is in', async () => {
    const token = await world.cloud.tokenOf('uma')
    const started = await identities.startSecondFactor(token)
    if (started === 'signInAgain') throw new Error('the token is good')
    const { secret } = started
    expect(await identities.confirmSecondFactor(token, appCode(secret, new Date()))).toBe('confirmed')
    // The code of this half minute is spent; the next one is good already.
    const nextCode = () => appCode(secret, new Date(Date.now() + 30_000))

    for (const colorScheme of ['light', 'dark'] as const) {
      const other = await visitors.pageFor({ bypassCSP: true, colorScheme })
      await other.goto(world.cloud.url)
      await other.getByRole('button', { name: 'Uma Patel' }).click()
      await other.getByRole('heading', { name: 'Enter your code' }).waitFor()
      expect(await accessibilityFaults(other)).toEqual([])
    }
    const page = await visitors.pageFor({ bypassCSP: true })
    await page.goto(world.cloud.url)
    await page.getByRole('button', { name: 'Uma Patel' }).click()
    const code = page.getByLabel('Code for uma@soundkeep.example')
    expect(await code.evaluate((field) => field === document.activeElement)).toBe(true)
    await code.fill('12')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('That is not the code')
    expect(await accessibilityFaults(page)).toEqual([])
    await code.fill(nextCode())
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    expect(visitors.complaints).toEqual([])
  })
})
