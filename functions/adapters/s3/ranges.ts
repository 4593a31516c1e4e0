import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'

export type ObjectVersion = { Bucket: string; Key: string; VersionId: string }

const RANGES_AHEAD = 4

export type Stretch = {
  startByte: number
  /** The first one that is not read. */
  endByte: number
  rangeBytes: number
}

/**
 * Bytes of an object in ranges, of which a few are on their way while one is worked on: memory stays at a few ranges whatever
 * the length, and a line that breaks costs one range, which the client asks for again, not the whole.
 * @throws the signal's reason
 */
export async function* readRanges(
  s3: S3Client,
  object: ObjectVersion,
  { startByte, endByte, rangeBytes }: Stretch,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const coming: Promise<Uint8Array>[] = []
  for (let asked = startByte; asked < endByte || coming.length > 0; ) {
    while (coming.length < RANGES_AHEAD && asked < endByte) {
      const range = readRange(s3, object, asked, Math.min(asked + rangeBytes, endByte), signal)
      // Of several that fail the first one is thrown.
      range.catch(() => {})
      coming.push(range)
      asked += rangeBytes
    }
    const next = await coming.shift()
    if (next) yield next
  }
}

/** @throws the signal's reason */
export async function readRange(
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
