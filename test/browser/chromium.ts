import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import packageJson from '../../package.json' with { type: 'json' }

const version = packageJson.devDependencies['@sparticuz/chromium']
const folder = join(tmpdir(), `soundkeep-chromium-${version}`)
const fontsFile = join(folder, 'fonts.conf')

/** `@sparticuz/chromium` unpacks into the temporary folder, and the system libraries only where it believes to run in Lambda. */
async function unpackInto(aside: string): Promise<void> {
  const { TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env
  Object.assign(process.env, { TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH })) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** Unpacked aside and put in place whole: several test files may want it at once. */
async function unpackChromium(): Promise<void> {
  if (existsSync(folder)) return
  const aside = `${folder}.${process.pid}`
  await mkdir(aside, { recursive: true })
  await unpackInto(aside)
  // Its own configuration looks for fonts in `/tmp/fonts` alone, and without fonts no text is visible.
  const folders = `<dir>${join(folder, 'fonts', 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir>`
  await writeFile(join(aside, 'fonts.conf'), `<?xml version="1.0"?>\n<fontconfig>${folders}</fontconfig>\n`)
  await rename(aside, folder).catch(async (error) => {
    await rm(aside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
}

/** A real Chromium out of npm, with nothing of its security turned off but the sandbox that containers lack. */
export async function launchChromium(): Promise<Browser> {
  await unpackChromium()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fontsFile },
  })
}
