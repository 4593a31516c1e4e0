import { OpusDecoder } from 'opus-decoder'
import { interleave } from './mp3.ts'
import { faultCounter, type Sound, UndecodableError } from './sound.ts'
import type { Track } from './track.ts'

/** Wide enough for voices, and a third of the work of the full rate. */
const RATE_HZ = 16_000
/** Pre-skip counts at the full rate (RFC 7845, section 4.2). */
const FULL_RATE_HZ = 48_000
const PACKETS_AT_ONCE = 50
/** What is missing between two packets is silence once it is longer. */
const GAP_S = 0.1
/** No longer gap is believed; a day is longer than any call. */
const LONGEST_GAP_S = 86_400

type Head = { channels: number; preSkip: number; gain: number; mapping: object }

/** RFC 7845, section 5.1. @throws UndecodableError */
function readHead(setup: Uint8Array | null, channels: number): Head {
  if (!setup || setup.length < 19) return { channels, preSkip: 0, gain: 1, mapping: {} }
  const view = new DataView(setup.buffer, setup.byteOffset, setup.length)
  const stated = view.getUint8(9)
  if (stated === 0 || stated > 8) throw new UndecodableError('unreadable', 'its header names no number of channels')
  const hasMapping = view.getUint8(18) !== 0 && setup.length >= 21 + stated
  return {
    channels: stated,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
    mapping: hasMapping
      ? {
          ...{ streamCount: view.getUint8(19), coupledStreamCount: view.getUint8(20) },
          channelMappingTable: [...setup.subarray(21, 21 + stated)],
        }
      : {},
  }
}

/** @throws UndecodableError */
export async function decodeOpus(track: Track): Promise<Sound> {
  const head = readHead(track.setup, track.channels)
  return { channels: head.channels, sampleRateHz: RATE_HZ, blocks: decode(track, head) }
}

async function* decode(track: Track, { channels, preSkip, gain, mapping }: Head): AsyncGenerator<Int16Array> {
  const decoder = new OpusDecoder({ channels, sampleRate: RATE_HZ, ...mapping })
  await decoder.ready
  const count = faultCounter()
  let skipped = Math.round((preSkip * RATE_HZ) / FULL_RATE_HZ)
  let waiting: Uint8Array[] = []
  let frames = 0
  const flush = (): Int16Array => {
    const decoded = decoder.decodeFrames(waiting)
    count(decoded.errors.length)
    const block = interleave(decoded, channels, gain)
    waiting = []
    frames += block.length / channels
    const dropped = Math.min(skipped, block.length / channels)
    skipped -= dropped
    return block.subarray(dropped * channels)
  }
  try {
    let firstS: number | undefined
    for await (const { data, timestampS } of track.packets) {
      firstS ??= timestampS ?? undefined
      // Packets have one length but for a few, so that those waiting tell how far they reach.
      if (waiting.length >= PACKETS_AT_ONCE) yield flush()
      if (waiting.length === 0 && timestampS !== null) yield* silence(timestampS - (firstS ?? 0) - frames / RATE_HZ)
      waiting.push(data.slice())
    }
    if (waiting.length > 0) yield flush()
  } finally {
    decoder.free()
  }

  function* silence(gapS: number): Generator<Int16Array> {
    if (gapS < GAP_S) return
    for (let left = Math.round(Math.min(gapS, LONGEST_GAP_S) * RATE_HZ); left > 0; left -= RATE_HZ) {
      const block = new Int16Array(Math.min(left, RATE_HZ) * channels)
      frames += block.length / channels
      yield block
    }
  }
}
