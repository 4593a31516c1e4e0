import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { copyLifeDays, copyTag, dashboardAccess, maxUrlSeconds } from '../../functions/adapters/s3/index.ts'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'
import type { ProductFunction } from './product-function.ts'
import { tenantTag } from './tenant-tag.ts'

const mediaPrefix = `t/${tenantTag}/r/`
const renditionPrefix = `${mediaPrefix}*/d/`
const auditPrefix = `t/${tenantTag}/audit/`

/** A signature is refused that is older than any of ours can be, clocks apart. */
const maxSignatureAgeMs = 2 * maxUrlSeconds * 1_000

/**
 * Smaller objects are billed as if they were as large in the other classes, or with an index of their own: they stay. S3 would
 * choose the same by itself, unless told otherwise: what is said cannot change unseen.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html
 */
const minMovedBytes = 128 * 1_024

/** Where an object goes that is tagged `tier=<name>`, and after how many days; S3 takes none to STANDARD_IA before 30. */
const tiers: Readonly<Record<string, { storageClass: StorageClass; afterDays: number }>> = {
  infrequent: { storageClass: StorageClass.INFREQUENT_ACCESS, afterDays: 30 },
  archive: { storageClass: StorageClass.GLACIER, afterDays: 0 },
  deepArchive: { storageClass: StorageClass.DEEP_ARCHIVE, afterDays: 0 },
}

/**
 * Expiry is the product's: a lifecycle's would put delete markers over held objects and count from the upload. Copies that can
 * be made again at any time are thrown away here.
 */
