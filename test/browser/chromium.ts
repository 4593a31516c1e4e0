import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** `@sparticuz/chromium` unpacks into the temporary folder; ours is its own, so that nobody else's half is found there. */
async function unpackChromium(): Promise<{ executablePath: string; libraries: string; fonts: string }> {
  const folder = join(tmpdir(), 'soundkeep-chromium')
  await mkdir(folder, { recursive: true })
  const { TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH } = process.env
  // It brings the system libraries too, but only where it believes to run in Lambda.
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const executablePath = await packed.executablePath()
    return { executablePath, libraries: join(folder, 'al2023', 'lib'), fonts: await configureFonts(folder) }
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH })) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** Its own configuration looks for its fonts in `/tmp/fonts` alone, and without fonts no text is visible. */
async function configureFonts(folder: string): Promise<string> {
  const file = join(folder, 'fonts.conf')
  const folders = `<dir>${join(folder, 'fonts', 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir>`
  await writeFile(file, `<?xml version="1.0"?>\n<fontconfig>${folders}</fontconfig>\n`)
  return file
}

/** A real Chromium out of npm, with nothing of its security turned off but the sandbox that containers lack. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, libraries, fonts } = await unpackChromium()
  return chromium.launch({
    executablePath,
    args: ['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts },
  })
}
