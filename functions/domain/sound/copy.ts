import type { ObjectUpload } from '../../ports/index.ts'
import type { Sound } from './sound.ts'

const PART_BYTES = 8 * 1024 ** 2
const HEADER_BYTES = 44
/** Half of what the sizes in a header can say, which all players read. */
const MOST_BYTES = 2 * 1024 ** 3

/** The sound would be larger than a copy may be. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError'
}

/** A WAVE file's header of 16-bit PCM ("Multimedia Programming Interface and Data Specifications 1.0"). */
function headerOf({ channels, sampleRateHz }: Pick<Sound, 'channels' | 'sampleRateHz'>, dataBytes: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  const name = (offset: number, text: string) => bytes.set(new TextEncoder().encode(text), offset)
  name(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true)
  name(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  name(36, 'data')
  view.setUint32(40, dataBytes, true)
  return bytes
}

/**
 * Writes a sound as a WAVE file, part by part. The first part comes last, for only then its header is known.
 * @param onPart hears that a further part is stored
 * @returns the length of the whole
 * @throws TooLongError
 */
export async function writeWave(sound: Sound, upload: ObjectUpload, onPart: () => Promise<void>): Promise<number> {
  let part = new Uint8Array(PART_BYTES)
  let filled = HEADER_BYTES
  let first: Uint8Array | undefined
  let partNumber = 1
  let dataBytes = 0
  for await (const block of sound.blocks) {
    // Samples lie in memory as WAVE has them, on every machine that Node runs on: least significant byte first.
    const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength)
    dataBytes += bytes.length
    if (dataBytes > MOST_BYTES) throw new TooLongError('the sound is too long for a copy')
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + PART_BYTES - filled)
      part.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < PART_BYTES) continue
      if (first === undefined) {
        first = part
        part = new Uint8Array(PART_BYTES)
      } else {
        await upload.put(partNumber, part)
      }
      await onPart()
      partNumber += 1
      filled = 0
    }
  }
  const last = part.subarray(0, filled)
  if (first !== undefined && last.length > 0) await upload.put(partNumber, last)
  const start = first ?? last
  start.set(headerOf(sound, dataBytes))
  await upload.put(1, start)
  return HEADER_BYTES + dataBytes
}
