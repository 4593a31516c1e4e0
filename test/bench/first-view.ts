import { gzipSync } from 'node:zlib'
import { launchChromium } from '../browser/chromium.ts'
import { givenCloud } from '../given/cloud.ts'
import { say } from './figures.ts'

/** Bytes of JavaScript, gzipped, that Chromium loads for the first view of the home page and of the list. */
export async function measureFirstView(): Promise<void> {
  const world = await givenCloud({ withDashboard: true })
  await world.ingestCall({ sessionId: 'bench', route: 'Sales', from: '+14155550142', to: '1002' })
  const browser = await launchChromium()
  const signedIn = await browser.newContext()
  const page = await signedIn.newPage()
  await page.goto(world.cloud.url)
  await page.getByText('Uma Patel').first().click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  for (const [name, path] of [
    ['home', ''],
    ['list', '/recordings'],
  ]) {
    const scripts: Promise<Buffer>[] = []
    page.removeAllListeners('response')
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body())
    })
    await page.goto(`${world.cloud.url}/t/01k0acme000000000000000000${path}`)
    await page.getByText('142').first().waitFor()
    const lengths = (await Promise.all(scripts)).map((code) => gzipSync(code).length)
    const total = lengths.reduce((sum, length) => sum + length, 0)
    say(`JavaScript of the first view, ${name} (${lengths.length} files)`, `${(total / 1000).toFixed(1)} kB gzipped`)
  }
  await browser.close()
  await world.close()
}
