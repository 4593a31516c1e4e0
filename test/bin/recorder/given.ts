import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { type ExitCode, type Pace, runIngest } from '../../../bin/recorder/index.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

/** Waits short enough for a test; what is waited for is always a thing, never a time. */
const hurried: Pace = {
  patience: { tries: 4, firstWaitMs: 1, mostWaitMs: 5 },
  firstPollMs: 1,
  lookMs: 5,
  sideWaitMs: 60_000,
  againMs: 1,
}

export type Bench = AsyncDisposable & {
  server: StandIn
  folder: string
  home: string
  /** Writes a file below the folder; its time of change lies an hour back. */
  write(name: string, content: string | Uint8Array): string
  ingest(args: string[], more?: { signal?: AbortSignal; pace?: Partial<Pace> }): Promise<Run>
  /** The same while it runs. */
  start(args: string[], more?: { pace?: Partial<Pace> }): { run: Promise<Run>; said(): string; stop(): void }
}

export type Run = { code: ExitCode; stdout: string; stderr: string }

/** A folder of files, a state folder whose `recorders.json` names the stand-in, and the stand-in itself. */
export async function givenBench(): Promise<Bench> {
  const root = mkdtempSync(join(tmpdir(), 'recorder-'))
  const folder = join(root, 'calls')
  const home = join(root, 'home')
  for (const path of [folder, home]) mkdirSync(path)
  const server = await startStandIn()
  const recorders = {
    'rec-acme': { clientId: 'rec-acme', clientSecret: 's3cret', scope: 'soundkeep/ingest' },
    'rec-late': { clientId: 'rec-late', clientSecret: 'wrong', scope: 'soundkeep/ingest' },
  }
  writeFileSync(
    join(home, 'recorders.json'),
    JSON.stringify({ url: server.url, tokenUrl: `${server.url}/token`, recorders }),
  )

  const start: Bench['start'] = (args, more = {}) => {
    const stop = new AbortController()
    const [stdout, stderr] = [new Written(), new Written()]
    const run = runIngest(args, {
      env: { SOUNDKEEP_HOME: home },
      stdout,
      stderr,
      signal: stop.signal,
      folder,
      pace: { ...hurried, ...more.pace },
    }).then((code) => ({ code, stdout: stdout.text, stderr: stderr.text }))
    return { run, said: () => stdout.text + stderr.text, stop: () => stop.abort() }
  }
  return {
    server,
    folder,
    home,
    write: (name, content) => {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
      const hourAgo = Date.now() / 1000 - 3600
      utimesSync(path, hourAgo, hourAgo)
      return path
    },
    start,
    ingest: async (args, { signal, pace } = {}) => {
      const { run, stop } = start(args, pace ? { pace } : {})
      signal?.addEventListener('abort', stop)
      return await run
    },
    [Symbol.asyncDispose]: async () => {
      await server.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

class Written extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** Resolves once `condition` holds; fails by the test's own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}
