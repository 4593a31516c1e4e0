import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Rendition, RenditionPlace, TenantId } from '../../model/index.ts'
import type { Clock, ObjectUpload, RenditionObjects } from '../../ports/index.ts'
import { objectKey, placeOf, renditionKey } from './keys.ts'
import { tagDeletedCommand } from './media-store.ts'
import { lifetimeOf, type TenantS3 } from './presign.ts'
import { readRange, readRanges } from './ranges.ts'

/** By this tag the bucket's lifecycle knows what it may throw away. */
export const copyTag = { rendition: 'copy' } as const
/** So long after it was made; the domain stops giving it out before. */
export const copyLifeDays = 30

/** Decoding takes longer than reading: little is held, so that a short sound takes hardly less than a long one. */
const rangeBytes = 1024 ** 2

/** Renditions in the bucket of the files that they are made of, each call on the tenant's own role session. */
export function renditionObjects(clients: TenantS3, bucket: string, clock: Pick<Clock, 'now'>): RenditionObjects {
  const versionOf = (tenantId: TenantId, rendition: Rendition & { state: 'ready' }) => ({
    ...{ Bucket: bucket, Key: renditionKey(tenantId, rendition, rendition.uploadId) },
    VersionId: rendition.versionId,
  })

  return {
    bytesOf(tenantId, file, signal) {
      if (file.versionId === null) throw new Error('a media file that has not been accepted has no bytes')
      const object = { Bucket: bucket, Key: objectKey(tenantId, placeOf(file)), VersionId: file.versionId }
      return {
        lengthBytes: file.lengthBytes,
        read: async (offset, lengthBytes) =>
          readRange((await clients(tenantId)).s3, object, offset, offset + lengthBytes, signal),
        async *stream(startByte, endByte) {
          yield* readRanges((await clients(tenantId)).s3, object, { startByte, endByte, rangeBytes }, signal)
        },
      }
    },

    async put(tenantId, place, uploadId, bytes) {
      const { s3 } = await clients(tenantId)
      const Key = renditionKey(tenantId, place, uploadId)
      const { VersionId } = await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentType: 'application/octet-stream' }),
      )
      return requireVersion(VersionId)
    },

    async get(tenantId, rendition) {
      const { s3 } = await clients(tenantId)
      const { Body } = await s3.send(new GetObjectCommand(versionOf(tenantId, rendition)))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    },

    beginCopy: (tenantId, place, uploadId) => beginUpload(clients, tenantId, bucket, place, uploadId),

    async presignCopy(tenantId, rendition) {
      const { s3, expiresAt } = await clients(tenantId)
      const { until, ...lasting } = lifetimeOf(clock, expiresAt)
      const command = new GetObjectCommand({
        ...versionOf(tenantId, rendition),
        ...{ ResponseContentType: 'audio/wav', ResponseCacheControl: 'private, no-store' },
      })
      return { url: await getSignedUrl(s3, command, lasting), expiresAt: until }
    },

    async tagDeleted(tenantId, rendition) {
      const { s3 } = await clients(tenantId)
      const object = versionOf(tenantId, rendition)
      try {
        await s3.send(tagDeletedCommand(object))
      } catch (error) {
        // The store threw it away, or whoever removes the recording was faster.
        const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: object.Key }))
        if (Versions.some(({ VersionId }) => VersionId === object.VersionId)) throw error
      }
    },
  }
}

function requireVersion(versionId: string | undefined): string {
  if (versionId === undefined) throw new Error('the bucket keeps no versions')
  return versionId
}

async function beginUpload(
  clients: TenantS3,
  tenantId: TenantId,
  bucket: string,
  place: RenditionPlace,
  uploadId: string,
): Promise<ObjectUpload> {
  const object = { Bucket: bucket, Key: renditionKey(tenantId, place, uploadId) }
  const { s3 } = await clients(tenantId)
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      ...{ ...object, ContentType: 'audio/wav', ChecksumAlgorithm: 'CRC32' },
      Tagging: String(new URLSearchParams(copyTag)),
    }),
  )
  const upload = { ...object, UploadId }
  const parts: CompletedPart[] = []
  return {
    async put(PartNumber, Body) {
      const { ETag, ChecksumCRC32 } = await (await clients(tenantId)).s3.send(
        new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
      )
      parts.push({ PartNumber, ETag, ChecksumCRC32 })
    },
    async complete() {
      const Parts = parts.sort((one, other) => (one.PartNumber ?? 0) - (other.PartNumber ?? 0))
      const command = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })
      return requireVersion((await (await clients(tenantId)).s3.send(command)).VersionId)
    },
    async abort() {
      const command = new AbortMultipartUploadCommand(upload)
      await (await clients(tenantId)).s3.send(command).catch((error: unknown) => {
        // Joined or dropped already.
        if (!(error instanceof S3ServiceException && error.name === 'NoSuchUpload')) throw error
      })
    },
  }
}
