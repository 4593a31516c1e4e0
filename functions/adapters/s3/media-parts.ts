import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { MediaFile, TenantId } from '../../model/index.ts'
import type { ArrivedPart, Clock, MediaParts } from '../../ports/index.ts'
import { base64ToHex, hexToBase64 } from './hash.ts'
import { objectKey, placeOf } from './keys.ts'
import { lifetimeOf, presignPut, type TenantS3 } from './presign.ts'

const isNamed = (error: unknown, ...names: string[]) =>
  error instanceof S3ServiceException && names.includes(error.name)

/**
 * Files in parts, as S3's multipart uploads with a SHA-256 of each part. Each call is on the tenant's own role session.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export function mediaParts(clients: TenantS3, bucket: string, clock: Pick<Clock, 'now'>): MediaParts {
  const whereOf = (tenantId: TenantId, file: MediaFile) => ({
    Bucket: bucket,
    Key: objectKey(tenantId, placeOf(file)),
  })
  /** @throws Error for a file that does not come in parts */
  function uploadOf(tenantId: TenantId, file: MediaFile) {
    if (file.multipart === null) throw new Error('a media file that comes whole has no parts')
    return { ...whereOf(tenantId, file), UploadId: file.multipart.id }
  }

  return {
    async begin(tenantId, file) {
      const { s3 } = await clients(tenantId)
      const { UploadId } = await s3.send(
        new CreateMultipartUploadCommand({
          ...whereOf(tenantId, file),
          ContentType: file.contentType,
          ChecksumAlgorithm: 'SHA256',
          ChecksumType: 'COMPOSITE',
        }),
      )
      if (!UploadId) throw new Error('the object store began an upload and did not name it')
      return UploadId
    },

    async presign(tenantId, file, { number, lengthBytes, sha256 }) {
      const { s3, expiresAt } = await clients(tenantId)
      const checksum = hexToBase64(sha256)
      const command = new UploadPartCommand({
        ...uploadOf(tenantId, file),
        ...{ PartNumber: number, ContentLength: lengthBytes, ChecksumSHA256: checksum },
      })
      return presignPut((options) => getSignedUrl(s3, command, options), lifetimeOf(clock, expiresAt), {
        'content-length': String(lengthBytes),
        'x-amz-checksum-sha256': checksum,
      })
    },

    async arrived(tenantId, file) {
      const { s3 } = await clients(tenantId)
      const found: ArrivedPart[] = []
      let after: string | undefined
      do {
        const page = await s3
          .send(new ListPartsCommand({ ...uploadOf(tenantId, file), PartNumberMarker: after }))
          .catch((error: unknown) => {
            if (isNamed(error, 'NoSuchUpload')) return undefined
            throw error
          })
        if (!page) return undefined
        for (const { PartNumber = 0, Size = 0, ChecksumSHA256 = '', ETag = '' } of page.Parts ?? []) {
          found.push({ number: PartNumber, lengthBytes: Size, sha256: base64ToHex(ChecksumSHA256), tag: ETag })
        }
        after = page.IsTruncated ? page.NextPartNumberMarker : undefined
      } while (after !== undefined)
      return found
    },

    async join(tenantId, file, parts) {
      const { s3 } = await clients(tenantId)
      const Parts = parts.map(({ number, sha256, tag }) => ({
        ...{ PartNumber: number, ETag: tag, ChecksumSHA256: hexToBase64(sha256) },
      }))
      const command = new CompleteMultipartUploadCommand({
        ...uploadOf(tenantId, file),
        ...{ MultipartUpload: { Parts }, MpuObjectSize: file.lengthBytes, IfNoneMatch: '*' },
      })
      try {
        await s3.send(command)
        return 'joined'
      } catch (error) {
        if (isNamed(error, 'PreconditionFailed')) return 'taken'
        // A part can be replaced between being listed and being joined.
        if (isNamed(error, 'NoSuchUpload', 'InvalidPart', 'ConditionalRequestConflict')) return 'gone'
        throw error
      }
    },

    async drop(tenantId, file) {
      const { s3 } = await clients(tenantId)
      await s3.send(new AbortMultipartUploadCommand(uploadOf(tenantId, file))).catch((error: unknown) => {
        if (!isNamed(error, 'NoSuchUpload')) throw error
      })
    },

    async isStored(tenantId, file) {
      const { s3 } = await clients(tenantId)
      const { Bucket, Key } = whereOf(tenantId, file)
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, MaxKeys: 1 }))
      return Versions.length > 0
    },
  }
}
