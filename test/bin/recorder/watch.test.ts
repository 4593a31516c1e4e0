import { appendFileSync, closeSync, openSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesOpenToWrite } from '../../../bin/recorder/open-files.ts'
import { watchFolder } from '../../../bin/recorder/watch.ts'
import { type Bench, givenBench, until } from './given.ts'

let bench: Bench
beforeEach(async () => {
  bench = await givenBench()
})
afterEach(() => bench[Symbol.asyncDispose]())

const watching = ['--as', 'rec-acme', '--watch', '.', '--settle', '0.02']
const storedTexts = () => [...bench.server.stored.values()].map(String).sort()

describe('a watched folder', () => {
  it('is sent file by file, those in its folders too, and others than media are left alone', async () => {
    bench.write('1.wav', 'one')
    bench.write('deep/er/2.mp3', 'two')
    for (const name of ['notes.txt', '.hidden.wav', '.cache/3.wav', '4.wav.part']) bench.write(name, 'no')
    const { run, said, stop } = bench.start(watching)
    await until(() => bench.server.stored.size === 2)
    bench.write('5.wav', 'later')
    await until(() => said().match(/1 file sent/g)?.length === 3)
    stop()
    const { code, stderr } = await run
    expect(code).toBe(0)
    expect(storedTexts()).toEqual(['later', 'one', 'two'])
    expect(stderr).toContain('Stopped watching. The same command goes on')
  })

  it('gives a growing file the time that it needs', async () => {
    const path = bench.write('call.wav', 'start')
    const stop = new AbortController()
    const wholes: string[] = []
    let looks = 0
    await watchFolder({
      folder: bench.folder,
      settleMs: 1_000,
      lookMs: 0,
      sideWaitMs: 0,
      againMs: 0,
      signal: stop.signal,
      // A look comes every 0.6 s, and the file grows before every other one, four times in all.
      now: () => {
        if (looks % 2 === 0 && looks < 8) appendFileSync(path, ', more')
        return ++looks * 600
      },
      filesOpenToWrite: () => new Set(),
      isSent: () => false,
      plan: (paths) => {
        if (paths.length === 0) return []
        wholes.push(...paths.map((whole) => readFileSync(whole, 'utf8')))
        stop.abort()
        return []
      },
      send: async () => true,
      warn: () => undefined,
    })
    expect(wholes).toEqual([`start${', more'.repeat(4)}`])
    expect(looks).toBe(9)
  })

  it.runIf(process.platform === 'linux')('leaves a file that is still open to write', async () => {
    const path = join(realpathSync(bench.folder), 'on-hold.wav')
    const descriptor = openSync(path, 'a')
    writeFileSync(descriptor, 'first half')
    const reader = openSync(path, 'r')
    expect(filesOpenToWrite().has(path)).toBe(true)
    const { run, stop } = bench.start(watching)
    bench.write('other.wav', 'other')
    await until(() => bench.server.stored.size === 1)
    writeFileSync(descriptor, ', second half')
    closeSync(descriptor)
    expect(filesOpenToWrite().has(path)).toBe(false)
    await until(() => bench.server.stored.size === 2)
    closeSync(reader)
    stop()
    await run
    expect(storedTexts()).toEqual(['first half, second half', 'other'])
  })

  it('is remembered: what was sent before is not sent again, what is new or changed is', async () => {
    bench.write('1.wav', 'one')
    const first = bench.start(watching)
    await until(() => first.said().includes('1 file sent'))
    first.stop()
    await first.run
    const announced = bench.server.count('announce')

    bench.write('2.wav', 'two')
    const second = bench.start(watching)
    await until(() => second.said().includes('1 file sent'))
    writeFileSync(join(bench.folder, '1.wav'), 'one, longer')
    await until(() => bench.server.stored.size === 3)
    second.stop()
    await second.run
    expect(bench.server.count('announce')).toBe(announced + 2)
    expect(storedTexts()).toEqual(['one', 'one, longer', 'two'])
  })

  it('waits for the other side of a call and sends both as one', async () => {
    bench.write('20260301-7-in.wav', 'caller')
    const { run, stop } = bench.start([...watching, '--name-pattern', '{date}-{from}-{side}'])
    bench.write('20260301-8-mix.wav', 'mixed')
    await until(() => bench.server.stored.size === 1)
    expect(storedTexts()).toEqual(['mixed'])
    bench.write('20260301-7-out.wav', 'agent')
    await until(() => bench.server.stored.size === 3)
    stop()
    await run
    const [, call] = bench.server.recordings
    expect(bench.server.recordings).toHaveLength(2)
    expect(call?.bodies).toHaveLength(1)
    expect(call?.bodies[0]?.media?.map(({ channels }) => channels)).toEqual([['caller'], ['agent']])
  })

  it('waits for it only so long, and adds it to the same recording when it comes late', async () => {
    bench.write('20260301-7-in.wav', 'caller')
    const args = [...watching, '--name-pattern', '{date}-{from}-{side}']
    const { run, stop } = bench.start(args, { pace: { sideWaitMs: 1 } })
    await until(() => bench.server.stored.size === 1)
    bench.write('20260301-7-out.wav', 'agent')
    await until(() => bench.server.stored.size === 2)
    stop()
    await run
    expect(bench.server.recordings).toHaveLength(1)
  })

  it('adds a later segment to its call without another start, and a later side at its place in time', async () => {
    const name = (time: string, side: string, segment: number) => `20260301-${time}_s1_${side}_${segment}.wav`
    const { run, stop } = bench.start(
      [...watching, '--name-pattern', '{date}_{sessionId}_{side}_{segment}', '--time-zone', 'UTC'],
      {
        pace: { sideWaitMs: 1 },
      },
    )
    const files: [string, string, number][] = [
      ['093000', 'in', 1],
      ['093002', 'out', 1],
      ['094000', 'mix', 2],
    ]
    for (const [i, file] of files.entries()) {
      bench.write(name(...file), file.join())
      await until(() => bench.server.stored.size === i + 1)
    }
    stop()
    await run
    expect(
      bench.server.recordings.map(({ bodies }) =>
        bodies.map(({ startedAt, media }) => [startedAt, media?.[0]?.segment, media?.[0]?.startOffsetMs]),
      ),
    ).toEqual([
      [
        ['2026-03-01T09:30:00.000Z', 1, 0],
        [undefined, 1, 2_000],
        [undefined, 2, 0],
      ],
    ])
  })

  it('is tried again after a fault, and after a refusal not', async () => {
    bench.server.faults.announce.push(
      { kind: 'problem', code: 'contradiction', detail: 'It differs.' },
      ...Array.from({ length: 4 }, () => ({ kind: 'status', status: 503, headers: { 'retry-after': '0' } }) as const),
    )
    bench.write('1.wav', 'refused')
    const { run, said, stop } = bench.start(watching)
    await until(() => said().includes('It differs.'))
    bench.write('2.wav', 'taken at last')
    await until(() => bench.server.stored.size === 1)
    stop()
    await run
    expect(storedTexts()).toEqual(['taken at last'])
    expect(bench.server.count('announce')).toBe(6)
  })

  it('may be away for a while', async () => {
    const { run, said, stop } = bench.start(watching)
    await until(() => said().includes('Watching'))
    renameSync(bench.folder, `${bench.folder}-away`)
    await until(() => said().includes('still looking'))
    renameSync(`${bench.folder}-away`, bench.folder)
    bench.write('1.wav', 'one')
    await until(() => bench.server.stored.size === 1)
    stop()
    const { stderr } = await run
    expect(stderr.match(/still looking/g)).toHaveLength(1)
    expect(readFileSync(join(bench.folder, '1.wav'), 'utf8')).toBe('one')
  })
})
