import { type BoundedReader, type ByteSource, createBoundedReader, latin1, viewOf } from './bounded-reader.ts'
import { type Codec, type Findings, truncated } from './facts.ts'

// WAVE as in "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft 1991) and
// https://learn.microsoft.com/windows/win32/api/mmreg/; RF64 and BW64 as in EBU Tech 3306 and ITU-R BS.2088.

/** Format tags (RFC 2361) that are not PCM. */
const CODEC_OF_TAG: Record<number, Codec> = {
  2: 'ms_adpcm',
  6: 'alaw',
  7: 'mulaw',
  17: 'ima_adpcm',
  34: 'truespeech',
  49: 'gsm',
  64: 'g721',
  66: 'g723',
  69: 'g726',
  80: 'mp2',
  85: 'mp3',
  100: 'g726',
  101: 'g722',
  131: 'g729',
  255: 'aac',
}
const PCM = 1
const IEEE_FLOAT = 3
const EXTENSIBLE = 0xfffe

const CODEC_OF_PCM_BITS: Record<number, Codec> = { 8: 'pcm_u8', 16: 'pcm_s16le', 24: 'pcm_s24le', 32: 'pcm_s32le' }
const CODEC_OF_FLOAT_BITS: Record<number, Codec> = { 32: 'pcm_f32le', 64: 'pcm_f64le' }

/** Codecs that have one sample per channel in each block of `blockAlign` bytes. */
const SAMPLE_WISE: ReadonlySet<Codec> = new Set([
  'pcm_u8',
  'pcm_s16le',
  'pcm_s24le',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_f64le',
  'mulaw',
  'alaw',
])

const MOST_CHUNKS = 64
/** Longest fmt chunk of use: WAVEFORMATEXTENSIBLE is 40 bytes. */
const FORMAT_BYTES = 40
/**
 * What writers put that cannot seek back: all ones (FFmpeg, and RF64 by its specification), or just under 2 or 4 GiB (SoX).
 */
const isPlaceholderSize = (size: number) => size >= 0xffff_0000 || (size >= 0x7fff_0000 && size <= 0x7fff_ffff)
/** Writers that count the header as data promise this much too much; nothing is missing then. */
const HEADER_CONFUSION_BYTES = 64
/** Chunks that writers put behind the sound; they tell an empty data chunk from one whose size was never filled in. */
const TRAILING_CHUNKS: ReadonlySet<string> = new Set([
  'LIST',
  'id3 ',
  'ID3 ',
  'bext',
  'iXML',
  'cue ',
  'fact',
  '_PMX',
  'JUNK',
])

type Format = {
  codec: Codec
  channels: number
  sampleRateHz: number
  bytesPerSecond: number
  blockAlign: number
  bitsPerSample: number
  samplesPerBlock: number | null
}

const pcmBits = (bitsPerSample: number, blockAlign: number, channels: number) =>
  // 12- or 20-bit samples lie in containers of whole bytes.
  bitsPerSample % 8 === 0 ? bitsPerSample : Math.floor((blockAlign / channels) * 8)

const codecOf = (tag: number, bits: number): Codec => {
  if (tag === PCM) return CODEC_OF_PCM_BITS[bits] ?? 'unknown'
  if (tag === IEEE_FLOAT) return CODEC_OF_FLOAT_BITS[bits] ?? 'unknown'
  return CODEC_OF_TAG[tag] ?? 'unknown'
}

const samplesPerBlockOf = (codec: Codec, blockAlign: number, channels: number, extra: number | null): number | null => {
  if (SAMPLE_WISE.has(codec)) return 1
  if (extra) return extra
  // Each channel's block starts with a header of 4 bytes that holds its first sample; 4 bits a sample follow.
  if (codec === 'ima_adpcm') return Math.floor(((blockAlign - 4 * channels) * 2) / channels) + 1
  if (codec === 'ms_adpcm') return Math.floor(((blockAlign - 7 * channels) * 2) / channels) + 2
  // Two frames of 160 samples in 65 bytes (Microsoft's packing of GSM 06.10).
  if (codec === 'gsm') return blockAlign === 65 ? 320 : null
  return null
}

