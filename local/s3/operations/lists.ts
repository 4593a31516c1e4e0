import { uriEncode } from '../../sigv4/index.ts'
import { invalidArgument } from '../errors.ts'
import { queryValue } from '../http/request.ts'
import { xmlDocument } from '../http/xml.ts'
import { type ListQuery, listObjects, listVersions as storedVersions } from '../store/listing.ts'
import { type Version, versionById } from '../store/versions.ts'
import { OWNER } from './buckets.ts'
import { type BucketContext, type Reply, xmlReply } from './context.ts'
import { checkVersionId } from './lookup.ts'

const MAX_KEYS = 1000

export function listObjectsV2(context: BucketContext): Promise<Reply> {
  const { request, database, bucket } = context
  const type = queryValue(request, 'list-type')
  if (type !== '2') throw invalidArgument('Invalid List Type specified in Request', 'list-type', type ?? '')
  const form = readForm(context)
  const token = queryValue(request, 'continuation-token')
  const startAfter = queryValue(request, 'start-after')
  const after = token === undefined ? startAfter || undefined : readToken(token)
  const page = listObjects(database, { ...form.query, after })
  const hasOwner = queryValue(request, 'fetch-owner') === 'true'
  return Promise.resolve(
    xmlReply(
      xmlDocument('ListBucketResult', {
        Name: bucket.name,
        Prefix: form.encode(form.query.prefix),
        Delimiter: form.encodeGiven(form.query.delimiter),
        MaxKeys: form.query.maxKeys,
        EncodingType: form.encodingType,
        KeyCount: page.items.length + page.commonPrefixes.length,
        IsTruncated: page.isTruncated,
        ContinuationToken: token,
        NextContinuationToken: page.isTruncated ? tokenFor(page.last ?? '') : undefined,
        StartAfter: startAfter === undefined ? undefined : form.encode(startAfter),
        Contents: page.items.map((version) => contents(version, form.encode, hasOwner)),
        CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: form.encode(prefix) })),
      }),
    ),
  )
}

export function listObjectsV1(context: BucketContext): Promise<Reply> {
  const form = readForm(context)
  const marker = queryValue(context.request, 'marker') ?? ''
  const page = listObjects(context.database, { ...form.query, after: marker || undefined })
  // Without a delimiter S3 leaves NextMarker out, and the last key serves.
  const hasNext = page.isTruncated && form.query.delimiter !== ''
  return Promise.resolve(
    xmlReply(
      xmlDocument('ListBucketResult', {
        Name: context.bucket.name,
        Prefix: form.encode(form.query.prefix),
        Marker: form.encode(marker),
        NextMarker: hasNext ? form.encode(page.last ?? '') : undefined,
        Delimiter: form.encodeGiven(form.query.delimiter),
        MaxKeys: form.query.maxKeys,
        EncodingType: form.encodingType,
        IsTruncated: page.isTruncated,
        Contents: page.items.map((version) => contents(version, form.encode, true)),
        CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: form.encode(prefix) })),
      }),
    ),
  )
}

export function listObjectVersions(context: BucketContext): Promise<Reply> {
  const { request, database, bucket } = context
  const form = readForm(context)
  const keyMarker = queryValue(request, 'key-marker') ?? ''
  const versionMarker = queryValue(request, 'version-id-marker') ?? ''
  if (versionMarker !== '' && keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionMarker,
    )
  }
  if (versionMarker !== '') checkVersionId(versionMarker)
  const afterSeq = versionMarker === '' ? undefined : versionById(database, bucket.name, keyMarker, versionMarker)?.seq
  const page = storedVersions(database, { ...form.query, after: keyMarker || undefined, afterSeq })
  const lastVersion = page.items.at(-1)
  const isLastVersion = lastVersion?.key === page.last
  const entries = page.items.map((version) => ({
    Key: form.encode(version.key),
    VersionId: version.versionId,
    IsLatest: version.isLatest,
    LastModified: version.modifiedAt.toISOString(),
    ...(version.isMarker ? {} : { ETag: `"${version.etag}"`, Size: version.sizeBytes, StorageClass: 'STANDARD' }),
    Owner: OWNER,
  }))
  return Promise.resolve(
    xmlReply(
      xmlDocument('ListVersionsResult', {
        Name: bucket.name,
        Prefix: form.encode(form.query.prefix),
        KeyMarker: form.encode(keyMarker),
        VersionIdMarker: versionMarker,
        NextKeyMarker: page.isTruncated ? form.encode(page.last ?? '') : undefined,
        NextVersionIdMarker: page.isTruncated && isLastVersion ? lastVersion?.versionId : undefined,
        Delimiter: form.encodeGiven(form.query.delimiter),
        MaxKeys: form.query.maxKeys,
        EncodingType: form.encodingType,
        IsTruncated: page.isTruncated,
        Version: entries.filter((_, index) => page.items[index]?.isMarker === false),
        DeleteMarker: entries.filter((_, index) => page.items[index]?.isMarker === true),
        CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: form.encode(prefix) })),
      }),
    ),
  )
}

type Form = {
  readonly query: Omit<ListQuery, 'after'>
  readonly encodingType: string | undefined
  encode(text: string): string
  /** Like `encode`; an empty text leaves the element out. */
  encodeGiven(text: string): string | undefined
}

/** The parameters that all listings share. */
function readForm(context: BucketContext): Form {
  const { request, bucket } = context
  const encodingType = queryValue(request, 'encoding-type')
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType)
  }
  const encode = (text: string): string => (encodingType === 'url' ? uriEncode(text).replaceAll('%2F', '/') : text)
  return {
    query: {
      bucket: bucket.name,
      prefix: queryValue(request, 'prefix') ?? '',
      delimiter: queryValue(request, 'delimiter') ?? '',
      maxKeys: readMaxKeys(queryValue(request, 'max-keys'), 'max-keys'),
    },
    encodingType,
    encode,
    encodeGiven: (text) => (text === '' ? undefined : encode(text)),
  }
}

/** How many items a page has: 1000 unless fewer are asked for. */
export function readMaxKeys(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return MAX_KEYS
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2147483647) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', name, text)
  }
  return Math.min(Number(text), MAX_KEYS)
}

function contents(
  version: Version,
  encode: (text: string) => string,
  hasOwner: boolean,
): Record<string, string | number | string[] | typeof OWNER | undefined> {
  return {
    Key: encode(version.key),
    LastModified: version.modifiedAt.toISOString(),
    ETag: `"${version.etag}"`,
    ChecksumAlgorithm: version.checksum === undefined ? undefined : [version.checksum.algorithm.toUpperCase()],
    ChecksumType: version.checksum?.type,
    Size: version.sizeBytes,
    Owner: hasOwner ? OWNER : undefined,
    StorageClass: 'STANDARD',
  }
}

function tokenFor(last: string): string {
  return Buffer.from(last).toString('base64url')
}

function readToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString('utf8')
  if (token === '' || tokenFor(last) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
  }
  return last
}
