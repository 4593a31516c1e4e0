import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { soundkeepTable } from '../../functions/adapters/dynamodb/index.ts'
import { synthesized } from './given.ts'
import { type CloudTemplate, resourcesOf, type Statement, textOf } from './templates.ts'

const { data } = synthesized('prod')
const dev = synthesized('dev')

describe('the table', () => {
  const table = (properties: object) => data.template.hasResourceProperties('AWS::DynamoDB::GlobalTable', properties)

  it('has the keys and indexes that the stores use', () => {
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ]
    table({
      KeySchema: keys(soundkeepTable.partitionKey, soundkeepTable.sortKey),
      GlobalSecondaryIndexes: soundkeepTable.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.columns] },
      })),
    })
  })

  it('streams keys alone, and lets items expire', () => {
    table({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } })
    table({ TimeToLiveSpecification: { AttributeName: soundkeepTable.timeToLive, Enabled: true } })
  })

  it('can be brought back to any moment', () => {
    table({ Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })] })
  })

  it('cannot be deleted in prod, and can in dev', () => {
    table({ Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })] })
    dev.data.template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })],
    })
  })
})

describe('the bucket', () => {
  const bucket = (properties: object) => data.template.hasResourceProperties('AWS::S3::Bucket', properties)
  const policy = resourcesOf(data.json, 'AWS::S3::BucketPolicy').flatMap(
    ([, { Properties }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement, // as IAM has it
  )

  it('keeps versions, with Object Lock on', () => {
    bucket({ VersioningConfiguration: { Status: 'Enabled' }, ObjectLockEnabled: true })
  })

  it('holds nobody’s objects but its owner’s, and none in public', () => {
    bucket({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    })
  })

  it('encrypts with a key of its own, which rotates', () => {
    const encryption = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Match.anyValue() }
    bucket({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: encryption }],
      },
    })
    data.template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true })
  })

  it('tells EventBridge of its objects without a function of CDK’s own', () => {
    bucket({ NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } })
    data.template.resourceCountIs('AWS::Lambda::Function', 0)
  })

  it('removes nothing by itself but uploads that were never finished', () => {
    bucket({
      LifecycleConfiguration: {
        Rules: [
          {
            Id: Match.anyValue(),
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
    })
  })

  it('grants nobody anything', () => {
    expect(policy.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny', 'Deny'])
  })

  it('denies what does not come by TLS 1.2', () => {
    const conditions = policy.filter(({ Action }) => Action === 's3:*').map(({ Condition }) => Condition)
    expect(conditions).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ])
  })

  it('denies everybody to read what is tagged as deleted', () => {
    const [denial] = policy.filter(({ Action }) => Action !== 's3:*')
    expect(denial).toMatchObject({
      Principal: { AWS: '*' },
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Condition: { StringEquals: { 's3:ExistingObjectTag/state': 'deleted' } },
    })
    expect(textOf(denial?.Resource)).toMatch(/>\/\*$/)
  })
})

describe('what must be kept', () => {
  const lasting = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key']

  it('outlives the stacks of prod, and not those of dev', () => {
    const policies = (template: CloudTemplate) =>
      lasting.flatMap((type) => resourcesOf(template, type)).map(([, { DeletionPolicy }]) => DeletionPolicy)
    expect(policies(data.json)).toEqual(['Retain', 'Retain', 'Retain'])
    expect(policies(dev.data.json)).toEqual(['Delete', 'Delete', 'Delete'])
  })

  it('lies in a stack that cannot be deleted by mistake', () => {
    expect(data.terminationProtection).toBe(true)
  })
})
