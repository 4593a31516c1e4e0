import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, givenBench, until } from './given.ts'
import type { Fault, Step } from './stand-in.ts'

let bench: Bench
beforeEach(async () => {
  bench = await givenBench()
})
afterEach(() => bench[Symbol.asyncDispose]())

const long = Buffer.alloc(3_000_000, 'a long recording ')
const asAcme = ['--as', 'rec-acme']

describe('two files of one call, a side each', () => {
  it('go in as one recording with one segment', async () => {
    bench.write('c.wav', 'caller speaks')
    bench.write('a.mp3', long)
    const facts = ['--from', '2001', '--to', '2002', '--start', '2026-03-01 10:30:00', '--time-zone', 'Europe/Berlin']
    const { code, stdout } = await bench.ingest([...asAcme, 'c.wav', 'a.mp3', '--channels', 'caller,agent', ...facts])

    expect(code).toBe(0)
    const [recording] = bench.server.recordings
    expect(bench.server.recordings).toHaveLength(1)
    expect(recording?.bodies[0]).toEqual({
      from: '2001',
      to: '2002',
      startedAt: '2026-03-01T09:30:00.000Z',
      media: [
        {
          segment: 1,
          kind: 'audio',
          startOffsetMs: 0,
          channels: ['caller'],
          lengthBytes: 13,
          sha256: '80f535f0a2d5a8a1db8d911aba148e3f6700fabfcc4dd412593bad11439fbf90',
          contentType: 'audio/wav',
          fileName: 'c.wav',
        },
        expect.objectContaining({ channels: ['agent'], contentType: 'audio/mpeg', lengthBytes: long.length }),
      ],
    })
    expect([...bench.server.stored.values()].map((stored) => stored.length).sort()).toEqual([13, long.length].sort())
    expect(stdout).toBe(
      `recording ${recording?.recordingId} (new) session ${recording?.sessionId}: 2 files available\n`,
    )
  })

  it('are known when they come again, and not sent twice', async () => {
    bench.write('c.wav', 'caller')
    bench.write('a.wav', 'agent')
    const args = [...asAcme, 'c.wav', 'a.wav', '--channels', 'caller,agent']
    await bench.ingest(args)
    const again = await bench.ingest(args)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('(known)') })
    expect(again.stdout).toContain('2 files available')
    expect(bench.server.count('put')).toBe(2)
    expect(bench.server.recordings).toHaveLength(1)
  })
})

describe('a recorder', () => {
  it('carries SIP headers and a SIPREC document along, and sends what they say with the facts', async () => {
    bench.write('call.wav', 'x')
    bench.write('call.xml', '<recording/>')
    await bench.ingest([
      ...asAcme,
      'call.wav',
      '--siprec',
      'call.xml',
      '--sip-header',
      'X-ISR-UCID: 4711',
      '--session-id',
      's',
    ])
    expect(bench.server.recordings[0]?.bodies[0]).toMatchObject({
      sessionId: 's',
      siprec: '<recording/>',
      sipHeaders: [{ name: 'X-ISR-UCID', value: '4711' }],
    })
  })

  it('waits until the server has checked the files', async () => {
    bench.write('call.wav', 'x')
    bench.server.pendingAnswers = 3
    expect((await bench.ingest([...asAcme, 'call.wav'])).stdout).toContain('1 file available')
    expect(bench.server.count('announce')).toBe(5)
  })

  it('does not wait where it is told not to', async () => {
    bench.write('call.wav', 'x')
    expect((await bench.ingest([...asAcme, 'call.wav', '--no-wait'])).stdout).toContain('1 file sent')
    expect(bench.server.count('announce')).toBe(1)
  })

  it.each(['damaged', 'rejected'] as const)('reports a file that turns out %s', async (state) => {
    bench.write('call.wav', 'x')
    bench.server.checkedAs = state
    const { code, stdout } = await bench.ingest([...asAcme, 'call.wav'])
    expect(code).toBe(1)
    expect(stdout).toContain(`1 file ${state}\n  call.wav: ${state}`)
  })

  it('sends more files than one request takes', async () => {
    const names = Array.from({ length: 31 }, (_, i) => `${i}.wav`)
    for (const name of names) bench.write(name, name)
    const { code, stdout } = await bench.ingest([...asAcme, ...names, '--session-id', 'many'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('31 files available') })
    expect(bench.server.recordings.map(({ media }) => media.length)).toEqual([31])
  })

  it('asks for a new token when the server no longer takes the old one', async () => {
    bench.write('call.wav', 'x')
    bench.server.tokenIsTaken = (token) => token !== 'token-1'
    expect((await bench.ingest([...asAcme, 'call.wav'])).code).toBe(0)
    expect(bench.server.count('token')).toBe(2)
  })

  it('speaks JSON to machines', async () => {
    const path = bench.write('call.wav', 'x')
    const { stdout, stderr } = await bench.ingest([...asAcme, 'call.wav', '--json', '--session-id', 's1'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'in',
      sessionId: 's1',
      isNew: true,
      files: [{ path, state: 'available', lengthBytes: 1 }],
    })
  })
})

