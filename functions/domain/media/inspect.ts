import { type BoundedReader, type ByteSource, createBoundedReader, latin1, OverBudgetError } from './bounded-reader.ts'
import { type AudioFacts, type Container, type Findings, type MediaFacts, toMediaFacts } from './facts.ts'
import { readMatroska } from './matroska.ts'
import { readMp4 } from './mp4.ts'
import { isFrameHeader, readMpegAudio } from './mpeg-audio.ts'
import { readOgg } from './ogg.ts'
import { readWave } from './riff.ts'

type Family = {
  container: Container
  /** What people call such a file. */
  name: string
  /** Content types under which recorders announce it. */
  contentTypes: readonly string[]
  looksLike(start: Uint8Array): boolean
  /** Null when a closer look finds that it is no such file. */
  read(reader: BoundedReader): Promise<Findings | null>
}

const startsWith = (bytes: Uint8Array, text: string, offset = 0) => latin1(bytes, offset, text.length) === text

/** A file without a header but its first bytes, which tell all that there is to know. */
const just = (container: Container, audio: AudioFacts) => async (): Promise<Findings> => ({
  container,
  audio,
  durationS: null,
})

const FAMILIES: readonly Family[] = [
  {
    container: 'wav',
    name: 'WAV',
    contentTypes: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'audio/x-pn-wav'],
    looksLike: (start) =>
      ['RIFF', 'RF64', 'BW64'].some((id) => startsWith(start, id)) &&
      (start.length < 12 || startsWith(start, 'WAVE', 8)),
    read: readWave,
  },
  {
    container: 'ogg',
    name: 'Ogg',
    contentTypes: ['audio/ogg', 'video/ogg', 'application/ogg', 'audio/opus'],
    looksLike: (start) => startsWith(start, 'OggS'),
    read: readOgg,
  },
  {
    container: 'webm',
    name: 'WebM',
    contentTypes: [
      'audio/webm',
      'video/webm',
      'audio/x-matroska',
      'video/x-matroska',
      'video/matroska',
      'audio/matroska',
    ],
    looksLike: (start) => startsWith(start, '\x1a\x45\xdf\xa3'),
    read: readMatroska,
  },
  {
    container: 'mp4',
    name: 'MP4',
    contentTypes: ['audio/mp4', 'video/mp4', 'audio/x-m4a', 'audio/m4a', 'video/quicktime', 'video/x-m4v'],
    looksLike: (start) => startsWith(start, 'ftyp', 4) || startsWith(start, 'styp', 4),
    read: readMp4,
  },
  {
    container: 'flac',
    name: 'FLAC',
    contentTypes: ['audio/flac', 'audio/x-flac'],
    looksLike: (start) => startsWith(start, 'fLaC'),
    read: (reader) => readMpegAudio(reader, 'flac'),
  },
  {
    container: 'amr',
    name: 'AMR-WB',
    contentTypes: ['audio/amr-wb'],
    looksLike: (start) => startsWith(start, '#!AMR-WB\n'),
    // Several channels have another start (RFC 4867 section 5.1).
    read: just('amr', { codec: 'amr_wb', channels: 1, sampleRateHz: 16_000 }),
  },
  {
    container: 'amr',
    name: 'AMR',
    contentTypes: ['audio/amr'],
    looksLike: (start) => startsWith(start, '#!AMR\n'),
    read: just('amr', { codec: 'amr_nb', channels: 1, sampleRateHz: 8_000 }),
  },
  {
    container: 'aac',
    name: 'AAC',
    contentTypes: ['audio/aac', 'audio/aacp'],
    // ADTS: twelve bits of sync and a layer of zero (ISO/IEC 13818-7, 6.2).
    looksLike: ([first = 0, second = 0]) => first === 0xff && (second & 0xf6) === 0xf0,
    read: (reader) => readMpegAudio(reader, 'aac'),
  },
  {
    container: 'mp3',
    name: 'MP3',
    contentTypes: ['audio/mpeg', 'audio/mp3', 'audio/mpeg3', 'audio/x-mp3', 'audio/x-mpeg'],
    looksLike: (start) => startsWith(start, 'ID3') || isFrameHeader(start),
    read: (reader) => readMpegAudio(reader, 'mp3'),
  },
]

const UNKNOWN: Findings = { container: 'unknown', durationS: null }

/** Bytes that are none of the families': wrong only where the recorder announced one of them. */
const notRecognised = (announced: Family | undefined): Findings =>
  announced
    ? {
        ...UNKNOWN,
        problem: 'unreadable',
        problemDetail: `it was announced as ${announced.name}, and its bytes are not`,
      }
    : UNKNOWN

/** Whatever a reader throws at broken bytes: the library's own errors have many types. */
const afterFailure = (family: Family, reader: BoundedReader, error: unknown): Findings => {
  if (reader.failure) throw reader.failure.cause
  const found: Findings = { container: family.container, durationS: null }
  // It may be a sound file with an uncommonly long header: nothing is wrong that we know of.
  if (error instanceof OverBudgetError) return found
  return {
    ...found,
    problem: 'unreadable',
    problemDetail: `it starts as ${family.name} does, but its header cannot be read`,
  }
}

const inspect = async (reader: BoundedReader, contentType: string): Promise<Findings> => {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const announced = FAMILIES.find(({ contentTypes }) => contentTypes.includes(mediaType))
  const start = await reader.read(0, 64)
  // Sound may begin after some garbage that no first bytes give away: then the announced family has a try.
  const family = FAMILIES.find(({ looksLike }) => looksLike(start)) ?? announced
  if (!family || (family === announced && family.container !== 'mp3' && !family.looksLike(start))) {
    return notRecognised(announced)
  }
  try {
    return (await family.read(reader)) ?? notRecognised(announced)
  } catch (error) {
    return afterFailure(family, reader, error)
  }
}

/**
 * Reads what a media file's header says: container, codecs, duration, and whether browsers play it. Few small reads, at
 * most 12 and 4 MB in all; usually one to three of 64 kB.
 *
 * No file is refused: an unknown format or codec is `unknown` and not playable, without a problem. Bad bytes give a
 * problem and never an error; errors of `source.read` pass through.
 */
export const inspectMedia = async (source: ByteSource, hint: { contentType: string }): Promise<MediaFacts> => {
  if (source.lengthBytes === 0) {
    return toMediaFacts({ ...UNKNOWN, durationS: 0, problem: 'empty', problemDetail: 'the file has no bytes' })
  }
  const reader = createBoundedReader(source)
  try {
    return toMediaFacts(await inspect(reader, hint.contentType))
  } catch (error) {
    if (reader.failure) throw reader.failure.cause
    throw error
  }
}
