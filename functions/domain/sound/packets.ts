import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputFormat,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from 'mediabunny'
import type { StoredBytes } from '../../ports/index.ts'
import { UndecodableError } from './sound.ts'

/** Read at once; the library asks for every packet by itself. */
const PAGE_BYTES = 1024 ** 2
const MOST_PAGES = 4

/** A file that leads the library in circles ends here: it asks a few times for each packet, and no packet is so small. */
const LEAST_BYTES_PER_REQUEST = 4
const ALLOWED_REQUESTS = 10_000

const FORMATS: readonly InputFormat[] = [MP3, OGG, WEBM, MATROSKA, MP4, QTFF]

/** What went wrong with the store, which the library may have swallowed or wrapped. */
type Reading = { failure: { cause: unknown } | undefined }

export type Track = {
  codec: string | null
  channels: number
  /** What its decoder is set up with. */
  setup: Uint8Array | null
  packets(): AsyncGenerator<{ data: Uint8Array; timestampS: number }>
  close(): void
}

/** Pages of the file, the next one always on its way, the last few kept. */
function pagedReader(source: StoredBytes, reading: Reading) {
  const pages = new Map<number, Promise<Uint8Array>>()
  let requests = 0
  const pageAt = (number: number): Promise<Uint8Array> => {
    const known = pages.get(number)
    if (known) return known
    const start = number * PAGE_BYTES
    const page = source.read(start, Math.min(PAGE_BYTES, source.lengthBytes - start))
    page.catch((cause: unknown) => {
      reading.failure ??= { cause }
    })
    pages.set(number, page)
    for (const [oldest] of pages) {
      if (pages.size <= MOST_PAGES) break
      pages.delete(oldest)
    }
    return page
  }
  return async (start: number, end: number): Promise<Uint8Array> => {
    requests += 1
    if (requests > ALLOWED_REQUESTS + source.lengthBytes / LEAST_BYTES_PER_REQUEST) {
      throw new UndecodableError('unreadable', 'what it says of itself leads in circles')
    }
    const [first, last] = [Math.floor(start / PAGE_BYTES), Math.floor((end - 1) / PAGE_BYTES)]
    const page = await pageAt(first)
    if ((last + 1) * PAGE_BYTES < source.lengthBytes) pageAt(last + 1)
    const from = start - first * PAGE_BYTES
    if (first === last) return page.subarray(from, from + end - start)
    const bytes = new Uint8Array(end - start)
    bytes.set(page.subarray(from))
    for (let number = first + 1; number <= last; number += 1) {
      const more = await pageAt(number)
      const to = number * PAGE_BYTES - start
      bytes.set(more.subarray(0, bytes.length - to), to)
    }
    return bytes
  }
}

/**
 * The first audio track of a container, by its packets.
 * @throws UndecodableError, and whatever the store throws
 */
export async function openTrack(source: StoredBytes): Promise<Track> {
  const reading: Reading = { failure: undefined }
  const input = new Input({
    source: new CustomSource({
      getSize: () => source.lengthBytes,
      read: pagedReader(source, reading),
      // The pages are kept here; a cache there would let a loop in the library run without ever asking.
      maxCacheSize: 0,
      handleUnhandledError: () => undefined,
    }),
    formats: [...FORMATS],
  })
  /** Broken bytes make the library throw whatever it throws. */
  const meaningOf = (error: unknown): unknown => {
    if (reading.failure) return reading.failure.cause
    if (error instanceof UndecodableError) return error
    return new UndecodableError('unreadable', 'it is broken', { cause: error })
  }
  try {
    const track = (await input.canRead()) ? (await input.getAudioTracks())[0] : undefined
    if (!track) throw new UndecodableError('no_sound', 'it has no sound')
    return {
      codec: await track.getCodec(),
      channels: await track.getNumberOfChannels(),
      setup: await setupOf(track),
      packets: async function* () {
        try {
          for await (const { data, timestamp } of new EncodedPacketSink(track).packets())
            yield { data, timestampS: timestamp }
        } catch (error) {
          throw meaningOf(error)
        }
      },
      close: () => input.dispose(),
    }
  } catch (error) {
    input.dispose()
    throw meaningOf(error)
  }
}

async function setupOf(track: InputAudioTrack): Promise<Uint8Array | null> {
  const description = (await track.getDecoderConfig())?.description
  if (!description) return null
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
}
