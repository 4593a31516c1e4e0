/**
 * Codecs by the names that the product uses, with the words that people read. The names are those of FFmpeg where it has
 * one, `mulaw`, `alaw`, `ima_adpcm`, `gsm` and `g729` being shortened from its `pcm_mulaw`, `adpcm_ima_wav`, `gsm_ms` ...
 */
export const CODECS = {
  pcm_u8: 'PCM, 8 bit',
  pcm_s16le: 'PCM, 16 bit',
  pcm_s16be: 'PCM, 16 bit, big-endian',
  pcm_s24le: 'PCM, 24 bit',
  pcm_s32le: 'PCM, 32 bit',
  pcm_f32le: 'PCM, 32 bit floating point',
  pcm_f64le: 'PCM, 64 bit floating point',
  mulaw: 'G.711 mu-law',
  alaw: 'G.711 A-law',
  ima_adpcm: 'IMA ADPCM',
  ms_adpcm: 'Microsoft ADPCM',
  gsm: 'GSM 06.10',
  g721: 'G.721 ADPCM',
  g722: 'G.722',
  g723: 'G.723.1',
  g726: 'G.726 ADPCM',
  g729: 'G.729',
  truespeech: 'TrueSpeech',
  amr_nb: 'AMR',
  amr_wb: 'AMR-WB',
  mp2: 'MPEG audio layer II',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  speex: 'Speex',
  flac: 'FLAC',
  aac: 'AAC',
  ac3: 'Dolby AC-3',
  eac3: 'Dolby E-AC-3',
  h264: 'H.264',
  h265: 'H.265',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  theora: 'Theora',
  unknown: 'unknown',
} as const satisfies Record<string, string>

export type Codec = keyof typeof CODECS

/**
 * What Chromium, Firefox and Safari all play natively, by container. Left out, because one of the three does not play it:
 * ADPCM, GSM and MP3 in WAV (only Safari decodes the first two), H.265 and AV1 (need hardware), Matroska that is not WebM,
 * QuickTime, AMR. Ogg and WebM with Opus or Vorbis: Safari since 18.4.
 */
const PLAYABLE = {
  wav: ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'mulaw', 'alaw'],
  mp3: ['mp3'],
  aac: ['aac'],
  flac: ['flac'],
  ogg: ['opus', 'vorbis'],
  webm: ['opus', 'vorbis', 'vp8', 'vp9'],
  matroska: [],
  mp4: ['aac', 'mp3', 'opus', 'flac', 'h264', 'vp9'],
  mov: [],
  amr: [],
  unknown: [],
} as const satisfies Record<string, readonly Codec[]>

export type Container = keyof typeof PLAYABLE

export type AudioFacts = { codec: Codec; channels: number; sampleRateHz: number; bitsPerSample?: number }
export type VideoFacts = { codec: Codec; widthPx: number; heightPx: number }

/** `empty`: no bytes, or a header without sound. `truncated`: the header promises more. `unreadable`: not what it says. */
export type MediaProblem = 'empty' | 'truncated' | 'unreadable'

export type MediaFacts = {
  container: Container
  /** Of the video where there is one, else of the audio. */
  codec: Codec
  audio?: AudioFacts
  video?: VideoFacts
  /** Of what the file holds; null where the file does not tell within the reads allowed. */
  durationMs: number | null
  /** Whether Chromium, Firefox and Safari all play it as it is. */
  isPlayable: boolean
  problem?: MediaProblem
  /** A sentence for people, without the full stop. */
  problemDetail?: string
}

/** What a container's reader finds; `durationS` and `promisedS` in seconds. */
export type Findings = {
  container: Container
  audio?: AudioFacts
  video?: VideoFacts
  /** Tracks that have a codec and no further facts. */
  otherCodecs?: Codec[]
  durationS: number | null
  problem?: MediaProblem
  problemDetail?: string
}

/** The API's durations end here: a header that claims more is not believed. */
const LONGEST_MS = 31 * 24 * 3_600_000

const toDurationMs = (durationS: number | null) => {
  if (durationS === null) return null
  const durationMs = Math.round(durationS * 1000)
  return durationMs >= 0 && durationMs <= LONGEST_MS ? durationMs : null
}

export const toMediaFacts = ({ otherCodecs = [], durationS, ...found }: Findings): MediaFacts => {
  const { container, video, audio } = found
  const codecs = [video?.codec, audio?.codec, ...otherCodecs].filter((codec) => codec !== undefined)
  const playable: readonly Codec[] = PLAYABLE[container]
  return {
    ...found,
    codec: codecs[0] ?? 'unknown',
    durationMs: toDurationMs(durationS),
    isPlayable:
      codecs.length > 0 &&
      codecs.every((codec) => playable.includes(codec)) &&
      found.problem !== 'unreadable' &&
      found.problem !== 'empty',
  }
}

const seconds = (durationS: number) => `${durationS.toFixed(1)} s`

/** The words for a file that ends before its header says. */
export const truncated = (
  promisedS: number,
  heldS: number,
): Pick<Findings, 'problem' | 'problemDetail' | 'durationS'> => ({
  problem: 'truncated',
  problemDetail: `the header promises ${seconds(promisedS)}, the file holds ${seconds(heldS)}`,
  durationS: heldS,
})

export const endsEarly = (what: string): Pick<Findings, 'problem' | 'problemDetail'> => ({
  problem: 'truncated',
  problemDetail: `the file ends in the middle of ${what}`,
})
