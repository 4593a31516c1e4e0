import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type GivenCloud, givenCloud, type RecordingView, until } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

let world: GivenCloud
let visitors: Visitors

const sound = { format: 'pcm16', channels: 1, sampleRateHz: 8_000, durationMs: 12_000 } as const
const key = (digit: '5' | '7', offsetMs: number) => ({
  digit,
  offsetMs,
  source: 'rfc4733' as const,
  participantId: 'caller',
})
let calls = 0
async function givenCall(route = 'Sales'): Promise<RecordingView> {
  calls += 1
  return world.ingestCall({
    ...{ sessionId: `said-${calls}`, route, fromName: `Dana ${calls}`, startedAt: '2026-11-20T10:00:00.000Z' },
    pauses: [
      {
        ...{ startedAt: '2026-11-20T10:00:08.000Z', endedAt: '2026-11-20T10:00:10.000Z' },
        ...{ mode: 'silenced', reason: 'Card number' },
      },
    ],
    dtmf: [{ events: [key('5', 2_300), key('7', 3_900)] }],
    files: [{ bytes: makeWav({ ...sound, toneHz: 400 + calls }), channels: ['caller'] }],
  })
}

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
}, 120_000)
afterEach(async () => {
  await visitors.leave()
})
afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const acmePath = '/t/01k0acme000000000000000000'
const pathOf = ({ id }: RecordingView, tab = '') => `${acmePath}/recordings/${id}${tab}`
const positionMs = async (page: Page) => Number(await page.locator('[data-playing]').getAttribute('data-position-ms'))
const vtt = [
  'WEBVTT',
  ...['00:01.000 --> 00:03.000\n<v Uma>Acme Dental', '00:04.000 --> 00:06.000\n<v Dana>Thursday, please'],
  '00:07.000 --> 00:09.000\n<v Uma>Thursday it is\n',
].join('\n\n')

async function givenTranscript(call: RecordingView, text = vtt, format = 'vtt'): Promise<void> {
  const path = `/recordings/${call.id}/segments/1/transcript/import`
  const { status } = await world.as('tara').post(path, { body: { format, text }, headers: { 'if-match': '*' } })
  expect(status).toBe(200)
}

async function openTranscript(call: RecordingView, options = {}): Promise<Page> {
  const page = await visitors.pageFor(options)
  await visitors.signIn(page, 'Tara Quinn', pathOf(call, '/transcript'))
  return page
}
const litLine = (page: Page) => page.locator('[data-lit]')

describe('a transcript on the page of its recording', () => {
  it('is typed where there is none, at the place of the player', async () => {
    const page = await openTranscript(await givenCall())
    await page.getByRole('button', { name: 'Type it' }).click()
    await page.getByLabel('Speaker').fill('Uma')
    await page.getByLabel('What is said').fill('Acme Dental')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Acme Dental').first().waitFor()
    // The next one is asked for at once, by the same speaker.
    await expect.poll(() => page.getByLabel('What is said').inputValue()).toBe('')
    expect(await page.getByLabel('Speaker').inputValue()).toBe('Uma')
    await page.getByLabel('What is said').fill('Again')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').filter({ hasText: 'overlaps cue 1' }).waitFor()
    await page.getByLabel('From', { exact: true }).fill('0:05')
    await page.getByLabel('Until', { exact: true }).fill('0:04')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').filter({ hasText: 'Until must lie after the start' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('[data-line]').count()).toBe(1)
  })

  it('runs with the call, leads to its places, and is found in', async () => {
    const call = await givenCall()
    await givenTranscript(call)
    const page = await openTranscript(call)
    await page.getByText('Thursday, please').click()
    await expect.poll(() => positionMs(page)).toBe(4_000)
    await expect.poll(() => litLine(page).textContent()).toContain('Thursday, please')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => positionMs(page)).toBe(7_000)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await expect.poll(() => litLine(page).count(), { timeout: 8_000 }).toBe(0)
    await page.getByRole('slider', { name: 'Position' }).focus()
    await page.keyboard.press('Home')
    await expect.poll(() => litLine(page).textContent(), { timeout: 8_000 }).toContain('Acme Dental')

    const field = page.getByRole('searchbox', { name: 'Find in the transcript' })
    await field.fill('thursday')
    await page.getByText('1 of 2').waitFor()
    await field.press('Enter')
    await page.getByText('2 of 2').waitFor()
    expect(await page.locator('mark[data-current]').textContent()).toBe('Thursday')
    await field.press('Shift+Enter')
    await page.getByText('1 of 2').waitFor()
    await field.fill('zebra')
    await page.getByText('Not found').waitFor()
  })

  it('is edited in place, tells its history, and loses a line', async () => {
    const call = await givenCall()
    await givenTranscript(call)
    const page = await openTranscript(call)
    const line = page.locator('[data-line]').filter({ hasText: 'Thursday, please' })
    await line.getByRole('button', { name: 'Go to 0:00:04' }).focus()
    await page.keyboard.press('F2')
    const text = page.getByLabel('What is said')
    await expect.poll(() => text.inputValue()).toBe('Thursday, please')
    await text.fill('Thursday at four')
    // Meanwhile somebody else edits it.
    const theirs = { body: { text: 'Theirs' }, headers: { 'if-match': '"v1"' } }
    const path = `/recordings/${call.id}/segments/1/transcript/cues/2`
    expect((await world.as('uma').patch(path, theirs)).status).toBe(200)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').filter({ hasText: 'changed' }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Thursday at four').waitFor()
    const edited = page.locator('[data-line]').filter({ hasText: 'Thursday at four' })
    await expect
      .poll(() => edited.getByRole('button', { name: 'Go to 0:00:04' }).evaluate((it) => it === document.activeElement))
      .toBe(true)
    await edited.getByRole('button', { name: 'History of this line' }).click()
    const history = page.getByRole('dialog', { name: 'History of this line' })
    await history.getByText('Uma Patel').waitFor()
    expect(await history.getByRole('listitem').allTextContents()).toHaveLength(3)
    await page.keyboard.press('Escape')
    await edited.getByRole('button', { name: 'Remove this line' }).click()
    await page.getByRole('button', { name: 'Remove line' }).click()
    await expect.poll(() => page.locator('[data-line]').count()).toBe(2)
  })

  it('comes in from a file, its faults named by their lines, and is taken along', async () => {
    const page = await openTranscript(await givenCall(), { acceptDownloads: true })
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const file = (text: string) => ({ name: 'call.srt', mimeType: 'text/plain', buffer: Buffer.from(text) })
    const input = page.getByLabel('File with the transcript')
    await input.setInputFiles(file('1\n00:00:01,000 --> 00:00:00,500\nUma: Hi\n'))
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    const fault = page.getByRole('alert').filter({ hasText: 'Line 2 does not end after it starts' })
    await fault.waitFor()
    await input.setInputFiles(file('1\n00:00:01,000 --> 00:00:01,500\nUma: Hi\n'))
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
    await page.locator('[data-line]').filter({ hasText: 'Uma' }).waitFor()
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'WebVTT' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:01.500\n<v Uma>Hi\n')
  })

  it('of a long call is drawn a part at a time, and shows what is found far off', async () => {
    const call = await givenCall()
    await givenTranscript(call, Array.from({ length: 3_000 }, (_, index) => `Line number ${index}`).join('\n'), 'text')
    const page = await openTranscript(call)
    await page.getByText('Line number 0', { exact: true }).waitFor()
    expect(await page.locator('[data-line]').count()).toBeLessThan(400)
    await page.getByRole('searchbox').fill('number 2800')
    await page.getByRole('searchbox').press('Enter')
    await page.getByText('Line number 2800').waitFor()
    await expect.poll(() => page.getByText('Line number 2801').isVisible()).toBe(true)
    expect(await page.locator('[data-line]').count()).toBeLessThan(600)
  })

  it('is only read where the route has transcripts off, with the reason', async () => {
    const call = await givenCall('Support')
    await givenTranscript(call)
    const route = demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Support')?.id
    const body = { permissions: { ...acme.routePermissions, transcript: false } }
    const off = await world.as('tara').patch(`/routes/${route}`, { body, headers: { 'if-match': '*' } })
    expect(off.status).toBe(200)
    const path = `/recordings/${call.id}/segments/1/transcript`
    await until(async () => (await world.as('tara').get(path)).text.includes('route_permission'))
    const page = await openTranscript(call)
    await page.getByText('Transcripts are turned off on route Support.').waitFor()
    await page.getByText('Thursday it is').hover()
    await page.getByRole('button', { name: 'History of this line' }).first().waitFor()
    expect(await page.getByRole('button', { name: /Edit this line|Import|Add a line/ }).count()).toBe(0)
  })
})

