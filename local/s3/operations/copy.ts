import { checksumElement } from '../body/checksums.ts'
import { invalidArgument, notImplemented, S3Error } from '../errors.ts'
import { xmlDocument } from '../http/xml.ts'
import { findBucket } from '../store/buckets.ts'
import { latestVersion, type ObjectFacts, partsOf, type Version } from '../store/versions.ts'
import { checkWriteConditions, failed, matchesEtag } from './conditions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { keptHeaders, readLockHeaders, readMetadata, readTaggingHeader } from './facts.ts'
import { findObject, versionHeader } from './lookup.ts'
import { commitObject } from './write.ts'

const MAX_COPY_BYTES = 5 * 1024 ** 3

/** Copies an object; the copy shares the files of its source, which live as long as either. */
export async function copyObject(context: ObjectContext): Promise<Reply> {
  const { request, database, bucket, key } = context
  const sourceContext = readSource(context)
  const source = findSource(sourceContext)
  checkSourceConditions(context, source)
  if (source.sizeBytes > MAX_COPY_BYTES) {
    throw new S3Error('InvalidRequest', {
      message: 'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
    })
  }
  const facts = factsOfCopy(context, source)
  const isOntoItself = source.key === key && sourceContext.bucket.name === bucket.name
  const isUnchanged = (request.headers.get('x-amz-metadata-directive') ?? 'COPY') === 'COPY'
  if (isOntoItself && source.isLatest && isUnchanged) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    })
  }
  const version = await commitObject(context, 'CopyObject', () => {
    checkWriteConditions(request, key, latestVersion(database, bucket.name, key))
    // Looked up anew: the source could have gone meanwhile, and its files with it.
    const current = findObject({ ...sourceContext, versionId: source.versionId })
    const { sizeBytes, etag, checksum, isMultipart } = current
    return { ...facts, sizeBytes, etag, checksum, isMultipart, parts: partsOf(database, current) }
  })
  const { checksum } = version
  return xmlReply(
    xmlDocument('CopyObjectResult', {
      LastModified: version.modifiedAt.toISOString(),
      ETag: `"${version.etag}"`,
      ChecksumType: checksum?.type,
      ...(checksum === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value }),
    }),
    {
      ...versionHeader(context, version),
      ...(sourceContext.bucket.versioning === 'never' ? {} : { 'x-amz-copy-source-version-id': source.versionId }),
    },
  )
}

/** Takes `x-amz-copy-source: /bucket/key?versionId=id`, escaped, apart. */
export function readSource(context: ObjectContext): ObjectContext {
  const header = context.request.headers.get('x-amz-copy-source') ?? ''
  const [, path = '', versionId] = /^\/?(.*?)(?:\?versionId=(.*))?$/s.exec(header) ?? []
  const slash = path.indexOf('/')
  if (path.startsWith('arn:')) throw notImplemented('x-amz-copy-source')
  const unescaped = unescapeText(slash < 0 ? '' : path.slice(slash + 1))
  const bucketName = unescapeText(slash < 0 ? path : path.slice(0, slash))
  if (slash < 1 || unescaped === undefined || unescaped === '' || bucketName === undefined) {
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header)
  }
  const bucket = findBucket(context.database, bucketName)
  if (bucket === undefined) throw new S3Error('NoSuchBucket', { details: { BucketName: bucketName } })
  return { ...context, bucket, key: unescaped, versionId }
}

/** The source of a copy, once the policies let the caller read it. */
export function findSource(source: ObjectContext): Version {
  const action = source.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  const on = { bucket: source.bucket.name, key: source.key, versionId: source.versionId }
  if (!source.allows(action, on)) throw new S3Error('AccessDenied')
  return findObject(source)
}

function factsOfCopy(context: ObjectContext, source: Version): ObjectFacts {
  const { request, bucket, now } = context
  const lock = readLockHeaders(request, bucket, now)
  const isReplaced = directive(context, 'x-amz-metadata-directive') === 'REPLACE'
  const areTagsReplaced = directive(context, 'x-amz-tagging-directive') === 'REPLACE'
  return {
    headers: isReplaced ? keptHeaders(request) : source.headers,
    metadata: isReplaced ? readMetadata(request) : source.metadata,
    tags: areTagsReplaced ? readTaggingHeader(request.headers.get('x-amz-tagging')) : source.tags,
    lock,
  }
}

function directive(context: ObjectContext, name: string): 'COPY' | 'REPLACE' {
  const value = context.request.headers.get(name) ?? 'COPY'
  if (value !== 'COPY' && value !== 'REPLACE') throw invalidArgument(`Unknown ${name}.`, name, value)
  return value
}

export function checkSourceConditions(context: ObjectContext, source: Version): void {
  const header = (name: string): string | undefined => context.request.headers.get(`x-amz-copy-source-${name}`)
  const modifiedAtMs = Math.floor(source.modifiedAt.getTime() / 1000) * 1000
  const ifMatch = header('if-match')
  const ifNoneMatch = header('if-none-match')
  const since = header('if-modified-since')
  const unmodifiedSince = header('if-unmodified-since')
  if (ifMatch !== undefined && !matchesEtag(ifMatch, source.etag)) throw failed('x-amz-copy-source-If-Match')
  if (ifMatch === undefined && unmodifiedSince !== undefined && modifiedAtMs > Date.parse(unmodifiedSince)) {
    throw failed('x-amz-copy-source-If-Unmodified-Since')
  }
  if (ifNoneMatch !== undefined && matchesEtag(ifNoneMatch, source.etag)) {
    throw failed('x-amz-copy-source-If-None-Match')
  }
  if (ifNoneMatch === undefined && since !== undefined && modifiedAtMs <= Date.parse(since)) {
    throw failed('x-amz-copy-source-If-Modified-Since')
  }
}

function unescapeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
