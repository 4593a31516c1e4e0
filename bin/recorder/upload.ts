import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { ReadableStream } from 'node:stream/web'
import type { PlannedFile } from './calls.ts'
import { type Client, type Fetch, type FilePlace, refuseIfPassing } from './client.ts'
import { messageOf, PassingError, RefusedError, systemCodeOf, UsageError } from './errors.ts'
import { type Patience, withPatience } from './retry.ts'
import type { Upload } from './wire.ts'

const chunkBytes = 256 * 1024

/** A line on which nothing moves for this long is given up and tried anew. */
const stalledAfterMs = 120_000

/** Bytes of a file; `end` is one of them. */
export type Stretch = { start: number; end: number }

/** SHA-256 of a file, or of a stretch of it, in hexadecimal digits, read bit by bit. Throws {@link UsageError} where it cannot be read. */
export async function checksumOf(file: PlannedFile, signal: AbortSignal, stretch?: Stretch): Promise<string> {
  const hash = createHash('sha256')
  try {
    const bytes = createReadStream(file.path, { highWaterMark: chunkBytes, signal, ...stretch })
    for await (const chunk of bytes) hash.update(chunk)
  } catch (error) {
    if (signal.aborted) throw error
    throw new UsageError(`${file.path} cannot be read: ${messageOf(error)}`)
  }
  refuseIfChanged(file)
  return hash.digest('hex')
}

export function refuseIfChanged(file: PlannedFile): void {
  const look = statSync(file.path, { throwIfNoEntry: false })
  if (!look) throw new UsageError(`${file.path} is no longer there.`)
  if (look.size === file.lengthBytes && Math.round(look.mtimeMs) === file.modifiedMs) return
  throw new UsageError(`${file.path} changed while it was being sent: send it again once it is whole.`)
}

export type Sending = {
  client: Client
  fetch: Fetch
  patience: Patience
  signal: AbortSignal
  /** Keeps the number of parts under way within bounds, of all files together. */
  limitedParts<T>(task: () => Promise<T>): Promise<T>
  /** Bytes more on their way; fewer when a try was in vain. */
  onBytes(bytes: number): void
}

/**
 * Puts a file where `upload` says. Every further try begins with a fresh URL: a store that closes the line on an expired
 * one looks like a broken network, and a file whose answer was lost turns out to have arrived.
 */
export async function uploadFile(file: PlannedFile, place: FilePlace, upload: Upload, sending: Sending): Promise<void> {
  const { client, patience, signal, onBytes } = sending
  let countedBytes = 0
  const count = (bytes: number) => {
    countedBytes += bytes
    onBytes(bytes)
  }
  await withPatience(patience, signal, async (number) => {
    const isFresh = number === 1 && Date.parse(upload.expiresAt) > Date.now() + 5_000
    const current = isFresh ? upload : await client.reissueUpload(place)
    count(-countedBytes)
    if (current) await put(file, current, { ...sending, onBytes: count })
  })
  // What had arrived before, or was refused before its end, is as good as sent.
  count(file.lengthBytes - countedBytes)
}

/** Puts a file, or a stretch of it, where `upload` says. Throws {@link PassingError} where a fresh URL may help. */
export async function put(
  file: PlannedFile,
  upload: Upload,
  { fetch: fetchIt, signal, onBytes }: Pick<Sending, 'fetch' | 'signal' | 'onBytes'>,
  stretch?: Stretch,
): Promise<void> {
  refuseIfChanged(file)
  const lengthBytes = stretch ? stretch.end - stretch.start + 1 : file.lengthBytes
  const line = watchLine(stalledAfterMs)
  async function* bytes() {
    for await (const chunk of createReadStream(file.path, { highWaterMark: chunkBytes, ...stretch })) {
      line.moved()
      onBytes(chunk.length)
      yield chunk
    }
  }
  try {
    const answer = await fetchIt(upload.url, {
      method: upload.method,
      // S3 takes no chunked body: the length must stand in front (S3 PutObject).
      headers: { ...upload.headers, 'content-length': String(lengthBytes) },
      redirect: 'error',
      signal: AbortSignal.any([signal, line.stalled]),
      ...streamed(bytes()),
    })
    if (await isAccepted(answer)) return
  } catch (error) {
    if (
      signal.aborted ||
      error instanceof PassingError ||
      error instanceof RefusedError ||
      error instanceof UsageError
    ) {
      throw error
    }
    refuseIfChanged(file)
    throw new PassingError(`${file.name} was cut on its way${detailOf(error)}.`, { cause: error })
  } finally {
    line.close()
  }
}

/** A signal that comes when nothing has moved for `withinMs`. */
function watchLine(withinMs: number): { stalled: AbortSignal; moved(): void; close(): void } {
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), withinMs)
  return {
    stalled: stalled.signal,
    // A timer that was cleared stays so: the stream may still hand out a chunk after the upload has ended.
    moved: () => timer.refresh(),
    close: () => clearTimeout(timer),
  }
}

const detailOf = (error: unknown) => {
  const code = systemCodeOf(error)
  return code === undefined ? '' : ` (${code})`
}

/** fetch takes a stream only with `duplex` (WHATWG Fetch), which the DOM's types do not know yet. */
const streamed = (body: AsyncIterable<Uint8Array>): RequestInit =>
  ({ body: ReadableStream.from(body), duplex: 'half' }) as RequestInit

async function isAccepted(answer: Response): Promise<boolean> {
  const text = answer.ok ? '' : await answer.text()
  if (answer.ok) {
    await answer.body?.cancel()
    return true
  }
  // If-None-Match: * was asked for, so an object is there already: an earlier try came through.
  if (answer.status === 412) return true
  const code = /<Code>([^<]{1,80})<\/Code>/.exec(text)?.[1] ?? ''
  if (answer.status === 403 || answer.status === 409 || passingCodes.has(code)) {
    throw new PassingError(`The store did not take the file (${code || answer.status}).`)
  }
  refuseIfPassing(answer)
  throw new RefusedError({
    status: answer.status,
    code,
    message: `The store refused the file (${code || answer.status}): send it again.`,
    fields: [],
  })
}

/**
 * Answers of S3 that a second try with a fresh URL mends (S3 API reference, error responses): also of an upload in parts
 * that the store gave up, which begins anew.
 */
const passingCodes: ReadonlySet<string> = new Set(['RequestTimeout', 'ExpiredToken', 'IncompleteBody', 'NoSuchUpload'])

/** The file's bytes are not those that were announced, though its length and time of change are. */
const otherBytesCodes: ReadonlySet<string> = new Set([
  'BadDigest',
  'InvalidDigest',
  'XAmzContentChecksumMismatch',
  'XAmzContentSHA256Mismatch',
])

export const saysOtherBytes = (error: unknown): boolean =>
  error instanceof RefusedError && otherBytesCodes.has(error.code)
