import { createHash } from 'node:crypto'
import { notImplemented, S3Error } from '../errors.ts'
import { combineCrc, runningCrc } from './crc.ts'

/**
 * The checksum algorithms that S3 takes and we compute.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const CHECKSUM_ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT'

/** A checksum as S3 stores it: base64, for a composite one with `-<parts>` at its end. */
export type Checksum = { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType; readonly value: string }

const BYTES: Readonly<Record<ChecksumAlgorithm, number>> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 }

export type RunningChecksum = { update(bytes: Uint8Array): void; digest(): Buffer }

export function runningChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'crc32':
    case 'crc32c':
    case 'crc64nvme':
      return runningCrc(algorithm)
    case 'sha1':
    case 'sha256':
      return createHash(algorithm)
  }
}

const HEADER_PREFIX = 'x-amz-checksum-'
/** Headers that start like a checksum and say something else. */
const OTHER_HEADERS = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type'])

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return HEADER_PREFIX + algorithm
}

/** The element that holds a checksum in S3's documents, such as `ChecksumCRC64NVME`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`
}

/** @throws S3Error NotImplemented for an algorithm nobody here computes */
export function readAlgorithm(name: string): ChecksumAlgorithm {
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toLowerCase())
  if (found === undefined) throw notImplemented(`checksum ${name}`)
  return found
}

/** The algorithm of a header or trailer name; undefined when the name holds no checksum. */
export function algorithmOfHeader(name: string): ChecksumAlgorithm | undefined {
  if (!name.startsWith(HEADER_PREFIX) || OTHER_HEADERS.has(name)) return undefined
  return readAlgorithm(name.slice(HEADER_PREFIX.length))
}

/** The only checksum among the headers. @throws S3Error InvalidRequest when there are two or it is no checksum */
export function checksumOfHeaders(
  headers: ReadonlyMap<string, string>,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const found = [...headers].flatMap(([name, value]) => {
    const algorithm = algorithmOfHeader(name)
    return algorithm === undefined ? [] : [{ algorithm, value }]
  })
  if (found.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    })
  }
  const only = found[0]
  if (only !== undefined) checkForm(only.algorithm, only.value)
  return only
}

/** Refuses text that is no base64 of the algorithm's length. */
export function checkForm(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== BYTES[algorithm] || bytes.toString('base64') !== value) {
    throw new S3Error('InvalidRequest', { message: `Value for ${checksumHeader(algorithm)} header is invalid.` })
  }
}

export function checksumMismatch(algorithm: ChecksumAlgorithm): S3Error {
  return new S3Error('BadDigest', {
    message: `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  })
}

export type PartChecksum = { readonly value: string; readonly sizeBytes: number }

/** The checksum of a multipart object, made of those of its parts. */
export function checksumOfParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): Checksum {
  const values = parts.map((part) => Buffer.from(part.value, 'base64'))
  if (type === 'COMPOSITE') {
    const whole = runningChecksum(algorithm)
    for (const value of values) whole.update(value)
    return { algorithm, type, value: `${whole.digest().toString('base64')}-${parts.length}` }
  }
  if (algorithm === 'sha1' || algorithm === 'sha256') throw fullObjectNeedsCrc(algorithm)
  const whole = parts
    .slice(1)
    .reduce(
      (sum, part) => combineCrc(algorithm, sum, Buffer.from(part.value, 'base64'), part.sizeBytes),
      values[0] ?? runningChecksum(algorithm).digest(),
    )
  return { algorithm, type, value: whole.toString('base64') }
}

/** The type that a multipart upload gets: as asked for where the algorithm can do it, else the algorithm's usual one. */
export function multipartChecksumType(algorithm: ChecksumAlgorithm, asked: string | undefined): ChecksumType {
  const type = asked ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') {
    throw new S3Error('InvalidRequest', { message: 'Value for x-amz-checksum-type header is invalid.' })
  }
  const isHash = algorithm === 'sha1' || algorithm === 'sha256'
  if (type === 'FULL_OBJECT' && isHash) throw fullObjectNeedsCrc(algorithm)
  if (type === 'COMPOSITE' && algorithm === 'crc64nvme') {
    throw new S3Error('InvalidRequest', {
      message: 'The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.',
    })
  }
  return type
}

function fullObjectNeedsCrc(algorithm: ChecksumAlgorithm): S3Error {
  return new S3Error('InvalidRequest', {
    message: `The FULL_OBJECT checksum type cannot be used with the ${algorithm} checksum algorithm.`,
  })
}
