import type { ImpossibleReason } from '../../model/index.ts'

/** Decoded sound, of which never more than a block is held. */
export type Sound = {
  channels: number
  sampleRateHz: number
  /** Samples of 16 bits, channels interleaved, in whole frames. A block is good until the next one is asked for. */
  blocks: AsyncIterable<Int16Array>
}

/** Which of the reasons why a rendition cannot be made lie in the bytes. */
export type UndecodableReason = Exclude<ImpossibleReason, 'too_long'>

/** The bytes are the reason, so that another try would end the same. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError'
  readonly reason: UndecodableReason

  /** @param message a sentence for people, without the full stop */
  constructor(reason: UndecodableReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The decoders of others tell the console of each piece that they cannot decode. */
const mostFaults = 50

/**
 * Counts pieces that could not be decoded: a few are passed over, as players do.
 * @throws UndecodableError past a number that only broken files have
 */
export function faultCounter(): (faults: number) => void {
  let count = 0
  return (faults) => {
    count += faults
    if (count > mostFaults) throw new UndecodableError('unreadable', 'much of it cannot be decoded')
  }
}

export const clampTo16 = (sample: number) => (sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample)

/** Floating point from -1 to 1 as 16 bits; what is no number is silence. */
export const floatTo16 = (value: number) => {
  const scaled = Math.round(value * 32_768)
  return scaled > 32_767 ? 32_767 : scaled >= -32_768 ? scaled : Number.isNaN(scaled) ? 0 : -32_768
}
