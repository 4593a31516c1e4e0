import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type GivenCloud, givenCloud, until } from '../given/cloud.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

type Policy = ResponseOf<Contract['policies']['getPolicy']>
type Policies = ResponseOf<Contract['policies']['listPolicies']>
type Recorder = ResponseOf<Contract['recorders']['getRecorder']>

const tenantPath = '/t/01k0acme000000000000000000'
const settingsPath = `${tenantPath}/settings`
const views = [
  ['dark', 1440],
  ['light', 390],
] as const
/** What the dashboard does is waited for as long as its elements are. */
const patience = { timeout: 10_000 }

let world: GivenCloud
let visitors: Visitors
/** Stays signed in from test to test. */
let tara: Page

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  tara = await visitors.pageFor()
  await visitors.signIn(tara, 'Tara')
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

/** What the API gives is held to the contract by the client that asks. */
const read = async <T>(path: string): Promise<T> => (await world.as('tara').get(path)).body as T

async function policyNamed(wanted: string): Promise<Policy> {
  const { items } = await read<Policies>('/policies')
  const id = items.find(({ name }) => name === wanted)?.id
  expect(id).toBeDefined()
  return read<Policy>(`/policies/${id}`)
}

async function makePolicy(name: string, document: object): Promise<Policy> {
  const body = { name, document: JSON.stringify(document, null, 2) }
  const answer = await world.as('tara').post('/policies', { body })
  expect(answer.status).toBe(201)
  return answer.body as Policy // held to the contract
}

async function administer(path: string, page = tara): Promise<Page> {
  await page.goto(`${world.cloud.url}${settingsPath}${path}`)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  return page
}

const showAs = (page: Page, view: 'Form' | 'JSON') =>
  page.getByRole('group', { name: 'Show as' }).getByText(view, { exact: true }).click()
const editor = (page: Page) => page.getByRole('textbox', { name: 'Policy as JSON' })
const isFine = (page: Page) => page.getByText('Nothing is wrong with it.').waitFor()
const hasFocus = (field: Locator) => field.evaluate((element) => element === document.activeElement)
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')
const confirm = (page: Page, button: string) => page.getByRole('dialog').getByRole('button', { name: button }).click()

