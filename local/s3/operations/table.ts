import {
  getBucketCors,
  getBucketLocation,
  getBucketVersioning,
  getObjectLockConfiguration,
  headBucket,
  listBuckets,
} from './buckets.ts'
import { completeMultipartUpload } from './complete.ts'
import type { BucketContext, ObjectContext, Reply, ServiceContext } from './context.ts'
import { copyObject } from './copy.ts'
import { deleteObject, deleteObjects } from './delete.ts'
import { listObjectsV1, listObjectsV2, listObjectVersions } from './lists.ts'
import { getObjectLegalHold, getObjectRetention, putObjectLegalHold, putObjectRetention } from './lock.ts'
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from './multipart.ts'
import { listMultipartUploads, listParts } from './multipart-lists.ts'
import { getObject, getObjectAttributes, RESPONSE_OVERRIDES } from './read.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './tags.ts'
import { putObject } from './write.ts'

type Shape = {
  /** S3's name of the operation. */
  readonly name: string
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Query parameters that make a request this operation. */
  readonly query?: readonly string[]
  /** A header that makes a request this operation. */
  readonly header?: string
  /** Query parameters that it understands besides. */
  readonly optional?: readonly string[]
  /** The IAM action; undefined where each key of the request is asked about by itself. */
  readonly action: string | undefined
  /** The IAM action when the request names a version, where that is another one. */
  readonly versionAction?: string
  /** True where the operation itself asks the policies, because what it asks stands in the body. */
  readonly asksByBody?: true
  /** Further IAM actions that a header calls for. */
  readonly headerActions?: Readonly<Record<string, string>>
  /** Where it answers otherwise than S3 does; docs/local-s3.md says the same. */
  readonly differs?: string
}

export type Operation =
  | (Shape & { readonly level: 'service'; readonly run: (context: ServiceContext) => Promise<Reply> })
  | (Shape & { readonly level: 'bucket'; readonly run: (context: BucketContext) => Promise<Reply> })
  | (Shape & { readonly level: 'object'; readonly run: (context: ObjectContext) => Promise<Reply> })

const LISTING = ['prefix', 'delimiter', 'max-keys', 'encoding-type']
const READING = ['versionId', 'partNumber', ...Object.keys(RESPONSE_OVERRIDES)]
const WRITE_ACTIONS = {
  'x-amz-tagging': 's3:PutObjectTagging',
  'x-amz-object-lock-mode': 's3:PutObjectRetention',
  'x-amz-object-lock-legal-hold': 's3:PutObjectLegalHold',
}
const NO_DEFAULT_CHECKSUM = 'Without a checksum from the client none is stored (S3 adds a CRC64NVME).'

