import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** People at the dashboard, each in a browser context of their own. */
export type Visitors = {
  /** What Chromium complained of: blocked by the page's policy, failed, thrown. */
  complaints: string[]
  pageFor(options?: Parameters<Browser['newContext']>[0]): Promise<Page>
  /** Signs in by the name that the sign-in page shows, at the address asked for. */
  signIn(page: Page, name: string, path?: string): Promise<void>
  /** Everybody leaves; new ones may come. */
  leave(): Promise<void>
  close(): Promise<void>
}

export async function givenVisitors(dashboardUrl: string): Promise<Visitors> {
  const browser = await launchChromium()
  const complaints: string[] = []
  return {
    complaints,

    async pageFor(options = {}) {
      const context = await browser.newContext({
        ...{ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'America/Los_Angeles' },
        ...options,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('console', (message) => {
        // A refusal is an answer, which Chromium logs as an error.
        if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      return page
    },

    async signIn(page, name, path = '/') {
      await page.goto(`${dashboardUrl}${path}`)
      await page.getByText(name).first().click()
      await page.getByRole('navigation', { name: 'Main' }).waitFor()
    },

    async leave() {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },

    async close() {
      await browser.close()
    },
  }
}

/** What axe finds wrong with the page, and whether it is wider than its window. The page must be opened with `bypassCSP`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: axePath })
  // A colour on its way to another is not what anybody reads.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  return page.evaluate(async () => {
    // axe puts itself on the window.
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    const isTooWide = document.documentElement.scrollWidth > window.innerWidth
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(isTooWide ? ['the page is wider than the window'] : []),
    ]
  })
}
