import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { givenMedia } from '../domain/media/sources.ts'
import { type GivenCloud, givenCloud, type RecordingView } from '../given/cloud.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

let world: GivenCloud
let visitors: Visitors

const demoMedia = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../local/demo/media/${name}`, import.meta.url)))

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
}, 120_000)
afterEach(() => visitors.leave())
afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const addressOf = ({ id }: RecordingView) => `/t/01k0acme000000000000000000/recordings/${id}`
const startedAt = new Date(Date.now() - 3_600_000).toISOString()
const secondsIn = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000).toISOString()

type Drawn = { side: string; columns: number[] }

/** Of each lane how many pixels of each column of its canvas are painted. */
async function drawnIn(page: Page, layer = 0): Promise<Drawn[]> {
  return page.locator('[data-side]:has([data-waveform])').evaluateAll(
    (tracks, index) =>
      tracks.map((track) => {
        const canvas = track.querySelectorAll('canvas')[index]
        const context = canvas?.getContext('2d')
        if (!canvas || !context || canvas.width === 0) return { side: '', columns: [] }
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        const columns = Array.from({ length: canvas.width }, (_, x) => {
          let painted = 0
          for (let y = 0; y < canvas.height; y += 1) if ((data[(y * canvas.width + x) * 4 + 3] ?? 0) > 0) painted += 1
          return painted
        })
        return { side: track.getAttribute('data-side') ?? '', columns }
      }),
    layer,
  )
}

const isSound = (painted: number) => painted > 4
const shareOfSound = ({ columns }: Drawn) => columns.filter(isSound).length / columns.length

async function waitForWaveforms(page: Page, count: number): Promise<void> {
  await expect.poll(() => page.locator('[data-waveform]').count()).toBe(count)
  await expect.poll(async () => (await drawnIn(page)).every(({ columns }) => columns.some(isSound))).toBe(true)
}

async function open(call: RecordingView, options: Parameters<Visitors['pageFor']>[0] = {}): Promise<Page> {
  const page = await visitors.pageFor(options)
  await visitors.signIn(page, 'Tara', addressOf(call))
  return page
}

describe('the waveform', () => {
  it('shows each side in its lane, of a file for both and of a file for each, and they differ', async () => {
    const stereo = await world.ingestCall({
      ...{ sessionId: 'stereo', startedAt },
      files: [{ bytes: demoMedia('acme-new-patient.wav'), channels: ['caller', 'agent'] }],
    })
    const split = await world.ingestCall({
      ...{ sessionId: 'split', startedAt },
      files: [
        { bytes: demoMedia('acme-billing-2-caller.wav'), channels: ['caller'] },
        { bytes: demoMedia('acme-billing-2-agent.wav'), channels: ['agent'] },
      ],
    })
    for (const call of [stereo, split]) {
      const page = await open(call)
      await waitForWaveforms(page, 2)
      const [caller, agent] = await drawnIn(page)
      expect([caller?.side, agent?.side]).toEqual(['caller', 'agent'])
      if (!caller || !agent) throw new Error('there are two lanes')
      for (const side of [caller, agent]) {
        expect(shareOfSound(side)).toBeGreaterThan(0.05)
        expect(shareOfSound(side)).toBeLessThan(0.9)
      }
      // Who listens does not speak: hardly anywhere both do.
      const both = caller.columns.filter((painted, x) => isSound(painted) && isSound(agent.columns[x] ?? 0)).length
      expect(both / caller.columns.length).toBeLessThan(0.2 * shareOfSound(caller))
    }
    expect(visitors.complaints).toEqual([])
  })

  it('goes where it is clicked, colours what was played, and says in words what it shows', async () => {
    const call = await world.ingestCall({
      ...{ sessionId: 'clicked', startedAt },
      files: [{ bytes: demoMedia('acme-billing-1.wav'), channels: ['caller', 'agent'] }],
    })
    const page = await open(call)
    await waitForWaveforms(page, 2)
    const lane = page.locator('[data-side="agent"]')
    const box = await lane.boundingBox()
    if (!box) throw new Error('the lane is not there')
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2)
    const position = async () => Number(await page.locator('[data-position-ms]').getAttribute('data-position-ms'))
    await expect.poll(async () => (await position()) / (call.durationMs ?? 1)).toBeCloseTo(0.6, 1)
    const cut = await lane
      .locator('canvas')
      .nth(1)
      .evaluate((canvas) => getComputedStyle(canvas).clipPath)
    expect(cut).toMatch(/^inset\(0px 40\.?\d*% 0px 0px\)|^inset\(0px 39\.\d*% 0px 0px\)/)
    // The two colours are two.
    const [plain, played] = await lane
      .locator('canvas')
      .evaluateAll((all) => all.map((canvas) => getComputedStyle(canvas).color))
    expect(plain).not.toBe(played)
    expect(await page.getByText(/Sound for \d+ seconds; longest silence/).count()).toBe(2)
    // The native element is underneath, and the slider is what keys and screen readers have.
    await expect.poll(() => page.locator('audio').count()).toBe(1)
    await page.getByRole('slider', { name: 'Position' }).focus()
    const before = await position()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(position).toBeLessThan(before - 5_000)
  })

  it('is drawn in as many pixels as the screen has, and anew in the dark and when the window changes', async () => {
    const call = await world.ingestCall({
      ...{ sessionId: 'pixels', startedAt },
      files: [{ bytes: demoMedia('acme-billing-2-caller.wav'), channels: ['caller'] }],
    })
    const page = await open(call, { deviceScaleFactor: 2, colorScheme: 'light' })
    await waitForWaveforms(page, 1)
    const canvas = page.locator('[data-side] canvas').first()
    const widths = () => canvas.evaluate((each) => [(each as HTMLCanvasElement).width, each.clientWidth])
    const [pixels = 0, width = 0] = await widths()
    expect(pixels).toBe(2 * width)
    const colourOf = () =>
      canvas.evaluate((each) => {
        const { width, height } = each as HTMLCanvasElement
        const data = (each as HTMLCanvasElement).getContext('2d')?.getImageData(0, height / 2, width, 1).data ?? []
        const at = data.findIndex((value, index) => index % 4 === 3 && value === 255)
        return [...data.slice(at - 3, at)].join()
      })
    const light = await colourOf()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(colourOf).not.toBe(light)
    await page.setViewportSize({ width: 700, height: 800 })
    await expect.poll(async () => (await widths())[0]).not.toBe(pixels)
    await waitForWaveforms(page, 1)
  })

  it('comes nearer, goes along and shows all again, by buttons', async () => {
    const call = await world.ingestCall({
      ...{ sessionId: 'zoomed', startedAt },
      ...{ pauses: [{ startedAt: secondsIn(12), endedAt: secondsIn(16), mode: 'silenced' }] },
      files: [{ bytes: demoMedia('acme-new-patient.wav'), channels: ['caller', 'agent'] }],
    })
    const page = await open(call)
    await waitForWaveforms(page, 2)
    const whole = await drawnIn(page)
    expect(await page.getByRole('button', { name: /Zoom out/ }).getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect.poll(() => drawnIn(page)).not.toEqual(whole)
    // A quarter of 48 seconds from the start: it ends at 12, where the pause begins; the page turns with the position.
    const near = await drawnIn(page)
    await page.getByRole('button', { name: '10 seconds forward' }).click()
    await page.getByRole('button', { name: '10 seconds forward' }).click()
    await expect.poll(() => drawnIn(page)).not.toEqual(near)
    await page.getByRole('button', { name: 'Show all of the call' }).click()
    await expect.poll(() => drawnIn(page)).toEqual(whole)
  })

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('has no fault for axe, %s and %i wide', async (colorScheme, width) => {
    const call = await world.ingestCall({
      ...{ sessionId: `axe-${width}`, startedAt },
      ...{ pauses: [{ startedAt: secondsIn(5), endedAt: secondsIn(9), mode: 'cut' }] },
      files: [
        { bytes: demoMedia('acme-new-patient.wav').slice(), channels: ['caller', 'agent'], fileName: `${width}.wav` },
        { bytes: givenMedia('gsm.wav'), channels: ['caller'], segment: 2, fileName: 'odd.wav' },
      ],
    })
    const page = await open(call, { bypassCSP: true, colorScheme, viewport: { width, height: 900 } })
    await waitForWaveforms(page, 2)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})

describe('a file that browsers do not play', () => {
  it('is made to play by a button', async () => {
    const call = await world.ingestCall({
      ...{ sessionId: 'gsm', startedAt },
      files: [{ bytes: givenMedia('gsm.wav'), channels: ['caller'], fileName: 'call.wav' }],
    })
    const page = await open(call)
    await page.getByText('Browsers do not play this format.').waitFor()
    expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Make a playable copy of call.wav' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.waitForFunction(() => Number(document.querySelector('audio')?.currentTime) > 0.5)
    await waitForWaveforms(page, 1)
    expect(visitors.complaints).toEqual([])
  })
})
