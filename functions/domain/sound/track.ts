/** A sound in packets, as a container gives it. */
export type Track = {
  channels: number
  /** What its decoder is set up with. */
  setup: Uint8Array | null
  /** `timestampS`: null where the container counts no time, for nothing is ever missing. The data are good until the next one. */
  packets: AsyncGenerator<{ data: Uint8Array; timestampS: number | null }>
}
