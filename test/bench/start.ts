import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, say, timed } from './figures.ts'

const root = join(import.meta.dirname, '../..')
const runs = 5
const port = 18_787

/** Until the dashboard's page and configuration have been served. */
async function startAndLoad(home: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['local/start.ts'], {
    cwd: root,
    env: { ...process.env, SOUNDKEEP_HOME: home, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout) {
    if (String(chunk).includes('runs at')) break
  }
  child.stdout.resume()
  for (const path of ['/', '/config.json']) await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGINT')
  await once(child, 'exit')
}

/** Resident megabytes of a process and all its children (Linux). */
function residentMegabytes(pid: number): number {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  const pids = [
    pid,
    ...children
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(Number),
  ]
  return pids.reduce((sum, each) => {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? []
    return sum + Number(kilobytes ?? 0) / 1024
  }, 0)
}

/** `npm start` on existing state: until the first page, and the memory of all parts together. */
export async function measureStart(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  await stop(await startAndLoad(home)) // makes the state
  const times: number[] = []
  let megabytes = 0
  for (let run = 0; run < runs; run++) {
    let child: ChildProcess | undefined
    times.push(
      await timed(async () => {
        child = await startAndLoad(home)
      }),
    )
    if (!child) continue
    megabytes = Math.max(megabytes, process.platform === 'linux' ? residentMegabytes(child.pid ?? 0) : Number.NaN)
    await stop(child)
  }
  say(`Start on existing state to the first page, median of ${runs}`, `${(median(times) / 1000).toFixed(2)} s`)
  say('All parts together, most', `${megabytes.toFixed(0)} MB resident`)
  await rm(home, { recursive: true })
}
