/** Formats of WAV file that recorders write. */
export type WavFormat = 'pcm16' | 'pcm8' | 'pcm24' | 'mulaw' | 'alaw' | 'ima_adpcm' | 'gsm'

export type WavOptions = {
  format: WavFormat
  channels: number
  sampleRateHz: number
  durationMs: number
  /** A sine of this frequency on every channel; silence without it. GSM is always silent. */
  toneHz?: number
  /** Chunks between the format and the sound, as broadcast and telephony recorders write them. */
  chunksBefore?: WavChunk[]
  chunksAfter?: WavChunk[]
  /** The format as WAVE_FORMAT_EXTENSIBLE. */
  isExtensible?: boolean
  /** 64-bit sizes (EBU Tech 3306). */
  isRf64?: boolean
  /** What the data chunk's header says instead of the truth: 0 or 0xffffffff is what a streaming recorder leaves. */
  statedDataBytes?: number
}

export type WavChunk = { id: string; body: Uint8Array }

const TAG = { pcm16: 1, pcm8: 1, pcm24: 1, alaw: 6, mulaw: 7, ima_adpcm: 17, gsm: 49 } as const
const BITS = { pcm16: 16, pcm8: 8, pcm24: 24, alaw: 8, mulaw: 8, ima_adpcm: 4, gsm: 0 } as const

const IMA_BLOCK_BYTES_PER_CHANNEL = 256
const IMA_SAMPLES_PER_BLOCK = (IMA_BLOCK_BYTES_PER_CHANNEL - 4) * 2 + 1
const GSM_BLOCK_BYTES = 65
const GSM_SAMPLES_PER_BLOCK = 320
/** Two frames of silence, as SoX encodes them. */
const GSM_SILENCE = Uint8Array.from(
  (
    '6c791ddae2026024477224c923801cc991244725801b398e24c9048023c991e4a8' +
    '9ab96d2d3c003692e4368e710246722339923d00c88d23379228004892244992'
  ).match(/../g) ?? [],
  (byte) => Number.parseInt(byte, 16),
)

const concat = (...parts: Uint8Array[]) => join(parts)

const join = (parts: readonly Uint8Array[]) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

const ascii = (text: string) => new TextEncoder().encode(text)

const u16 = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer)
const u32 = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer)
const u64 = (...values: number[]) => new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer)

const chunk = (id: string, body: Uint8Array, statedBytes = body.length) =>
  concat(ascii(id), u32(statedBytes), body, new Uint8Array(body.length % 2))

/** ITU-T G.711, as in its reference code. */
const toMulaw = (sample: number) => {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132
  const exponent = 31 - Math.clz32(magnitude >> 7)
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff
}

const toAlaw = (sample: number) => {
  const sign = sample >= 0 ? 0x80 : 0
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767)
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude >> 7)
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 15
  return (sign | (exponent << 4) | mantissa) ^ 0x55
}

const IMA_INDEX_STEPS = [-1, -1, -1, -1, 2, 4, 6, 8]
// biome-ignore format: a table
const IMA_STEPS = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130,
  143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282,
  1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630,
  9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
]

/** One channel's block: first sample and step index, then 4 bits a sample, low nibble first. */
const imaBlock = (samples: Int16Array) => {
  const nibbles = new Uint8Array(IMA_SAMPLES_PER_BLOCK - 1)
  let predicted = samples[0] ?? 0
  let index = 0
  for (let at = 1; at < IMA_SAMPLES_PER_BLOCK; at += 1) {
    const step = IMA_STEPS[index] ?? 7
    const difference = (samples[at] ?? 0) - predicted
    const code = Math.min(7, Math.floor((Math.abs(difference) * 4) / step))
    const change = (step * (2 * code + 1)) >> 3
    predicted = Math.max(-32_768, Math.min(32_767, predicted + (difference < 0 ? -change : change)))
    index = Math.max(0, Math.min(88, index + (IMA_INDEX_STEPS[code] ?? 0)))
    nibbles[at - 1] = code | (difference < 0 ? 8 : 0)
  }
  const words = new Uint8Array(IMA_BLOCK_BYTES_PER_CHANNEL - 4)
  for (let at = 0; at < words.length; at += 1) words[at] = (nibbles[2 * at] ?? 0) | ((nibbles[2 * at + 1] ?? 0) << 4)
  return concat(u16((samples[0] ?? 0) & 0xffff, 0), words)
}

