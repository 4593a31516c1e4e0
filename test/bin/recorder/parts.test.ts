import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, givenBench, until } from './given.ts'
import type { Fault } from './stand-in.ts'

let bench: Bench
beforeEach(async () => {
  bench = await givenBench()
  bench.server.partBytes = 100_000
})
afterEach(() => bench[Symbol.asyncDispose]())

/** Twenty-one parts, no two of the same bytes. */
const long = Buffer.alloc(2_050_000, 'no two parts begin alike, for 100,000 is no multiple of this text’s length')
const send = ['--as', 'rec-acme', 'long.wav']
const givenLong = () => bench.write('long.wav', long)
const storedBytes = () => [...bench.server.stored.values()]

describe('a long file', () => {
  it('is sent in parts of which some are under way at once, and is whole in the end', async () => {
    givenLong()
    bench.server.waitsForParts = 4
    const run = await bench.ingest([...send, '--concurrency', '4'])
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('1 file available') })
    expect(storedBytes()).toEqual([long])
    expect(bench.server.count('put')).toBe(0)
    expect(bench.server.count('putPart')).toBe(21)
    expect(bench.server.partsUnderWay.most).toBe(4)
  })

  it('is sent whole where no parts are advised', async () => {
    bench.server.partBytes = undefined
    givenLong()
    expect((await bench.ingest(send)).code).toBe(0)
    expect([bench.server.count('put'), bench.server.count('putPart')]).toEqual([1, 0])
  })

  it('goes on where it stopped when the program was ended, and reads no file again for its checksum', async () => {
    givenLong()
    // The line dies in the eleventh part; the program is ended while it waits to try again.
    bench.server.faults.putPart = Array.from({ length: 60 }, (_, index) =>
      index < 10 ? undefined : { kind: 'cut', afterBytes: 1_000 },
    )
    const { run, stop } = bench.start(send, {
      pace: { patience: { tries: 50, firstWaitMs: 60_000, mostWaitMs: 60_000 } },
    })
    await until(() => bench.server.count('putPart') >= 14)
    stop()
    expect((await run).code).toBe(130)
    const [arrived] = [...bench.server.parts.values()].map(({ size }) => size)
    expect(arrived).toBe(10)
    bench.server.faults.putPart = []
    const before = bench.server.count('putPart')
    expect((await bench.ingest(send)).code).toBe(0)
    expect(bench.server.count('putPart') - before).toBe(11)
    expect(storedBytes()).toEqual([long])
    expect(bench.server.recordings).toHaveLength(1)
  })

  it('is not sent again where only the answer to its completion was lost', async () => {
    givenLong()
    bench.server.faults.complete = [{ kind: 'lose answer' }]
    expect((await bench.ingest(send)).code).toBe(0)
    expect(bench.server.count('putPart')).toBe(21)
    expect(storedBytes()).toEqual([long])
  })

  it('asks for fresh URLs where those it has have ended', async () => {
    bench.server.givesExpiredUrls = true
    givenLong()
    const { code } = await bench.ingest(send)
    expect(code).toBe(0)
    expect(bench.server.count('partUrls')).toBeGreaterThan(21)
    expect(storedBytes()).toEqual([long])
  })
})

describe('a part that fails', () => {
  const faults: [name: string, fault: Fault][] = [
    ['is cut', { kind: 'cut', afterBytes: 20_000 }],
    ['meets a URL that has ended', { kind: 'status', status: 403, body: '<Code>AccessDenied</Code>' }],
    ['meets a busy store', { kind: 'status', status: 503, body: '<Code>SlowDown</Code>' }],
    ['meets an upload that the store gave up', { kind: 'status', status: 404, body: '<Code>NoSuchUpload</Code>' }],
    ['loses its answer', { kind: 'lose answer' }],
  ]
  it.for(faults)('because it %s is sent again, by itself', async ([, fault]) => {
    givenLong()
    bench.server.faults.putPart = [undefined, fault, undefined, fault]
    expect((await bench.ingest(send)).code).toBe(0)
    expect(bench.server.count('putPart')).toBe(23)
    expect(storedBytes()).toEqual([long])
  })

  it('for good makes the file fail and leaves no other part on its way', async () => {
    givenLong()
    bench.server.faults.putPart = [undefined, { kind: 'status', status: 400, body: '<Code>EntityTooLarge</Code>' }]
    const run = await bench.ingest(send)
    expect(run.code).toBe(1)
    expect(run.stdout + run.stderr).toContain('EntityTooLarge')
    expect(bench.server.partsUnderWay.now).toBe(0)
    expect(bench.server.count('complete')).toBe(0)
  })

  it('because the store lost all of them makes it begin anew', async () => {
    givenLong()
    bench.server.faults.complete = [{ kind: 'problem', code: 'media_not_ready', detail: 'Parts have not arrived.' }]
    expect((await bench.ingest(send)).code).toBe(0)
    expect(bench.server.count('arrivedParts')).toBe(2)
    expect(storedBytes()).toEqual([long])
  })
})
