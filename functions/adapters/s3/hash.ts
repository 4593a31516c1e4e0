import { createHash } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { type ObjectVersion, readRanges } from './ranges.ts'

/** Hashing is fast: few requests. */
const rangeBytes = 8 * 1024 ** 2

export const hexToBase64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')
export const base64ToHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')

/**
 * SHA-256 of an object, read in ranges.
 * @throws the signal's reason
 */
export async function hashObject(
  s3: S3Client,
  object: ObjectVersion,
  lengthBytes: number,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256')
  for await (const range of readRanges(s3, object, { startByte: 0, endByte: lengthBytes, rangeBytes }, signal))
    hash.update(range)
  return hash.digest('hex')
}
