import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputFormat,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from 'mediabunny'
import type { BoundedReader } from './bounded-reader.ts'
import type { AudioFacts, Codec, Container, VideoFacts } from './facts.ts'

/** The library's formats that are asked, in this order, for a file whose first bytes look like the container. */
const FORMATS = {
  mp3: [MP3, ADTS, FLAC],
  aac: [ADTS],
  flac: [FLAC],
  ogg: [OGG],
  webm: [WEBM, MATROSKA],
  mp4: [MP4, QTFF],
} as const satisfies Partial<Record<Container, readonly InputFormat[]>>

const CONTAINER_OF_FORMAT = new Map<InputFormat, Container>([
  [MP3, 'mp3'],
  [ADTS, 'aac'],
  [FLAC, 'flac'],
  [OGG, 'ogg'],
  [WEBM, 'webm'],
  [MATROSKA, 'matroska'],
  [MP4, 'mp4'],
  [QTFF, 'mov'],
])

/** The library's codec names where they are not ours. */
const CODEC_OF_LIBRARY: Partial<Record<string, Codec>> = {
  aac: 'aac',
  opus: 'opus',
  mp3: 'mp3',
  vorbis: 'vorbis',
  flac: 'flac',
  ac3: 'ac3',
  eac3: 'eac3',
  'pcm-u8': 'pcm_u8',
  'pcm-s16': 'pcm_s16le',
  'pcm-s16be': 'pcm_s16be',
  'pcm-s24': 'pcm_s24le',
  'pcm-s32': 'pcm_s32le',
  'pcm-f32': 'pcm_f32le',
  'pcm-f64': 'pcm_f64le',
  ulaw: 'mulaw',
  alaw: 'alaw',
  avc: 'h264',
  hevc: 'h265',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'av1',
}

/** Names inside the container of codecs that the library does not decode: sample entries of MP4, CodecIDs of Matroska. */
const CODEC_OF_CONTAINER: Partial<Record<string, Codec>> = {
  samr: 'amr_nb',
  sawb: 'amr_wb',
  A_SPEEX: 'speex',
  V_THEORA: 'theora',
}

export type Tracks = {
  container: Container
  audio?: AudioFacts
  video?: VideoFacts
  /** As the header says; null where it does not. Not asked of MP4, whose sample tables it would walk. */
  headerDurationS: number | null
  /** Units of the container's time in a second; of MP3 frames in a second. */
  timeResolution: number | null
  /** The first audio track's id within the container and what its decoder is set up with. */
  audioId: number | null
  audioSetup: Uint8Array | null
}

const codecOf = async (track: InputAudioTrack | InputVideoTrack): Promise<Codec> => {
  const codec = await track.getCodec()
  if (codec) return CODEC_OF_LIBRARY[codec] ?? 'unknown'
  const internal = await track.getInternalCodecId()
  return (typeof internal === 'string' && CODEC_OF_CONTAINER[internal]) || 'unknown'
}

const audioFactsOf = async (track: InputAudioTrack): Promise<AudioFacts> => ({
  codec: await codecOf(track),
  channels: await track.getNumberOfChannels(),
  sampleRateHz: await track.getSampleRate(),
})

const videoFactsOf = async (track: InputVideoTrack): Promise<VideoFacts> => ({
  codec: await codecOf(track),
  widthPx: await track.getCodedWidth(),
  heightPx: await track.getCodedHeight(),
})

const setupOf = async (track: InputAudioTrack): Promise<Uint8Array | null> => {
  const description = (await track.getDecoderConfig())?.description
  if (!description) return null
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
}

// Broken files have the library warn on the console; what is wrong with them is told by their facts.
Logging.level = LogLevel.Silent

/**
 * Far more than a sound header takes. mediabunny 1.61 searches for ever in a Matroska file that ends in junk (its resync
 * does not advance over the last 8 bytes); this ends such loops.
 */
const MOST_REQUESTS = 2000

/**
 * The tracks as mediabunny reads them; null when it does not know the bytes as one of the container's formats. Throws on
 * broken bytes whatever it throws.
 */
export const readTracks = async (reader: BoundedReader, family: keyof typeof FORMATS): Promise<Tracks | null> => {
  let requests = 0
  const source = new CustomSource({
    getSize: () => reader.lengthBytes,
    read: (start, end) => {
      requests += 1
      if (requests > MOST_REQUESTS) throw new Error('the header leads in circles')
      return reader.read(start, end - start)
    },
    // The reader keeps the pages. A cache here would let a loop in the library run without ever asking.
    maxCacheSize: 0,
    // A failed read that nobody waits for is known to the reader; it must not end the process.
    handleUnhandledError: () => undefined,
  })
  using input = new Input({ source, formats: [...FORMATS[family]] })
  if (!(await input.canRead())) return null
  const format = await input.getFormat()
  const [[audioTrack], [videoTrack]] = [await input.getAudioTracks(), await input.getVideoTracks()]
  const track = audioTrack ?? videoTrack
  return {
    container: CONTAINER_OF_FORMAT.get(format) ?? 'unknown',
    ...(audioTrack && { audio: await audioFactsOf(audioTrack) }),
    ...(videoTrack && { video: await videoFactsOf(videoTrack) }),
    headerDurationS: family === 'mp4' ? null : await input.getDurationFromMetadata(),
    timeResolution: track ? await track.getTimeResolution() : null,
    audioId: audioTrack?.id ?? null,
    audioSetup: family === 'ogg' && audioTrack ? await setupOf(audioTrack) : null,
  }
}