const readFormat = (bytes: Uint8Array): Format | null => {
  if (bytes.length < 14) return null
  const view = viewOf(bytes)
  const outerTag = view.getUint16(0, true)
  // The first two bytes of an extensible format's GUID are the tag it would have had.
  const tag = outerTag === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : outerTag
  const channels = view.getUint16(2, true)
  const sampleRateHz = view.getUint32(4, true)
  const blockAlign = view.getUint16(12, true)
  const bitsPerSample = bytes.length >= 16 ? view.getUint16(14, true) : 0
  if (channels === 0 || sampleRateHz === 0 || blockAlign === 0) return null
  const codec = codecOf(tag, pcmBits(bitsPerSample, blockAlign, channels))
  const hasSamplesPerBlock = ['ima_adpcm', 'ms_adpcm', 'gsm'].includes(codec) && bytes.length >= 20
  return {
    codec,
    channels,
    sampleRateHz,
    bytesPerSecond: view.getUint32(8, true),
    blockAlign,
    bitsPerSample,
    samplesPerBlock: samplesPerBlockOf(
      codec,
      blockAlign,
      channels,
      hasSamplesPerBlock ? view.getUint16(18, true) : null,
    ),
  }
}

const durationOf = (format: Format, dataBytes: number, factSamples: number | null): number | null => {
  const { samplesPerBlock, blockAlign, sampleRateHz, bytesPerSecond } = format
  if (samplesPerBlock) {
    const samples = Math.floor(dataBytes / blockAlign) * samplesPerBlock
    // The last block may be padded: the fact chunk then tells how much of it is sound.
    const isPlausible = factSamples !== null && factSamples <= samples && factSamples > samples - samplesPerBlock
    return (isPlausible ? factSamples : samples) / sampleRateHz
  }
  if (factSamples) return factSamples / sampleRateHz
  return bytesPerSecond > 0 ? dataBytes / bytesPerSecond : null
}

type Chunks = { format: Format | null; factSamples: number | null; wideDataBytes: number | null }

/** Bytes of sound that the data chunk's header promises; null where the recorder never filled the size in. */
const promisedDataBytes = async (reader: BoundedReader, dataStart: number, size: number, chunks: Chunks) => {
  if (size === 0xffff_ffff && chunks.wideDataBytes !== null) return chunks.wideDataBytes
  if (isPlaceholderSize(size) && dataStart + size > reader.lengthBytes) return null
  if (size > 0) return size
  const next = latin1(await reader.read(dataStart, 4), 0, 4)
  return next === '' || TRAILING_CHUNKS.has(next) ? 0 : null
}

const findData = async (reader: BoundedReader, dataStart: number, size: number, chunks: Chunks): Promise<Findings> => {
  const { format, factSamples } = chunks
  if (!format) return unreadable('it has no format chunk before its sound')
  const { codec, channels, sampleRateHz, bitsPerSample } = format
  const found = {
    container: 'wav' as const,
    audio: { codec, channels, sampleRateHz, ...(bitsPerSample > 0 && { bitsPerSample }) },
  }
  const heldBytes = reader.lengthBytes - dataStart
  const promisedBytes = await promisedDataBytes(reader, dataStart, size, chunks)
  if (promisedBytes === 0 || heldBytes <= 0) {
    const durationS = promisedBytes ? durationOf(format, promisedBytes, factSamples) : null
    if (durationS) return { ...found, ...truncated(durationS, 0) }
    return { ...found, durationS: 0, problem: 'empty', problemDetail: 'the file holds a header and no sound' }
  }
  const heldS = durationOf(format, Math.min(promisedBytes ?? heldBytes, heldBytes), factSamples)
  if (promisedBytes !== null && promisedBytes > heldBytes + HEADER_CONFUSION_BYTES) {
    // What the fact chunk says covers the whole, so that only bytes tell what is held.
    const promisedS = durationOf(format, promisedBytes, factSamples)
    if (promisedS !== null) return { ...found, ...truncated(promisedS, (promisedS * heldBytes) / promisedBytes) }
    return {
      ...found,
      durationS: null,
      problem: 'truncated',
      problemDetail: 'the header promises more than the file holds',
    }
  }
  return { ...found, durationS: heldS }
}

