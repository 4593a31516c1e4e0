import { join } from 'node:path'
import { runIngest } from './recorder/index.ts'

const stop = new AbortController()
// Once: a second Ctrl-C ends it at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

// npm runs scripts in the package's folder and keeps the caller's in INIT_CWD, from which a person names files.
const isNpmScript = process.env.npm_lifecycle_event === 'ingest'

process.exitCode = await runIngest(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  folder: (isNpmScript && process.env.INIT_CWD) || process.cwd(),
  home: join(import.meta.dirname, '..', '.soundkeep'),
})