describe('a policy', () => {
  it('is written as a form, seen as JSON, broken, mended, tried and saved', async () => {
    const page = await administer('/policies')
    await page.getByRole('link', { name: 'New policy' }).click()
    await page.getByLabel('Name').fill('Agents of Sales')
    await page.getByLabel('Add an action').fill('download')
    await page.getByRole('option', { name: 'Download files' }).click()
    await expect.poll(() => hasFocus(page.getByLabel('Add an action')), patience).toBe(true)
    await page.getByLabel('Those of some routes').check()
    await page.getByRole('checkbox', { name: 'Sales' }).check()
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByLabel('Key').selectOption('recording.agentId')
    await page.getByLabel('Values, one a line').fill('a-1\na-2')
    await isFine(page)

    await showAs(page, 'JSON')
    await expect.poll(() => editor(page).innerText(), patience).toContain('"recording.agentId": [')
    await editor(page).getByText('"recording:Download"').click()
    await page.keyboard.press('End')
    await page.keyboard.type(', "recording:Fly"')
    const issue = page.getByRole('list', { name: 'What is wrong' }).getByRole('button')
    await issue.filter({ hasText: 'matches no action' }).click()
    await page.getByText('"recording:Fly" matches no action').first().waitFor()
    // The way to the place puts the cursor there.
    await expect.poll(() => hasFocus(editor(page)), patience).toBe(true)
    for (const _ of '"recording:Fly"') await page.keyboard.press('Delete')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await isFine(page)

    const tryOut = async () => {
      await page.getByRole('button', { name: 'Try', exact: true }).click()
      return page.getByText(/^(Allowed|Denied)$/).innerText(patience)
    }
    await page.getByRole('button', { name: 'Add a fact' }).click()
    await page.getByLabel('Key').last().selectOption('recording.routeId')
    await page.getByLabel('Value', { exact: true }).selectOption('Sales')
    expect(await tryOut()).toBe('Denied')
    await page.getByRole('button', { name: 'Add a fact' }).click()
    await page.getByLabel('Value', { exact: true }).last().fill('a-2')
    expect(await tryOut()).toBe('Allowed')

    await page.getByRole('button', { name: 'Create policy' }).click()
    await page.getByRole('heading', { name: 'Agents of Sales' }).waitFor()
    const { Statement } = JSON.parse((await policyNamed('Agents of Sales')).document)
    expect(Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['recording:List', 'recording:Read', 'recording:Play', 'recording:Download'],
        Resource: expect.stringMatching(/^srn:soundkeep:01k0acme0{18}:route\/[0-9a-z]{26}\/recording\/\*$/),
        Condition: { StringEquals: { 'recording.agentId': ['a-1', 'a-2'] } },
      },
    ])
  })

  it('that says more than the form shows keeps it, and stays as JSON while it is broken', async () => {
    const policy = await makePolicy('Nearly all', {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Most', Effect: 'Allow', NotAction: 'recording:Delete', Resource: '*' },
        { Effect: 'Deny', Action: 'recording:Edit', Resource: '*' },
      ],
    })
    const page = await administer(`/policies/${policy.id}`)
    const first = page.getByRole('region', { name: 'Statement 1' })
    await first.getByText('The form does not show NotAction.').waitFor()
    await page.getByRole('button', { name: 'Move Statement 2 up' }).press('Enter')
    await page.getByRole('region', { name: 'Statement 2' }).getByText('NotAction', { exact: false }).first().waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), patience)
      .toMatch(/^Move Statement 1 up/)

    await showAs(page, 'JSON')
    await editor(page).click()
    await page.keyboard.press('Control+End')
    await page.keyboard.press('Backspace')
    await page.getByRole('list', { name: 'What is wrong' }).waitFor()
    await showAs(page, 'Form')
    await page.getByText('The form cannot show this: The text is not JSON yet.').waitFor()
    await editor(page).click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('}')
    await page.getByRole('region', { name: 'Statement 2' }).waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.', { exact: true }).first().waitFor()
    expect(JSON.parse((await policyNamed('Nearly all')).document).Statement).toEqual([
      { Effect: 'Deny', Action: 'recording:Edit', Resource: '*' },
      { Sid: 'Most', Effect: 'Allow', NotAction: 'recording:Delete', Resource: '*' },
    ])
  })

  it('as JSON is completed with what policies can say', async () => {
    const page = await administer('/policies/new')
    await showAs(page, 'JSON')
    await editor(page).getByText('"recording:List"').click()
    await page.keyboard.press('Home')
    await page.keyboard.type('"down')
    await page.getByRole('option', { name: /recording:Download/ }).click()
    await page.keyboard.type(', ')
    await expect.poll(() => editor(page).innerText(), patience).toContain('"recording:Download", "recording:List"')
    await isFine(page)
    // Tab leads on, as in every other field.
    await page.keyboard.press('Tab')
    expect(await hasFocus(editor(page))).toBe(false)
  })

  it('of the product is read and copied from, and one’s own is deleted', async () => {
    const page = await administer('/policies')
    const kept = page.getByRole('table', { name: 'Policies kept by Soundkeep' })
    await kept.getByRole('link', { name: 'My calls' }).click()
    await page.getByRole('textbox', { name: 'Policy My calls as JSON' }).waitFor()
    await page.getByRole('link', { name: 'Make a policy from it' }).click()
    await page.getByLabel('Name').fill('Own calls')
    await page.getByRole('button', { name: 'Create policy' }).click()
    await page.getByRole('heading', { name: 'Own calls' }).waitFor()
    expect((await policyNamed('Own calls')).document).toContain('$' + '{user.agentIds}')

    await page.getByRole('button', { name: 'Delete…' }).click()
    await confirm(page, 'Delete policy')
    await page.waitForURL('**/settings/policies')
    await expect.poll(() => focusedText(page), patience).toBe('Settings')
    expect((await read<Policies>('/policies')).items.map(({ name }) => name)).not.toContain('Own calls')
  })
})

