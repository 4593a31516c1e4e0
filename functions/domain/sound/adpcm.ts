import { clampTo16 } from './sound.ts'

/**
 * Decodes one block of `blockAlign` bytes (the last may be shorter) into `out`, channels interleaved.
 * @returns how many samples of each channel it gave
 */
export type BlockDecoder = (block: Uint8Array, out: Int16Array) => number

// IMA ADPCM as in "Recommended Practices for Enhancing Digital Audio Compatibility in Multimedia Systems" (IMA 1992), packed
// as Microsoft does (Multimedia Standards Update, 1994).

const IMA_INDEX_STEPS = [-1, -1, -1, -1, 2, 4, 6, 8, -1, -1, -1, -1, 2, 4, 6, 8]
// biome-ignore format: a table
const IMA_STEPS = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130,
  143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282,
  1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630,
  9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
]
const HIGHEST_INDEX = IMA_STEPS.length - 1

const int16At = (bytes: Uint8Array, offset: number) =>
  (((bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8)) << 16) >> 16

/** Each channel: 4 bytes of first sample and step index; then by turns words of 4 bytes, low nibble first. */
export const imaAdpcm =
  (channels: number): BlockDecoder =>
  (block, out) => {
    const words = Math.floor((block.length - 4 * channels) / (4 * channels))
    if (words < 0) return 0
    for (let channel = 0; channel < channels; channel += 1) {
      let sample = int16At(block, 4 * channel)
      let index = Math.min(HIGHEST_INDEX, block[4 * channel + 2] ?? 0)
      let at = channel
      out[at] = sample
      for (let word = 0; word < words; word += 1) {
        const start = 4 * (channels * (1 + word) + channel)
        for (let nibble = 0; nibble < 8; nibble += 1) {
          const byte = block[start + (nibble >> 1)] ?? 0
          const code = nibble & 1 ? byte >> 4 : byte & 15
          const step = IMA_STEPS[index] ?? 7
          let change = step >> 3
          if (code & 1) change += step >> 2
          if (code & 2) change += step >> 1
          if (code & 4) change += step
          sample = clampTo16(code & 8 ? sample - change : sample + change)
          index = Math.max(0, Math.min(HIGHEST_INDEX, index + (IMA_INDEX_STEPS[code] ?? 0)))
          at += channels
          out[at] = sample
        }
      }
    }
    return 1 + words * 8
  }

// Microsoft ADPCM as in the Multimedia Standards Update, revision 3.0 (1994).

const MS_ADAPTATION = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230]
/** The seven that every writer uses. */
const MS_COEFFICIENTS: readonly (readonly [number, number])[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
]
const LEAST_DELTA = 16

type MsState = { coefficients: readonly [number, number]; delta: number; last: number; beforeLast: number }

/**
 * Of all channels by turns: predictor, delta, second and first sample; then nibbles, high first, of the channels by turns.
 */
export const msAdpcm =
  (channels: number): BlockDecoder =>
  (block, out) => {
    if (block.length < 7 * channels) return 0
    const states = Array.from({ length: channels }, (_, channel): MsState => {
      const words = channels + 2 * channel
      return {
        coefficients: MS_COEFFICIENTS[block[channel] ?? 0] ?? [0, 0],
        delta: int16At(block, words),
        last: int16At(block, words + 2 * channels),
        beforeLast: int16At(block, words + 4 * channels),
      }
    })
    let at = 0
    for (const { beforeLast } of states) out[at++] = beforeLast
    for (const { last } of states) out[at++] = last
    const nibbles = (block.length - 7 * channels) * 2
    const frames = Math.floor(nibbles / channels)
    for (let nibble = 0; nibble < frames * channels; nibble += 1) {
      const byte = block[7 * channels + (nibble >> 1)] ?? 0
      const code = nibble & 1 ? byte & 15 : byte >> 4
      const state = states[nibble % channels]
      if (state) out[at++] = nextOf(state, code)
    }
    return frames + 2
  }

function nextOf(state: MsState, code: number): number {
  const [one, two] = state.coefficients
  // The division of the specification rounds towards zero.
  const predicted = Math.trunc((state.last * one + state.beforeLast * two) / 256)
  const sample = clampTo16(predicted + (code & 8 ? code - 16 : code) * state.delta)
  state.beforeLast = state.last
  state.last = sample
  state.delta = Math.max(LEAST_DELTA, ((MS_ADAPTATION[code] ?? 230) * state.delta) >> 8)
  return sample
}
