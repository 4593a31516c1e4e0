import { launchChromium } from './chromium.ts'

const browser = await launchChromium()
const base = 'http://127.0.0.1:9187'
const out = '/tmp/words-shots'

import { mkdirSync } from 'node:fs'

mkdirSync(out, { recursive: true })
for (const [scheme, width] of [
  ['light', 1280],
  ['dark', 390],
  ['light', 390],
  ['dark', 1280],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  page.on('console', (m) => {
    if (m.type() === 'error') console.log('console', m.text())
  })
  page.on('pageerror', (e) => console.log('pageerror', e.message))
  const name = `${scheme}-${width}`
  await page.goto(`${base}/`)
  await page.getByText('Tara Quinn').first().click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await page.goto(`${base}/t/01k0acme000000000000000000/recordings`)
  await page.getByText('Dana Cole').first().click()
  await page.getByRole('tab', { name: 'Transcript' }).waitFor()
  await page.waitForTimeout(800)
  await page.screenshot({ path: `${out}/${name}-segments.png`, fullPage: true })
  await page.getByRole('tab', { name: 'Transcript' }).click()
  await page.getByText('Welcome to the neighborhood').waitFor()
  await page.getByText('Welcome to the neighborhood').click()
  await page.waitForTimeout(600)
  await page.getByLabel('Find in the transcript').fill('thursday')
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}/${name}-transcript.png`, fullPage: true })
  await page.getByRole('button', { name: 'Edit this line' }).nth(1).click()
  await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}/${name}-edit.png`, fullPage: true })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.locator('textarea').last().fill('WEBVTT\n\n00:01.000 --> 00:00.000\nHi')
  await page.getByRole('button', { name: 'Replace' }).click()
  await page.waitForTimeout(800)
  await page.screenshot({ path: `${out}/${name}-import.png` })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'History of this line' }).first().click()
  await page.waitForTimeout(800)
  await page.screenshot({ path: `${out}/${name}-history.png` })
  await context.close()
}
await browser.close()
