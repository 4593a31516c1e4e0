import type { StoredBytes } from '../../ports/index.ts'
import { type ByteStream, byteStream } from './byte-stream.ts'
import { UndecodableError } from './sound.ts'
import type { Track } from './track.ts'

// Matroska and WebM: RFC 9559 in the EBML of RFC 8794, read from the front: what recorders stream has no index, nor sizes.

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  contentEncodings: 0x6d80,
  audio: 0xe1,
  channels: 0x9f,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const

/** Their content is read on as if they were not there, whatever length they say they have. */
const entered: ReadonlySet<number> = new Set([ID.segment, ID.info, ID.tracks, ID.cluster, ID.blockGroup])
const audioType = 2
const MOST_HELD_BYTES = 16 * 1024 ** 2
const EVERY_BIT = 2 ** 56 - 1

type Element = { id: number; sizeBytes: number | null }

/** A number of as many bytes as its first one has leading zeros. @param keepsMarker ids keep the bit that ends those */
function readVint(
  bytes: Uint8Array,
  offset: number,
  keepsMarker: boolean,
): { value: number; lengthBytes: number } | null {
  const first = bytes[offset]
  if (first === undefined || first === 0) return null
  const lengthBytes = Math.clz32(first) - 23
  if (offset + lengthBytes > bytes.length) return null
  let value = keepsMarker ? first : first & (0xff >> lengthBytes)
  for (let at = 1; at < lengthBytes; at += 1) value = value * 256 + (bytes[offset + at] ?? 0)
  const isUnknown = !keepsMarker && value === 2 ** (7 * lengthBytes) - 1
  return { value: isUnknown ? EVERY_BIT : value, lengthBytes }
}

async function takeVint(bytes: ByteStream, keepsMarker: boolean): Promise<number | null> {
  const first = (await bytes.take(1))?.slice()
  if (!first) return null
  const lengthBytes = Math.clz32(first[0] ?? 0) - 23
  if (lengthBytes > 8) throw broken()
  const rest = lengthBytes === 1 ? new Uint8Array(0) : await bytes.take(lengthBytes - 1)
  if (!rest) return null
  const all = new Uint8Array(lengthBytes)
  all.set(first)
  all.set(rest, 1)
  return readVint(all, 0, keepsMarker)?.value ?? null
}

/** Null at the end. */
async function nextElement(bytes: ByteStream): Promise<Element | null> {
  const id = await takeVint(bytes, true)
  const size = id === null ? null : await takeVint(bytes, false)
  return id === null || size === null ? null : { id, sizeBytes: size === EVERY_BIT ? null : size }
}

const broken = () => new UndecodableError('unreadable', 'it is broken')

/** Null where the file ends before. */
async function contentOf(bytes: ByteStream, { sizeBytes }: Element): Promise<Uint8Array | null> {
  if (sizeBytes === null || sizeBytes > MOST_HELD_BYTES) throw broken()
  return bytes.take(sizeBytes)
}

const numberIn = (bytes: Uint8Array) => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** Elements within another one's content. */
function* childrenOf(content: Uint8Array): Generator<{ id: number; content: Uint8Array }> {
  for (let offset = 0; offset < content.length; ) {
    const id = readVint(content, offset, true)
    const size = id && readVint(content, offset + id.lengthBytes, false)
    if (!id || !size) return
    const start = offset + id.lengthBytes + size.lengthBytes
    yield { id: id.value, content: content.subarray(start, start + size.value) }
    offset = start + size.value
  }
}

type Entry = {
  number: number
  type: number
  codec: string
  setup: Uint8Array | null
  channels: number
  isPlain: boolean
}

function readEntry(content: Uint8Array): Entry {
  const entry: Entry = { number: 0, type: 0, codec: '', setup: null, channels: 1, isPlain: true }
  for (const child of childrenOf(content)) {
    if (child.id === ID.trackNumber) entry.number = numberIn(child.content)
    else if (child.id === ID.trackType) entry.type = numberIn(child.content)
    else if (child.id === ID.codecId) entry.codec = new TextDecoder().decode(child.content).replace(/\0+$/, '')
    else if (child.id === ID.codecPrivate) entry.setup = child.content.slice()
    else if (child.id === ID.contentEncodings) entry.isPlain = false
    else if (child.id === ID.audio) {
      for (const { id, content: value } of childrenOf(child.content))
        if (id === ID.channels) entry.channels = numberIn(value)
    }
  }
  return entry
}

/** @throws UndecodableError */
export async function openMatroska(source: StoredBytes): Promise<Track> {
  const bytes = byteStream(source.stream(0, source.lengthBytes))
  try {
    let nanosecondsPerTick = 1_000_000
    for (let element = await nextElement(bytes); element; element = await nextElement(bytes)) {
      if (element.id === ID.cluster) break
      if (entered.has(element.id)) continue
      if (element.id === ID.timestampScale) {
        nanosecondsPerTick = numberIn((await contentOf(bytes, element)) ?? new Uint8Array(0)) || nanosecondsPerTick
      } else if (element.id === ID.trackEntry) {
        const entry = readEntry((await contentOf(bytes, element)) ?? new Uint8Array(0))
        if (entry.type !== audioType) continue
        if (entry.codec !== 'A_OPUS' || !entry.isPlain) {
          throw new UndecodableError('no_decoder', 'there is no decoder for its sound')
        }
        const { setup, channels, number } = entry
        return { setup, channels, packets: packetsOf(bytes, number, nanosecondsPerTick / 1e9) }
      } else if (element.sizeBytes === null) throw broken()
      else await bytes.skip(element.sizeBytes)
    }
    throw new UndecodableError('no_sound', 'it has no sound')
  } catch (error) {
    await bytes.close()
    throw error
  }
}

async function* packetsOf(bytes: ByteStream, trackNumber: number, secondsPerTick: number): Track['packets'] {
  let clusterTicks = 0
  try {
    for (let element = await nextElement(bytes); element; element = await nextElement(bytes)) {
      if (entered.has(element.id)) continue
      if (element.id === ID.timestamp) {
        clusterTicks = numberIn((await contentOf(bytes, element)) ?? new Uint8Array(0))
      } else if (element.id === ID.simpleBlock || element.id === ID.block) {
        const block = await contentOf(bytes, element)
        if (!block) return
        const number = readVint(block, 0, false)
        if (number?.value !== trackNumber) continue
        const view = new DataView(block.buffer, block.byteOffset, block.length)
        if (block.length < number.lengthBytes + 3) continue
        const timestampS = (clusterTicks + view.getInt16(number.lengthBytes)) * secondsPerTick
        const lacing = (view.getUint8(number.lengthBytes + 2) >> 1) & 3
        if (lacing !== 0) throw new UndecodableError('no_decoder', 'its packets are laced')
        yield { data: block.subarray(number.lengthBytes + 3), timestampS }
      } else if (element.sizeBytes === null) throw broken()
      else await bytes.skip(element.sizeBytes)
    }
  } finally {
    await bytes.close()
  }
}
