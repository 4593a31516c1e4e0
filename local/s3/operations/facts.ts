import { invalidArgument, S3Error } from '../errors.ts'
import type { S3Request } from '../http/request.ts'
import type { Bucket } from '../store/buckets.ts'
import type { ObjectFacts, ObjectLock } from '../store/versions.ts'
import { checkTags } from './tags.ts'

const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]
const MAX_METADATA_BYTES = 2048

/**
 * What the headers of a write say about the object.
 *
 * @throws S3Error MetadataTooLarge, InvalidTag, InvalidRequest and InvalidArgument for a lock that cannot be
 */
export function factsOfHeaders(request: S3Request, bucket: Bucket, now: Date): ObjectFacts {
  return {
    headers: keptHeaders(request),
    metadata: readMetadata(request),
    tags: readTaggingHeader(request.headers.get('x-amz-tagging')),
    lock: readLockHeaders(request, bucket, now),
  }
}

export function keptHeaders(request: S3Request): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = request.headers.get(name)
      const kept = name === 'content-encoding' ? value?.split(',').map(trim).filter(isStoredEncoding).join(',') : value
      return kept === undefined || kept === '' ? [] : [[name, kept]]
    }),
  )
}

/** User metadata, names without their `x-amz-meta-`. */
export function readMetadata(request: S3Request): Readonly<Record<string, string>> {
  const entries = [...request.headers]
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), value] as const)
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', {
      details: { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    })
  }
  return Object.fromEntries(entries)
}

/** Tags as x-amz-tagging has them: `name=value&name=value`, form-encoded. */
export function readTaggingHeader(header: string | undefined): Readonly<Record<string, string>> {
  if (header === undefined) return {}
  return checkTags([...new URLSearchParams(header)])
}

/** Object Lock of a new object, from its headers. */
export function readLockHeaders(request: S3Request, bucket: Bucket, now: Date): ObjectLock {
  const mode = request.headers.get('x-amz-object-lock-mode')
  const until = request.headers.get('x-amz-object-lock-retain-until-date')
  const hold = request.headers.get('x-amz-object-lock-legal-hold')
  if (mode === undefined && until === undefined && hold === undefined) return { retention: undefined, legalHold: false }
  needsObjectLock(bucket)
  if ((mode === undefined) !== (until === undefined)) {
    throw new S3Error('InvalidRequest', {
      message: 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    })
  }
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    throw invalidArgument('Legal Hold must be either of ON or OFF', 'x-amz-object-lock-legal-hold', hold)
  }
  return {
    retention: mode === undefined || until === undefined ? undefined : readRetention(mode, until, now),
    legalHold: hold === 'ON',
  }
}

export function readRetention(mode: string, until: string, now: Date): NonNullable<ObjectLock['retention']> {
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') {
    throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode)
  }
  const untilDate = new Date(until)
  if (Number.isNaN(untilDate.getTime()) || untilDate.getTime() <= now.getTime()) {
    throw invalidArgument('The retain until date must be in the future!', 'x-amz-object-lock-retain-until-date', until)
  }
  return { mode, until: untilDate }
}

export function needsObjectLock(bucket: Bucket): void {
  if (!bucket.objectLock) {
    throw new S3Error('InvalidRequest', { message: 'Bucket is missing Object Lock Configuration' })
  }
}

function trim(text: string): string {
  return text.trim()
}

/** `aws-chunked` tells how the bytes travel, which is no concern of the stored object. */
function isStoredEncoding(encoding: string): boolean {
  return encoding !== '' && encoding !== 'aws-chunked'
}
