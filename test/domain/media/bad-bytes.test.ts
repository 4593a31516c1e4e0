import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectMedia } from '../../../functions/domain/media/index.ts'
import { makeWav } from '../../given/wav.ts'
import { givenMedia, sourceOf } from './sources.ts'

const wav = { channels: 1, sampleRateHz: 8000, durationMs: 200 }
const samples: Uint8Array[] = [
  makeWav({ ...wav, format: 'pcm16' }),
  makeWav({ ...wav, format: 'ima_adpcm' }),
  makeWav({ ...wav, format: 'pcm8', isRf64: true }),
  ...[
    'cbr.mp3',
    'vbr-xing-id3.mp3',
    'opus.ogg',
    'vorbis.ogg',
    'opus.webm',
    'live-vp8-opus.webm',
    'aac-moov-last.m4a',
    'h264-aac.mp4',
    'aac-fragmented.mp4',
    'adts.aac',
    'flac.flac',
  ].map(givenMedia),
]

/** Values that turn counts and sizes into traps. */
const trap = fc.constantFrom(
  [0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0, 0, 0, 0],
  [0, 0, 0, 1],
  [0x80, 0, 0, 0],
)
const change = fc.record({
  /** Headers lie at the ends of a file. */
  at: fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: -1500, max: -1 })),
  bytes: fc.oneof(trap, fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 8 })),
})
const damage = fc.record({
  sample: fc.integer({ min: 0, max: samples.length - 1 }),
  changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  keptPart: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
})

const damaged = ({ sample, changes, keptPart }: typeof damage extends fc.Arbitrary<infer D> ? D : never) => {
  const bytes = new Uint8Array(samples[sample] ?? [])
  for (const { at, bytes: values } of changes) {
    const offset = at < 0 ? Math.max(0, bytes.length + at) : at % bytes.length
    bytes.set(values.slice(0, bytes.length - offset), offset)
  }
  return bytes.subarray(0, Math.ceil(bytes.length * keptPart))
}

describe('bad bytes', () => {
  it('never throw, never need many reads, and give facts that the API can say', async () => {
    const seed = Date.now()
    await fc.assert(
      fc.asyncProperty(damage, async (what) => {
        const source = sourceOf(damaged(what))
        const facts = await inspectMedia(source, { contentType: 'audio/wav' })
        expect(source.reads).toBeLessThanOrEqual(12)
        const { durationMs } = facts
        if (durationMs !== null)
          expect(Number.isInteger(durationMs) && durationMs >= 0 && durationMs <= 2.7e9).toBe(true)
        expect(facts.problem === undefined).toBe(facts.problemDetail === undefined)
        if (facts.problem === 'unreadable' || facts.problem === 'empty') expect(facts.isPlayable).toBe(false)
      }),
      { numRuns: 3000, seed },
    )
  })

  it('nor do bytes that are nothing at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await inspectMedia(sourceOf(bytes), { contentType: 'audio/mpeg' })
      }),
      { numRuns: 500, seed: Date.now() },
    )
  })
})

describe('a source that fails', () => {
  class StoreGone extends Error {}

  for (const name of ['opus.webm', 'aac-moov-last.m4a', 'cbr.mp3', 'opus.ogg']) {
    it(`passes its own error through, at each read of ${name}`, async () => {
      const bytes = new Uint8Array(1_000_000)
      bytes.set(givenMedia(name))
      const whole = sourceOf(bytes)
      await inspectMedia(whole, { contentType: 'audio/mpeg' })
      for (let failing = 1; failing <= whole.reads; failing += 1) {
        const source = sourceOf(bytes)
        const flaky = {
          lengthBytes: source.lengthBytes,
          read: async (offset: number, lengthBytes: number) => {
            const part = await source.read(offset, lengthBytes)
            if (source.reads === failing) throw new StoreGone()
            return part
          },
        }
        await expect(inspectMedia(flaky, { contentType: 'audio/mpeg' })).rejects.toBeInstanceOf(StoreGone)
      }
    })
  }
})
