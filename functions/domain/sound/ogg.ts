import type { StoredBytes } from '../../ports/index.ts'
import { type ByteStream, byteStream } from './byte-stream.ts'
import { UndecodableError } from './sound.ts'
import type { Track } from './track.ts'

// Ogg pages: RFC 3533, section 6. Opus in Ogg: RFC 7845.

const OGG_S = [0x4f, 0x67, 0x67, 0x53]
const HEADER_BYTES = 27
const BEGINS_STREAM = 2
const OPUS_HEAD = 'OpusHead'
/** No packet of Opus is so long, of 120 ms of 255 channels. */
const MOST_PACKET_BYTES = 1024 ** 2

type Page = { serial: number; beginsStream: boolean; lacing: Uint8Array; body: Uint8Array }

/** Null at the end, and where the last page is cut short. What is no page is passed over. */
async function nextPage(bytes: ByteStream): Promise<Page | null> {
  for (;;) {
    if (!(await bytes.seek(OGG_S))) return null
    const start = await bytes.take(HEADER_BYTES)
    if (!start) return null
    const header = new DataView(start.buffer, start.byteOffset, start.length)
    const [version, flags, segments] = [header.getUint8(4), header.getUint8(5), header.getUint8(26)]
    const serial = header.getUint32(14, true)
    if (version !== 0) continue
    const lacing = (await bytes.take(segments))?.slice()
    const body = lacing && (await bytes.take(lacing.reduce((sum, size) => sum + size, 0)))
    return body ? { serial, beginsStream: (flags & BEGINS_STREAM) !== 0, lacing, body } : null
  }
}

const startsWith = (bytes: Uint8Array, text: string) =>
  bytes.length >= text.length && [...text].every((character, at) => bytes[at] === character.charCodeAt(0))

/** @throws UndecodableError */
export async function openOgg(source: StoredBytes): Promise<Track> {
  const bytes = byteStream(source.stream(0, source.lengthBytes))
  // All streams begin before any goes on (RFC 3533, section 4).
  for (let page = await nextPage(bytes); page?.beginsStream; page = await nextPage(bytes)) {
    if (!startsWith(page.body, OPUS_HEAD)) continue
    const setup = page.body.slice()
    return { channels: setup[9] ?? 1, setup, packets: packetsOf(bytes, page.serial) }
  }
  await bytes.close()
  throw new UndecodableError('no_decoder', 'it has no sound that can be decoded')
}

async function* packetsOf(bytes: ByteStream, firstSerial: number): Track['packets'] {
  let serial = firstSerial
  /** Tags follow the head, and are no sound. */
  let headersLeft = 1
  let begun = new Uint8Array(0)
  try {
    for (let page = await nextPage(bytes); page; page = await nextPage(bytes)) {
      if (page.beginsStream && startsWith(page.body, OPUS_HEAD)) {
        // A further stream, chained to the first.
        ;[serial, headersLeft, begun] = [page.serial, 1, new Uint8Array(0)]
        continue
      }
      if (page.serial !== serial) continue
      let start = 0
      let end = 0
      for (const size of page.lacing) {
        end += size
        if (size === 255) continue
        const part = page.body.subarray(start, end)
        const data = begun.length === 0 ? part : joined(begun, part)
        begun = new Uint8Array(0)
        start = end
        if (headersLeft > 0) headersLeft -= 1
        else if (data.length > 0) yield { data, timestampS: null }
      }
      if (end > start) begun = joined(begun, page.body.subarray(start, end))
      if (begun.length > MOST_PACKET_BYTES) throw new UndecodableError('unreadable', 'one of its packets does not end')
    }
  } finally {
    await bytes.close()
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
