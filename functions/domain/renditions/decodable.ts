import type { Codec, Container } from '../media/index.ts'

/** What is decoded, by container, for outlines and for copies that browsers play. */
const DECODED: Partial<Record<Container, readonly Codec[]>> = {
  wav: [
    ...(['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'] as const),
    ...(['mulaw', 'alaw', 'ima_adpcm', 'ms_adpcm', 'gsm', 'mp3'] as const),
  ],
  mp3: ['mp3'],
  ogg: ['opus'],
  webm: ['opus'],
  matroska: ['opus'],
}

/**
 * Whether there is a decoder for a file's sound. Of a file with pictures the codec is that of the pictures, and only its bytes
 * tell the sound's.
 */
export function isDecodable(container: string | null, codec: string | null): boolean {
  // What is stored is one of ours, or from a version that knew more of them.
  const decoded: readonly string[] = DECODED[container as Container] ?? []
  return codec !== null && decoded.includes(codec)
}
