import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const pagesFolder = join(root, 'web/dist')
/** What the built files were made from. */
const stampName = '.sources'

async function hashOfSources(): Promise<string> {
  const files = globSync(['web/**/*.{ts,tsx,js,css,html,svg,png}', 'functions/contract/*.ts', 'package-lock.json'], {
    cwd: root,
    exclude: (name) => /(^|\/)dist(\.|$)/.test(name),
  }).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(await readFile(join(root, file)))
  return hash.digest('hex')
}

async function putInPlace(aside: string): Promise<void> {
  const old = `${aside}.old`
  await rename(pagesFolder, old).catch(() => {}) // there is none before the first build
  await rename(aside, pagesFolder)
  await rm(old, { recursive: true, force: true })
}

/**
 * Builds the dashboard where its sources changed since the last build.
 * @returns the folder of its files
 * @throws Error with the build's own words when it fails
 */
export async function buildDashboard(say: (line: string) => void): Promise<string> {
  const hash = await hashOfSources()
  const stamp = await readFile(join(pagesFolder, stampName), 'utf8').catch(() => '')
  if (stamp === hash) return pagesFolder
  say('Building the dashboard (once, and after changes to it) ...')
  // A process of its own, so that the builder's memory is gone when it is done.
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  // Built aside and put in place whole: another start may be serving, or building, at the same time.
  const aside = `${pagesFolder}.${process.pid}`
  const build = spawn(
    process.execPath,
    [vite, 'build', 'web', '--outDir', aside, '--emptyOutDir', '--logLevel', 'error'],
    // Not the environment of whoever builds: a test runner's NODE_ENV would build React for development.
    { cwd: root, stdio: 'pipe', env: { NODE_ENV: 'production' } },
  )
  let words = ''
  build.stderr.on('data', (chunk) => {
    words += chunk
  })
  build.stdout.on('data', (chunk) => {
    words += chunk
  })
  const [code] = await once(build, 'exit')
  if (code !== 0) {
    await rm(aside, { recursive: true, force: true })
    throw new Error(`The dashboard could not be built:\n${words}`)
  }
  await writeFile(join(aside, stampName), hash)
  await putInPlace(aside)
  return pagesFolder
}
