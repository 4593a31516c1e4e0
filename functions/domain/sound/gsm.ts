import type { BlockDecoder } from './adpcm.ts'
import { clampTo16 } from './sound.ts'

// The full-rate decoder of GSM 06.10 (ETSI EN 300 961), section 5.3, in its 16-bit arithmetic; names in capitals are those of
// its tables 5.1 to 5.6. Microsoft packs two frames of 260 bits into 65 bytes, least significant bit first.

const BLOCK_BYTES = 65
const FRAME_SAMPLES = 160
const SUBFRAME_SAMPLES = 40
const PULSES = 13

const LAR_BITS = [6, 6, 5, 5, 4, 4, 3, 3]
const MIC = [-32, -32, -16, -16, -8, -8, -4, -4]
const B = [0, 0, 2048, -2560, 94, -1792, -341, -1144]
const INVA = [13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708]
const QLB = [3_277, 11_469, 21_299, 32_767]
const FAC = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767]
const DEEMPHASIS = 28_180
/** The shortest and longest lag of the long-term predictor. */
const [LEAST_LAG, MOST_LAG] = [40, 120]

/** Up to where in a frame each mixture of the last frame's filter and this one's is used. */
const SECTION_ENDS = [13, 27, 40, FRAME_SAMPLES]

const multiplyRounded = (one: number, other: number) =>
  one === -32_768 && other === -32_768 ? 32_767 : (one * other + 16_384) >> 15

/** Left for a negative count. */
const shiftRight = (value: number, count: number) => (count < 0 ? clampTo16(value << -count) : value >> count)

function bitReader(bytes: Uint8Array) {
  let position = 0
  return (bits: number): number => {
    let value = 0
    for (let bit = 0; bit < bits; bit += 1, position += 1) {
      value |= (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) << bit
    }
    return value
  }
}

/** Section 5.2.15 and 5.3.1: exponent and mantissa of the block's largest pulse. */
function scaleOf(code: number): { exponent: number; mantissa: number } {
  let exponent = code > 15 ? (code >> 3) - 1 : 0
  let mantissa = code - (exponent << 3)
  if (mantissa === 0) return { exponent: -4, mantissa: 7 }
  while (mantissa <= 7) {
    mantissa = (mantissa << 1) | 1
    exponent -= 1
  }
  return { exponent, mantissa: mantissa - 8 }
}

/** Section 5.2.8: log area ratios of a frame. */
const logAreaRatio = (code: number, index: number) => {
  const shifted = clampTo16(((code + (MIC[index] ?? 0)) << 10) - ((B[index] ?? 0) << 1))
  const scaled = multiplyRounded(INVA[index] ?? 0, shifted)
  return clampTo16(scaled + scaled)
}

/** Section 5.2.9.2. */
const reflection = (ratio: number) => {
  const size = ratio === -32_768 ? 32_767 : Math.abs(ratio)
  const value = size < 11_059 ? size << 1 : size < 20_070 ? size + 11_059 : clampTo16((size >> 2) + 26_112)
  return ratio < 0 ? -value : value
}

/** Section 5.2.9.1. */
const mixed = (before: number, now: number, section: number) => {
  if (section === 0) return clampTo16(clampTo16((before >> 2) + (now >> 2)) + (before >> 1))
  if (section === 1) return clampTo16((before >> 1) + (now >> 1))
  if (section === 2) return clampTo16(clampTo16((before >> 2) + (now >> 2)) + (now >> 1))
  return now
}

/** Decodes the blocks of a file in their order; each goes on from the one before. Always one channel. */
export function gsm610(): BlockDecoder {
  /** The residual: the longest lag before a subframe, and the subframe. */
  const residual = new Int16Array(MOST_LAG + SUBFRAME_SAMPLES)
  const lattice = new Int16Array(9)
  let ratios = new Int16Array(8)
  let lag = LEAST_LAG
  let emphasized = 0

  /** Sections 5.3.1 and 5.3.2: the residual of a subframe into its place. */
  function decodeSubframe(take: (bits: number) => number): void {
    const lagCode = take(7)
    const gain = QLB[take(2)] ?? 0
    const grid = take(2)
    const { exponent, mantissa } = scaleOf(take(6))
    lag = lagCode < LEAST_LAG || lagCode > MOST_LAG ? lag : lagCode
    residual.copyWithin(0, SUBFRAME_SAMPLES)
    residual.fill(0, MOST_LAG)
    const shift = 6 - exponent
    const rounding = shiftRight(1, 1 - shift)
    for (let pulse = 0; pulse < PULSES; pulse += 1) {
      const level = multiplyRounded(FAC[mantissa] ?? 0, ((take(3) << 1) - 7) << 12)
      residual[MOST_LAG + grid + 3 * pulse] = shiftRight(clampTo16(level + rounding), shift)
    }
    for (let at = MOST_LAG; at < MOST_LAG + SUBFRAME_SAMPLES; at += 1) {
      residual[at] = clampTo16((residual[at] ?? 0) + multiplyRounded(gain, residual[at - lag] ?? 0))
    }
  }

  /** Section 5.3.4: one sample through the lattice. */
  function synthesize(sample: number, reflections: readonly number[]): number {
    let value = sample
    for (let stage = 7; stage >= 0; stage -= 1) {
      const factor = reflections[stage] ?? 0
      const held = lattice[stage] ?? 0
      value = clampTo16(value - multiplyRounded(factor, held))
      lattice[stage + 1] = clampTo16(held + multiplyRounded(factor, value))
    }
    lattice[0] = value
    return value
  }

  function decodeFrame(take: (bits: number) => number, out: Int16Array): void {
    const now = Int16Array.from(LAR_BITS, (bits, index) => logAreaRatio(take(bits), index))
    const whole = new Int16Array(FRAME_SAMPLES)
    for (let start = 0; start < FRAME_SAMPLES; start += SUBFRAME_SAMPLES) {
      decodeSubframe(take)
      whole.set(residual.subarray(MOST_LAG), start)
    }
    let at = 0
    for (const [section, end] of SECTION_ENDS.entries()) {
      const reflections = Array.from(now, (ratio, index) => reflection(mixed(ratios[index] ?? 0, ratio, section)))
      for (; at < end; at += 1) {
        const sample = synthesize(whole[at] ?? 0, reflections)
        // Sections 5.3.5 to 5.3.7: de-emphasis, up-scaling, and three bits that were never there.
        emphasized = clampTo16(sample + multiplyRounded(emphasized, DEEMPHASIS))
        out[at] = clampTo16(emphasized + emphasized) & 0xfff8
      }
    }
    ratios = now
  }

  return (block, out) => {
    if (block.length < BLOCK_BYTES) return 0
    const take = bitReader(block)
    decodeFrame(take, out.subarray(0, FRAME_SAMPLES))
    decodeFrame(take, out.subarray(FRAME_SAMPLES, 2 * FRAME_SAMPLES))
    return 2 * FRAME_SAMPLES
  }
}
