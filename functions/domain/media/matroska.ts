import { type BoundedReader, findLast, viewOf } from './bounded-reader.ts'
import { endsEarly, type Findings, truncated } from './facts.ts'
import { readTracks } from './library.ts'

// EBML: RFC 8794. Matroska: RFC 9559. A recorder that streams (MediaRecorder, a browser's own) leaves Duration out and the
// Segment's size unknown: the end is then found from the last Cluster.

const ID = { ebml: 0x1a45dfa3, segment: 0x18538067, timestamp: 0xe7, simpleBlock: 0xa3, blockGroup: 0xa0, block: 0xa1 }
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75]
/** Elements that come after the last Cluster: Cues, Tags, SeekHead, Attachments, Chapters. */
const AFTER_CLUSTERS: ReadonlySet<number> = new Set([0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1941a469, 0x1043a770])

type Element = { id: number; dataStart: number /** Null: unknown, up to the end of the parent. */; size: number | null }

/** The length of a variable-size integer is told by its leading zero bits (RFC 8794, section 4). */
const vintLength = (first: number | undefined) => (first ? Math.clz32(first) - 23 : 9)

const readElement = (bytes: Uint8Array, offset: number): Element | null => {
  const idLength = vintLength(bytes[offset])
  const sizeAt = offset + idLength
  const sizeLength = vintLength(bytes[sizeAt])
  if (idLength > 4 || sizeLength > 8 || sizeAt + sizeLength > bytes.length) return null
  let id = 0
  for (const byte of bytes.subarray(offset, sizeAt)) id = id * 256 + byte
  const digits = bytes.subarray(sizeAt, sizeAt + sizeLength)
  const firstMask = (1 << (8 - sizeLength)) - 1
  const isUnknown = digits.every((byte, at) => (at === 0 ? (byte & firstMask) === firstMask : byte === 0xff))
  let size = 0
  digits.forEach((byte, at) => {
    size = size * 256 + (at === 0 ? byte & firstMask : byte)
  })
  return { id, dataStart: sizeAt + sizeLength, size: isUnknown ? null : size }
}

const unsignedOf = (bytes: Uint8Array, offset: number, lengthBytes: number) => {
  let value = 0
  for (const byte of bytes.subarray(offset, offset + lengthBytes)) value = value * 256 + byte
  return value
}

/** Where the Segment ends by its own header; null where it does not say. */
const segmentEnd = async (reader: BoundedReader): Promise<number | null> => {
  const bytes = await reader.read(0, 4096)
  const ebml = readElement(bytes, 0)
  if (ebml?.id !== ID.ebml || ebml.size === null) return null
  const segment = readElement(bytes, ebml.dataStart + ebml.size)
  return segment?.id === ID.segment && segment.size !== null ? segment.dataStart + segment.size : null
}

/** A block starts with the track's number and a signed 16-bit time within its Cluster (RFC 9559, section 10). */
const blockTime = (bytes: Uint8Array, offset: number) => {
  const trackLength = vintLength(bytes[offset])
  if (trackLength > 8 || offset + trackLength + 2 > bytes.length) return null
  return { track: bytes[offset], time: viewOf(bytes).getInt16(offset + trackLength) }
}

/** By track: where its last block starts and how far that is from the one before, the best guess at its own length. */
type LastBlocks = Map<number | undefined, { last: number; stepUnits: number }>

const noteBlock = (blocks: LastBlocks, block: { track: number | undefined; time: number }) => {
  const before = blocks.get(block.track)
  const last = Math.max(before?.last ?? 0, block.time)
  blocks.set(block.track, {
    last,
    stepUnits: before && last > before.last ? last - before.last : (before?.stepUnits ?? 0),
  })
}

/** End of the last block in the Cluster at the start of `bytes`, in timestamp units; null when it is no Cluster. */
const clusterEnd = (bytes: Uint8Array): number | null => {
  const cluster = readElement(bytes, 0)
  if (!cluster) return null
  const end = cluster.size === null ? bytes.length : Math.min(bytes.length, cluster.dataStart + cluster.size)
  const blocks: LastBlocks = new Map()
  let base: number | null = null
  let offset = cluster.dataStart
  while (offset < end) {
    const element = readElement(bytes, offset)
    if (!element || element.size === null || AFTER_CLUSTERS.has(element.id)) break
    if (element.id === ID.timestamp && element.size <= 6) base = unsignedOf(bytes, element.dataStart, element.size)
    const inner = element.id === ID.blockGroup ? readElement(bytes, element.dataStart) : element
    const block = inner?.id === ID.simpleBlock || inner?.id === ID.block ? blockTime(bytes, inner.dataStart) : null
    if (block) noteBlock(blocks, block)
    offset = element.dataStart + element.size
  }
  if (base === null || blocks.size === 0) return null
  return base + Math.max(...[...blocks.values()].map(({ last, stepUnits }) => last + stepUnits))
}

/** The tracks, or undefined where the file ends within its header. */
const readTracksOfCut = async (reader: BoundedReader, isCut: boolean) => {
  try {
    return await readTracks(reader, 'webm')
  } catch (error) {
    if (isCut && !reader.failure) return undefined
    throw error
  }
}

/** Null when the bytes start as EBML and are neither WebM nor Matroska. */
export const readMatroska = async (reader: BoundedReader): Promise<Findings | null> => {
  const end = await segmentEnd(reader)
  const isCut = end !== null && end > reader.lengthBytes
  const tracks = await readTracksOfCut(reader, isCut)
  if (tracks === undefined) return { container: 'webm', durationS: null, ...endsEarly('its header') }
  if (tracks === null) return null
  const { container, audio, video, headerDurationS, timeResolution } = tracks
  const found = { container, ...(audio && { audio }), ...(video && { video }) }
  if (headerDurationS !== null && !isCut) return { ...found, durationS: headerDurationS }
  const endUnits = await findLast(reader, CLUSTER, (window, index) => clusterEnd(window.subarray(index)))
  const heldS = endUnits !== null && timeResolution ? endUnits / timeResolution : null
  if (!isCut) return { ...found, durationS: heldS }
  if (headerDurationS !== null)
    return { ...found, ...truncated(headerDurationS, Math.min(heldS ?? 0, headerDurationS)) }
  return { ...found, durationS: heldS, ...endsEarly('a cluster') }
}
