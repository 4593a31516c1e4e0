import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type GivenCloud, givenCloud, type RecordingView, shortWav } from '../given/cloud.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

type Tenant = ResponseOf<Contract['tenants']['getTenant']>
type Route = ResponseOf<Contract['tenants']['getRoute']>
type Routes = ResponseOf<Contract['tenants']['listRoutes']>['items']

const tenantPath = '/t/01k0acme000000000000000000'
const settingsPath = `${tenantPath}/settings`
const administrator = 'Tara'
const views = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
] as const
/** What the dashboard does is waited for as long as its elements are. */
const patience = { timeout: 10_000 }

let world: GivenCloud
let visitors: Visitors
/** Stays signed in from test to test. */
let tara: Page
let call: RecordingView

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  call = await world.ingestCall({
    ...{ sessionId: 'the-call', route: 'Sales', from: '+14155550142', fromName: 'Dana Cole', to: '1002' },
    ...{ startedAt: new Date(Date.now() - 3_600_000).toISOString(), direction: 'inbound' },
    files: [{ bytes: shortWav(), channels: ['caller'], fileName: 'caller.wav' }],
  })
  tara = await visitors.pageFor()
  await visitors.signIn(tara, administrator)
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

/** What the API gives is held to the contract by the client that asks. */
const read = async <T>(path: string): Promise<{ body: T; etag: string }> => {
  const { body, headers } = await world.as('tara').get(path)
  return { body: body as T, etag: headers.get('etag') ?? '' }
}

async function makeRoute(body: Partial<Route> & { name: string }): Promise<Route> {
  const answer = await world.as('tara').post('/routes', { body })
  expect(answer.status).toBe(201)
  return answer.body as Route // held to the contract
}

async function administer(path: string): Promise<Page> {
  await tara.goto(`${world.cloud.url}${path}`)
  await tara.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  return tara
}

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const saved = (page: Page) => page.getByText('Saved.', { exact: true }).first().waitFor()
const confirm = (page: Page, button: string) => page.getByRole('dialog').getByRole('button', { name: button }).click()
const namesOf = (page: Page) => page.getByRole('table', { name: 'Routes' }).getByRole('rowheader').allInnerTexts()

describe('a tenant’s settings', () => {
  it('are found from the menu, changed and kept', async () => {
    const page = tara
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    expect(await page.getByLabel('Name').isEditable()).toBe(false)
    await page.getByLabel('Description').fill('Dentists')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('kolkata')
    await page.getByRole('option', { name: /Asia\/Kolkata/ }).click()
    await page.getByRole('switch', { name: 'Record DTMF' }).uncheck()
    await page.getByRole('switch', { name: 'Rating' }).uncheck()
    await save(page).click()
    await saved(page)

    const { body } = await read<Tenant>('/tenants/current')
    expect(body).toMatchObject({ description: 'Dentists', timeZone: 'Asia/Kolkata', recordDtmf: false })
    expect(body.routePermissions).toMatchObject({ rating: false, play: true })
  })

  it('that somebody else changed meanwhile are not undone, and what was typed stays', async () => {
    const page = await administer(settingsPath)
    await page.getByLabel('Description').fill('Typed here')
    const { etag } = await read('/tenants/current')
    const theirs = { headers: { 'if-match': etag }, body: { recordDtmf: true } }
    expect((await world.as('ada').patch('/tenants/current', withTenant(theirs))).status).toBe(200)
    await save(page).click()
    await page.getByRole('alert').getByText('It changed since you opened it').waitFor()
    await expect.poll(() => page.getByRole('switch', { name: 'Record DTMF' }).isChecked(), patience).toBe(true)
    expect(await page.getByLabel('Description').inputValue()).toBe('Typed here')
    await save(page).click()
    await saved(page)
    expect((await read<Tenant>('/tenants/current')).body).toMatchObject({
      description: 'Typed here',
      recordDtmf: true,
    })
  })

  it('that are not saved are not lost by a key, a link or Back', async () => {
    const page = await administer(`${settingsPath}/routes`)
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Tenant' }).click()
    await page.getByLabel('Description').fill('Half a thought')
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
    const stay = dialog.getByRole('button', { name: 'Stay' })

    await page.getByRole('link', { name: 'Recordings' }).click()
    await stay.click()
    await dialog.waitFor({ state: 'detached' })
    // Not awaited: it ends when the page is left, which it is not.
    void page.goBack().catch(() => {})
    await stay.click()
    await dialog.waitFor({ state: 'detached' })
    expect(await page.getByLabel('Description').inputValue()).toBe('Half a thought')
    expect(new URL(page.url()).pathname).toBe(settingsPath)

    await page.getByRole('link', { name: 'Recordings' }).click()
    await confirm(page, 'Leave without saving')
    await page.waitForURL(`**${tenantPath}/recordings`)
  })

  it('are not offered or shown to who may not change them', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', settingsPath)
    await page.getByRole('heading', { name: 'You may not see these settings' }).waitFor()
    expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0)
    expect((await world.as('uma').get('/tenants/current')).status).toBe(403)
  })
})

