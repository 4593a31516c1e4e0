import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildDashboard } from '../../local/dashboard/index.ts'
import { say } from './figures.ts'

const importPattern = /(?:from|import)\s*"(\.\/[^"]+\.js)"/g

/** Scripts that a page loads before anything is asked for: its own, and what they import statically. */
async function firstScripts(folder: string): Promise<Map<string, Buffer>> {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  const found = new Map<string, Buffer>()
  const open = [...page.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '')
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue
    const code = await readFile(join(folder, path))
    found.set(path, code)
    for (const [, name] of code.toString().matchAll(importPattern)) open.push(join('assets', name ?? ''))
  }
  return found
}

/** Bytes of JavaScript, gzipped, that the dashboard's first view loads. */
export async function measureFirstView(): Promise<void> {
  const scripts = await firstScripts(await buildDashboard(console.log))
  const lengths = [...scripts.values()].map((code) => gzipSync(code).length)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  say(
    `JavaScript of the entry and its static imports (${scripts.size} files)`,
    `${(total / 1000).toFixed(1)} kB gzipped`,
  )
}
