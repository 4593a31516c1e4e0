/** The outline of a sound: of every stretch the least and the greatest sample of each channel, in 8 bits. */
export type Peaks = {
  /** Points of each channel; a number that halves as the sound is longer: 100, 50, 25, 12.5 ... */
  pointsPerSecond: number
  durationMs: number
  /** Of each channel: least, greatest, least, greatest ... */
  channels: Int8Array[]
}

// How peaks are stored: `SKP1`; points a second (float64), length in milliseconds (float64), number of channels and of points
// of each (uint32); then of each channel its points, least and greatest by turns (int8). Little-endian.

const MAGIC = 0x31504b53
const HEADER_BYTES = 28

export function packPeaks({ pointsPerSecond, durationMs, channels }: Peaks): Uint8Array {
  const points = (channels[0]?.length ?? 0) / 2
  const bytes = new Uint8Array(HEADER_BYTES + channels.length * points * 2)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setFloat64(4, pointsPerSecond, true)
  view.setFloat64(12, durationMs, true)
  view.setUint32(20, channels.length, true)
  view.setUint32(24, points, true)
  for (const [index, of] of channels.entries()) bytes.set(of, HEADER_BYTES + index * points * 2)
  return bytes
}

/** @throws Error for bytes of another make */
export function unpackPeaks(bytes: Uint8Array): Peaks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) throw new Error('these are no peaks of ours')
  const [channels, points] = [view.getUint32(20, true), view.getUint32(24, true)]
  if (bytes.length !== HEADER_BYTES + channels * points * 2) throw new Error('peaks that are not whole')
  return {
    ...{ pointsPerSecond: view.getFloat64(4, true), durationMs: view.getFloat64(12, true) },
    channels: Array.from({ length: channels }, (_, index) => {
      const start = bytes.byteOffset + HEADER_BYTES + index * points * 2
      return new Int8Array(bytes.buffer.slice(start, start + points * 2))
    }),
  }
}
