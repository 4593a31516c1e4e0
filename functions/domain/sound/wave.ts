import type { StoredBytes } from '../../ports/index.ts'
import type { Codec, WaveSound } from '../media/index.ts'
import { locateWaveSound } from '../media/riff.ts'
import { type BlockDecoder, imaAdpcm, msAdpcm } from './adpcm.ts'
import { gsm610 } from './gsm.ts'
import { type SampleReader, sampleReaders } from './linear.ts'
import { decodeMp3 } from './mp3.ts'
import { type Sound, UndecodableError } from './sound.ts'

/** Frames that are decoded at once. */
const MOST_FRAMES = 16_384
/** More than any recorder writes; a header that claims more is hardly true, and would take memory. */
const MOST_CHANNELS = 32

const blockDecoders: Partial<Record<Codec, (channels: number) => BlockDecoder>> = {
  ima_adpcm: imaAdpcm,
  ms_adpcm: msAdpcm,
  gsm: () => gsm610(),
}

/** @throws UndecodableError */
export async function openWave(source: StoredBytes): Promise<Sound> {
  const found = await locateWaveSound(source)
  if (!found) throw new UndecodableError('unreadable', 'its header does not lead to any sound')
  const { codec, channels, sampleRateHz, blockAlign, startByte, endByte } = found
  if (endByte <= startByte) throw new UndecodableError('no_sound', 'it holds a header and no sound')
  if (channels > MOST_CHANNELS) throw new UndecodableError('no_decoder', `it has ${channels} channels`)
  const bytes = () => source.stream(startByte, endByte)
  if (codec === 'mp3') return decodeMp3(bytes(), channels)
  const samples = sampleReaders[codec]
  if (samples) {
    if (blockAlign !== samples.bytes * channels)
      throw new UndecodableError('unreadable', 'its header contradicts itself')
    return { channels, sampleRateHz, blocks: readSamples(bytes(), samples, channels) }
  }
  const decoder = blockDecoders[codec]
  if (!decoder) throw new UndecodableError('no_decoder', 'there is no decoder for its format')
  if (codec === 'gsm' && (channels !== 1 || blockAlign !== 65)) {
    throw new UndecodableError('no_decoder', 'it is packed in a way that nobody uses')
  }
  return { channels, sampleRateHz, blocks: decodeBlocks(bytes(), decoder(channels), found) }
}

/** Whole blocks of `blockBytes` out of chunks of any size, and what is left over in the end. */
async function* inBlocks(chunks: AsyncIterable<Uint8Array>, blockBytes: number): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array(0)
  for await (const chunk of chunks) {
    let start = 0
    if (rest.length > 0) {
      start = Math.min(blockBytes - rest.length, chunk.length)
      const joined = new Uint8Array(rest.length + start)
      joined.set(rest)
      joined.set(chunk.subarray(0, start), rest.length)
      rest = joined
      if (rest.length < blockBytes) continue
      yield rest
    }
    const whole = start + Math.floor((chunk.length - start) / blockBytes) * blockBytes
    if (whole > start) yield chunk.subarray(start, whole)
    rest = chunk.slice(whole)
  }
  if (rest.length > 0) yield rest
}

async function* readSamples(
  chunks: AsyncIterable<Uint8Array>,
  reader: SampleReader,
  channels: number,
): AsyncGenerator<Int16Array> {
  const frameBytes = reader.bytes * channels
  const out = new Int16Array(MOST_FRAMES * channels)
  for await (const bytes of inBlocks(chunks, frameBytes)) {
    const frames = Math.floor(bytes.length / frameBytes)
    for (let done = 0; done < frames; done += MOST_FRAMES) {
      const block = out.subarray(0, Math.min(MOST_FRAMES, frames - done) * channels)
      reader.read(new DataView(bytes.buffer, bytes.byteOffset + done * frameBytes), block)
      yield block
    }
  }
}

async function* decodeBlocks(
  chunks: AsyncIterable<Uint8Array>,
  decode: BlockDecoder,
  { blockAlign, channels, samplesPerBlock, frames }: WaveSound,
): AsyncGenerator<Int16Array> {
  // No block decoder gives more than two samples for a byte, and those of its header.
  const out = new Int16Array((blockAlign * 5 + 2) * channels)
  let left = frames ?? Number.POSITIVE_INFINITY
  for await (const bytes of inBlocks(chunks, blockAlign)) {
    for (let start = 0; start < bytes.length && left > 0; start += blockAlign) {
      const decoded = decode(bytes.subarray(start, start + blockAlign), out)
      const kept = Math.min(decoded, samplesPerBlock ?? decoded, left)
      left -= kept
      if (kept > 0) yield out.subarray(0, kept * channels)
    }
    if (left <= 0) return
  }
}
