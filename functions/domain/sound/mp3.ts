import { MPEGDecoder } from 'mpg123-decoder'
import { floatTo16, type Sound, UndecodableError } from './sound.ts'

/** What the decoder takes at once: what it gives for it stays below a megabyte. */
const FED_BYTES = 8_192

type Decoded = { channelData: Float32Array[]; samplesDecoded: number; sampleRate: number }

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
  await decoder.ready
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += FED_BYTES) {
        const decoded = decoder.decode(chunk.subarray(start, start + FED_BYTES))
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