/** Blocks of the channels alternate in words of four bytes. */
const encodeIma = (samples: Int16Array, channels: number) => {
  const blocks: Uint8Array[] = []
  for (let start = 0; start < samples.length; start += IMA_SAMPLES_PER_BLOCK) {
    const part = new Int16Array(IMA_SAMPLES_PER_BLOCK)
    part.set(samples.subarray(start, start + IMA_SAMPLES_PER_BLOCK))
    const mono = imaBlock(part)
    for (let word = 0; word < mono.length; word += 4) {
      for (let channel = 0; channel < channels; channel += 1) blocks.push(mono.subarray(word, word + 4))
    }
  }
  return join(blocks)
}

const sampleBytes: Partial<Record<WavFormat, (sample: number) => number[]>> = {
  pcm16: (sample) => [sample & 0xff, (sample >> 8) & 0xff],
  pcm8: (sample) => [(sample >> 8) + 128],
  pcm24: (sample) => [0, sample & 0xff, (sample >> 8) & 0xff],
  mulaw: (sample) => [toMulaw(sample)],
  alaw: (sample) => [toAlaw(sample)],
}

const encode = (format: WavFormat, samples: Int16Array, channels: number): Uint8Array => {
  if (format === 'ima_adpcm') return encodeIma(samples, channels)
  if (format === 'gsm') {
    return concat(...Array.from({ length: Math.ceil(samples.length / GSM_SAMPLES_PER_BLOCK) }, () => GSM_SILENCE))
  }
  const toBytes = sampleBytes[format]
  if (!toBytes) throw new Error(`no encoder for ${format}`)
  const bytesPerFrame = (BITS[format] / 8) * channels
  const data = new Uint8Array(samples.length * bytesPerFrame)
  samples.forEach((sample, at) => {
    const bytes = toBytes(sample)
    for (let channel = 0; channel < channels; channel += 1) data.set(bytes, at * bytesPerFrame + channel * bytes.length)
  })
  return data
}

const blockBytes = (format: WavFormat, channels: number) => {
  if (format === 'ima_adpcm') return IMA_BLOCK_BYTES_PER_CHANNEL * channels
  if (format === 'gsm') return GSM_BLOCK_BYTES
  return (BITS[format] / 8) * channels
}

const samplesPerBlock = (format: WavFormat) => {
  if (format === 'ima_adpcm') return IMA_SAMPLES_PER_BLOCK
  return format === 'gsm' ? GSM_SAMPLES_PER_BLOCK : 1
}

const formatBody = ({ format, channels, sampleRateHz, isExtensible }: WavOptions) => {
  const blockAlign = blockBytes(format, channels)
  const bytesPerSecond = Math.round((sampleRateHz * blockAlign) / samplesPerBlock(format))
  const tag = isExtensible ? 0xfffe : TAG[format]
  const common = concat(u16(tag, channels), u32(sampleRateHz, bytesPerSecond), u16(blockAlign, BITS[format]))
  if (isExtensible) {
    const guidRest = Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71)
    return concat(common, u16(22, BITS[format]), u32(0), u16(TAG[format]), guidRest)
  }
  if (format === 'pcm16' || format === 'pcm8' || format === 'pcm24') return common
  return samplesPerBlock(format) > 1 ? concat(common, u16(2, samplesPerBlock(format))) : concat(common, u16(0))
}

/** A WAV file of a tone or of silence, the same on every channel, with a header as true as the options let it be. */
export const makeWav = (options: WavOptions): Uint8Array => {
  const { format, channels, sampleRateHz, durationMs, toneHz, chunksBefore = [], chunksAfter = [] } = options
  const sampleCount = Math.round((sampleRateHz * durationMs) / 1000)
  const samples = Int16Array.from({ length: toneHz === undefined ? 0 : sampleCount }, (_, at) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * (toneHz ?? 0) * at) / sampleRateHz)),
  )
  const data = encode(format, toneHz === undefined ? new Int16Array(sampleCount) : samples, channels)
  const isPcm = TAG[format] === 1
  const chunks = concat(
    chunk('fmt ', formatBody(options)),
    isPcm ? new Uint8Array(0) : chunk('fact', u32(sampleCount)),
    ...chunksBefore.map(({ id, body }) => chunk(id, body)),
    chunk('data', data, options.statedDataBytes ?? (options.isRf64 ? 0xffff_ffff : data.length)),
    ...chunksAfter.map(({ id, body }) => chunk(id, body)),
  )
  if (!options.isRf64) return concat(ascii('RIFF'), u32(4 + chunks.length), ascii('WAVE'), chunks)
  const wide = chunk('ds64', concat(u64(4 + 36 + chunks.length, data.length, sampleCount), u32(0)))
  return concat(ascii('RF64'), u32(0xffff_ffff), ascii('WAVE'), wide, chunks)
}
