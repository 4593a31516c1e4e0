import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { type GivenCloud, givenCloud, type RecordingView, until } from '../given/cloud.ts'
import { totpOf } from '../given/totp.ts'
import { makeWav } from '../given/wav.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

type AuditPage = ResponseOf<Contract['audit']['listAudit']>
type Person = ResponseOf<Contract['users']['getUser']>

const tenantPath = '/t/01k0acme000000000000000000'
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
let call: RecordingView

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  const sound = makeWav({ format: 'mulaw', channels: 1, sampleRateHz: 8_000, durationMs: 12_000, toneHz: 440 })
  call = await world.ingestCall({
    ...{ sessionId: 'the-call', route: 'Sales', from: '+14155550142', fromName: 'Dana Cole', to: '1002' },
    ...{ startedAt: new Date(Date.now() - 3_600_000).toISOString(), direction: 'inbound' },
    files: [{ bytes: sound, channels: ['caller'], fileName: 'caller.wav' }],
  })
  tara = await visitors.pageFor({ acceptDownloads: true })
  await visitors.signIn(tara, 'Tara')
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const recordingPath = () => `${tenantPath}/recordings/${call.id}`
const goTo = (page: Page, path: string) => page.goto(`${world.cloud.url}${path}`)

/** Listenings of the call as the audit has them, the newest first. */
async function listenings(): Promise<AuditPage['items']> {
  const { body } = await world.as('tara').get(`/audit?recordingId=${call.id}&action=playMedia`)
  return (body as AuditPage).items // held to the contract by the client that asks
}

async function playFrom(page: Page, ms: number): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-position-ms]')?.getAttribute('data-position-ms')) >= wanted,
    ms,
  )
}

describe('what somebody heard', () => {
  it('stands in the recording’s own list, and in the audit, as soon as it is paused', async () => {
    await goTo(tara, recordingPath())
    await playFrom(tara, 600)
    await tara.keyboard.press('Space')
    await until(async () => (await listenings())[0]?.ranges?.length)
    await tara.getByRole('tab', { name: 'Access' }).click()
    const row = tara.getByRole('row', { name: /Tara Quinn.*Played a recording/ })
    await row.getByText(/^1 seconds? heard: 0:00:00–0:00:01$/).waitFor({ state: 'attached' })

    await tara.getByRole('link', { name: 'Open in the audit' }).click()
    await tara.getByRole('row', { name: /Played a recording.*0:00:01 heard/ }).waitFor()
    expect(await tara.getByLabel('Recording ID').inputValue()).toBe(call.id)
  })

  it('is one listening for each opening, with what was heard at leaving the page too', async () => {
    const before = await listenings()
    await goTo(tara, recordingPath())
    await playFrom(tara, 500)
    // Away while it plays: the page has no time but for one word.
    await goTo(tara, '/signed-out')
    const latest = await until(async () => {
      const now = await listenings()
      return now.length > before.length && now[0]?.ranges ? now : undefined
    })
    expect(latest).toHaveLength(before.length + 1)
    expect(latest[0]?.objects.listeningId).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/)
    expect(latest[0]?.objects.listeningId).not.toBe(before[0]?.objects.listeningId)
    expect(latest[0]?.ranges?.[0]?.fromMs).toBeLessThan(100)
    expect(latest[0]?.ranges?.[0]?.toMs).toBeGreaterThanOrEqual(400)
  })
})

describe('the audit', () => {
  it('is narrowed by the address, by its fields and by its rows, and exported as it stands', async () => {
    expect((await world.as('uma').get('/audit')).status).toBe(403)
    await goTo(tara, `${tenantPath}/settings/audit?outcome=denied`)
    await tara.getByRole('row', { name: /Uma Patel.*Read the audit.*Denied: You may not do this/ }).waitFor()
    expect(await tara.getByRole('row', { name: /Allowed/ }).count()).toBe(0)

    await tara.getByRole('button', { name: 'Clear all filters' }).click()
    await tara.getByRole('button', { name: 'Recorder of Acme Dental' }).first().click()
    await tara.getByLabel('What').fill('sent')
    await tara.getByRole('option', { name: /Sent a recording/ }).click()
    await tara.getByLabel('Session ID').fill('the-call')
    await tara.keyboard.press('Enter')
    await tara.getByText('That is all.').waitFor()
    const rows = tara.getByRole('table', { name: 'Audit, newest first' }).locator('tbody tr')
    await expect.poll(() => rows.count(), patience).toBe(1)
    expect(new URL(tara.url()).searchParams.get('sessionId')).toBe('the-call')

    const saving = tara.waitForEvent('download')
    await tara.getByRole('button', { name: 'Export as CSV' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toMatch(/\.csv$/)
    const lines: Record<string, string>[] = parse(await readFile(await download.path()), { columns: true, bom: true })
    expect(lines).toHaveLength(1)
    expect(Object.values(lines[0] ?? {})).toContain('ingestRecording')

    await tara.getByLabel('Session ID').fill('another')
    await tara.keyboard.press('Enter')
    await tara.getByText('Nothing of the kind is in the audit.').or(tara.getByText('Look further back')).waitFor()
  })
})

describe('an action that is off', () => {
  it('says by which policy, at a key’s press', async () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Sid: 'NoFiles', Effect: 'Deny', Action: 'recording:Download', Resource: '*' },
    })
    const policy = await world.as('tara').post('/policies', { body: { name: 'Listen only', document: text } })
    const { items } = (await world.as('tara').get('/users')).body as { items: Person[] } // held to the contract
    const uma = items.find(({ name }) => name === 'Uma Patel')
    const { headers } = await world.as('tara').get(`/users/${uma?.id}`)
    const given = { policyIds: [(policy.body as { id: string }).id] } // held to the contract
    const ifMatch = { 'if-match': headers.get('etag') ?? '' }
    expect((await world.as('tara').patch(`/users/${uma?.id}`, { headers: ifMatch, body: given })).status).toBe(200)

    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', recordingPath())
    await page.getByRole('button', { name: 'Download: You may not download recordings' }).waitFor()
    await page.getByRole('button', { name: 'Why are actions off?' }).press('Enter')
    await page.getByRole('dialog').getByText('It is denied by NoFiles of Listen only.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(focused, patience).toBe('Why are actions off?')
    expect(await page.getByRole('tab', { name: 'Access' }).count()).toBe(0)
    await page.context().close()
  })
})

