import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, type RecordingView } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

let world: GivenCloud
let visitors: Visitors
const calls: RecordingView[] = []

const tenantPath = '/t/01k0acme000000000000000000'
const any = { 'if-match': '*' }
const wav = (toneHz: number) =>
  makeWav({ format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs: 90_000, toneHz })

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  for (const [name, colour] of [
    ['Complaint', 'red'],
    ['Praise', 'green'],
  ]) {
    await world.as('tara').post('/categories', { body: { name, colour } })
  }
  for (const number of [1, 2, 3, 4]) {
    calls.push(
      await world.ingestCall({
        ...{ sessionId: `call-${number}`, route: 'Sales', from: `+1415555010${number}`, fromName: `Caller ${number}` },
        // The first is the newest.
        ...{ to: '1002', startedAt: new Date(Date.now() - number * 60_000).toISOString(), direction: 'inbound' },
        ...{ agentId: '1002', agentName: 'Uma Patel', queue: 'Sales' },
        files: [{ bytes: wav(400 + number), channels: ['mixed'], fileName: 'call.wav' }],
      }),
    )
  }
}, 120_000)
afterEach(async () => {
  await visitors.leave()
})
afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const idOf = (number: number) => calls[number - 1]?.id ?? ''
const reviewPath = (number: number) => `${tenantPath}/recordings/${idOf(number)}/review`
const reviewOf = async (number: number) =>
  (await world.as('tara').get(`/recordings/${idOf(number)}/review`)).body as Record<string, unknown>
const form = (page: Page) => page.getByRole('form', { name: 'Review' })
const saved = (page: Page) =>
  page
    .getByText(/^Saved/)
    .first()
    .waitFor()

/** What one sees of a radio is its label, which is clicked once it stands still. */
async function choose(page: Page, name: string): Promise<void> {
  const radio = page.getByRole('radio', { name })
  await page.locator('label').filter({ has: radio }).click()
  await expect.poll(() => radio.isChecked()).toBe(true)
}

