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

export const clampTo16 = (sample: number) => (sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample)

/** Floating point from -1 to 1 as 16 bits; what is no number is silence. */
export const floatTo16 = (value: number) => {
  const scaled = Math.round(value * 32_768)
  return scaled > 32_767 ? 32_767 : scaled >= -32_768 ? scaled : Number.isNaN(scaled) ? 0 : -32_768
}