describe('support access', () => {
  it('is opened with a reason by somebody from outside, who then sees recordings, and ended by the tenant', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Sam Rivera', `${tenantPath}/recordings`)
    await page.getByRole('heading', { name: 'Support access to Acme Dental is closed' }).waitFor()
    expect(await page.getByText('Dana Cole').count()).toBe(0)
    await page.getByRole('button', { name: 'Open support access' }).click()
    await page.getByText('Say what it is for: the audit keeps it.').waitFor()
    await page.getByLabel('Reason').fill('Ticket 4711')
    await page.getByLabel('For', { exact: true }).selectOption('2 hours')
    await page.getByRole('button', { name: 'Open support access' }).click()
    await page.getByText('Dana Cole').first().waitFor()
    await page.getByText(/^Support access is open until \d/).waitFor()

    await goTo(tara, `${tenantPath}/settings`)
    await tara.getByText(/^Open until .+, by Sam Rivera: Ticket 4711$/).waitFor()
    await tara.getByRole('button', { name: 'End it now' }).click()
    await tara.getByText('Closed.', { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Support access to Acme Dental is closed' }).waitFor()

    await goTo(tara, `${tenantPath}/settings/audit?action=openSupportAccess`)
    await tara.getByRole('row', { name: /Sam Rivera.*Opened support access.*Ticket 4711/ }).waitFor()
    await page.context().close()
  })
})

describe('these pages', () => {
  it('have no accessibility faults that axe sees, dark and wide, light and narrow', async () => {
    const page = await visitors.pageFor({ reducedMotion: 'reduce', bypassCSP: true })
    await visitors.signIn(page, 'Tara', `${recordingPath()}/access`)
    const look = async (what: string) => {
      for (const [colorScheme, width] of views) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        expect(await accessibilityFaults(page), `${what}, ${colorScheme}, ${width} wide`).toEqual([])
      }
    }
    await page
      .getByRole('row', { name: /Played a recording/ })
      .first()
      .waitFor()
    await look('access')
    await goTo(page, `${tenantPath}/settings/audit?range=custom`)
    await page
      .getByRole('row', { name: /Signed in/ })
      .first()
      .waitFor()
    await look('audit')
    await goTo(page, `${tenantPath}/profile#second-factor`)
    await page.getByRole('button', { name: 'Set it up' }).click()
    await page.getByRole('img', { name: /QR code/ }).waitFor()
    await look('profile')
    await page.context().close()
  })
})

describe('one’s own profile', () => {
  it('changes how one is called and in which zone times are shown', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel')
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Profile' }).click()
    await page.getByLabel('Name').fill('Uma P. Patel')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('kolkata')
    await page.getByRole('option', { name: /Asia\/Kolkata/ }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Your menu: Uma P. Patel' }).click()
    await page.getByText('Asia/Kolkata').first().waitFor()
    await page.context().close()
  })

  it('is where a tenant that asks for a second factor leads, until one has signed in with it', async () => {
    await goTo(tara, `${tenantPath}/settings`)
    await tara.getByRole('switch', { name: 'Require a second factor' }).check()
    await tara.getByRole('button', { name: 'Save', exact: true }).click()
    await until(async () => (await world.as('tara').get('/routes')).problem?.code === 'second_factor_required')
    await goTo(tara, `${tenantPath}/recordings`)
    await tara.waitForURL('**/profile#second-factor')
    await tara.getByText('The tenant asks for a second factor.').waitFor()

    await tara.getByRole('button', { name: 'Set it up' }).click()
    await tara.getByRole('img', { name: /QR code/ }).waitFor()
    const key = (await tara.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).innerText()).replaceAll(' ', '')
    await tara.getByRole('textbox', { name: 'Code' }).fill('12')
    await tara.keyboard.press('Enter')
    await tara.getByText('Type the six digits that the app shows.').waitFor()
    await tara.getByRole('textbox', { name: 'Code' }).fill(totpOf(key))
    await tara.keyboard.press('Enter')
    await tara.getByText('It is on: a code of your app is asked for when you sign in.').waitFor()
    expect((await world.as('tara').get('/tenants/current')).problem?.code).toBe('second_factor_required')

    await tara.getByRole('button', { name: 'Sign in again' }).click()
    await tara.getByText('Tara').first().click()
    await tara.getByRole('heading', { name: 'Enter your code' }).waitFor()
  })
})

it('Chromium complained of nothing', () => {
  expect(visitors.complaints).toEqual([])
})
