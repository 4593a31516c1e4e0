import { readFileSync } from 'node:fs'
import type { ByteSource } from '../../../functions/domain/media/index.ts'

/** The bytes of one of the files in test/given/media. */
export const givenMedia = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../given/media/${name}`, import.meta.url)))

export type CountedSource = ByteSource & { reads: number; bytesRead: number }

/** A source that counts its reads and, as an S3 range would be, is never asked beyond the end. */
export const sourceOf = (bytes: Uint8Array): CountedSource => ({
  lengthBytes: bytes.length,
  reads: 0,
  bytesRead: 0,
  async read(offset, lengthBytes) {
    if (offset < 0 || lengthBytes < 1 || offset + lengthBytes > bytes.length)
      throw new RangeError('read beyond the end')
    this.reads += 1
    this.bytesRead += lengthBytes
    return bytes.slice(offset, offset + lengthBytes)
  },
})

/** A long file of which only the stated pieces exist; the rest is zeros. */
export const sparseSource = (lengthBytes: number, pieces: { offset: number; bytes: Uint8Array }[]): CountedSource => ({
  lengthBytes,
  reads: 0,
  bytesRead: 0,
  async read(offset, wanted) {
    this.reads += 1
    this.bytesRead += wanted
    const result = new Uint8Array(wanted)
    for (const piece of pieces) {
      const from = Math.max(offset, piece.offset)
      const to = Math.min(offset + wanted, piece.offset + piece.bytes.length)
      if (from < to) result.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset)
    }
    return result
  },
})
