import type { Codec } from '../media/index.ts'
import { floatTo16 } from './sound.ts'

/** Reads samples of a fixed number of bytes out of `view`, from its start, into all of `out`. */
export type SampleReader = { bytes: number; read(view: DataView, out: Int16Array): void }

const eachSample = (bytes: number, sampleAt: (view: DataView, offset: number) => number): SampleReader => ({
  bytes,
  read(view, out) {
    for (let at = 0, offset = 0; at < out.length; at += 1, offset += bytes) out[at] = sampleAt(view, offset)
  },
})

/** ITU-T G.711, table 2a and 1a, extended from 14 and 13 bits to 16. */
const mulawSample = (byte: number) => {
  const code = ~byte & 0xff
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132
  return code & 0x80 ? -magnitude : magnitude
}
const alawSample = (byte: number) => {
  const code = byte ^ 0x55
  const exponent = (code >> 4) & 7
  const mantissa = ((code & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

const byTable = (sampleOf: (byte: number) => number): SampleReader => {
  const table = Int16Array.from({ length: 256 }, (_, byte) => sampleOf(byte))
  return eachSample(1, (view, offset) => table[view.getUint8(offset)] ?? 0)
}

/** Codecs that have one sample per channel after the other, each by itself. Of wider samples the upper 16 bits are kept. */
export const sampleReaders: Partial<Record<Codec, SampleReader>> = {
  pcm_u8: eachSample(1, (view, offset) => (view.getUint8(offset) - 128) << 8),
  pcm_s16le: eachSample(2, (view, offset) => view.getInt16(offset, true)),
  pcm_s16be: eachSample(2, (view, offset) => view.getInt16(offset, false)),
  pcm_s24le: eachSample(3, (view, offset) => view.getInt16(offset + 1, true)),
  pcm_s32le: eachSample(4, (view, offset) => view.getInt16(offset + 2, true)),
  pcm_f32le: eachSample(4, (view, offset) => floatTo16(view.getFloat32(offset, true))),
  pcm_f64le: eachSample(8, (view, offset) => floatTo16(view.getFloat64(offset, true))),
  mulaw: byTable(mulawSample),
  alaw: byTable(alawSample),
}
