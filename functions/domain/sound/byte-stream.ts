/** Reads bytes one piece after the other out of chunks of any size, and holds no more than the piece and a chunk. */
export type ByteStream = {
  /** Null when there are fewer left. The bytes are good until the next call. */
  take(lengthBytes: number): Promise<Uint8Array | null>
  /** Fewer where the end comes first. */
  skip(lengthBytes: number): Promise<void>
  /** Looks for these bytes and stands before them; false where they do not come any more. */
  seek(signature: readonly number[]): Promise<boolean>
  /** Ends the reading of the chunks. */
  close(): Promise<void>
}

export function byteStream(chunks: AsyncIterable<Uint8Array>): ByteStream {
  const iterator = chunks[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array(0)

  /** @returns false at the end */
  async function more(): Promise<boolean> {
    const { done, value } = await iterator.next()
    if (done) return false
    if (held.length === 0) held = value
    else {
      const joined = new Uint8Array(held.length + value.length)
      joined.set(held)
      joined.set(value, held.length)
      held = joined
    }
    return true
  }

  return {
    async take(lengthBytes) {
      while (held.length < lengthBytes) if (!(await more())) return null
      const bytes = held.subarray(0, lengthBytes)
      held = held.subarray(lengthBytes)
      return bytes
    },
    async skip(lengthBytes) {
      let left = lengthBytes
      while (left > held.length) {
        left -= held.length
        held = new Uint8Array(0)
        if (!(await more())) return
      }
      held = held.subarray(left)
    },
    async seek(signature) {
      for (;;) {
        for (let at = held.indexOf(signature[0] ?? 0); at >= 0; at = held.indexOf(signature[0] ?? 0, at + 1)) {
          if (at + signature.length > held.length) break
          if (!signature.every((byte, index) => held[at + index] === byte)) continue
          held = held.subarray(at)
          return true
        }
        // It may stand across two chunks.
        held = held.subarray(Math.max(0, held.length - signature.length + 1))
        if (!(await more())) return false
      }
    },
    async close() {
      await iterator.return?.()
    },
  }
}