describe('a fault that passes is got over', () => {
  const busy: Fault = { kind: 'status', status: 503, headers: { 'retry-after': '0' } }
  const expired: Fault = { kind: 'status', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
  const cases: [string, Step, Fault[]][] = [
    [
      'an upload cut in the middle, twice',
      'put',
      [
        { kind: 'cut', afterBytes: 1_000_000 },
        { kind: 'cut', afterBytes: 2_000_000 },
      ],
    ],
    ['a busy server', 'announce', [busy, busy]],
    ['a busy store', 'put', [busy]],
    ['a busy sign-in', 'token', [busy]],
    ['a line cut before the answer to the announcement', 'announce', [{ kind: 'lose answer' }]],
    ['a line cut before the answer to the upload', 'put', [{ kind: 'lose answer' }]],
    ['an upload URL that the store no longer takes', 'put', [expired]],
    [
      'a recording that changed at the same time',
      'announce',
      [{ kind: 'problem', code: 'conflict', detail: 'Try again.' }],
    ],
  ]
  it.each(cases)('%s', async (_, step, faults) => {
    bench.write('call.wav', long)
    bench.server.faults[step].push(...faults)
    const { code, stdout } = await bench.ingest([...asAcme, 'call.wav', '--session-id', 's1'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('1 file available') })
    expect([...bench.server.stored.values()].map((stored) => stored.equals(long))).toEqual([true])
    expect(bench.server.faults[step]).toEqual([])
  })

  it('an announcement repeated after a cut is known by its key', async () => {
    bench.write('call.wav', 'x')
    bench.server.faults.announce.push({ kind: 'lose answer' })
    await bench.ingest([...asAcme, 'call.wav', '--no-wait'])
    const keys = bench.server.requests
      .filter(({ step }) => step === 'announce')
      .map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('an upload that arrived and is sent again, because its answer was lost and the API has not heard of it', async () => {
    bench.write('call.wav', 'x')
    bench.server.hearsLate = true
    bench.server.faults.put.push({ kind: 'lose answer' })
    expect((await bench.ingest([...asAcme, 'call.wav'])).code).toBe(0)
    expect(bench.server.count('put')).toBe(2)
  })

  it('an upload URL that has ended is renewed before it is used', async () => {
    bench.write('call.wav', 'x')
    bench.server.givesExpiredUrls = true
    expect((await bench.ingest([...asAcme, 'call.wav'])).code).toBe(0)
    expect([bench.server.count('put'), bench.server.count('reissue')]).toEqual([1, 1])
  })
})

describe('a fault that stays', () => {
  it('is told in the words of the command line, and the other calls go in', async () => {
    bench.write('1.wav', 'one')
    bench.write('2.wav', 'two')
    bench.server.faults.announce.push({
      kind: 'problem',
      code: 'contradiction',
      detail: 'What this says of the call differs from what is known.',
      errors: [
        { field: 'startedAt', message: 'is known as 2026-03-01T09:30:00Z' },
        { field: 'media[0].sha256', message: 'must be a SHA-256' },
      ],
    })
    const { code, stdout, stderr } = await bench.ingest([...asAcme, '1.wav', '2.wav', '--each', '--concurrency', '1'])
    expect(code).toBe(1)
    expect(stderr).toContain('1.wav: What this says of the call differs')
    expect(stderr).toContain('--start: is known as')
    expect(stderr).toContain('1.wav, sha256: must be')
    expect(stdout).toContain('1 file available')
  })

  it('leaves the other file of the call alone', async () => {
    bench.write('1.wav', 'one')
    bench.write('2.wav', 'two')
    bench.server.faults.put.push(...Array.from({ length: 4 }, (): Fault => ({ kind: 'status', status: 500 })))
    const { code, stdout } = await bench.ingest([...asAcme, '1.wav', '2.wav', '--concurrency', '1'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/1 file not sent, 1 available\n {2}1\.wav: not sent: .+500/)
  })

  it('is not tried for every call when nobody answers any more', async () => {
    for (const name of ['1.wav', '2.wav', '3.wav']) bench.write(name, name)
    bench.server.faults.announce.push(...Array.from({ length: 4 }, (): Fault => ({ kind: 'cut', afterBytes: 1 })))
    const { code, stderr } = await bench.ingest([...asAcme, '1.wav', '2.wav', '3.wav', '--each', '--concurrency', '1'])
    expect(code).toBe(1)
    expect(bench.server.count('announce')).toBe(4)
    expect(stderr).toContain('0 of 3 recordings are in. The same command goes on')
  })

  it('in a file whose bytes changed unseen is mended by sending it again', async () => {
    bench.write('call.wav', 'before')
    bench.server.faults.put.push(...Array.from({ length: 4 }, (): Fault => ({ kind: 'status', status: 500 })))
    const args = [...asAcme, 'call.wav', '--session-id', 's']
    await bench.ingest(args)
    const { mtime } = statSync(join(bench.folder, 'call.wav'))
    utimesSync(bench.write('call.wav', 'beyond'), mtime, mtime)

    const { code, stdout } = await bench.ingest(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('BadDigest') })
    expect((await bench.ingest(args)).code).toBe(0)
    expect([...bench.server.stored.values()].map(String)).toEqual(['beyond'])
  })
})

describe('stopped in the middle', () => {
  it('says how to go on, and the same command sends the rest alone', async () => {
    bench.write('1.wav', 'one')
    bench.write('2.wav', long)
    bench.server.faults.put.push(undefined, { kind: 'stall' })
    const args = [...asAcme, '1.wav', '2.wav', '--each', '--concurrency', '1']
    const going = bench.start(args)
    await until(() => bench.server.count('put') === 2)
    going.stop()
    const { code, stderr } = await going.run
    expect(code).toBe(130)
    expect(stderr).toContain('Stopped: 1 of 2 recordings are in. The same command goes on where it stopped.')

    const again = await bench.ingest(args)
    expect(again.code).toBe(0)
    expect(bench.server.count('put')).toBe(3)
    expect(bench.server.recordings).toHaveLength(2)
  })
})

describe('a recorder that cannot connect says why', () => {
  const send = (args: string[]) => {
    bench.write('call.wav', 'x')
    return bench.ingest([...args, 'call.wav'])
  }
  it('with a wrong secret', async () => {
    const { code, stderr } = await send(['--as', 'rec-late'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^The sign-in service does not let rec-late in: .+\n$/)
  })

  it('with an unknown name, or none where there are several', async () => {
    expect((await send(['--as', 'rec-none'])).stderr).toBe(
      'There is no recorder "rec-none" here: --as rec-acme or rec-late.\n',
    )
    expect(await send([])).toEqual({
      code: 3,
      stdout: '',
      stderr: 'Say which recorder this is: --as rec-acme or rec-late.\n',
    })
  })

  it('where nothing runs', async () => {
    await bench.server.close()
    const { code, stderr } = await send(asAcme)
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^Nobody answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\): start it with "npm start"\.\n$/,
    )
  })

  it('where recorders.json is damaged or was never written', async () => {
    const path = join(bench.home, 'recorders.json')
    writeFileSync(path, '{')
    expect((await send(asAcme)).stderr).toContain('recorders.json is damaged')
    rmSync(path)
    expect(await send(asAcme)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('start Soundkeep with "npm start"'),
    })
  })
})

it('looks only, in a dry run', async () => {
  bench.write('call.wav', 'x')
  const { code, stdout } = await bench.ingest([...asAcme, 'call.wav', '--from', '2001', '--dry-run'])
  expect(code).toBe(0)
  expect(stdout).toContain('2001')
  expect(stdout).toContain('1 recording, 1 file, 1 kB: nothing was sent.')
  expect(bench.server.requests).toEqual([])
  expect(existsSync(`${bench.home}/ingest`)).toBe(false)
})

it('never shows a token, a secret or an upload URL', async () => {
  bench.write('call.wav', 'x')
  bench.server.faults.put.push(...Array.from({ length: 4 }, (): Fault => ({ kind: 'status', status: 500 })))
  const { stdout, stderr } = await bench.ingest([...asAcme, 'call.wav'])
  expect(stdout + stderr).not.toMatch(/token-1|s3cret|\/store\//)
})
