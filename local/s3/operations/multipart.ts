import { randomBytes } from 'node:crypto'
import { checksumElement, checksumHeader, multipartChecksumType, readAlgorithm } from '../body/checksums.ts'
import { type ReceivedBody, receiveBody } from '../body/receive.ts'
import { invalidArgument, S3Error } from '../errors.ts'
import { queryValue } from '../http/request.ts'
import { xmlDocument } from '../http/xml.ts'
import { deleteUpload, findUpload, insertUpload, putPart, type Upload } from '../store/uploads.ts'
import { partsOf } from '../store/versions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { checkSourceConditions, findSource, readSource } from './copy.ts'
import { factsOfHeaders } from './facts.ts'
import { slicesOf } from './read.ts'
import { storeBody } from './write.ts'

const MAX_PART_NUMBER = 10_000

export function createMultipartUpload(context: ObjectContext): Promise<Reply> {
  const { request, database, bucket, key, now } = context
  const facts = factsOfHeaders(request, bucket, now)
  const name = request.headers.get('x-amz-checksum-algorithm')
  const askedType = request.headers.get('x-amz-checksum-type')
  if (name === undefined && askedType !== undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    })
  }
  const algorithm = name === undefined ? undefined : readAlgorithm(name)
  const checksum =
    algorithm === undefined ? undefined : { algorithm, type: multipartChecksumType(algorithm, askedType) }
  const uploadId = randomBytes(32).toString('base64url')
  insertUpload(database, {
    ...facts,
    uploadId,
    bucket: bucket.name,
    key,
    startedAt: now,
    initiator: context.principal.arn,
    checksum,
  })
  return Promise.resolve(
    xmlReply(
      xmlDocument('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId: uploadId }),
      checksum === undefined
        ? {}
        : { 'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(), 'x-amz-checksum-type': checksum.type },
    ),
  )
}

export async function uploadPart(context: ObjectContext): Promise<Reply> {
  const upload = uploadOfRequest(context)
  const partNumber = readPartNumber(context)
  const plan = context.body.plan()
  const wanted = upload.checksum?.algorithm
  if (wanted !== undefined && plan.checksum !== undefined && plan.checksum.algorithm !== wanted) {
    throw new S3Error('InvalidRequest', {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual checksum Type: ${plan.checksum.algorithm}`,
    })
  }
  const stored = await storeBody(context, (write) => context.body.receive(plan, write, wanted))
  await keepPart(context, upload, partNumber, stored)
  const { checksum, md5 } = stored.received
  return {
    status: 200,
    headers: {
      etag: `"${md5}"`,
      ...(checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value }),
    },
  }
}

/** UploadPartCopy: a stretch of an object, or all of it, becomes a part. */
export async function uploadPartCopy(context: ObjectContext): Promise<Reply> {
  const upload = uploadOfRequest(context)
  const partNumber = readPartNumber(context)
  const sourceContext = readSource(context)
  const source = findSource(sourceContext)
  checkSourceConditions(context, source)
  const range = readCopyRange(context.request.headers.get('x-amz-copy-source-range'), source.sizeBytes)
  const slices = slicesOf(partsOf(context.database, source), range)
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const { blob, firstByte, lastByte } of slices) yield* context.blobs.read(blob, firstByte, lastByte)
  }
  const sizeBytes = range.lastByte - range.firstByte + 1
  const plan = { sizeBytes, chunked: undefined, sha256: undefined, md5: undefined, checksum: undefined }
  const stored = await storeBody(context, (write) =>
    receiveBody(bytes(), plan, undefined, write, upload.checksum?.algorithm),
  )
  await keepPart(context, upload, partNumber, stored)
  const { checksum, md5 } = stored.received
  return xmlReply(
    xmlDocument('CopyPartResult', {
      LastModified: context.now.toISOString(),
      ETag: `"${md5}"`,
      ...(checksum === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value }),
    }),
    sourceContext.bucket.versioning === 'never' ? {} : { 'x-amz-copy-source-version-id': source.versionId },
  )
}

export async function abortMultipartUpload(context: ObjectContext): Promise<Reply> {
  const orphans = context.database.transaction(() => {
    const { uploadId } = uploadOfRequest(context)
    return deleteUpload(context.database, uploadId)
  })
  await context.settle(orphans)
  return { status: 204 }
}

/** The upload that a request names. @throws S3Error NoSuchUpload */
export function uploadOfRequest(context: ObjectContext): Upload {
  const uploadId = queryValue(context.request, 'uploadId') ?? ''
  const upload = findUpload(context.database, context.bucket.name, context.key, uploadId)
  if (upload === undefined) throw new S3Error('NoSuchUpload', { details: { UploadId: uploadId } })
  return upload
}

async function keepPart(
  context: ObjectContext,
  upload: Upload,
  partNumber: number,
  { blob, received }: { blob: string; received: ReceivedBody },
): Promise<void> {
  try {
    const orphans = context.database.transaction(() => {
      // While the bytes travelled the upload could have ended.
      uploadOfRequest(context)
      return putPart(context.database, upload.uploadId, {
        number: partNumber,
        blob,
        sizeBytes: received.sizeBytes,
        etag: received.md5,
        checksum: received.checksum,
        modifiedAt: context.now,
      })
    })
    await context.settle(orphans)
  } catch (error) {
    await context.blobs.remove(blob)
    throw error
  }
}

function readPartNumber(context: ObjectContext): number {
  const text = queryValue(context.request, 'partNumber') ?? ''
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (partNumber < 1 || partNumber > MAX_PART_NUMBER) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text)
  }
  return partNumber
}

function readCopyRange(header: string | undefined, sizeBytes: number): { firstByte: number; lastByte: number } {
  if (header === undefined) return { firstByte: 0, lastByte: sizeBytes - 1 }
  const match = /^bytes=(\d+)-(\d+)$/.exec(header)
  const firstByte = Number(match?.[1])
  const lastByte = Number(match?.[2])
  if (match === null || firstByte > lastByte || lastByte >= sizeBytes) {
    throw invalidArgument(
      `The x-amz-copy-source-range value must be of the form bytes=first-last, within the ${sizeBytes} bytes of the source`,
      'x-amz-copy-source-range',
      header,
    )
  }
  return { firstByte, lastByte }
}
