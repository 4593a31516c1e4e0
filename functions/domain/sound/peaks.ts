import type { Peaks } from '../renditions/index.ts'
import type { Sound } from './sound.ts'

/** The finest: a point each 10 ms. */
const FINEST_PER_SECOND = 100
/** Of all channels together. Where a sound has more, two points become one: an hour and 27 minutes of stereo has 12.5 a second. */
export const MOST_POINTS = 131_072

const to8 = (sample: number) => Math.trunc(sample / 256)

/** Reads a sound to its end. Holds its outline alone, which has a greatest size. */
export async function measurePeaks({ channels, sampleRateHz, blocks }: Sound): Promise<Peaks> {
  // Even, so that all points have a partner when they are joined.
  const capacity = 2 * Math.max(1, Math.floor(MOST_POINTS / channels / 2))
  const points = Array.from({ length: channels }, () => new Int8Array(2 * capacity))
  const least = new Int16Array(channels).fill(32_767)
  const greatest = new Int16Array(channels).fill(-32_768)
  let framesPerPoint = Math.max(1, sampleRateHz / FINEST_PER_SECOND)
  let count = 0
  let frames = 0
  let endOfPoint = framesPerPoint

  /** Closes the point that is being measured. */
  const close = () => {
    for (const [channel, of] of points.entries()) {
      of[2 * count] = to8(least[channel] ?? 0)
      of[2 * count + 1] = to8(greatest[channel] ?? 0)
    }
    least.fill(32_767)
    greatest.fill(-32_768)
    count += 1
    if (count === capacity) joinPairs()
    endOfPoint = (count + 1) * framesPerPoint
  }
  const joinPairs = () => {
    count /= 2
    framesPerPoint *= 2
    for (const of of points) {
      for (let at = 0; at < count; at += 1) {
        of[2 * at] = Math.min(of[4 * at] ?? 0, of[4 * at + 2] ?? 0)
        of[2 * at + 1] = Math.max(of[4 * at + 1] ?? 0, of[4 * at + 3] ?? 0)
      }
    }
  }

  for await (const block of blocks) {
    for (let at = 0; at < block.length; ) {
      const until = Math.min(block.length, at + Math.max(1, Math.ceil(endOfPoint - frames)) * channels)
      for (let channel = 0; channel < channels; channel += 1) {
        let low = least[channel] ?? 0
        let high = greatest[channel] ?? 0
        for (let sample = at + channel; sample < until; sample += channels) {
          const value = block[sample] ?? 0
          if (value < low) low = value
          if (value > high) high = value
        }
        least[channel] = low
        greatest[channel] = high
      }
      frames += (until - at) / channels
      at = until
      if (frames >= endOfPoint) close()
    }
  }
  if (frames > count * framesPerPoint) close()
  return {
    pointsPerSecond: sampleRateHz / framesPerPoint,
    durationMs: Math.round((frames / sampleRateHz) * 1000),
    channels: points.map((of) => of.slice(0, 2 * count)),
  }
}
