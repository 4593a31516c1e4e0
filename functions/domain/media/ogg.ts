import { type BoundedReader, findLast, latin1, viewOf } from './bounded-reader.ts'
import { type AudioFacts, type Codec, endsEarly, type Findings } from './facts.ts'
import { readTracks } from './library.ts'

// Ogg pages: RFC 3533, section 6. Opus in Ogg: RFC 7845.

const OGG_S = [0x4f, 0x67, 0x67, 0x53]
const PAGE_HEADER_BYTES = 27
/** "No packet ends on this page." */
const NO_GRANULE = 0xffff_ffff_ffff_ffffn

type Page = { serial: number; granule: bigint; dataStart: number; lengthBytes: number; flags: number }

const readPage = (bytes: Uint8Array): Page | null => {
  if (bytes.length < PAGE_HEADER_BYTES || latin1(bytes, 0, 4) !== 'OggS' || bytes[4] !== 0) return null
  const view = viewOf(bytes)
  const segments = view.getUint8(26)
  if (bytes.length < PAGE_HEADER_BYTES + segments) return null
  const lacing = bytes.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + segments)
  const dataStart = PAGE_HEADER_BYTES + segments
  return {
    serial: view.getUint32(14, true),
    granule: view.getBigUint64(6, true),
    flags: view.getUint8(5),
    dataStart,
    lengthBytes: dataStart + lacing.reduce((sum, size) => sum + size, 0),
  }
}

/** First bytes of a logical stream, for codecs that the library does not read. */
const CODEC_OF_FIRST_BYTES: [string, Codec][] = [
  ['OpusHead', 'opus'],
  ['\x01vorbis', 'vorbis'],
  ['Speex   ', 'speex'],
  ['\x7fFLAC', 'flac'],
  ['\x80theora', 'theora'],
]

const BEGINS_STREAM = 2

/** Codecs by the pages that begin the logical streams; they all come before any other page (RFC 3533, section 4). */
const readStreamCodecs = async (reader: BoundedReader): Promise<Codec[]> => {
  const codecs: Codec[] = []
  let offset = 0
  while (codecs.length < 8) {
    const bytes = await reader.read(offset, PAGE_HEADER_BYTES + 255 + 8)
    const page = readPage(bytes)
    if (!page || !(page.flags & BEGINS_STREAM)) break
    const known = CODEC_OF_FIRST_BYTES.find(([start]) => latin1(bytes, page.dataStart, start.length) === start)
    codecs.push(known?.[1] ?? 'unknown')
    offset += page.lengthBytes
  }
  return codecs
}

/** The longest header packet of Speex; its rate and channels stand at fixed places (Speex manual, section 7.3). */
const SPEEX_HEADER_BYTES = 80

/** Of a file that is Speex alone, which the library does not read. */
const readSpeex = async (reader: BoundedReader): Promise<AudioFacts | undefined> => {
  const bytes = await reader.read(0, PAGE_HEADER_BYTES + 255 + SPEEX_HEADER_BYTES)
  const page = readPage(bytes)
  if (!page || bytes.length < page.dataStart + SPEEX_HEADER_BYTES) return undefined
  const view = viewOf(bytes)
  const sampleRateHz = view.getUint32(page.dataStart + 36, true)
  const channels = view.getUint32(page.dataStart + 48, true)
  return sampleRateHz === 0 || channels === 0 || channels > 2 ? undefined : { codec: 'speex', channels, sampleRateHz }
}

/** A granule position is the number of samples up to the end of its page. */
const lastGranule = (reader: BoundedReader, serial: number) =>
  findLast(reader, OGG_S, (window, index) => {
    const bytes = window.subarray(index)
    const page = readPage(bytes)
    return page && page.serial === serial && page.granule !== NO_GRANULE && page.lengthBytes <= bytes.length
      ? page.granule
      : null
  })

/** The last page is cut off, or a header of one is all there is of it. */
const endsWithinPage = (reader: BoundedReader) =>
  findLast(reader, OGG_S, (window, index) => {
    const bytes = window.subarray(index)
    if (bytes.length < PAGE_HEADER_BYTES || bytes[4] !== 0) return null
    const page = readPage(bytes)
    return page === null || page.lengthBytes > bytes.length
  })

/** Opus has 48,000 granules a second whatever the call's rate, and the pre-skip is not heard (RFC 7845, section 4). */
const preSkipOf = (codec: Codec, setup: Uint8Array | null) =>
  codec === 'opus' && setup && setup.length >= 12 ? viewOf(setup).getUint16(10, true) : 0

/** Null when the file starts as Ogg and is none. */
export const readOgg = async (reader: BoundedReader): Promise<Findings | null> => {
  const codecs = await readStreamCodecs(reader)
  if (codecs.length === 0) return null
  const tracks = codecs.some((codec) => codec === 'opus' || codec === 'vorbis') ? await readTracks(reader, 'ogg') : null
  const early = (await endsWithinPage(reader)) ? endsEarly('a page') : {}
  if (!tracks?.audio || tracks.audioId === null) {
    const speex = codecs.join() === 'speex' ? await readSpeex(reader) : undefined
    const found = speex ? { audio: speex } : { otherCodecs: codecs }
    return { container: 'ogg', ...found, durationS: null, ...early }
  }
  const { audio, audioId, audioSetup } = tracks
  const granule = await lastGranule(reader, audioId)
  const samples = granule === null ? null : Math.max(0, Number(granule) - preSkipOf(audio.codec, audioSetup))
  return {
    container: 'ogg',
    audio,
    otherCodecs: codecs.filter((codec) => codec !== audio.codec),
    durationS: samples === null || audio.sampleRateHz === 0 ? null : samples / audio.sampleRateHz,
    ...early,
  }
}
