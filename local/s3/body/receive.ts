import { createHash } from 'node:crypto'
import type { SigningContext } from '../auth/canonical.ts'
import { invalidArgument, S3Error } from '../errors.ts'
import type { S3Request } from '../http/request.ts'
import { decodeChunked } from './aws-chunked.ts'
import {
  algorithmOfHeader,
  type ChecksumAlgorithm,
  checkForm,
  checksumMismatch,
  checksumOfHeaders,
  readAlgorithm,
  runningChecksum,
} from './checksums.ts'

/** What PutObject and UploadPart take at most: 5 GiB. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3

/** What was learnt of a body while it went by, all of it verified. */
export type ReceivedBody = {
  readonly sizeBytes: number
  /** Hex. */
  readonly md5: string
  /** The checksum that the sender gave, or else the one that was wanted. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined
}

/** What a request announces of its body, checked before a byte of it is read. */
export type BodyPlan = {
  readonly sizeBytes: number
  readonly chunked: { readonly signed: boolean; readonly trailers: readonly string[] | undefined } | undefined
  readonly sha256: string | undefined
  readonly md5: string | undefined
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string | undefined } | undefined
}

/** The values of x-amz-content-sha256 that announce an aws-chunked body. */
const STREAMING: Readonly<Record<string, { readonly signed: boolean; readonly trailer: boolean }>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
}

/**
 * Reads what a request says of its body. `checksumOf` says whether checksum headers speak of the body or of the object that
 * the request makes.
 *
 * @throws S3Error MissingContentLength, EntityTooLarge, InvalidDigest, InvalidRequest, InvalidArgument, NotImplemented
 */
export function planBody(request: S3Request, payloadHash: string, checksumOf: 'body' | 'object' = 'body'): BodyPlan {
  const { headers } = request
  const streaming = STREAMING[payloadHash]
  const isKnown = streaming !== undefined || payloadHash === 'UNSIGNED-PAYLOAD' || /^[0-9a-f]{64}$/.test(payloadHash)
  if (!isKnown) {
    throw invalidArgument(
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      'x-amz-content-sha256',
      payloadHash,
    )
  }
  const sizeBytes = announcedSize(headers, streaming !== undefined)
  const trailers = streaming?.trailer ? readTrailerNames(headers) : undefined
  return {
    sizeBytes,
    chunked: streaming === undefined ? undefined : { signed: streaming.signed, trailers },
    sha256: streaming === undefined && payloadHash !== 'UNSIGNED-PAYLOAD' ? payloadHash : undefined,
    md5: readContentMd5(headers.get('content-md5')),
    checksum: checksumOf === 'object' ? undefined : announcedChecksum(headers, trailers ?? []),
  }
}

/**
 * Passes a body through to `write` and verifies all that was announced of it: length, payload hash, Content-MD5,
 * checksum, chunk and trailer signatures. The caller keeps the bytes only when this returns.
 *
 * @param wanted the algorithm to compute when the sender gives no checksum
 */
export async function receiveBody(
  source: AsyncIterable<Buffer>,
  plan: BodyPlan,
  signing: SigningContext | undefined,
  write: (piece: Buffer) => Promise<void>,
  wanted?: ChecksumAlgorithm,
): Promise<ReceivedBody> {
  const md5 = createHash('md5')
  const sha256 = plan.sha256 === undefined ? undefined : createHash('sha256')
  const algorithm = plan.checksum?.algorithm ?? wanted
  const checksum = algorithm === undefined ? undefined : runningChecksum(algorithm)
  let sizeBytes = 0
  const take = async (piece: Buffer): Promise<void> => {
    sizeBytes += piece.length
    if (sizeBytes > plan.sizeBytes) throw new S3Error('IncompleteBody')
    md5.update(piece)
    sha256?.update(piece)
    checksum?.update(piece)
    await write(piece)
  }
  let trailers: ReadonlyMap<string, string> = new Map()
  if (plan.chunked === undefined) {
    for await (const piece of source) await take(piece)
  } else {
    const { signed, trailers: names } = plan.chunked
    const decoder = decodeChunked(source, { signing: signed ? signing : undefined, trailers: names })
    let step = await decoder.next()
    for (; step.done !== true; step = await decoder.next()) await take(step.value)
    trailers = step.value
  }
  if (sizeBytes !== plan.sizeBytes) throw new S3Error('IncompleteBody')
  if (sha256 !== undefined) verifyPayloadHash(sha256.digest('hex'), plan.sha256)
  const md5Hex = md5.digest('hex')
  if (plan.md5 !== undefined && plan.md5 !== md5Hex) throw new S3Error('BadDigest')
  if (algorithm === undefined || checksum === undefined) return { sizeBytes, md5: md5Hex, checksum: undefined }
  const value = checksum.digest().toString('base64')
  const expected = plan.checksum?.value ?? trailers.get(`x-amz-checksum-${algorithm}`)
  if (expected !== undefined) {
    checkForm(algorithm, expected)
    if (expected !== value) throw checksumMismatch(algorithm)
  }
  return { sizeBytes, md5: md5Hex, checksum: { algorithm, value } }
}

function verifyPayloadHash(computed: string, announced: string | undefined): void {
  if (computed === announced) return
  throw new S3Error('XAmzContentSHA256Mismatch', {
    details: { ClientComputedContentSHA256: announced ?? '', S3ComputedContentSHA256: computed },
  })
}

function announcedSize(headers: ReadonlyMap<string, string>, isChunked: boolean): number {
  const text = headers.get(isChunked ? 'x-amz-decoded-content-length' : 'content-length')
  if (text === undefined) throw new S3Error('MissingContentLength')
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument('The content length is not a number', 'Content-Length', text)
  const sizeBytes = Number(text)
  if (sizeBytes > MAX_PUT_BYTES) {
    throw new S3Error('EntityTooLarge', {
      details: { ProposedSize: String(sizeBytes), MaxSizeAllowed: String(MAX_PUT_BYTES) },
    })
  }
  return sizeBytes
}

function readContentMd5(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 16) throw new S3Error('InvalidDigest')
  return bytes.toString('hex')
}

function readTrailerNames(headers: ReadonlyMap<string, string>): readonly string[] {
  const names = (headers.get('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  if (names.length > 1 || names.some((name) => algorithmOfHeader(name) === undefined)) {
    throw new S3Error('InvalidRequest', { message: 'The value specified in the x-amz-trailer header is not supported' })
  }
  return names
}

function announcedChecksum(headers: ReadonlyMap<string, string>, trailers: readonly string[]): BodyPlan['checksum'] {
  const header = checksumOfHeaders(headers)
  const trailing = trailers.map(algorithmOfHeader).find((algorithm) => algorithm !== undefined)
  if (header !== undefined && trailing !== undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    })
  }
  const named = headers.get('x-amz-sdk-checksum-algorithm')
  const found = header ?? (trailing === undefined ? undefined : { algorithm: trailing, value: undefined })
  if (named !== undefined) {
    const algorithm = readAlgorithm(named)
    if (found === undefined) {
      throw new S3Error('InvalidRequest', {
        message:
          'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      })
    }
    if (found.algorithm !== algorithm) {
      throw new S3Error('InvalidRequest', {
        message: 'Value for x-amz-sdk-checksum-algorithm header is invalid.',
      })
    }
  }
  return found
}
