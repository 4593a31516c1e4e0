import { type BoundedReader, latin1, viewOf } from './bounded-reader.ts'
import { type Findings, truncated } from './facts.ts'
import { readTracks } from './library.ts'

/** Whether four bytes can be the header of an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3). */
export const isFrameHeader = (bytes: Uint8Array) => {
  const [sync = 0, second = 0, third = 0] = bytes
  return (
    sync === 0xff &&
    (second & 0xe0) === 0xe0 &&
    (second & 0x18) !== 0x08 && // reserved version
    (second & 0x06) !== 0 && // reserved layer: AAC in ADTS has it
    (third & 0xf0) !== 0xf0 && // bad bit rate
    (third & 0x0c) !== 0x0c // reserved sample rate
  )
}

type VbrHeader = { frames: number | null; bytes: number | null; frameStart: number }

/** ID3v2 tags before the sound; their sizes have 7 bits a byte (https://id3.org/id3v2.4.0-structure, 3.1). */
const skipTags = async (reader: BoundedReader) => {
  let offset = 0
  for (let count = 0; count < 4; count += 1) {
    const header = await reader.read(offset, 10)
    if (header.length < 10 || latin1(header, 0, 3) !== 'ID3') break
    const [flags = 0, a = 0, b = 0, c = 0, d = 0] = header.subarray(5)
    const footerBytes = flags & 0x10 ? 10 : 0
    offset += 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127) + footerBytes
  }
  return offset
}

/** How far into the first frame the Xing or Info header may lie, and VBRI always does. */
const XING_OFFSETS = [36, 21, 13]
const VBRI_OFFSET = 36
/** Garbage between tags and sound that is skipped, as mediabunny does. */
const SEARCH_BYTES = 4096

/**
 * Xing/Info (LAME) and VBRI (Fraunhofer) headers, which take the place of the first frame's sound and give the number of
 * frames and bytes of what follows; mediabunny knows the first alone and not its bytes.
 */
const readVbrHeader = async (reader: BoundedReader): Promise<VbrHeader | null> => {
  const start = await skipTags(reader)
  const bytes = await reader.read(start, SEARCH_BYTES)
  const view = viewOf(bytes)
  for (let at = 0; at + 64 <= bytes.length; at += 1) {
    if (!isFrameHeader(bytes.subarray(at, at + 4))) continue
    const frameStart = start + at
    if (latin1(bytes, at + VBRI_OFFSET, 4) === 'VBRI') {
      return { bytes: view.getUint32(at + VBRI_OFFSET + 10), frames: view.getUint32(at + VBRI_OFFSET + 14), frameStart }
    }
    const xing = XING_OFFSETS.find((offset) => ['Xing', 'Info'].includes(latin1(bytes, at + offset, 4)))
    if (xing === undefined) return null
    const flags = view.getUint32(at + xing + 4)
    const hasFrames = (flags & 1) !== 0
    const bytesAt = at + xing + (hasFrames ? 12 : 8)
    return {
      frames: hasFrames ? view.getUint32(at + xing + 8) : null,
      bytes: (flags & 2) !== 0 ? view.getUint32(bytesAt) : null,
      frameStart,
    }
  }
  return null
}

/** MP3, and AAC or FLAC that has an ID3 tag before it; null when it is none of them. */
export const readMpegAudio = async (
  reader: BoundedReader,
  family: 'mp3' | 'aac' | 'flac',
): Promise<Findings | null> => {
  const tracks = await readTracks(reader, family)
  if (!tracks) return null
  const { container, audio, headerDurationS, timeResolution } = tracks
  const found = { container, ...(audio && { audio }), durationS: headerDurationS }
  if (container !== 'mp3') return found
  const vbr = await readVbrHeader(reader)
  if (!vbr) return found
  const durationS = vbr.frames !== null && timeResolution ? vbr.frames / timeResolution : headerDurationS
  const heldBytes = reader.lengthBytes - vbr.frameStart
  // One frame's leeway: encoders differ in whether the header's own frame counts.
  const frameBytes = vbr.frames && vbr.bytes ? vbr.bytes / vbr.frames : 0
  if (durationS !== null && vbr.bytes !== null && vbr.bytes > heldBytes + Math.max(frameBytes, 64)) {
    return { ...found, ...truncated(durationS, (durationS * heldBytes) / vbr.bytes) }
  }
  return { ...found, durationS }
}