/** Everything this S3 does. What is not here is answered 501 NotImplemented. */
export const OPERATIONS: readonly Operation[] = [
  {
    name: 'ListBuckets',
    level: 'service',
    method: 'GET',
    action: 's3:ListAllMyBuckets',
    differs: 'Lists all buckets on one page; no prefix, no paging.',
    run: listBuckets,
  },
  { name: 'HeadBucket', level: 'bucket', method: 'HEAD', action: 's3:ListBucket', run: headBucket },
  {
    name: 'GetBucketLocation',
    level: 'bucket',
    method: 'GET',
    query: ['location'],
    action: 's3:GetBucketLocation',
    run: getBucketLocation,
  },
  {
    name: 'GetBucketVersioning',
    level: 'bucket',
    method: 'GET',
    query: ['versioning'],
    action: 's3:GetBucketVersioning',
    differs: 'Versioning is set when the server starts; there is no PutBucketVersioning.',
    run: getBucketVersioning,
  },
  {
    name: 'GetBucketCors',
    level: 'bucket',
    method: 'GET',
    query: ['cors'],
    action: 's3:GetBucketCORS',
    differs: 'CORS rules are set when the server starts; there is no PutBucketCors.',
    run: getBucketCors,
  },
  {
    name: 'GetObjectLockConfiguration',
    level: 'bucket',
    method: 'GET',
    query: ['object-lock'],
    action: 's3:GetBucketObjectLockConfiguration',
    differs: 'There is no default retention and no PutObjectLockConfiguration.',
    run: getObjectLockConfiguration,
  },
  {
    name: 'ListObjectsV2',
    level: 'bucket',
    method: 'GET',
    query: ['list-type'],
    optional: [...LISTING, 'continuation-token', 'start-after', 'fetch-owner'],
    action: 's3:ListBucket',
    run: listObjectsV2,
  },
  {
    name: 'ListObjects',
    level: 'bucket',
    method: 'GET',
    optional: [...LISTING, 'marker'],
    action: 's3:ListBucket',
    run: listObjectsV1,
  },
  {
    name: 'ListObjectVersions',
    level: 'bucket',
    method: 'GET',
    query: ['versions'],
    optional: [...LISTING, 'key-marker', 'version-id-marker'],
    action: 's3:ListBucketVersions',
    run: listObjectVersions,
  },
  {
    name: 'ListMultipartUploads',
    level: 'bucket',
    method: 'GET',
    query: ['uploads'],
    optional: ['prefix', 'delimiter', 'encoding-type', 'key-marker', 'upload-id-marker', 'max-uploads'],
    action: 's3:ListBucketMultipartUploads',
    differs: 'A delimiter is answered 501.',
    run: listMultipartUploads,
  },
  {
    name: 'DeleteObjects',
    level: 'bucket',
    method: 'POST',
    query: ['delete'],
    action: undefined,
    differs: 'Content-MD5 or a checksum is verified when sent, but not required.',
    run: deleteObjects,
  },
  {
    name: 'GetObject',
    level: 'object',
    method: 'GET',
    optional: READING,
    action: 's3:GetObject',
    versionAction: 's3:GetObjectVersion',
    differs: 'A range of several stretches gives the whole object, as on S3; no anonymous reads.',
    run: getObject,
  },
  {
    name: 'HeadObject',
    level: 'object',
    method: 'HEAD',
    optional: READING,
    action: 's3:GetObject',
    versionAction: 's3:GetObjectVersion',
    run: getObject,
  },
  {
    name: 'GetObjectAttributes',
    level: 'object',
    method: 'GET',
    query: ['attributes'],
    optional: ['versionId'],
    action: 's3:GetObjectAttributes',
    versionAction: 's3:GetObjectVersionAttributes',
    differs: 'ObjectParts holds the number of parts alone. The read action is not asked for besides.',
    run: getObjectAttributes,
  },
  {
    name: 'PutObject',
    level: 'object',
    method: 'PUT',
    action: 's3:PutObject',
    headerActions: WRITE_ACTIONS,
    differs: `${NO_DEFAULT_CHECKSUM} Two writers at once never see 409: the second to arrive gets 412.`,
    run: putObject,
  },
  {
    name: 'CopyObject',
    level: 'object',
    method: 'PUT',
    header: 'x-amz-copy-source',
    action: 's3:PutObject',
    headerActions: WRITE_ACTIONS,
    differs:
      'ETag and checksum are those of the source, of a multipart one too; no other checksum is computed. Reading tags of the source needs no further action.',
    run: copyObject,
  },
  {
    name: 'DeleteObject',
    level: 'object',
    method: 'DELETE',
    optional: ['versionId'],
    action: 's3:DeleteObject',
    versionAction: 's3:DeleteObjectVersion',
    run: deleteObject,
  },
  {
    name: 'GetObjectTagging',
    level: 'object',
    method: 'GET',
    query: ['tagging'],
    optional: ['versionId'],
    action: 's3:GetObjectTagging',
    versionAction: 's3:GetObjectVersionTagging',
    run: getObjectTagging,
  },
  {
    name: 'PutObjectTagging',
    level: 'object',
    method: 'PUT',
    query: ['tagging'],
    optional: ['versionId'],
    action: 's3:PutObjectTagging',
    versionAction: 's3:PutObjectVersionTagging',
    asksByBody: true,
    differs: 'No event is sent for tags.',
    run: putObjectTagging,
  },
  {
    name: 'DeleteObjectTagging',
    level: 'object',
    method: 'DELETE',
    query: ['tagging'],
    optional: ['versionId'],
    action: 's3:DeleteObjectTagging',
    versionAction: 's3:DeleteObjectVersionTagging',
    differs: 'No event is sent for tags.',
    run: deleteObjectTagging,
  },
  {
    name: 'GetObjectRetention',
    level: 'object',
    method: 'GET',
    query: ['retention'],
    optional: ['versionId'],
    action: 's3:GetObjectRetention',
    run: getObjectRetention,
  },
  {
    name: 'PutObjectRetention',
    level: 'object',
    method: 'PUT',
    query: ['retention'],
    optional: ['versionId'],
    action: 's3:PutObjectRetention',
    differs: 'Content-MD5 or a checksum is verified when sent, but not required.',
    run: putObjectRetention,
  },
  {
    name: 'GetObjectLegalHold',
    level: 'object',
    method: 'GET',
    query: ['legal-hold'],
    optional: ['versionId'],
    action: 's3:GetObjectLegalHold',
    run: getObjectLegalHold,
  },
  {
    name: 'PutObjectLegalHold',
    level: 'object',
    method: 'PUT',
    query: ['legal-hold'],
    optional: ['versionId'],
    action: 's3:PutObjectLegalHold',
    differs: 'Content-MD5 or a checksum is verified when sent, but not required.',
    run: putObjectLegalHold,
  },
  {
    name: 'CreateMultipartUpload',
    level: 'object',
    method: 'POST',
    query: ['uploads'],
    action: 's3:PutObject',
    headerActions: WRITE_ACTIONS,
    run: createMultipartUpload,
  },
  {
    name: 'UploadPart',
    level: 'object',
    method: 'PUT',
    query: ['partNumber', 'uploadId'],
    action: 's3:PutObject',
    run: uploadPart,
  },
  {
    name: 'UploadPartCopy',
    level: 'object',
    method: 'PUT',
    query: ['partNumber', 'uploadId'],
    header: 'x-amz-copy-source',
    action: 's3:PutObject',
    run: uploadPartCopy,
  },
  {
    name: 'CompleteMultipartUpload',
    level: 'object',
    method: 'POST',
    query: ['uploadId'],
    action: 's3:PutObject',
    differs: `${NO_DEFAULT_CHECKSUM} Completing twice is NoSuchUpload the second time.`,
    run: completeMultipartUpload,
  },
  {
    name: 'AbortMultipartUpload',
    level: 'object',
    method: 'DELETE',
    query: ['uploadId'],
    action: 's3:AbortMultipartUpload',
    run: abortMultipartUpload,
  },
  {
    name: 'ListParts',
    level: 'object',
    method: 'GET',
    query: ['uploadId'],
    optional: ['max-parts', 'part-number-marker', 'encoding-type'],
    action: 's3:ListMultipartUploadParts',
    run: listParts,
  },
]
