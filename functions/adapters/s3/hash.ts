import { createHash } from 'node:crypto'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'

export type ObjectVersion = { Bucket: string; Key: string; VersionId: string }

const RANGE_BYTES = 8 * 1024 ** 2
const RANGES_AHEAD = 4

export const hexToBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')
export const base64ToHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')

/**
 * SHA-256 of an object, read in ranges of which a few are on their way while one is hashed: memory stays at a few ranges
 * whatever the length, and a line that breaks costs one range, which the client asks for again, not the whole.
 * @throws the signal's reason
 */
export async function hashObject(
  s3: S3Client,
  object: ObjectVersion,
  lengthBytes: number,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256')
  const coming: Promise<Uint8Array>[] = []
  for (let asked = 0; asked < lengthBytes || coming.length > 0; ) {
    while (coming.length < RANGES_AHEAD && asked < lengthBytes) {
      const range = readRange(s3, object, asked, Math.min(asked + RANGE_BYTES, lengthBytes), signal)
      // Of several that fail the first one is thrown.
      range.catch(() => {})
      coming.push(range)
      asked += RANGE_BYTES
    }
    const next = await coming.shift()
    if (next) hash.update(next)
  }
  return hash.digest('hex')
}

async function readRange(
  s3: S3Client,
  object: ObjectVersion,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  const command = new GetObjectCommand({ ...object, Range: `bytes=${from}-${to - 1}` })
  try {
    const { Body } = await s3.send(command, signal ? { abortSignal: signal } : {})
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    if (bytes.length !== to - from) throw new Error(`a range of ${to - from} bytes has ${bytes.length}`)
    return bytes
  } catch (error) {
    // The client words an abort in its own way.
    signal?.throwIfAborted()
    throw error
  }
}
