import { notImplemented, S3Error } from '../errors.ts'
import type { S3Request } from '../http/request.ts'
import type { Version } from '../store/versions.ts'

/**
 * Judges the conditions of a read in the order of RFC 9110 §13.2.2.
 *
 * @returns true when the reader has this version already (304)
 * @throws S3Error PreconditionFailed
 */
export function isUnchangedForReader(request: S3Request, version: Version): boolean {
  const { headers } = request
  const ifMatch = headers.get('if-match')
  const unmodifiedSince = timeOf(headers.get('if-unmodified-since'))
  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, version.etag)) throw failed('If-Match')
  } else if (unmodifiedSince !== undefined && seconds(version.modifiedAt) > unmodifiedSince) {
    throw failed('If-Unmodified-Since')
  }
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, version.etag)
  const modifiedSince = timeOf(headers.get('if-modified-since'))
  return modifiedSince !== undefined && seconds(version.modifiedAt) <= modifiedSince
}

/**
 * Judges the conditions of a write against the object that is there now; a delete marker is no object.
 *
 * @throws S3Error PreconditionFailed, NoSuchKey (If-Match on nothing), NotImplemented (If-None-Match with an ETag)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(request: S3Request, key: string, current: Version | undefined): void {
  const ifMatch = request.headers.get('if-match')
  const ifNoneMatch = request.headers.get('if-none-match')
  const exists = current !== undefined && !current.isMarker
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') throw notImplemented('If-None-Match')
    if (exists) throw failed('If-None-Match')
  }
  if (ifMatch !== undefined) {
    if (!exists) throw new S3Error('NoSuchKey', { details: { Key: key } })
    if (!matchesEtag(ifMatch, current.etag)) throw failed('If-Match')
  }
}

export function matchesEtag(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((candidate) => candidate.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((candidate) => candidate === '*' || candidate === etag)
}

export function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { details: { Condition: condition } })
}

// HTTP times have whole seconds.
function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}
