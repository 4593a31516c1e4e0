import type { StoredBytes } from '../../../functions/ports/index.ts'
import { sourceOf } from '../media/sources.ts'

/** Bytes as a store gives them, in chunks of an odd size, so that samples and blocks are cut anywhere. */
export function storedOf(bytes: Uint8Array, chunkBytes = 997): StoredBytes {
  const { lengthBytes, ...source } = sourceOf(bytes)
  return {
    lengthBytes,
    read: (offset, wanted) => source.read.call({ ...source, lengthBytes, reads: 0, bytesRead: 0 }, offset, wanted),
    async *stream(startByte, endByte) {
      for (let at = startByte; at < endByte; at += chunkBytes) yield bytes.slice(at, Math.min(endByte, at + chunkBytes))
    },
  }
}

/** All samples of a sound at once. */
export async function samplesOf(blocks: AsyncIterable<Int16Array>): Promise<Int16Array> {
  const samples: number[] = []
  for await (const block of blocks) samples.push(...block)
  return Int16Array.from(samples)
}

/** How strong a tone is among the samples of one channel, from 0 to 1. */
export function shareOfTone(samples: Int16Array, toneHz: number, sampleRateHz: number): number {
  let [real, imaginary, power] = [0, 0, 0]
  for (const [at, sample] of samples.entries()) {
    const angle = (2 * Math.PI * toneHz * at) / sampleRateHz
    real += sample * Math.cos(angle)
    imaginary += sample * Math.sin(angle)
    power += sample * sample
  }
  return (2 * (real ** 2 + imaginary ** 2)) / (samples.length * power)
}