describe('a recorder', () => {
  const token = (url: string, clientId: string, secret: string) =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'soundkeep/ingest' }),
    })

  it('is made with a secret that is shown once and signs in; a second one takes its place', async () => {
    const page = await administer('/recorders')
    await page.getByRole('link', { name: 'New recorder' }).click()
    await page.getByLabel('Name').fill('Front desk')
    await page.getByLabel('Channels').fill('caller, nobody')
    await page.getByRole('button', { name: 'Create recorder' }).click()
    await expect.poll(() => page.getByLabel('Channels').getAttribute('aria-invalid'), patience).toBe('true')
    await page.getByLabel('Channels').fill('caller, agent')
    await page.getByRole('button', { name: 'Create recorder' }).click()
    await page.getByText('You will not see this secret again').waitFor()
    await page.getByText(/SOUNDKEEP_TOKEN_URL=http/).waitFor()
    const settings = new Map(
      (
        await page
          .getByText(/SOUNDKEEP_CLIENT_SECRET=/)
          .first()
          .innerText()
      )
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    )
    const [url = '', clientId = '', secret = ''] = ['TOKEN_URL', 'CLIENT_ID', 'CLIENT_SECRET'].map((name) =>
      settings.get(`SOUNDKEEP_${name}`),
    )
    expect((await token(url, clientId, secret)).status).toBe(200)

    await page.getByRole('link', { name: 'I have copied them' }).click()
    await page.getByRole('heading', { name: 'Secrets' }).waitFor()
    await page.getByText(clientId).first().waitFor()
    expect(await page.content()).not.toContain(secret)

    await page.getByRole('button', { name: 'Add a secret' }).click()
    await page.getByRole('dialog').getByText('You will not see this secret again').waitFor()
    await confirm(page, 'I have copied it')
    await page.getByRole('button', { name: 'Give up secret 1' }).click()
    await confirm(page, 'Give it up')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await until(async () => (await token(url, clientId, secret)).status === 401)
    await expect.poll(() => focusedText(page), patience).toBe('Add a secret')
  })

  it('is disabled, enabled and deleted, and fares in words', async () => {
    const page = await administer('/recorders')
    await page
      .getByRole('row', { name: /Front desk/ })
      .getByText('Never')
      .waitFor()
    await page.getByRole('link', { name: 'Front desk' }).click()
    await page.getByRole('button', { name: 'Disable…' }).click()
    await confirm(page, 'Disable recorder')
    await page.getByRole('button', { name: 'Enable…' }).click()
    await confirm(page, 'Enable recorder')
    await page.getByRole('button', { name: 'Disable…' }).waitFor()
    await page.getByRole('button', { name: 'Delete…' }).click()
    await confirm(page, 'Delete recorder')
    await page.waitForURL('**/settings/recorders')
    const { items } = await read<{ items: Recorder[] }>('/recorders')
    expect(items.map(({ name }) => name)).not.toContain('Front desk')
  })
})

describe('these settings', () => {
  it('have no accessibility faults that axe sees, dark and wide, light and narrow', async () => {
    const page = await visitors.pageFor({ reducedMotion: 'reduce', bypassCSP: true })
    await visitors.signIn(page, 'Tara')
    const look = async (what: string) => {
      for (const [colorScheme, width] of views) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        expect(await accessibilityFaults(page), `${what}, ${colorScheme}, ${width} wide`).toEqual([])
      }
    }
    await administer('/policies', page)
    await page.getByRole('table', { name: 'Policies', exact: true }).getByRole('link').first().waitFor()
    await look('policies')
    await administer('/policies/new', page)
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('button', { name: 'Add a fact' }).click()
    await page.getByRole('button', { name: 'Add a statement' }).click()
    await page.getByRole('list', { name: 'What is wrong' }).waitFor()
    await look('form')
    await showAs(page, 'JSON')
    await editor(page).waitFor()
    await look('JSON')
    await administer('/recorders', page)
    await page.getByRole('table', { name: 'Recorders' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Secrets' }).waitFor()
    await look('recorder')
    await page.context().close()
  })
})

it('Chromium complained of nothing', () => {
  expect(visitors.complaints).toEqual([])
})
