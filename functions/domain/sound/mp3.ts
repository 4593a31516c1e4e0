import { MPEGDecoder } from 'mpg123-decoder'
import type { StoredBytes } from '../../ports/index.ts'
import { faultCounter, floatTo16, type Sound, UndecodableError } from './sound.ts'

/** What the decoder takes at once: what it gives for it stays below a megabyte. */
const FED_BYTES = 8_192

type Decoded = { channelData: Float32Array[]; samplesDecoded: number; sampleRate: number }

/** A tag in front may hold a picture. */
const TAG_HEADER_BYTES = 10
const SEARCHED_BYTES = 65_536

/** A frame's header of MPEG audio, layer III, with a rate and a bit rate (ISO/IEC 11172-3, section 2.4.1.3). */
const isFrameAt = (bytes: Uint8Array, at: number) =>
  bytes[at] === 0xff &&
  ((bytes[at + 1] ?? 0) & 0xe6) === 0xe2 &&
  ((bytes[at + 1] ?? 0) & 0x18) !== 0x08 &&
  ((bytes[at + 2] ?? 0) & 0xf0) !== 0xf0 &&
  ((bytes[at + 2] ?? 0) & 0x0c) !== 0x0c

/** How many channels the first frame has. @throws UndecodableError where there is none */
export async function channelsOfMp3(source: StoredBytes): Promise<number> {
  const head = await source.read(0, Math.min(TAG_HEADER_BYTES, source.lengthBytes))
  const isTag = head[0] === 0x49 && head[1] === 0x44 && head[2] === 0x33
  // Its length has seven bits in each byte: https://id3.org/id3v2.4.0-structure, section 3.1
  const tagBytes = isTag
    ? TAG_HEADER_BYTES + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0)
    : 0
  const start = Math.min(tagBytes, source.lengthBytes)
  const lengthBytes = Math.min(SEARCHED_BYTES, source.lengthBytes - start)
  const bytes = lengthBytes > 0 ? await source.read(start, lengthBytes) : new Uint8Array(0)
  for (let at = 0; at + 4 <= bytes.length; at += 1) {
    if (isFrameAt(bytes, at)) return (bytes[at + 3] ?? 0) >> 6 === 3 ? 1 : 2
  }
  throw new UndecodableError('unreadable', 'no frame is to be found in it')
}

/**
 * MP3 from its first byte on, tags included.
 * @param channels as its header says: the decoder gives two always
 * @throws UndecodableError
 */
export async function decodeMp3(chunks: AsyncIterable<Uint8Array>, channels: number): Promise<Sound> {
  const decoded = decode(chunks)
  const first = await decoded.next()
  if (first.done) throw new UndecodableError('unreadable', 'no frame of it can be decoded')
  const { sampleRate: sampleRateHz } = first.value
  return {
    channels: Math.min(2, channels),
    sampleRateHz,
    blocks: interleaved(first.value, decoded, Math.min(2, channels)),
  }
}

async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Decoded> {
  const decoder = new MPEGDecoder()
  const count = faultCounter()
  await decoder.ready
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += FED_BYTES) {
        const decoded = decoder.decode(chunk.subarray(start, start + FED_BYTES))
        count(decoded.errors.length)
        if (decoded.samplesDecoded > 0) yield decoded
      }
    }
  } finally {
    decoder.free()
  }
}

async function* interleaved(
  first: Decoded,
  others: AsyncGenerator<Decoded>,
  channels: number,
): AsyncGenerator<Int16Array> {
  try {
    yield interleave(first, channels)
    for await (const next of others) yield interleave(next, channels)
  } finally {
    await others.return(undefined)
  }
}

/** @param gain by which samples are multiplied */
export function interleave({ channelData, samplesDecoded }: Omit<Decoded, 'sampleRate'>, channels: number, gain = 1) {
  const out = new Int16Array(samplesDecoded * channels)
  for (let channel = 0; channel < channels; channel += 1) {
    const samples = channelData[channel]
    for (let at = 0, to = channel; at < samplesDecoded; at += 1, to += channels) {
      out[to] = floatTo16((samples?.[at] ?? 0) * gain)
    }
  }
  return out
}
