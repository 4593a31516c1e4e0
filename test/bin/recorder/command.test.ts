import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Bench, givenBench, until } from './given.ts'

let bench: Bench
beforeEach(async () => {
  bench = await givenBench()
})
afterEach(() => bench[Symbol.asyncDispose]())

function startCommand(args: string[]) {
  const env = { ...process.env, SOUNDKEEP_HOME: bench.home, npm_lifecycle_event: 'ingest', INIT_CWD: bench.folder }
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../bin/ingest.ts'), ...args], { env })
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk))
  return { child, output, ended: once(child, 'close') }
}

it('is a command that takes files from where npm was called, and stops at once on Ctrl-C', async () => {
  bench.write('call.wav', Buffer.alloc(2_000_000))
  bench.server.faults.put.push({ kind: 'stall' })
  const { child, output, ended } = startCommand(['--as', 'rec-acme', 'call.wav'])
  await until(() => bench.server.count('put') === 1)
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  expect(output.text).toContain('0 of 1 recordings are in. The same command goes on')
})
