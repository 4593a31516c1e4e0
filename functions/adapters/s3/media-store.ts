import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { MediaFile, TenantId } from '../../model/index.ts'
import type { Clock, MediaStore, PresignedUrl, StoredObject } from '../../ports/index.ts'
import { base64ToHex, hashObject, hexToBase64 } from './hash.ts'
import { objectKey, placeOf, recordingPrefix } from './keys.ts'
import { lifetimeOf, presignPut, type TenantS3 } from './presign.ts'
import type { ObjectVersion } from './ranges.ts'

function requireVersion(file: MediaFile): string {
  if (file.versionId === null) throw new Error('a media file that has not been accepted has no object version')
  return file.versionId
}

/**
 * `attachment; filename="..."; filename*=UTF-8''...` (RFC 6266 section 4.1, RFC 8187): the plain form for old readers,
 * with what is not ASCII replaced.
 */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const extended = encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended}`
}

/** By container, for files that were announced under no type that browsers play. */
const typesByContainer: Partial<Record<string, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  webm: 'video/webm',
  mp4: 'video/mp4',
}

/** What a recorder calls a file is not trusted to be shown as a page. */
function servedType({ contentType, container }: MediaFile): string {
  if (/^(audio|video)\//i.test(contentType)) return contentType
  return typesByContainer[container ?? ''] ?? 'application/octet-stream'
}

/**
 * A checksum of checksums ends in the number of parts, `<base64>-3`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
function checksumIn({ ChecksumSHA256 }: HeadObjectCommandOutput): Pick<StoredObject, 'sha256' | 'isJoined'> {
  const [checksum, parts] = ChecksumSHA256?.split('-') ?? []
  const isJoined = parts !== undefined
  return { sha256: checksum === undefined || isJoined ? null : base64ToHex(checksum), isJoined }
}

/** Denies every read of a version, by the bucket's policy. */
export function tagDeletedCommand(object: ObjectVersion): PutObjectTaggingCommand {
  return new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'state', Value: 'deleted' }] } })
}

/** HEAD says NotFound, others NoSuchKey or NoSuchVersion, for which the SDK has no class. */
function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NotFound', 'NoSuchKey', 'NoSuchVersion'].includes(error.name)
}

function isForbidden(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403
}

/** Media objects in one bucket, each call on the tenant's own role session. */
export function mediaStore(clients: TenantS3, bucket: string, clock: Clock): MediaStore {
  async function presignRead(tenantId: TenantId, file: MediaFile, disposition?: string): Promise<PresignedUrl> {
    const { s3, expiresAt } = await clients(tenantId)
    const { until, ...lasting } = lifetimeOf(clock, expiresAt)
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: objectKey(tenantId, placeOf(file)),
      VersionId: requireVersion(file),
      ResponseContentType: servedType(file),
      ResponseContentDisposition: disposition,
      ResponseCacheControl: 'private, no-store',
    })
    return { url: await getSignedUrl(s3, command, lasting), expiresAt: until }
  }

  /**
   * S3 answers 403 for what is missing to whoever may not list the bucket, and a tenant's session may list its own prefix
   * alone: the list tells a missing object from a forbidden one.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
   */
  async function isMissing(s3: S3Client, key: string, versionId: string | undefined, error: unknown): Promise<boolean> {
    if (isAbsent(error)) return true
    if (!isForbidden(error)) return false
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }))
    return !Versions.some(
      (version) => version.Key === key && (versionId ? version.VersionId === versionId : version.IsLatest),
    )
  }

  return {
    async presignUpload(tenantId, file) {
      const { s3, expiresAt } = await clients(tenantId)
      const checksum = hexToBase64(file.sha256)
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: objectKey(tenantId, placeOf(file)),
        ContentLength: file.lengthBytes,
        ContentType: file.contentType,
        ChecksumSHA256: checksum,
        IfNoneMatch: '*',
      })
      return presignPut((options) => getSignedUrl(s3, command, options), lifetimeOf(clock, expiresAt), {
        'content-length': String(file.lengthBytes),
        'content-type': file.contentType,
        'if-none-match': '*',
        'x-amz-checksum-sha256': checksum,
      })
    },

    presignPlayback: (tenantId, file) => presignRead(tenantId, file),

    presignDownload: (tenantId, file, fileName) => presignRead(tenantId, file, attachment(fileName)),

    async head(tenantId, place, versionId) {
      const { s3 } = await clients(tenantId)
      try {
        const found = await s3.send(
          new HeadObjectCommand({
            Bucket: bucket,
            Key: objectKey(tenantId, place),
            VersionId: versionId,
            ChecksumMode: 'ENABLED',
          }),
        )
        return {
          versionId: found.VersionId ?? 'null',
          lengthBytes: found.ContentLength ?? 0,
          ...checksumIn(found),
        }
      } catch (error) {
        if (await isMissing(s3, objectKey(tenantId, place), versionId, error)) return undefined
        throw error
      }
    },

    async read(tenantId, place, versionId, offset, lengthBytes) {
      const { s3 } = await clients(tenantId)
      const answer = await s3.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: objectKey(tenantId, place),
          VersionId: versionId,
          Range: `bytes=${offset}-${offset + lengthBytes - 1}`,
        }),
      )
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
    },

    async hash(tenantId, place, { versionId, lengthBytes }, signal) {
      const { s3 } = await clients(tenantId)
      const object = { Bucket: bucket, Key: objectKey(tenantId, place), VersionId: versionId }
      return hashObject(s3, object, lengthBytes, signal)
    },

    async tagDeleted(tenantId, file) {
      const { s3 } = await clients(tenantId)
      const [Key, VersionId] = [objectKey(tenantId, placeOf(file)), requireVersion(file)]
      const command = tagDeletedCommand({ Bucket: bucket, Key, VersionId })
      try {
        await s3.send(command)
      } catch (error) {
        // Whoever removes it was faster.
        if (!(await isMissing(s3, Key, VersionId, error))) throw error
      }
    },

    async removeAll(tenantId, recordingId) {
      const { s3 } = await clients(tenantId)
      const Prefix = recordingPrefix(tenantId, recordingId)
      for (;;) {
        // Always from the start: what was listed before is gone by now.
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }))
        const versions: ObjectIdentifier[] = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
          ({ Key, VersionId }) => ({ Key, VersionId }),
        )
        if (versions.length === 0) return
        const answer = await s3.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: versions, Quiet: true } }),
        )
        const [failed] = answer.Errors ?? []
        if (failed) throw new Error(`an object version could not be removed: ${failed.Code ?? 'unknown'}`)
      }
    },
  }
}