const unreadable = (why: string): Findings => ({
  container: 'wav',
  durationS: null,
  problem: 'unreadable',
  problemDetail: `it starts as a WAV file does, but ${why}`,
})

type Walked = { chunks: Chunks; data: { start: number; sizeBytes: number } | null; endOffset: number }

/** Reads the chunks of a WAVE file up to its sound. */
const walkToData = async (reader: BoundedReader): Promise<Walked> => {
  const chunks: Chunks = { format: null, factSamples: null, wideDataBytes: null }
  let offset = 12
  for (let count = 0; count < MOST_CHUNKS; count += 1) {
    const header = await reader.read(offset, 8)
    if (header.length < 8) break
    const id = latin1(header, 0, 4)
    const size = viewOf(header).getUint32(4, true)
    const start = offset + 8
    if (id === 'data') return { chunks, data: { start, sizeBytes: size }, endOffset: offset }
    if (id === 'fmt ') chunks.format = readFormat(await reader.read(start, Math.min(size, FORMAT_BYTES)))
    if (id === 'fact') {
      const bytes = await reader.read(start, 4)
      const samples = bytes.length === 4 ? viewOf(bytes).getUint32(0, true) : 0
      chunks.factSamples = isPlaceholderSize(samples) ? null : samples
    }
    if (id === 'ds64') {
      const bytes = await reader.read(start, 16)
      const wide = bytes.length === 16 ? Number(viewOf(bytes).getBigUint64(8, true)) : 0
      chunks.wideDataBytes = wide > 0 && wide < 2 ** 53 ? wide : null
    }
    // Chunks are padded to an even length that their size does not count.
    offset = start + size + (size % 2)
  }
  return { chunks, data: null, endOffset: offset }
}

/** What a WAVE file's header says of it. */
export const readWave = async (reader: BoundedReader): Promise<Findings> => {
  const { chunks, data, endOffset } = await walkToData(reader)
  if (data) return findData(reader, data.start, data.sizeBytes, chunks)
  if (endOffset > reader.lengthBytes || reader.lengthBytes < 12 + 8) {
    return {
      container: 'wav',
      durationS: null,
      problem: 'truncated',
      problemDetail: 'the file ends within its header, before any sound',
    }
  }
  return unreadable('it has no sound in it')
}

/** Where the sound of a WAVE file lies and how it is coded. */
export type WaveSound = Pick<Format, 'codec' | 'channels' | 'sampleRateHz' | 'blockAlign' | 'samplesPerBlock'> & {
  /** First byte of it, and the first one behind it. */
  startByte: number
  endByte: number
  /** Samples of each channel, where the file tells that the last block is padded. */
  frames: number | null
}

/** Null where there is no sound, or nothing that says how it is coded. */
export const locateWaveSound = async (source: ByteSource): Promise<WaveSound | null> => {
  const reader = createBoundedReader(source)
  const { chunks, data } = await walkToData(reader)
  const { format, factSamples } = chunks
  if (!data || !format) return null
  const heldBytes = reader.lengthBytes - data.start
  const promisedBytes = (await promisedDataBytes(reader, data.start, data.sizeBytes, chunks)) ?? heldBytes
  const dataBytes = Math.max(0, Math.min(heldBytes, promisedBytes))
  const durationS = durationOf(format, dataBytes, factSamples)
  const { codec, channels, sampleRateHz, blockAlign, samplesPerBlock } = format
  const isBlockWise = samplesPerBlock !== null && samplesPerBlock > 1
  return {
    ...{ codec, channels, sampleRateHz, blockAlign, samplesPerBlock },
    ...{ startByte: data.start, endByte: data.start + dataBytes },
    frames: isBlockWise && durationS !== null ? Math.round(durationS * sampleRateHz) : null,
  }
}