describe('a route', () => {
  it('is made, tested, retired, restored and deleted', async () => {
    const page = await administer(`${settingsPath}/routes`)
    await page.getByRole('link', { name: 'New route' }).click()
    await page.getByLabel('Name').fill('Night line')
    await page.getByLabel('Number pattern').fill('+1 415 777 XXXX')
    await page.getByLabel('Type').selectOption('To')
    await page.getByRole('button', { name: 'Create route' }).click()
    await page.getByRole('link', { name: 'Night line' }).waitFor()

    const test = async () => {
      await page.getByRole('link', { name: 'Route tester' }).click()
      await page.getByLabel('From').fill('1002')
      await page.getByLabel('To', { exact: true }).fill('(415) 777-0199')
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await page.getByRole('heading', { name: /^Route / }).waitFor()
      return page.getByRole('heading', { name: /^Route / }).innerText()
    }
    expect(await test()).toBe('Route Night line')
    await page.getByText('To is read as +1 415 777 0199.').waitFor()
    await page.getByRole('cell', { name: 'Takes the call: its pattern matches To.' }).waitFor()

    await page.getByRole('rowheader', { name: 'Night line' }).getByRole('link').click()
    await page.getByRole('button', { name: 'Retire…' }).click()
    await page.getByRole('dialog').getByText('It takes no more calls').waitFor()
    await confirm(page, 'Retire route')
    await page.getByText(/^Retired on /).waitFor()
    expect(await test()).toBe('Route Default')
    await page.getByRole('cell', { name: 'Is retired and takes no calls.' }).waitFor()

    await page.getByRole('rowheader', { name: 'Night line' }).getByRole('link').click()
    await page.getByRole('button', { name: 'Restore…' }).click()
    await confirm(page, 'Restore route')
    await page.getByRole('button', { name: 'Retire…' }).waitFor()
    await page.getByRole('button', { name: 'Delete…' }).click()
    await confirm(page, 'Delete route')
    await page.waitForURL('**/settings/routes')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), patience).toBe('Settings')
    expect(await namesOf(page)).toEqual(['Sales', 'Support', 'Default'])
  })

  it('says at its fields what is wrong, and creates nothing', async () => {
    const page = await administer(`${settingsPath}/routes/new`)
    const create = page.getByRole('button', { name: 'Create route' })
    await create.click()
    await page.getByText('Give the route a name.').waitFor()
    await page.getByLabel('Name').fill('sales')
    await page.getByLabel('Number pattern').fill('12[')
    await create.click()
    const pattern = page.getByLabel('Number pattern')
    await expect.poll(() => pattern.getAttribute('aria-invalid'), patience).toBe('true')
    await page.getByText('Has a [ that is not followed by digits and ], such as [2-9].').waitFor()
    await expect.poll(() => pattern.evaluate((field) => field === document.activeElement), patience).toBe(true)
    await pattern.fill('12XX')
    await create.click()
    await page.getByText('Another route has this name. Choose another.').waitFor()
    expect((await read<{ items: Routes }>('/routes')).body.items).toHaveLength(3)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await confirm(page, 'Leave without saving')
    await page.getByRole('table', { name: 'Routes' }).waitFor()
  })

  it('with recordings cannot be deleted, and can be retired instead', async () => {
    const page = await administer(`${settingsPath}/routes/${call.routeId}`)
    await page.getByRole('button', { name: 'Delete…' }).click()
    await confirm(page, 'Delete route')
    await page.getByRole('dialog').getByText('The route has recordings.').waitFor()
    await confirm(page, 'Retire instead…')
    await page.getByRole('dialog', { name: 'Retire route Sales?' }).waitFor()
    await confirm(page, 'Cancel')
    expect((await read<Route>(`/routes/${call.routeId}`)).body.isRetired).toBe(false)
  })

  it('moves up by keys, and the focus with it', async () => {
    const page = await administer(`${settingsPath}/routes`)
    await page.getByRole('button', { name: 'Move Support up' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => namesOf(page), patience).toEqual(['Support', 'Sales', 'Default'])
    await page.getByText('Support is now 1 of 2.').waitFor({ state: 'attached' })
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(focused, patience).toMatch(/^Move Support up/)
    const orders = async () => {
      const { items } = (await read<{ items: Routes }>('/routes')).body
      const orderOf = (wanted: string) => items.find(({ name }) => name === wanted)?.order ?? Number.NaN
      return orderOf('Support') < orderOf('Sales')
    }
    await expect.poll(orders, patience).toBe(true)
  })

  it('with permissions of its own turns actions off, and the recording says so', async () => {
    const page = await administer(`${settingsPath}/routes/${call.routeId}`)
    const download = page.getByRole('switch', { name: 'Download' })
    expect(await download.isDisabled()).toBe(true)
    await page.getByLabel('Its own').check()
    await download.uncheck()
    await save(page).click()
    await saved(page)
    await page.getByRole('link', { name: 'Recordings' }).click()
    const reason = 'Downloads are turned off on route Sales'
    await page.getByRole('button', { name: `Download: ${reason}` }).waitFor()
    await page.getByText('Dana Cole').first().click()
    await page.getByRole('button', { name: `Download: ${reason}` }).waitFor()
  })
})

