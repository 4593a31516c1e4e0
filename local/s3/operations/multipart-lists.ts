import { uriEncode } from '../../sigv4/index.ts'
import { checksumElement } from '../body/checksums.ts'
import { invalidArgument, notImplemented } from '../errors.ts'
import { queryValue } from '../http/request.ts'
import { xmlDocument } from '../http/xml.ts'
import { listUploads, partsOfUpload } from '../store/uploads.ts'
import { OWNER } from './buckets.ts'
import { type BucketContext, type ObjectContext, type Reply, xmlReply } from './context.ts'
import { readMaxKeys } from './lists.ts'
import { uploadOfRequest } from './multipart.ts'

export function listParts(context: ObjectContext): Promise<Reply> {
  const upload = uploadOfRequest(context)
  const marker = queryValue(context.request, 'part-number-marker') || '0'
  if (!/^\d{1,9}$/.test(marker)) {
    throw invalidArgument('Argument part-number-marker must be an integer.', 'part-number-marker', marker)
  }
  const maxParts = readMaxKeys(queryValue(context.request, 'max-parts'), 'max-parts')
  const rest = partsOfUpload(context.database, upload.uploadId).filter((part) => part.number > Number(marker))
  const page = rest.slice(0, maxParts)
  return Promise.resolve(
    xmlReply(
      xmlDocument('ListPartsResult', {
        Bucket: context.bucket.name,
        Key: context.key,
        UploadId: upload.uploadId,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.number,
        MaxParts: maxParts,
        IsTruncated: rest.length > page.length && maxParts > 0,
        ChecksumAlgorithm: upload.checksum?.algorithm.toUpperCase(),
        ChecksumType: upload.checksum?.type,
        Initiator: { ID: upload.initiator },
        Owner: OWNER,
        StorageClass: 'STANDARD',
        Part: page.map((part) => ({
          PartNumber: part.number,
          LastModified: part.modifiedAt.toISOString(),
          ETag: `"${part.etag}"`,
          Size: part.sizeBytes,
          ...(part.checksum === undefined ? {} : { [checksumElement(part.checksum.algorithm)]: part.checksum.value }),
        })),
      }),
    ),
  )
}

export function listMultipartUploads(context: BucketContext): Promise<Reply> {
  const { request, database, bucket } = context
  if (queryValue(request, 'delimiter')) throw notImplemented('delimiter')
  const encodingType = queryValue(request, 'encoding-type')
  const encode = (text: string): string => (encodingType === 'url' ? uriEncode(text).replaceAll('%2F', '/') : text)
  const prefix = queryValue(request, 'prefix') ?? ''
  const afterKey = queryValue(request, 'key-marker') ?? ''
  const afterId = queryValue(request, 'upload-id-marker') ?? ''
  const maxUploads = readMaxKeys(queryValue(request, 'max-uploads'), 'max-uploads')
  // A key alone means all after it; the tilde is beyond every character of an upload id.
  const position = { afterKey, afterId: afterId === '' ? '~' : afterId }
  const found = listUploads(database, { bucket: bucket.name, prefix, ...position, limit: maxUploads + 1 })
  const page = found.slice(0, maxUploads)
  const isTruncated = maxUploads > 0 && found.length > page.length
  return Promise.resolve(
    xmlReply(
      xmlDocument('ListMultipartUploadsResult', {
        Bucket: bucket.name,
        KeyMarker: encode(afterKey),
        UploadIdMarker: afterId,
        NextKeyMarker: isTruncated ? encode(page.at(-1)?.key ?? '') : undefined,
        NextUploadIdMarker: isTruncated ? page.at(-1)?.uploadId : undefined,
        Prefix: encode(prefix),
        MaxUploads: maxUploads,
        EncodingType: encodingType,
        IsTruncated: isTruncated,
        Upload: page.map((upload) => ({
          Key: encode(upload.key),
          UploadId: upload.uploadId,
          Initiator: { ID: upload.initiator },
          Owner: OWNER,
          StorageClass: 'STANDARD',
          Initiated: upload.startedAt.toISOString(),
          ChecksumAlgorithm: upload.checksum?.algorithm.toUpperCase(),
          ChecksumType: upload.checksum?.type,
        })),
      }),
    ),
  )
}
