import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { soundkeepTable } from '../../../functions/adapters/dynamodb/index.ts'
import { maxUrlSeconds } from '../../../functions/adapters/s3/index.ts'
import type { GivenStages } from '../given.ts'
import { type CloudTemplate, onlyOf, resourcesOf, type Statement, textOf } from '../templates.ts'

export function dataFacts({ dev, prod }: GivenStages): void {
  const { data } = prod

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
      table({
        Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
      })
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

    it('removes nothing by itself but uploads that were never finished, and copies that can be made again', () => {
      const rules = rulesOf(data.json)
      expect(rules.filter((rule) => 'AbortIncompleteMultipartUpload' in rule)).toEqual([
        {
          ...{ Id: 'abort-unfinished-uploads', Status: 'Enabled' },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ])
      const removing = rules.filter((rule) => /Expiration|Expired/.test(JSON.stringify(rule)))
      expect(removing).toEqual([
        {
          ...{ Id: 'throw-away-playable-copies', Status: 'Enabled', TagFilters: [{ Key: 'rendition', Value: 'copy' }] },
          ...{ ExpirationInDays: 30, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        },
      ])
    })

    it('moves objects to another class by their tag alone, and none that are small, in so many words', () => {
      const moves = rulesOf(data.json).filter(({ Transitions }) => Transitions)
      expect(moves.map(({ TagFilters, Transitions }) => [TagFilters, Transitions])).toEqual(
        (
          [
            ['infrequent', 'STANDARD_IA', 30],
            ['archive', 'GLACIER', 0],
            ['deepArchive', 'DEEP_ARCHIVE', 0],
          ] as const
        ).map(([Value, StorageClass, TransitionInDays]) => [
          [{ Key: 'tier', Value }],
          [{ StorageClass, TransitionInDays }],
        ]),
      )
      for (const { ObjectSizeGreaterThan } of moves) expect(Number(ObjectSizeGreaterThan)).toBe(128 * 1_024)
    })

    it('may be read by the pages of CloudFront, of a stage without a domain of its own', () => {
      bucket({
        CorsConfiguration: {
          CorsRules: [
            Match.objectLike({ AllowedOrigins: ['https://*.cloudfront.net'], AllowedMethods: ['GET', 'HEAD'] }),
          ],
        },
      })
    })

    it('grants nobody anything', () => {
      expect(policy.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny', 'Deny', 'Deny', 'Deny'])
    })

    const denialsIf = (condition: Record<string, Record<string, unknown>>) =>
      policy.filter(({ Condition }) => JSON.stringify(Condition) === JSON.stringify(condition))

    it.each([
      ['does not come by TLS', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['comes by TLS before 1.2', { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
      ['has a signature of more than ten minutes ago', { NumericGreaterThan: { 's3:signatureAge': 600_000 } }],
      ['has no signature of version 4', { StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }],
    ])('denies everybody everything that %s', (_, condition) => {
      const [denial, ...others] = denialsIf(condition)
      expect(others).toEqual([])
      expect(denial).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*' })
      expect([denial?.Resource].flat().map(textOf)).toEqual([
        expect.stringMatching(/Bucket\w+","Arn"\]>$/),
        expect.stringMatching(/>\/\*$/),
      ])
    })

    it('refuses no signature that may still be good', () => {
      const [denial] = denialsIf({ NumericGreaterThan: { 's3:signatureAge': 600_000 } })
      const oldestMs = Number(denial?.Condition?.NumericGreaterThan?.['s3:signatureAge'])
      expect(oldestMs).toBeGreaterThan(maxUrlSeconds * 1_000)
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

    it('outlives the stacks of prod; of dev the bucket alone, whose sealed audit nobody can remove', () => {
      const policies = (template: CloudTemplate) =>
        lasting.flatMap((type) => resourcesOf(template, type)).map(([, { DeletionPolicy }]) => DeletionPolicy)
      expect(policies(data.json)).toEqual(['Retain', 'Retain', 'Retain'])
      expect(policies(dev.data.json)).toEqual(['Delete', 'Retain', 'Delete'])
    })

    it('lies in a stack that cannot be deleted by mistake', () => {
      expect(prod.protectedStacks).toEqual(['data', 'identity'])
      expect(dev.protectedStacks).toEqual([])
    })
  })

  describe('the key', () => {
    it('is one, for table and bucket', () => {
      data.template.resourceCountIs('AWS::KMS::Key', 1)
      data.template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
        Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: Match.anyValue() } })],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      })
    })

    it('is used by who may use the table through DynamoDB of this account, and by nobody else that is not told so', () => {
      const { Statement } = onlyOf(data.json, 'AWS::KMS::Key').KeyPolicy as { Statement: Statement[] } // as IAM has it
      const open = Statement.filter((each) => JSON.stringify(each).includes('"AWS":"*"'))
      expect(open.map(({ Condition }) => Condition)).toEqual([
        {
          StringEquals: {
            'kms:CallerAccount': { Ref: 'AWS::AccountId' },
            'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com',
          },
        },
      ])
      expect(Statement).toHaveLength(2)
    })
  })
}

type Rule = { TagFilters?: unknown; Transitions?: unknown; ObjectSizeGreaterThan?: unknown }

function rulesOf(template: CloudTemplate): Rule[] {
  return (onlyOf(template, 'AWS::S3::Bucket').LifecycleConfiguration as { Rules: Rule[] }).Rules // as CloudFormation has it
}