describe('the settings', () => {
  let retired: Route

  beforeAll(async () => {
    retired = await makeRoute({ name: 'Old line', numberPattern: '12XX' })
    const { etag } = await read(`/routes/${retired.id}`)
    const change = { headers: { 'if-match': etag }, body: { isRetired: true } }
    expect((await world.as('tara').patch(`/routes/${retired.id}`, change)).status).toBe(200)
  })

  it('have no accessibility faults that axe sees: light and dark, wide and narrow', async () => {
    const page = await visitors.pageFor({ reducedMotion: 'reduce', bypassCSP: true })
    await visitors.signIn(page, administrator, settingsPath)
    const look = async (what: string) => {
      for (const [colorScheme, width] of views) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
        expect(await accessibilityFaults(page), `${what}, ${colorScheme}, ${width} wide`).toEqual([])
      }
    }
    await page.getByRole('switch', { name: 'Play' }).waitFor()
    await look('tenant')

    await page.getByRole('link', { name: 'Routes', exact: true }).click()
    await page.getByRole('table', { name: 'Retired routes' }).waitFor()
    await look('routes')

    await page.getByRole('link', { name: retired.name }).click()
    await page.getByRole('button', { name: 'Restore…' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityFaults(page), 'dialog').toEqual([])
    await confirm(page, 'Cancel')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await look('route')

    await page.getByRole('link', { name: 'Route tester' }).click()
    await page.getByLabel('To', { exact: true }).fill('1204')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('table', { name: 'How every route fared' }).waitFor()
    await look('tester')
  })
})

it('Chromium complained of nothing', () => {
  expect(visitors.complaints).toEqual([])
})

/** Who has several tenants names the one. */
function withTenant(asking: { headers: Record<string, string>; body: unknown }) {
  return { ...asking, headers: { ...asking.headers, 'soundkeep-tenant': tenantPath.slice(3) } }
}
