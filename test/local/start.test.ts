import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startCloud } from '../../local/cloud.ts'
import { until } from '../given/cloud.ts'

// A Node of its own takes its time to load on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const root = join(import.meta.dirname, '../..')
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function givenHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-start-'))
  cleanUps.push(() => rm(home, { recursive: true, force: true }))
  return home
}

async function listening(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1')
  const failed = await once(server, 'listening').catch(() => true)
  return failed === true ? undefined : server
}

/** The first of five free ports in a row. */
async function fiveFreePorts(): Promise<number> {
  for (let first = 21_000 + (process.pid % 30_000); ; first += 5) {
    const servers = await Promise.all([0, 1, 2, 3, 4].map((offset) => listening(first + offset)))
    await Promise.all(servers.map(async (server) => server && once(server.close(), 'close')))
    if (servers.every((server) => server !== undefined)) return first
  }
}

type Started = {
  child: ChildProcess
  said: Promise<string>
  complained: Promise<string>
  ended: Promise<number | null>
}

function startOf(home: string, port: number | string, { preload = '', entry = 'local/start.ts' } = {}): Started {
  const flags = entry === 'local/start.ts' ? ['--without-dashboard', '--without-demo-calls'] : []
  const child = spawn(
    process.execPath,
    [...(preload && ['--import', `data:text/javascript,${preload}`]), entry, ...flags],
    {
      cwd: root,
      env: { ...process.env, SOUNDKEEP_HOME: home, PORT: String(port), NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = once(child, 'exit').then(([code]) => code)
  cleanUps.push(async () => {
    child.kill('SIGKILL')
    await ended
    // Of a test that failed half-way: nobody else ends the engine of a process that was killed.
    const note = await readFile(join(home, 'dynamodb/engine.json'), 'utf8').catch(() => undefined)
    if (note !== undefined && child.signalCode === 'SIGKILL') process.kill(JSON.parse(note).engine)
  })
  return { child, said: text(child.stdout), complained: text(child.stderr), ended }
}

/** How the start fails: its exit code and what it complained. */
async function failureOf({ ended, complained }: Started): Promise<{ code: number | null; lines: string[] }> {
  const code = await ended
  return { code, lines: (await complained).trim().split('\n') }
}

async function engineOf(home: string): Promise<number> {
  return until(async () => {
    const note = await readFile(join(home, 'dynamodb/engine.json'), 'utf8').catch(() => '{}')
    const { engine } = JSON.parse(note || '{}')
    return typeof engine === 'number' && engine
  })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const isServed = (port: number) =>
  until(async () => (await fetch(`http://127.0.0.1:${port}/config.json`).catch(() => undefined))?.ok)

describe('npm start', () => {
  it('says where it runs and who there is, keeps others from its folder, and ends on Ctrl-C with all its parts', async () => {
    const home = await givenHome()
    const port = await fiveFreePorts()
    const started = startOf(home, port)
    await isServed(port)
    await until(async () => readFile(join(home, 'addresses.json'), 'utf8').catch(() => undefined))

    const second = await failureOf(startOf(home, await fiveFreePorts()))
    expect(second).toMatchObject({
      code: 1,
      lines: [expect.stringContaining(`in use by process ${started.child.pid}`)],
    })

    const engine = await engineOf(home)
    expect(isRunning(engine)).toBe(true)
    started.child.kill('SIGINT')
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(0)
    expect(isRunning(engine)).toBe(false)
    const said = await started.said
    expect(said).toContain(`http://127.0.0.1:${port}`)
    expect(said).toContain(`shown at http://127.0.0.1:${port}/outbox`)
    for (const login of ['sam', 'uma', 'rec-acme']) expect(said).toContain(login)
    expect(await started.complained).toBe('')
  })

  it('interrupted half-way leaves nothing behind', async () => {
    const home = await givenHome()
    const { child, ended, complained } = startOf(home, await fiveFreePorts())
    const engine = await engineOf(home)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(isRunning(engine)).toBe(false)
    expect(await complained).toBe('')
  })
})

describe('what keeps it from starting is told in one sentence', () => {
  /** In this process: a Node of its own for each of them takes longer than all of them. */
  async function refusalOf(home: string, port: number): Promise<string> {
    const refusal = await startCloud({ home, port, withDashboard: false, withDemoCalls: false }).then(
      async (cloud) => cloud.close().then(() => 'it started'),
      (error: Error) => error.message,
    )
    const note = await readFile(join(home, 'dynamodb/engine.json'), 'utf8').catch(() => undefined)
    expect(note).toBeUndefined() // no engine was left behind
    expect(refusal).not.toContain('\n')
    return refusal
  }

  it.for([0, 1, 2, 3, 4])('port %i of the five is taken', async (offset) => {
    const port = await fiveFreePorts()
    const taken = await listening(port + offset)
    cleanUps.push(async () => taken?.close())
    expect(await refusalOf(await givenHome(), port)).toMatch(new RegExp(`^Port ${port + offset}\\b.*taken`))
  })

  const noDatabase = 'no database at all, but long enough to be looked at as one by whoever opens it'
  it.for([
    ['secrets.json', '{}'],
    ['oidc/keys.json', 'nonsense'],
    ['oidc/user-pool.sqlite', noDatabase],
    ['s3/metadata.sqlite', noDatabase],
    ['dynamodb/dynamodb.sqlite', noDatabase],
    ['events/reaper.checkpoint.json', '{'],
  ] as const)('%s is damaged', async ([file, content]) => {
    const home = await givenHome()
    await mkdir(join(home, file, '..'), { recursive: true })
    await writeFile(join(home, file), content)
    expect(await refusalOf(home, 0)).toContain(home)
    expect(await readFile(join(home, file), 'utf8')).toBe(content)
  })

  it('the state folder is a file', async () => {
    const home = join(await givenHome(), 'file')
    await writeFile(home, '')
    expect(await refusalOf(home, 0)).toContain('SOUNDKEEP_HOME')
  })

  it('with an exit code that is not zero', async () => {
    const home = await givenHome()
    await writeFile(join(home, 'secrets.json'), '{"functionKey":')
    const { code, lines } = await failureOf(startOf(home, await fiveFreePorts()))
    expect([code, lines]).toEqual([1, [expect.stringContaining(join(home, 'secrets.json'))]])
  })

  it('there is no engine for this machine', async () => {
    const preload = "Object.defineProperty(process,'arch',{value:'pdp11'})"
    const { code, lines } = await failureOf(startOf(await givenHome(), await fiveFreePorts(), { preload }))
    expect([code, lines]).toEqual([1, [expect.stringMatching(/no DynamoDB engine.*DYNAMODB_URL/)]])
  })

  it('PORT is no number', async () => {
    const { code, lines } = await failureOf(startOf(await givenHome(), 'eighty'))
    expect([code, lines]).toEqual([1, [expect.stringContaining('PORT')]])
  })

  it('Node is too old', async () => {
    const preload = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.0'}})"
    const entry = 'bin/require-node.cjs'
    const { code, lines } = await failureOf(startOf(await givenHome(), 1, { preload, entry }))
    expect([code, lines]).toEqual([1, [expect.stringContaining('18.20.0')]])
  })
})
