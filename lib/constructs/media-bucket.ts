import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import type { ProductFunction } from './product-function.ts'
import { tenantTag } from './tenant-tag.ts'

const mediaPrefix = `t/${tenantTag}/r/`
const auditPrefix = `t/${tenantTag}/audit/`

/** The bucket of media files and of the sealed audit, and who may do what in it. What is not in a tenant's prefix is out of everybody's reach. */
export class MediaBucket extends Construct {
  readonly bucketName: string
  private readonly bucket: Bucket
  private readonly key: Key

  constructor(scope: Construct, id: string, { keepsData }: Pick<Stage, 'keepsData'>) {
    super(scope, id)
    const removalPolicy = keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
    this.key = new Key(this, 'Key', { description: 'Media files of Soundkeep', enableKeyRotation: true, removalPolicy })
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      // Can be switched on later only with AWS's help for objects that are there by then: on from the first day.
      objectLockEnabled: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Expiry is the product's: a lifecycle's would put delete markers over held objects and count from the upload.
      lifecycleRules: [{ id: 'abort-unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      removalPolicy,
    })
    this.bucketName = this.bucket.bucketName
    this.sendEvents()
    this.denyReadsOfDeleted()
  }

  /** The files' own bytes, the newest and any version. */
  grantReads(to: ProductFunction): void {
    this.grantObjects(to, ['s3:GetObject'])
    this.grantVersionReads(to)
  }

  /** For who names the version always. */
  grantVersionReads(to: ProductFunction): void {
    this.grantObjects(to, ['s3:GetObjectVersion'])
    this.grantKey(to, 'kms:Decrypt')
  }

  grantUploads(to: ProductFunction): void {
    this.grantObjects(to, ['s3:PutObject'])
    this.grantKey(to, 'kms:GenerateDataKey')
  }

  /** Taking a version away from every reader, which is the only thing that a tag says yet, or seeing that it is gone. */
  grantDeletionMarks(to: ProductFunction): void {
    this.grantObjects(to, ['s3:PutObjectVersionTagging'], { StringEquals: { 's3:RequestObjectTag/state': 'deleted' } })
    this.grantLists(to)
  }

  /** Which versions there are: S3 answers 403 for a missing object to who may not list. */
  grantLists(to: ProductFunction): void {
    to.mayInTenant(
      new PolicyStatement({
        actions: ['s3:ListBucketVersions'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${mediaPrefix}*` } },
      }),
    )
    this.nameTo(to)
  }

  /**
   * The sealer's alone: blocks of the audit, each written only where there is none. Nobody may delete, tag or read there
   * besides.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  grantSealing(to: ProductFunction): void {
    const resources = [this.bucket.arnForObjects(`${auditPrefix}*`)]
    to.mayInTenant(new PolicyStatement({ actions: ['s3:GetObject', 's3:PutObjectRetention'], resources }))
    to.mayInTenant(
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources,
        conditions: { Null: { 's3:if-none-match': 'false' } },
      }),
    )
    to.mayInTenant(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${auditPrefix}*` } },
      }),
    )
    this.grantKey(to, 'kms:Decrypt')
    this.grantKey(to, 'kms:GenerateDataKey')
    this.nameTo(to)
  }

  /** The reaper's alone. */
  grantRemoval(to: ProductFunction): void {
    this.grantObjects(to, ['s3:DeleteObjectVersion'])
    this.grantLists(to)
  }

  private grantObjects(to: ProductFunction, actions: string[], conditions: Record<string, unknown> = {}): void {
    const resources = [this.bucket.arnForObjects(`${mediaPrefix}*`)]
    to.mayInTenant(new PolicyStatement({ actions, resources, conditions }))
    this.nameTo(to)
  }

  private nameTo(to: ProductFunction): void {
    to.setEnvironment({ BUCKET_NAME: this.bucketName })
  }

  private grantKey(to: ProductFunction, action: string): void {
    to.mayInTenant(
      new PolicyStatement({
        actions: [action],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.amazonaws.com` } },
      }),
    )
  }

  /** CDK's `eventBridgeEnabled` brings a function of its own that may change every bucket; the property is enough. */
  private sendEvents(): void {
    const { defaultChild } = this.bucket.node
    if (!(defaultChild instanceof CfnBucket)) throw new Error('The bucket has no resource to send events from.')
    defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
  }

  /** Issued URLs die with the tag, whoever signed them. */
  private denyReadsOfDeleted(): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { StringEquals: { 's3:ExistingObjectTag/state': 'deleted' } },
      }),
    )
  }
}
