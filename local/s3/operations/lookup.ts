import { invalidArgument, S3Error } from '../errors.ts'
import { latestVersion, type Version, versionById } from '../store/versions.ts'
import type { ObjectContext } from './context.ts'

/**
 * The object that a request is about: the version it names, else the newest.
 *
 * @throws S3Error NoSuchKey, NoSuchVersion; MethodNotAllowed for a delete marker named by its id
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export function findObject(context: ObjectContext): Version {
  const { database, bucket, key, versionId } = context
  if (versionId !== undefined) {
    checkVersionId(versionId)
    const version = versionById(database, bucket.name, key, versionId)
    if (version === undefined) {
      throw missing(context, new S3Error('NoSuchVersion', { details: { Key: key, VersionId: versionId } }))
    }
    if (version.isMarker) {
      throw new S3Error('MethodNotAllowed', {
        headers: { ...markerHeaders(version), allow: 'DELETE', 'last-modified': version.modifiedAt.toUTCString() },
        details: { Method: context.request.method, ResourceType: 'DeleteMarker' },
      })
    }
    return version
  }
  const version = latestVersion(database, bucket.name, key)
  if (version === undefined || version.isMarker) {
    const headers = version === undefined ? {} : markerHeaders(version)
    throw missing(context, new S3Error('NoSuchKey', { headers, details: { Key: key } }))
  }
  return version
}

/** Ids are opaque, but S3 tells one that cannot be an id from one that is merely unknown. */
export function checkVersionId(versionId: string): void {
  if (!/^[A-Za-z0-9._-]{1,1024}$/.test(versionId)) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId)
  }
}

/** The header that names a version, where versions exist. */
export function versionHeader(context: ObjectContext, version: Version): Readonly<Record<string, string>> {
  return context.bucket.versioning === 'never' ? {} : { 'x-amz-version-id': version.versionId }
}

function markerHeaders(version: Version): Readonly<Record<string, string>> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId }
}

/** Who may not list a bucket does not learn which keys are absent from it. */
function missing(context: ObjectContext, error: S3Error): S3Error {
  return context.allows('s3:ListBucket') ? error : new S3Error('AccessDenied')
}
