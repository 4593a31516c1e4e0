import { S3Error } from '../errors.ts'
import { ACCOUNT_ID } from '../events/event.ts'
import { xmlDocument } from '../http/xml.ts'
import { listBuckets as allBuckets } from '../store/buckets.ts'
import { type BucketContext, type Reply, type ServiceContext, xmlReply } from './context.ts'

export const OWNER = { ID: ACCOUNT_ID }

export function listBuckets(context: ServiceContext): Promise<Reply> {
  const buckets = allBuckets(context.database).map(({ name, createdAt }) => ({
    Name: name,
    CreationDate: createdAt.toISOString(),
    BucketRegion: context.region,
  }))
  return Promise.resolve(
    xmlReply(xmlDocument('ListAllMyBucketsResult', { Owner: OWNER, Buckets: { Bucket: buckets } })),
  )
}

export function headBucket(context: BucketContext): Promise<Reply> {
  return Promise.resolve({ status: 200, headers: { 'x-amz-bucket-region': context.region } })
}

export function getBucketLocation(context: BucketContext): Promise<Reply> {
  // The oldest region has no name here, S3 says.
  const region = context.region === 'us-east-1' ? '' : context.region
  const text = xmlDocument('LocationConstraint', {}).replace(
    '></LocationConstraint>',
    `>${region}</LocationConstraint>`,
  )
  return Promise.resolve(xmlReply(text))
}

export function getBucketVersioning(context: BucketContext): Promise<Reply> {
  const { versioning } = context.bucket
  const status = versioning === 'never' ? undefined : versioning === 'enabled' ? 'Enabled' : 'Suspended'
  return Promise.resolve(xmlReply(xmlDocument('VersioningConfiguration', { Status: status })))
}

export function getBucketCors(context: BucketContext): Promise<Reply> {
  const { cors, name } = context.bucket
  if (cors.length === 0) throw new S3Error('NoSuchCORSConfiguration', { details: { BucketName: name } })
  const rules = cors.map((rule) => ({
    AllowedHeader: rule.allowedHeaders ?? [],
    AllowedMethod: rule.allowedMethods,
    AllowedOrigin: rule.allowedOrigins,
    ExposeHeader: rule.exposeHeaders ?? [],
    MaxAgeSeconds: rule.maxAgeSeconds,
  }))
  return Promise.resolve(xmlReply(xmlDocument('CORSConfiguration', { CORSRule: rules })))
}

export function getObjectLockConfiguration(context: BucketContext): Promise<Reply> {
  if (!context.bucket.objectLock) throw new S3Error('ObjectLockConfigurationNotFoundError')
  return Promise.resolve(xmlReply(xmlDocument('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled' })))
}
