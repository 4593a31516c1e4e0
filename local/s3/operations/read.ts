import type { Readable } from 'node:stream'
import { checksumElement, checksumHeader } from '../body/checksums.ts'
import { invalidArgument, S3Error } from '../errors.ts'
import { queryValue } from '../http/request.ts'
import { xmlDocument } from '../http/xml.ts'
import { type Part, partsOf, type Version } from '../store/versions.ts'
import { isUnchangedForReader } from './conditions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { findObject, versionHeader } from './lookup.ts'
import { type ByteRange, readRange } from './range.ts'

/** Query parameters that replace a header of the answer; the request is signed, so only its signer can have set them. */
export const RESPONSE_OVERRIDES: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
}

/** GetObject, and HeadObject: the server leaves the body out for a HEAD. */
export function getObject(context: ObjectContext): Promise<Reply> {
  const { request, database, blobs } = context
  const version = findObject(context)
  const parts = partsOf(database, version)
  const headers = objectHeaders(context, version)
  if (isUnchangedForReader(request, version)) {
    const { 'content-type': _type, ...kept } = headers
    return Promise.resolve({ status: 304, headers: kept })
  }
  const overrides = readOverrides(context)
  const slice = chooseBytes(context, version, parts)
  const open = (): Iterable<() => Readable> =>
    slicesOf(parts, slice.range).map(
      ({ blob, firstByte, lastByte }) =>
        () =>
          blobs.read(blob, firstByte, lastByte),
    )
  const sizeBytes = slice.range.lastByte - slice.range.firstByte + 1
  return Promise.resolve({
    status: slice.isPartial ? 206 : 200,
    headers: { ...headers, ...slice.headers, ...overrides },
    body: { kind: 'bytes', sizeBytes, open },
  })
}

/** GetObjectAttributes: the facts that the caller names, without the object. */
export function getObjectAttributes(context: ObjectContext): Promise<Reply> {
  const version = findObject(context)
  const wanted = (context.request.headers.get('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim())
  const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown)
  }
  const { checksum } = version
  const parts = partsOf(context.database, version)
  const content = {
    ETag: version.etag,
    Checksum:
      checksum === undefined
        ? undefined
        : { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type },
    ObjectParts: version.isMultipart ? { TotalPartsCount: parts.length } : undefined,
    StorageClass: 'STANDARD',
    ObjectSize: version.sizeBytes,
  }
  const chosen = Object.fromEntries(Object.entries(content).filter(([name]) => wanted.includes(name)))
  return Promise.resolve(
    xmlReply(xmlDocument('GetObjectAttributesResponse', chosen), {
      'last-modified': version.modifiedAt.toUTCString(),
      ...versionHeader(context, version),
    }),
  )
}

function objectHeaders(context: ObjectContext, version: Version): Record<string, string> {
  const tagCount = Object.keys(version.tags).length
  const { retention, legalHold } = version.lock
  return {
    'content-type': 'binary/octet-stream',
    ...version.headers,
    etag: `"${version.etag}"`,
    'last-modified': version.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(context, version),
    ...Object.fromEntries(Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    ...(tagCount === 0 ? {} : { 'x-amz-tagging-count': String(tagCount) }),
    ...(retention === undefined
      ? {}
      : {
          'x-amz-object-lock-mode': retention.mode,
          'x-amz-object-lock-retain-until-date': retention.until.toISOString(),
        }),
    ...(legalHold ? { 'x-amz-object-lock-legal-hold': 'ON' } : {}),
  }
}

function readOverrides(context: ObjectContext): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [parameter, header] of Object.entries(RESPONSE_OVERRIDES)) {
    const value = queryValue(context.request, parameter)
    if (value === undefined) continue
    // A line break here would end the header.
    if (/\p{Cc}/u.test(value)) throw invalidArgument('Header value cannot hold control characters.', parameter, '')
    overrides[header] = value
  }
  return overrides
}

type Slice = {
  readonly range: ByteRange
  readonly isPartial: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** The bytes asked for, by Range or partNumber, and the headers that say which they are. */
function chooseBytes(context: ObjectContext, version: Version, parts: readonly Part[]): Slice {
  const { request } = context
  const partNumber = queryValue(request, 'partNumber')
  const rangeHeader = request.headers.get('range')
  if (partNumber !== undefined) {
    if (rangeHeader !== undefined) {
      throw new S3Error('InvalidRequest', {
        message: 'Cannot specify both Range header and partNumber query parameter',
      })
    }
    return partSlice(version, parts, partNumber)
  }
  // RFC 9110 §13.1.5: a range of another version than the reader's is of no use to it.
  const ifRange = request.headers.get('if-range')
  const isRangeWanted = ifRange === undefined || isSameForRange(ifRange, version)
  const range = isRangeWanted ? readRange(rangeHeader, version.sizeBytes) : undefined
  if (range !== undefined) return { range, isPartial: true, headers: contentRange(range, version.sizeBytes) }
  const whole = { firstByte: 0, lastByte: version.sizeBytes - 1 }
  const { checksum } = version
  const isAsked = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  const headers: Record<string, string> =
    isAsked && checksum !== undefined
      ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
      : {}
  return { range: whole, isPartial: false, headers }
}

function partSlice(version: Version, parts: readonly Part[], partNumber: string): Slice {
  const index = parts.findIndex((part) => String(part.number) === partNumber)
  const part = parts[index]
  if (part === undefined) throw new S3Error('InvalidPartNumber')
  const firstByte = parts.slice(0, index).reduce((sum, earlier) => sum + earlier.sizeBytes, 0)
  const range = { firstByte, lastByte: firstByte + part.sizeBytes - 1 }
  const headers = part.sizeBytes === 0 ? {} : contentRange(range, version.sizeBytes)
  const count: Record<string, string> = version.isMultipart ? { 'x-amz-mp-parts-count': String(parts.length) } : {}
  return { range, isPartial: part.sizeBytes > 0, headers: { ...headers, ...count } }
}

function isSameForRange(ifRange: string, version: Version): boolean {
  if (ifRange.startsWith('"')) return ifRange === `"${version.etag}"`
  return Date.parse(ifRange) === Math.floor(version.modifiedAt.getTime() / 1000) * 1000
}

function contentRange({ firstByte, lastByte }: ByteRange, sizeBytes: number): Record<string, string> {
  return { 'content-range': `bytes ${firstByte}-${lastByte}/${sizeBytes}` }
}

/** Where in the files of an object the bytes of a range lie. */
export function slicesOf(parts: readonly Part[], range: ByteRange): (ByteRange & { readonly blob: string })[] {
  const slices: (ByteRange & { readonly blob: string })[] = []
  let start = 0
  for (const part of parts) {
    const firstByte = Math.max(range.firstByte - start, 0)
    const lastByte = Math.min(range.lastByte - start, part.sizeBytes - 1)
    if (firstByte <= lastByte) slices.push({ blob: part.blob, firstByte, lastByte })
    start += part.sizeBytes
  }
  return slices
}
