import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, type RecordingView } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

let world: GivenCloud
let visitors: Visitors
let call: RecordingView

const durationMs = 12_000
const sideOf = (toneHz: number) => makeWav({ format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs, toneHz })
const callerSide = sideOf(440)
const agentSide = sideOf(660)

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  call = await world.ingestCall({
    ...{ sessionId: 'the-call', route: 'Sales', from: '+14155550142', fromName: 'Dana Cole', to: '1002' },
    ...{ startedAt: new Date(Date.now() - 3_600_000).toISOString(), direction: 'inbound', ingressCallId: 'in-1@acme' },
    files: [
      { bytes: callerSide, channels: ['caller'], fileName: 'caller.wav' },
      { bytes: agentSide, channels: ['agent'], fileName: 'agent.wav' },
    ],
  })
}, 120_000)

afterEach(async () => {
  await visitors.leave()
})

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const listPath = () => '/t/01k0acme000000000000000000/recordings'
const player = (page: Page) => page.locator('[data-playing]')
const positionMs = async (page: Page) => Number(await player(page).getAttribute('data-position-ms'))

async function waitForPosition(page: Page, atLeastMs: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-position-ms]')?.getAttribute('data-position-ms')) >= wanted,
    atLeastMs,
  )
}

describe('a call in the dashboard', () => {
  it('is found, opened, played, sought and downloaded by the one who may', async () => {
    const page = await visitors.pageFor({ acceptDownloads: true })
    await visitors.signIn(page, 'Uma Patel')
    await page.getByRole('link', { name: 'Recordings', exact: true }).click()
    await page.getByText('Dana Cole').first().click()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await waitForPosition(page, 1_000)
    const times = await page
      .locator('audio')
      .evaluateAll((all) => all.map((audio) => (audio instanceof HTMLAudioElement ? audio.currentTime : Number.NaN)))
    expect(times).toHaveLength(2)
    expect(Math.min(...times)).toBeGreaterThan(0.5)
    expect(Math.abs((times[0] ?? 0) - (times[1] ?? 0))).toBeLessThan(0.08)

    await page.getByRole('slider', { name: 'Position' }).focus()
    await page.keyboard.press('ArrowRight')
    await waitForPosition(page, 9_000)
    await page.keyboard.press('Space')
    await expect.poll(() => player(page).getAttribute('data-playing')).toBe('false')
    const at = await positionMs(page)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => positionMs(page)).toBeLessThan(at - 5_000)

    await page.getByRole('button', { name: 'Download', exact: true }).first().click()
    const item = page.getByRole('menuitem').filter({ hasText: /caller/i })
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()])
    expect(download.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d .*14155550142 to 1002 caller\.wav$/)
    expect(Buffer.compare(await readFile(await download.path()), Buffer.from(callerSide))).toBe(0)
  })

  it('can be heard one side alone', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', `${listPath()}/${call.id}`)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await waitForPosition(page, 200)
    await page.getByRole('button', { name: 'Mute Caller' }).click()
    const mutedSides = () =>
      page.locator('audio').evaluateAll((all) => all.filter((el) => el instanceof HTMLAudioElement && el.muted).length)
    await expect.poll(mutedSides).toBe(1)
  })

  it('plays from its row in the list, in a dock that stays', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', listPath())
    await page.getByRole('button', { name: /^Play/ }).first().click()
    await waitForPosition(page, 500)
    expect(await player(page).getAttribute('data-playing')).toBe('true')
  })

  it('shows the time in the zone of the one who looks', async () => {
    const startedAt = new Date(call.startedAt)
    for (const timezoneId of ['America/Los_Angeles', 'Asia/Kolkata']) {
      const page = await visitors.pageFor({ timezoneId })
      await visitors.signIn(page, 'Uma Patel', listPath())
      const shown = new Intl.DateTimeFormat('en-US', { timeZone: timezoneId, timeStyle: 'medium' }).format(startedAt)
      await page.getByText(shown.replace(/\s/g, ' ')).first().waitFor()
    }
  })

  it('comes back to the address asked for after signing in', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', `${listPath()}/${call.id}/details`)
    await page.getByText('in-1@acme').first().waitFor()
    expect(new URL(page.url()).pathname).toBe(`${listPath()}/${call.id}/details`)
  })

  it('does not exist for a person of another tenant', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Tom Becker')
    await page.getByRole('link', { name: 'Recordings', exact: true }).click()
    await page
      .getByText(/no recordings/i)
      .first()
      .waitFor()
    expect(await page.getByText('Dana Cole').count()).toBe(0)

    const own = new URL(page.url()).pathname
    await page.goto(`${world.cloud.url}${own}/${call.id}`)
    await page.getByRole('heading', { name: 'There is no such recording for you' }).waitFor()
    expect(await page.getByText('Dana Cole').count()).toBe(0)
  })

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('has no accessibility faults that axe sees: %s, %i wide', async (colorScheme, width) => {
    const page = await visitors.pageFor({
      colorScheme,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
      bypassCSP: true,
    })
    await visitors.signIn(page, 'Uma Patel')
    for (const path of ['', '/recordings', `/recordings/${call.id}`, `/recordings/${call.id}/details`]) {
      await page.goto(`${world.cloud.url}/t/01k0acme000000000000000000${path}`)
      await page.getByText('Dana Cole').first().waitFor()
      expect(await accessibilityFaults(page), path).toEqual([])
    }
  })

  it('signs out, and says so', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', listPath())
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page
      .getByText(/signed out/i)
      .first()
      .waitFor()
    expect(new URL(page.url()).pathname).toBe('/signed-out')
  })

  it('is gone after it was deleted, every version of its files too', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', listPath())
    await page.getByText('Dana Cole').first().waitFor()
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('the-call').waitFor()
    await dialog.getByText(/2 files in 1 segment/).waitFor()
    await dialog.getByRole('button', { name: 'Delete recording' }).click()
    await page
      .getByText(/no recordings/i)
      .first()
      .waitFor()
    expect((await world.as('tara').get(`/recordings/${call.id}`)).status).toBe(404)
    await expect.poll(() => world.versionsOf(call.id)).toEqual([])
    // The audit outlives the recording.
    const isOfAudit = ({ PK }: Record<string, unknown>) => String(PK).includes('#AUDIT')
    const left = async () => (await world.itemsNaming(call.id)).filter((item) => !isOfAudit(item))
    await expect.poll(left).toEqual([])
  })

  it('made Chromium complain of nothing', () => {
    expect(visitors.complaints).toEqual([])
  })
})