describe('keys that were pressed', () => {
  it('stand in the segment’s details and on the player, and lead to their place', async () => {
    const call = await givenCall()
    const page = await visitors.pageFor()
    await visitors.signIn(page, 'Tara Quinn', pathOf(call))
    const keys = page.getByRole('region', { name: 'Keys pressed' })
    await expect.poll(() => keys.locator('kbd').allTextContents()).toEqual(['5', '7'])
    await keys.getByRole('button', { name: 'Go to 0:00:03' }).click()
    await expect.poll(() => positionMs(page)).toBe(3_900)
    await page.getByText('Digit: 7').first().waitFor()
    await page.getByText('2 seconds silenced: Card number').waitFor()
  })

  it('are hidden from who may not see them, on the page as in the API', async () => {
    const call = await givenCall()
    const page = await visitors.pageFor()
    const answers: string[] = []
    page.on('response', async (response) => {
      if (response.url().endsWith('/dtmf')) answers.push(await response.text())
    })
    await visitors.signIn(page, 'Uma Patel', pathOf(call))
    await page.getByText('You may see that keys were pressed, and not which.').waitFor()
    expect(await page.getByRole('region', { name: 'Keys pressed' }).locator('kbd').allTextContents()).toEqual([
      '•hidden',
      '•hidden',
    ])
    expect(answers.join()).toContain('"digit":null')
    expect(answers.join()).not.toMatch(/"digit":"/)
  })
})

describe('the pages of what was said', () => {
  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 390],
    ['dark', 390],
  ] as const)('have no faults that axe sees: %s, %i wide', async (colorScheme, width) => {
    const call = await givenCall()
    const look = { bypassCSP: true, colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' as const }
    const page = await openTranscript(call, look)
    await page.getByRole('button', { name: 'Type it' }).waitFor()
    const faults = { none: await accessibilityFaults(page) } as Record<string, string[]>
    await givenTranscript(call)
    await page.reload()
    await page.getByText('Thursday, please').click()
    await page.getByRole('searchbox').fill('thursday')
    faults.lines = await accessibilityFaults(page)
    await page.getByRole('button', { name: 'Add a line' }).click()
    faults.form = await accessibilityFaults(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Transcript', { exact: true }).fill('Nobody: 1')
    faults.import = await accessibilityFaults(page)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('tab', { name: 'Segments' }).click()
    await page.locator('kbd').first().waitFor()
    faults.segments = await accessibilityFaults(page)
    expect(faults).toEqual({ none: [], lines: [], form: [], import: [], segments: [] })
  })

  it('had nothing to complain of', () => {
    expect(visitors.complaints).toEqual([])
  })
})
