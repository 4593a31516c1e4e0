import { createHash } from 'node:crypto'
import { hmacHex, isSameText, sha256Hex } from '../../sigv4/index.ts'
import type { SigningContext } from '../auth/canonical.ts'
import { S3Error } from '../errors.ts'

/** Chunk heads and trailers are short; more than this is no aws-chunked body. */
const MAX_LINE_BYTES = 8 * 1024
const MAX_TRAILERS = 16

export type ChunkedOptions = {
  /** Present when chunks carry signatures (STREAMING-AWS4-HMAC-SHA256-PAYLOAD...). */
  readonly signing: SigningContext | undefined
  /** Names announced in x-amz-trailer, in lower case; undefined when the body has no trailers. */
  readonly trailers: readonly string[] | undefined
}

/**
 * Decodes an `aws-chunked` body: yields the object's bytes as they come, returns the trailers. Nothing here is held
 * longer than a chunk's head, so a chunk may be as large as its sender likes; its signature is judged at its end, before
 * which nobody may believe the bytes.
 *
 * @throws S3Error IncompleteBody, SignatureDoesNotMatch, MalformedTrailerError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer, ReadonlyMap<string, string>> {
  const input = new ByteReader(source)
  let previousSignature = options.signing?.signature ?? ''
  for (;;) {
    const head = readChunkHead(await input.line())
    const hash = createHash('sha256')
    let leftBytes = head.sizeBytes
    while (leftBytes > 0) {
      const piece = await input.upTo(leftBytes)
      if (piece === undefined) throw new S3Error('IncompleteBody')
      hash.update(piece)
      leftBytes -= piece.length
      yield piece
    }
    if (options.signing !== undefined) {
      verifyChunk(options.signing, previousSignature, hash.digest('hex'), head.signature)
      previousSignature = head.signature ?? ''
    }
    if (head.sizeBytes === 0) break
    if ((await input.line()) !== '') throw new S3Error('IncompleteBody')
  }
  const trailers = await readTrailers(input, options, previousSignature)
  if ((await input.upTo(1)) !== undefined) throw new S3Error('IncompleteBody')
  return trailers
}

function readChunkHead(line: string | undefined): { sizeBytes: number; signature: string | undefined } {
  const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line ?? '')
  if (match?.[1] === undefined) throw new S3Error('IncompleteBody')
  return { sizeBytes: Number.parseInt(match[1], 16), signature: match[2] }
}

function verifyChunk(
  signing: SigningContext,
  previous: string,
  chunkHash: string,
  signature: string | undefined,
): void {
  const toSign = [
    'AWS4-HMAC-SHA256-PAYLOAD',
    signing.timestamp,
    signing.scope,
    previous,
    sha256Hex(''),
    chunkHash,
  ].join('\n')
  if (signature === undefined || !isSameText(hmacHex(signing.key, toSign), signature)) {
    throw new S3Error('SignatureDoesNotMatch')
  }
}

async function readTrailers(
  input: ByteReader,
  options: ChunkedOptions,
  previousSignature: string,
): Promise<ReadonlyMap<string, string>> {
  const trailers = new Map<string, string>()
  let signature: string | undefined
  for (;;) {
    const line = await input.line()
    if (line === undefined || line === '') break
    const colon = line.indexOf(':')
    if (colon < 1 || trailers.size >= MAX_TRAILERS) throw new S3Error('MalformedTrailerError')
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'x-amz-trailer-signature') signature = value
    else trailers.set(name, value)
  }
  const announced = options.trailers ?? []
  const isAsAnnounced = announced.length === trailers.size && announced.every((name) => trailers.has(name))
  if (!isAsAnnounced) throw new S3Error('MalformedTrailerError')
  if (options.signing !== undefined && options.trailers !== undefined) {
    verifyTrailers(options.signing, previousSignature, trailers, signature)
  }
  return trailers
}

function verifyTrailers(
  signing: SigningContext,
  previous: string,
  trailers: ReadonlyMap<string, string>,
  signature: string | undefined,
): void {
  const canonical = [...trailers]
    .map(([name, value]) => `${name}:${value}\n`)
    .sort()
    .join('')
  const toSign = ['AWS4-HMAC-SHA256-TRAILER', signing.timestamp, signing.scope, previous, sha256Hex(canonical)].join(
    '\n',
  )
  if (signature === undefined || !isSameText(hmacHex(signing.key, toSign), signature)) {
    throw new S3Error('SignatureDoesNotMatch')
  }
}

/** Reads lines and stretches of bytes from a stream of buffers. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #buffered: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** At most that many bytes, as many as are there; undefined at the end. */
  async upTo(maxBytes: number): Promise<Buffer | undefined> {
    if (this.#buffered.length === 0 && !(await this.#more())) return undefined
    const piece = this.#buffered.subarray(0, maxBytes)
    this.#buffered = this.#buffered.subarray(piece.length)
    return piece
  }

  /** The next line without its CRLF (some signers end trailers with a bare LF); undefined at the end. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffered.indexOf(0x0a)
      if (end >= 0) {
        const line = this.#buffered.subarray(0, end).toString('latin1')
        this.#buffered = this.#buffered.subarray(end + 1)
        return line.endsWith('\r') ? line.slice(0, -1) : line
      }
      if (this.#buffered.length > MAX_LINE_BYTES) throw new S3Error('IncompleteBody')
      if (!(await this.#more())) {
        if (this.#buffered.length > 0) throw new S3Error('IncompleteBody')
        return undefined
      }
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next()
    if (next.done === true) return false
    this.#buffered = this.#buffered.length === 0 ? next.value : Buffer.concat([this.#buffered, next.value])
    return true
  }
}
