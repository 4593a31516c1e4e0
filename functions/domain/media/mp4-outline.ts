import { type BoundedReader, createBoundedReader } from './bounded-reader.ts'
import { type Box, readBox } from './mp4-boxes.ts'

const CONTAINERS: ReadonlySet<string> = new Set(['trak', 'mdia', 'minf', 'stbl', 'edts', 'mvex'])
const KEPT: ReadonlySet<string> = new Set(['mvhd', 'tkhd', 'mdhd', 'hdlr', 'stsd', 'elst', 'trex', 'mehd'])
/** Boxes that are kept have some hundred bytes; one that claims more is left out. */
const LONGEST_KEPT_BYTES = 64 * 1024
const MOST_BOXES = 500

const HEADER_BYTES = 8

const box = (type: string, body: Uint8Array) => {
  const bytes = new Uint8Array(HEADER_BYTES + body.length)
  new DataView(bytes.buffer).setUint32(0, bytes.length)
  for (let at = 0; at < 4; at += 1) bytes[4 + at] = type.charCodeAt(at)
  bytes.set(body, HEADER_BYTES)
  return bytes
}

const concat = (parts: readonly Uint8Array[]) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/**
 * A movie's table of contents without its sample tables: they are all of its megabytes, and neither the tracks nor the
 * duration need them. `file` is a whole small MP4 of it; `moov` is the content of its moov box.
 */
export const outlineMovie = async (
  reader: BoundedReader,
  moov: Box,
): Promise<{ file: BoundedReader; moov: Uint8Array }> => {
  let seen = 0

  const outline = async (parent: Box): Promise<Uint8Array> => {
    const parts: Uint8Array[] = []
    let offset = parent.dataStart
    while (offset < parent.end && seen < MOST_BOXES) {
      seen += 1
      const child = readBox(await reader.read(offset, 16), 0, offset, parent.end)
      if (!child || child.end > parent.end) break
      const lengthBytes = child.end - child.dataStart
      if (CONTAINERS.has(child.type)) {
        parts.push(box(child.type, await outline(child)))
      } else if (KEPT.has(child.type) && lengthBytes <= LONGEST_KEPT_BYTES) {
        parts.push(box(child.type, await reader.read(child.dataStart, lengthBytes)))
      }
      // What follows the sample descriptions are the tables, each of which might cost a read to step over.
      if (child.type === 'stsd') break
      offset = child.end
    }
    return concat(parts)
  }

  const start = await reader.read(0, HEADER_BYTES + 4)
  const contents = await outline(moov)
  const bytes = concat([box('ftyp', start.subarray(HEADER_BYTES)), box('moov', contents)])
  const file = createBoundedReader({
    lengthBytes: bytes.length,
    read: async (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  })
  return { file, moov: contents }
}
