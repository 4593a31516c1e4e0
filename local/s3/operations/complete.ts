import { createHash } from 'node:crypto'
import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  checksumElement,
  checksumMismatch,
  checksumOfHeaders,
  checksumOfParts,
} from '../body/checksums.ts'
import { S3Error } from '../errors.ts'
import { xmlDocument } from '../http/xml.ts'
import { childrenOf, childText, onlyChildren, readXml } from '../http/xml-reader.ts'
import { deleteUpload, partsOfUpload, type Upload, type UploadedPart } from '../store/uploads.ts'
import { isBlobNamed, latestVersion, type NewObject } from '../store/versions.ts'
import { checkWriteConditions } from './conditions.ts'
import { type ObjectContext, type Reply, xmlReply } from './context.ts'
import { versionHeader } from './lookup.ts'
import { uploadOfRequest } from './multipart.ts'
import { commitObject } from './write.ts'

/** All parts but the last have at least this. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MIN_PART_BYTES = 5 * 1024 ** 2
const MAX_PARTS = 10_000

type NamedPart = { readonly number: number; readonly etag: string; readonly checksums: ReadonlyMap<string, string> }

/** CompleteMultipartUpload: the named parts become an object, the others go. */
export async function completeMultipartUpload(context: ObjectContext): Promise<Reply> {
  const { request, database, bucket, key } = context
  uploadOfRequest(context)
  const named = readParts(await context.body.text('object'))
  let leftovers: readonly string[] = []
  const version = await commitObject(context, 'CompleteMultipartUpload', () => {
    checkWriteConditions(request, key, latestVersion(database, bucket.name, key))
    const upload = uploadOfRequest(context)
    const chosen = chooseParts(upload, named, partsOfUpload(database, upload.uploadId))
    const object = assemble(upload, chosen)
    checkWhole(context, upload, object)
    const chosenBlobs = new Set(chosen.map((part) => part.blob))
    leftovers = deleteUpload(database, upload.uploadId).filter((blob) => !chosenBlobs.has(blob))
    return object
  })
  await context.settle(leftovers.filter((blob) => !isBlobNamed(database, blob)))
  const { checksum } = version
  return xmlReply(
    xmlDocument('CompleteMultipartUploadResult', {
      Location: `http://${request.host}${request.rawPath}`,
      Bucket: bucket.name,
      Key: key,
      ETag: `"${version.etag}"`,
      ChecksumType: checksum?.type,
      ...(checksum === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value }),
    }),
    versionHeader(context, version),
  )
}

function readParts(document: string): readonly NamedPart[] {
  const root = readXml(document, 'CompleteMultipartUpload')
  onlyChildren(root, ['Part'])
  const parts = childrenOf(root, 'Part').map((node) => {
    const elements = CHECKSUM_ALGORITHMS.map(checksumElement)
    onlyChildren(node, ['PartNumber', 'ETag', ...elements])
    const number = childText(node, 'PartNumber') ?? ''
    const etag = childText(node, 'ETag')
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw new S3Error('MalformedXML')
    const checksums = new Map(
      elements.flatMap((name) => {
        const value = childText(node, name)
        return value === undefined ? [] : [[name, value] as const]
      }),
    )
    return { number: Number(number), etag: etag.replace(/^"|"$/g, ''), checksums }
  })
  if (parts.length === 0 || parts.length > MAX_PARTS) throw new S3Error('MalformedXML')
  return parts
}

function chooseParts(upload: Upload, named: readonly NamedPart[], uploaded: readonly UploadedPart[]): UploadedPart[] {
  if (named.some((part, index) => index > 0 && part.number <= (named[index - 1]?.number ?? 0))) {
    throw new S3Error('InvalidPartOrder')
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  const chosen = named.map((wanted) => {
    const part = byNumber.get(wanted.number)
    if (part === undefined || part.etag !== wanted.etag) {
      throw new S3Error('InvalidPart', { details: { PartNumber: String(wanted.number), ETag: wanted.etag } })
    }
    checkPartChecksum(upload, wanted, part)
    return part
  })
  const small = chosen.slice(0, -1).find((part) => part.sizeBytes < MIN_PART_BYTES)
  if (small !== undefined) {
    throw new S3Error('EntityTooSmall', {
      details: {
        ProposedSize: String(small.sizeBytes),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(small.number),
        ETag: small.etag,
      },
    })
  }
  return chosen
}

function checkPartChecksum(upload: Upload, wanted: NamedPart, part: UploadedPart): void {
  if (upload.checksum?.type === 'COMPOSITE' && !wanted.checksums.has(checksumElement(upload.checksum.algorithm))) {
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using a ${upload.checksum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${wanted.number} in the request.`,
    })
  }
  const stored = part.checksum
  for (const [element, value] of wanted.checksums) {
    if (stored === undefined || checksumElement(stored.algorithm) !== element || stored.value !== value) {
      throw new S3Error('InvalidPart', { details: { PartNumber: String(wanted.number), ETag: wanted.etag } })
    }
  }
}

function assemble(upload: Upload, chosen: readonly UploadedPart[]): NewObject {
  const md5 = createHash('md5')
  for (const part of chosen) md5.update(Buffer.from(part.etag, 'hex'))
  return {
    headers: upload.headers,
    metadata: upload.metadata,
    tags: upload.tags,
    lock: upload.lock,
    sizeBytes: chosen.reduce((sum, part) => sum + part.sizeBytes, 0),
    etag: `${md5.digest('hex')}-${chosen.length}`,
    checksum: wholeChecksum(upload, chosen),
    isMultipart: true,
    parts: chosen.map((part) => ({
      number: part.number,
      blob: part.blob,
      sizeBytes: part.sizeBytes,
      checksum: upload.checksum === undefined ? undefined : part.checksum?.value,
    })),
  }
}

function wholeChecksum(upload: Upload, chosen: readonly UploadedPart[]): Checksum | undefined {
  if (upload.checksum === undefined) return undefined
  const parts = chosen.map((part) => ({ value: part.checksum?.value ?? '', sizeBytes: part.sizeBytes }))
  return checksumOfParts(upload.checksum.algorithm, upload.checksum.type, parts)
}

/** What the request says of the whole object has to hold for what came out. */
function checkWhole(context: ObjectContext, upload: Upload, object: NewObject): void {
  const { headers } = context.request
  const size = headers.get('x-amz-mp-object-size')
  if (size !== undefined && size !== String(object.sizeBytes)) {
    throw new S3Error('InvalidRequest', {
      message: `The provided 'x-amz-mp-object-size' header value ${size} does not match what was computed: ${object.sizeBytes}`,
    })
  }
  const expected = upload.checksum?.type === 'FULL_OBJECT' ? checksumOfHeaders(headers) : undefined
  if (expected === undefined) return
  if (expected.algorithm !== object.checksum?.algorithm || expected.value !== object.checksum.value) {
    throw checksumMismatch(expected.algorithm)
  }
}