const lifecycleRules: LifecycleRule[] = [
  { id: 'abort-unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
  {
    ...{ id: 'throw-away-playable-copies', tagFilters: copyTag },
    expiration: Duration.days(copyLifeDays),
    noncurrentVersionExpiration: Duration.days(1),
  },
  ...Object.entries(tiers).map(([tier, { storageClass, afterDays }]) => ({
    id: `move-to-${tier}`,
    tagFilters: { tier },
    objectSizeGreaterThan: minMovedBytes,
    transitions: [{ storageClass, transitionAfter: Duration.days(afterDays) }],
  })),
]

/** The bucket of media files and of the sealed audit, and who may do what in it. What is not in a tenant's prefix is out of everybody's reach. */
export class MediaBucket extends Construct {
  readonly bucketName: string
  private readonly bucket: Bucket
  private readonly key: Key

  constructor(scope: Construct, id: string, { key, domain }: Pick<Stage, 'domain'> & { readonly key: Key }) {
    super(scope, id)
    this.key = key
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      // Can be switched on later only with AWS's help for objects that are there by then: on from the first day.
      objectLockEnabled: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules,
      cors: [
        {
          // Where CloudFront gives the address, it is not known when this bucket is made. Who reads holds a signed URL anyway.
          allowedOrigins: [domain ? `https://${domain.name}` : 'https://*.cloudfront.net'],
          allowedMethods: dashboardAccess.allowedMethods.map((method) => HttpMethods[method]),
          allowedHeaders: [...dashboardAccess.allowedHeaders],
          exposedHeaders: [...dashboardAccess.exposeHeaders],
          maxAge: dashboardAccess.maxAgeSeconds,
        },
      ],
      // Sealed blocks of the audit cannot be removed for seven years, and a bucket that holds something neither.
      removalPolicy: RemovalPolicy.RETAIN,
    })
    explain(this.bucket, {
      'AwsSolutions-S1':
        'Server access logs hold signed URLs. Who heard and took what is in the sealed audit; CloudTrail can log data events where an account wants them.',
      'NIST.800.53.R5-S3BucketLoggingEnabled': 'As for AwsSolutions-S1.',
      'NIST.800.53.R5-S3BucketReplicationEnabled':
        'Recordings stay in the region that the operator chose; docs/cloud.md says what a copy in another one takes.',
      'CloudFormation-Validate::W9003': 'The schema has ObjectSizeGreaterThan as a string, S3 and CDK as a number.',
    })
    this.bucketName = this.bucket.bucketName
    this.sendEvents()
    this.denyReadsOfDeleted()
    this.denySignatures()
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

  /**
   * Of whole files and of parts. To join parts S3 decrypts them on the caller's behalf; whether a file is there already
   * tells the list.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html
   */
  grantUploads(to: ProductFunction): void {
    this.grantObjects(to, ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'])
    this.grantLists(to)
    this.grantKey(to, 'kms:GenerateDataKey')
    this.grantKey(to, 'kms:Decrypt')
  }

  /** Long transcripts, which lie beside the files: each is put down once, and read by its version. */
  grantTranscripts(to: ProductFunction): void {
    const prefix = `${mediaPrefix}*/transcript/`
    const resources = [this.bucket.arnForObjects(`${prefix}*`)]
    this.explainPrefix(to, prefix)
    const conditions = { Null: { 's3:if-none-match': 'false' } }
    to.mayInTenant(new PolicyStatement({ actions: ['s3:PutObject'], resources, conditions }))
    to.mayInTenant(new PolicyStatement({ actions: ['s3:GetObjectVersion'], resources }))
    this.grantKey(to, 'kms:GenerateDataKey')
    this.grantKey(to, 'kms:Decrypt')
    this.nameTo(to)
  }

  /**
   * Taking a version away from every reader, which is the only thing that a tag says yet, or seeing that it is gone; and
   * dropping parts of files that have not arrived.
   */
  grantDeletionMarks(to: ProductFunction): void {
    this.grantObjects(to, ['s3:AbortMultipartUpload'])
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
   * The maker's of renditions alone: outlines and copies, beside the files and never in their place. What it tags the
   * lifecycle throws away.
   */
  grantRenditions(to: ProductFunction): void {
    this.grantVersionReads(to)
    const [name, value] = Object.entries(copyTag)[0] ?? []
    const resources = [this.bucket.arnForObjects(`${renditionPrefix}*`)]
    this.explainPrefix(to, renditionPrefix)
    to.mayInTenant(new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources }))
    const conditions = { StringEquals: { [`s3:RequestObjectTag/${name}`]: value } }
    to.mayInTenant(new PolicyStatement({ actions: ['s3:PutObjectTagging'], resources, conditions }))
    this.grantKey(to, 'kms:GenerateDataKey')
  }

  /**
   * The sealer's alone: blocks of the audit, each written only where there is none. Nobody may delete, tag or read there
   * besides.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  grantSealing(to: ProductFunction): void {
    const resources = [this.bucket.arnForObjects(`${auditPrefix}*`)]
    this.explainPrefix(to, auditPrefix)
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
    this.explainPrefix(to, mediaPrefix)
    to.mayInTenant(new PolicyStatement({ actions, resources, conditions }))
    this.nameTo(to)
  }

  private explainPrefix({ tenantRole }: ProductFunction, prefix: string): void {
    const { stack, node } = this.bucket
    if (!(node.defaultChild instanceof CfnBucket)) throw new Error('The bucket has no resource to name.')
    const objects = `<${stack.getLogicalId(node.defaultChild)}.Arn>/${prefix.replace('${', '<').replace('}', '>')}*`
    explain(tenantRole, {
      [`AwsSolutions-IAM5[Resource::${objects}]`]:
        'Objects have names that are made as calls come in. The session names the one tenant under whose prefix they lie.',
    })
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
        sid: 'Deleted',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { StringEquals: { 's3:ExistingObjectTag/state': 'deleted' } },
      }),
    )
  }

  /** Those that are old, and those that are none of Signature Version 4. Nobody's requests come without. */
  private denySignatures(): void {
    const deny = (sid: string, conditions: Record<string, Record<string, string | number>>) =>
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          ...{ sid, effect: Effect.DENY, principals: [new AnyPrincipal()], actions: ['s3:*'], conditions },
          resources: [this.bucket.bucketArn, this.bucket.arnForObjects('*')],
        }),
      )
    deny('OldSignatures', { NumericGreaterThan: { 's3:signatureAge': maxSignatureAgeMs } })
    deny('OtherSignatures', { StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } })
  }
}
