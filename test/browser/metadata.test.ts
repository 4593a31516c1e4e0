import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { borderController, joins, leaves, streamsOf } from '../domain/metadata/documents.ts'
import { type GivenCloud, givenCloud, type RecordingView } from '../given/cloud.ts'
import { makeWav } from '../given/wav.ts'
import { accessibilityFaults, givenVisitors, type Visitors } from './visitors.ts'

const tenantPath = '/t/01k0acme000000000000000000'

let world: GivenCloud
let visitors: Visitors
let tara: Page
let call: RecordingView
let plain: RecordingView

const start = Date.now() - 3_600_000
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString()
/** The document of `borderController`, at the time of this call. */
const firstDocument = borderController.replaceAll(/2026-03-01T09:00:0\d/g, at(0))

beforeAll(async () => {
  world = await givenCloud({ withDashboard: true })
  visitors = await givenVisitors(world.cloud.url)
  const sound = makeWav({ format: 'mulaw', channels: 2, sampleRateHz: 8_000, durationMs: 12_000, toneHz: 440 })
  call = await world.ingestCall({
    ...{ sessionId: 'the-call', startedAt: at(0), siprec: firstDocument },
    files: [{ bytes: sound, labels: ['101', '102'], fileName: 'both.wav' }],
  })
  for (const siprec of [
    streamsOf('par-1', [], [], at(3)),
    joins('c', at(4)),
    streamsOf('par-1', ['str-1'], ['str-2'], at(6)),
    leaves('c', at(8)),
    '<recording><participant>\n<nameID aor="sip:1@h"></participant></recording>',
  ]) {
    await world.announce({ sessionId: 'the-call', siprec })
  }
  plain = await world.ingestCall({ sessionId: 'plain', startedAt: at(60), from: '+14155550177' })
  tara = await visitors.pageFor({ acceptDownloads: true })
  await visitors.signIn(tara, 'Tara')
}, 120_000)

afterAll(async () => {
  await visitors?.close()
  await world?.close()
})

const pathOf = (recording: RecordingView, tab: string) => `${tenantPath}/recordings/${recording.id}/${tab}`
const goTo = (page: Page, path: string) => page.goto(`${world.cloud.url}${path}`)

describe('the participants of a call', () => {
  it('are shown in time and told in a table: who came, left and was on hold, and whose streams are whose', async () => {
    await goTo(tara, pathOf(call, ''))
    await tara.getByRole('tab', { name: 'Participants' }).click()
    const participants = tara.getByRole('region', { name: 'Participants' })
    const rita = participants.getByRole('row', { name: /Rita Reyes/ })
    await rita.getByText('Caller', { exact: true }).waitFor()
    // The time format of the person, whose zone is the browser's.
    const clock = (seconds: number) =>
      new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', timeZone: 'America/Los_Angeles' }).format(
        start + seconds * 1_000,
      )
    await rita.getByText(`${clock(3)} – ${clock(6)}`).waitFor()
    await participants
      .getByRole('row', { name: /2003/ })
      .getByText(`${clock(4)} – ${clock(8)}`)
      .waitFor()
    const streams = tara.getByRole('region', { name: 'Streams' })
    await streams
      .getByRole('row', { name: /^101 Rita Reyes/ })
      .getByText('both.wav, channel 1')
      .waitFor()
    const kinds = await tara
      .locator('[data-kind][style]')
      .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('data-kind')))
    expect(new Set(kinds)).toEqual(new Set(['present', 'hold', 'sends']))
  })

  it('name the voices that are heard', async () => {
    await goTo(tara, pathOf(call, 'details'))
    await tara.getByRole('cell', { name: 'Rita Reyes, 1002' }).waitFor()
  })
})

describe('the session metadata of a call', () => {
  it('shows session, group and extension data with the path of each value', async () => {
    await goTo(tara, pathOf(call, 'metadata'))
    await tara.getByText('grp-1').first().waitFor()
    await tara.getByRole('row', { name: /^ucid/ }).getByText('session/ucid').waitFor()
    expect(await tara.getByRole('button', { name: 'Copy path of ucid' }).count()).toBe(1)
  })

  it('says what could not be read, in which document and line', async () => {
    await tara.getByRole('heading', { name: 'What could not be read as it was sent' }).waitFor()
    await tara.getByText('Document 6, line 2').first().waitFor()
  })

  it('gives each document back as it was sent', async () => {
    const download = tara.waitForEvent('download')
    await tara.getByRole('button', { name: 'Download document 1' }).click()
    const saved = await (await download).path()
    expect(await readFile(saved, 'utf8')).toBe(firstDocument)
  })

  it('says so where none came', async () => {
    await goTo(tara, pathOf(plain, 'metadata'))
    await tara.getByRole('heading', { name: 'No session metadata came with this call' }).waitFor()
    await goTo(tara, pathOf(plain, 'participants'))
    await tara.getByRole('heading', { name: 'The recorder named nobody' }).waitFor()
  })
})

describe('these pages', () => {
  it('have no accessibility faults that axe sees, dark and wide, light and narrow', async () => {
    const page = await visitors.pageFor({ reducedMotion: 'reduce', bypassCSP: true })
    await visitors.signIn(page, 'Tara', pathOf(call, 'participants'))
    for (const [tab, heading] of [
      ['participants', 'Streams'],
      ['metadata', 'Documents'],
    ] as const) {
      await goTo(page, pathOf(call, tab))
      await page.getByRole('heading', { name: heading }).waitFor()
      for (const [colorScheme, width] of [
        ['dark', 1440],
        ['light', 390],
      ] as const) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        expect(await accessibilityFaults(page), `${tab}, ${colorScheme}, ${width} wide`).toEqual([])
      }
    }
    await page.context().close()
    expect(visitors.complaints).toEqual([])
  })
})
