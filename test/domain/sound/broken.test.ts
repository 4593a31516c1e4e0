import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openSound } from '../../../functions/domain/sound/open.ts'
import { measurePeaks } from '../../../functions/domain/sound/peaks.ts'
import { UndecodableError } from '../../../functions/domain/sound/sound.ts'
import { givenMedia } from '../media/sources.ts'
import { storedOf } from './given.ts'

// The decoders of others say on the console what they cannot decode.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => vi.restoreAllMocks())

const files = [
  ...['gsm.wav', 'ima-adpcm.wav', 'ms-adpcm.wav', 'pcm_f32le.wav', 'rf64.wav', 'mp3-in-wave.wav', 'cbr.mp3'],
  ...['vbr-xing-id3.mp3', 'opus.ogg', 'vorbis.ogg', 'opus.webm', 'live-vp8-opus.webm', 'vorbis.mka'],
]
const containers: Record<string, string> = { mka: 'matroska' }
const cases = Number(process.env.SOUNDKEEP_CASES ?? 40)

const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) })
const damage = fc.record({
  changes: fc.array(change, { maxLength: 12 }),
  keep: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Mostly near the front, where headers are. */
  reach: fc.constantFrom(0.02, 0.1, 1),
  chunkBytes: fc.integer({ min: 1, max: 5_000 }),
})

it.each(files)(
  '%s, broken anyhow, has an outline or a reason, and comes to an end',
  async (name) => {
    const whole = givenMedia(name)
    const container = containers[name.split('.').at(-1) ?? ''] ?? name.split('.').at(-1) ?? ''
    await fc.assert(
      fc.asyncProperty(damage, async ({ changes, keep, reach, chunkBytes }) => {
        const bytes = whole.slice(0, Math.ceil(whole.length * keep))
        for (const { at, byte } of changes) bytes[Math.floor(at * reach * bytes.length)] = byte
        try {
          const { channels, pointsPerSecond } = await measurePeaks(
            await openSound(storedOf(bytes, chunkBytes), { container }),
          )
          expect(channels.length).toBeGreaterThan(0)
          expect(pointsPerSecond).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(UndecodableError)
        }
      }),
      { numRuns: Math.min(cases, 2_000) },
    )
  },
  60_000,
)
