import { describe, expect, it } from 'vitest'
import { packPeaks, unpackPeaks } from '../../../functions/domain/renditions/index.ts'
import { MOST_POINTS, measurePeaks } from '../../../functions/domain/sound/peaks.ts'

/** A sound whose sample at a frame and channel is told by a rule, in blocks of an odd number of frames. */
async function* blocksOf(frames: number, channels: number, sampleAt: (frame: number, channel: number) => number) {
  for (let at = 0; at < frames; at += 1_237) {
    const length = Math.min(1_237, frames - at)
    yield Int16Array.from({ length: length * channels }, (_, index) =>
      sampleAt(at + Math.floor(index / channels), index % channels),
    )
  }
}
const measure = (
  sampleRateHz: number,
  seconds: number,
  channels: number,
  sampleAt: (frame: number, channel: number) => number,
) => measurePeaks({ channels, sampleRateHz, blocks: blocksOf(Math.round(sampleRateHz * seconds), channels, sampleAt) })

describe('the outline of a sound', () => {
  it('has the least and greatest of each hundredth of a second, of each channel', async () => {
    // The left one is loud in its second hundredth alone, the right one always and ever louder.
    const peaks = await measure(8_000, 0.05, 2, (frame, channel) => {
      if (channel === 1) return (frame % 2 ? 1 : -1) * 256 * (1 + Math.floor(frame / 80))
      return frame === 80 ? 25_600 : frame === 159 ? -12_800 : 0
    })
    expect(peaks).toMatchObject({ pointsPerSecond: 100, durationMs: 50 })
    expect([...(peaks.channels[0] ?? [])]).toEqual([0, 0, -50, 100, 0, 0, 0, 0, 0, 0])
    expect([...(peaks.channels[1] ?? [])]).toEqual([-1, 1, -2, 2, -3, 3, -4, 4, -5, 5])
  })

  it('keeps to the time at rates that hundredths do not divide', async () => {
    const second = Math.floor(11_025 * 7.5)
    const peaks = await measure(11_025, 10, 1, (frame) => (frame === second ? 32_767 : 0))
    expect(peaks.channels[0]?.length).toBe(2 * 1_000)
    expect((peaks.channels[0]?.indexOf(127) ?? 0) >> 1).toBe(749)
  })

  it('counts a last point that is not full', async () => {
    const peaks = await measure(8_000, 0.0101, 1, (frame) => (frame === 80 ? 3_000 : 0))
    expect([...(peaks.channels[0] ?? [])]).toEqual([0, 0, 11, 11])
  })

  it('of a long one has fewer points a second, each as wide, and loses no peak', async () => {
    const seconds = 3_600
    const loud = [0.004, 1_234.567, 3_599.99].map((at) => Math.floor(at * 1_000))
    const peaks = await measure(1_000, seconds, 1, (frame) => (loud.includes(frame) ? 30_000 : -300))
    expect(peaks).toMatchObject({ pointsPerSecond: 25, durationMs: seconds * 1000 })
    const [points = new Int8Array()] = peaks.channels
    expect(points.length / 2).toBe(seconds * 25)
    expect(points.length / 2).toBeLessThanOrEqual(MOST_POINTS)
    const found = [...points.keys()].filter((at) => at % 2 === 1 && points[at] === 117).map((at) => (at - 1) / 2)
    expect(found).toEqual(loud.map((frame) => Math.floor(frame / 40)))
    expect(points.filter((value, at) => at % 2 === 0 && value !== -1)).toEqual(new Int8Array())
  })

  it('of nothing is empty', async () => {
    expect(await measure(8_000, 0, 2, () => 0)).toMatchObject({
      durationMs: 0,
      channels: [new Int8Array(), new Int8Array()],
    })
  })
})

describe('stored peaks', () => {
  it('are read as they were written', async () => {
    const peaks = await measure(8_000, 2, 3, (frame, channel) => (frame * 97 * (channel + 1)) % 32_768)
    const bytes = packPeaks(peaks)
    expect(bytes.length).toBeLessThan(3 * 2 * 200 + 64)
    expect(unpackPeaks(bytes)).toEqual(peaks)
  })

  it('of another make, or not whole, are refused', async () => {
    const bytes = packPeaks(await measure(8_000, 1, 1, () => 5_000))
    expect(() => unpackPeaks(bytes.slice(0, -1))).toThrow('not whole')
    expect(() => unpackPeaks(Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0 : byte)))).toThrow('no peaks')
    expect(() => unpackPeaks(new Uint8Array(3))).toThrow('no peaks')
  })
})