describe('a reviewer', () => {
  it('rates, categorises and times a call by the keyboard, and goes on to the next that is not reviewed', async () => {
    await world.as('tara').patch(`/recordings/${idOf(2)}/review`, { body: { status: 'reviewed' }, headers: any })
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', `${tenantPath}/recordings`)
    await page.getByText('Caller 1').first().click()
    await page.getByRole('heading', { name: /Caller 1/ }).waitFor()
    await page.keyboard.press('v')
    await page.getByText('Not reviewed').waitFor()
    await page.keyboard.press('s')
    await page.getByText('You are reviewing this').waitFor()
    await page.keyboard.press('v')
    // The radio at which the keyboard enters is the first star; the arrows go on from it.
    await page.keyboard.press('Space')
    for (const _ of [2, 3, 4]) await page.keyboard.press('ArrowRight')
    await choose(page, 'Yes')
    await form(page).getByLabel('h (hours)').fill('0')
    await form(page).getByLabel('min (minutes)').fill('12')
    await form(page).getByRole('combobox', { name: 'Categories' }).fill('prai')
    await page.getByRole('option', { name: 'Praise' }).click()
    await page.getByRole('button', { name: 'Remove Praise' }).waitFor()
    await form(page).getByLabel('min (minutes)').press('Control+Enter')
    // The second was reviewed already.
    await page.getByRole('heading', { name: /Caller 3/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe(reviewPath(3))
    expect(await reviewOf(1)).toMatchObject({
      ...{ rating: 4, isComplete: true, timeSpentMinutes: 12, status: 'reviewed', statusByName: 'Uma Patel' },
      categoryIds: [expect.any(String)],
    })
    await page.keyboard.press('u')
    const row = page.locator(`[data-row="${idOf(1)}"]`)
    await row.getByText('Praise').waitFor()
    expect(await row.getByText('4 stars').count()).toBe(1)
    expect(await row.getByText('Reviewed by Uma Patel').count()).toBe(1)
  })

  it('writes a note about a moment, which leads back there, and changes it', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', reviewPath(3))
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-playing]')?.dataset.positionMs) > 0,
    )
    await page.getByRole('slider', { name: 'Position' }).focus()
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('n')
    await page.keyboard.type('Says the price twice')
    await page.keyboard.press('Control+Enter')
    const moment = page.getByRole('button', { name: /^Go to 0:\d\d/ })
    await moment.waitFor()
    const words = (await moment.textContent()) ?? ''
    const seconds = Number(words.split(':')[1])
    expect(seconds).toBeGreaterThanOrEqual(25)
    await page.getByRole('slider', { name: 'Position' }).press('Home')
    await moment.click()
    await page.waitForFunction(
      (wanted) => Number(document.querySelector<HTMLElement>('[data-playing]')?.dataset.positionMs) >= wanted * 1000,
      seconds,
    )
    await page.getByRole('button', { name: 'Change this note' }).click()
    await page.getByRole('form', { name: 'Change your note' }).getByRole('textbox').fill('Says the price once')
    await page.getByRole('button', { name: 'Save the note' }).click()
    await page.getByText('Says the price once').waitFor()
    await page.getByRole('button', { name: 'Show the history' }).click()
    await page.getByText('Note changed').waitFor()
    expect(await page.getByText('Says the price twice').count()).toBeGreaterThan(0)
  })

  it('is asked which stands where somebody else edited the same, and loses nothing', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', reviewPath(4))
    await page.getByText('Not reviewed').waitFor()
    await choose(page, '2 stars')
    await form(page).getByLabel('min (minutes)').fill('7')
    await form(page).getByRole('textbox', { name: 'Agent ID' }).fill('17')
    const theirs = { rating: 5, agentId: '99', isSensitive: true }
    const { status } = await world.as('tara').patch(`/recordings/${idOf(4)}/review`, { body: theirs, headers: any })
    expect(status).toBe(200)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody edited the same' })
    const sideOf = (field: string, whose: RegExp) =>
      dialog.getByRole('group', { name: field }).getByRole('radio', { name: whose })
    expect(await sideOf('Rating', /2 stars.*Yours/).isChecked()).toBe(true)
    await sideOf('Agent ID', /99.*Tara Quinn/).check()
    await dialog.getByRole('button', { name: 'Save like this' }).click()
    await saved(page)
    expect(await reviewOf(4)).toMatchObject({ rating: 2, agentId: '99', timeSpentMinutes: 7, isSensitive: true })
    expect(await form(page).getByRole('textbox', { name: 'Agent ID' }).inputValue()).toBe('99')
  })

  it('sees who is at it, can take it over, and is asked before leaving what is not saved', async () => {
    await world.as('tara').post(`/recordings/${idOf(3)}/review/start`, { body: {} })
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', reviewPath(3))
    await page.getByText(/Tara Quinn is reviewing this/).waitFor()
    await page.getByRole('button', { name: 'Take over…' }).click()
    await page.getByRole('button', { name: 'Take over from Tara Quinn' }).click()
    await page.getByText('You are reviewing this').waitFor()
    await choose(page, '3 stars')
    await page.getByRole('tab', { name: 'Details' }).click()
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
    await dialog.getByRole('button', { name: 'Stay' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await saved(page)
    await page.getByRole('tab', { name: 'Details' }).click()
    await page.getByRole('heading', { name: 'Identifiers' }).waitFor()
  })

  it('is told at the field what is no time', async () => {
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Uma Patel', reviewPath(3))
    const minutes = form(page).getByLabel('min (minutes)')
    await minutes.fill('-1')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Whole hours and minutes, not less than none.').waitFor()
    expect(await minutes.getAttribute('aria-invalid')).toBe('true')
  })

  it.each([
    ['light', 1440],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('meets no accessibility faults that axe sees: %s, %i wide', async (colorScheme, width) => {
    const page = await visitors.pageFor({
      ...{ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce', bypassCSP: true },
    })
    const shoot = async (name: string) => {
      const folder = process.env.SCREENSHOTS
      if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true })
    }
    await visitors.signIn(page, 'Uma Patel', reviewPath(1))
    await page.getByText(/Reviewed by/).waitFor()
    await page.getByRole('button', { name: 'Show the history' }).click()
    await page.getByText('Time spent').nth(1).waitFor()
    expect(await accessibilityFaults(page), 'the review').toEqual([])
    await shoot('review')
    await choose(page, '2 stars')
    await world.as('tara').patch(`/recordings/${idOf(1)}/review`, {
      ...{ body: { rating: colorScheme === 'dark' ? 1 : 5 }, headers: any },
    })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityFaults(page), 'the merge').toEqual([])
    await shoot('merge')
    await page.getByRole('button', { name: 'Go on editing' }).click()
    await page.goto(`${world.cloud.url}${reviewPath(3)}`)
    await page.getByText('You are reviewing this').waitFor()
    await page.getByText('Says the price once').waitFor()
    expect(await accessibilityFaults(page), 'notes').toEqual([])
    await shoot('notes')
    await page.goto(`${world.cloud.url}${tenantPath}/recordings`)
    await page.getByText('Caller 1').first().waitFor()
    await page.getByText('Praise').first().waitFor()
    expect(await accessibilityFaults(page), 'the list').toEqual([])
    await shoot('list')
  })

  it('made Chromium complain of nothing', () => {
    expect(visitors.complaints).toEqual([])
  })
})
