import { describe, expect, it } from 'vitest'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { GivenStages } from '../given.ts'
import {
  actionsOf,
  eventFunctions,
  functionNames,
  resourcesOf,
  rooms,
  type Statement,
  statementsOf,
  textOf,
} from '../templates.ts'

const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']
const deletes = ['dynamodb:DeleteItem']
const writes = ['dynamodb:PutItem', ...deletes]
const counts = ['dynamodb:UpdateItem']
const readsVersions = ['kms:Decrypt', 's3:GetObjectVersion']
const marksDeleted = ['s3:AbortMultipartUpload', 's3:ListBucketVersions', 's3:PutObjectVersionTagging']
const uploads = [
  ...['kms:Decrypt', 'kms:GenerateDataKey', 's3:PutObject', 's3:ListBucketVersions'],
  ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
]
const seals = ['kms:Decrypt', 'kms:GenerateDataKey', 's3:GetObject', 's3:ListBucket', 's3:PutObject']
const invites = ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser']
const administrators = [...invites, 'cognito-idp:AdminDeleteUser']
const people = [
  ...invites,
  'cognito-idp:AdminResetUserPassword',
  'cognito-idp:AdminSetUserMFAPreference',
  'cognito-idp:AdminUserGlobalSignOut',
]
const clients = [
  'cognito-idp:AddUserPoolClientSecret',
  'cognito-idp:CreateUserPoolClient',
  'cognito-idp:DeleteUserPoolClient',
  'cognito-idp:DeleteUserPoolClientSecret',
  'cognito-idp:ListUserPoolClientSecrets',
]

export function roleFacts({ dev }: GivenStages): void {
  const api = dev.functions

  describe('the role of a function', () => {
    const logs = ['logs:CreateLogStream', 'logs:PutLogEvents']
    const assume = ['sts:AssumeRole', 'sts:TagSession']
    const traces = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments']

    it.each(functionNames)(
      '%s: writes its own log, takes its own tenant role on, its own queue and X-Ray’s, and no more',
      (name) => {
        const statements = statementsOf(api, name, 'Role')
        const stream = [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ]
        const failed = ['sqs:SendMessage']
        const work = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']
        const own = [
          ...(name === 'reaper' ? stream : []),
          // Its failures, and for media what is to be made out of files.
          ...(eventFunctions.includes(name) || name === 'media' ? failed : []),
          ...(['arrivals', 'reaper', 'renditions'].includes(name) ? work.map((action) => `sqs:${action}`) : []),
          ...[...logs, ...assume, ...traces],
        ]
        expect([...new Set(actionsOf(statements))]).toEqual(own.sort())
        const assumed = statements.find(({ Action }) => Action.includes('sts:AssumeRole'))
        expect(textOf(assumed?.Resource)).toMatch(new RegExp(`^<\\["${name}TenantRole`))
      },
    )

    it('is Lambda’s alone, without managed policies', () => {
      const roles = resourcesOf(api, 'AWS::IAM::Role')
      expect(roles).toHaveLength(2 * functionNames.length)
      for (const [, { Properties }] of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns')
    })
  })

  const mayInTenant = (name: string) => statementsOf(api, name, 'TenantRole').filter(({ Effect }) => Effect === 'Allow')
  const keysOf = ({ Condition }: Statement) =>
    [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']].flat().map(textOf).join()
  const ofAudit = `T#\${aws:PrincipalTag/tenant}#AUDIT*`
  const isOfAudit = (statement: Statement) => keysOf(statement) === ofAudit

  describe('the tenant role of a function', () => {
    const mayDo: [string, string[]][] = [
      ['me', [...reads, 'dynamodb:PutItem']],
      ['tenants', [...reads, ...writes, ...administrators]],
      ['users', [...reads, ...writes, ...people]],
      ['groups', [...reads, ...writes]],
      ['policies', [...reads, ...writes]],
      ['customData', [...reads, ...writes]],
      ['recorders', [...reads, ...writes, ...clients]],
      ['recordings', [...reads, ...writes, ...marksDeleted]],
      ['metadata', reads],
      ['reviews', [...reads, ...writes]],
      ['media', [...reads, 'dynamodb:ConditionCheckItem', 'dynamodb:PutItem', ...readsVersions]],
      ['ingest', [...reads, 'dynamodb:PutItem', ...counts, ...uploads]],
      [
        'segments',
        [
          ...reads,
          'dynamodb:ConditionCheckItem',
          'dynamodb:PutItem',
          ...readsVersions,
          ...['kms:GenerateDataKey', 's3:PutObject'],
        ],
      ],
      ['audit', reads],
      [
        'arrivals',
        [
          ...[...reads, 'dynamodb:ConditionCheckItem', 'dynamodb:PutItem'],
          ...[...readsVersions, 's3:GetObject', 's3:ListBucketVersions'],
        ],
      ],
      [
        'reaper',
        [
          ...['dynamodb:BatchGetItem', 'dynamodb:Query', ...deletes],
          ...['s3:DeleteObjectVersion', 's3:ListBucketVersions'],
        ],
      ],
      [
        'renditions',
        [
          ...['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
          ...[...readsVersions, 'kms:GenerateDataKey'],
          ...['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectTagging'],
        ],
      ],
      ['sealer', ['dynamodb:Query', ...seals, 's3:PutObjectRetention']],
    ]

    it.each(mayDo)('%s: may do what the function does, and no more', (name, actions) => {
      const statements = mayInTenant(name).filter((statement) => !isOfAudit(statement))
      expect([...new Set(actionsOf(statements))]).toEqual([...actions].sort())
    })

    it('has all functions told of here', () => {
      expect(mayDo.map(([name]) => name).sort()).toEqual([...functionNames].sort())
    })

    it.each(rooms)('%s: adds to the audit and counts in it, but for what people do to themselves', (name) => {
      const adds = name === 'me' ? [] : ['dynamodb:PutItem', 'dynamodb:UpdateItem']
      expect(actionsOf(mayInTenant(name).filter(isOfAudit))).toEqual(adds)
    })

    it.each(functionNames)('%s: reaches the indexes that it reads, and no other', (name) => {
      const indexes = mayInTenant(name)
        .flatMap(({ Resource }) => [Resource].flat().map(textOf))
        .flatMap((resource) => /\/index\/(.+)$/.exec(resource)?.[1] ?? [])
      const reading: Record<string, string[]> = {
        ...{ tenants: ['byRoute'], recordings: ['byAgent', 'byRoute', 'byTime'] },
        ...{ audit: ['byRoute', 'byTime'], arrivals: ['byTime'] },
      }
      expect([...new Set(indexes)].sort()).toEqual(reading[name] ?? [])
    })

    it.each(functionNames)('%s: removes nothing of the audit', (name) => {
      const may = actionsOf(mayInTenant(name)).includes('dynamodb:DeleteItem')
      const denials = statementsOf(api, name, 'TenantRole').filter(({ Effect }) => Effect === 'Deny')
      const denied = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [ofAudit] } }
      expect(denials.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual(
        may ? [{ Action: 'dynamodb:DeleteItem', Condition: denied }] : [],
      )
    })

    it.each(functionNames)('%s: reaches the user pool from the platform’s session alone', (name) => {
      const statements = mayInTenant(name).filter((each) => actionsOf([each])[0]?.startsWith('cognito-idp:'))
      expect(statements).toHaveLength(['tenants', 'users', 'recorders'].includes(name) ? 1 : 0)
      for (const { Condition, Resource } of statements) {
        expect(Condition).toEqual({ StringEquals: { 'aws:PrincipalTag/tenant': platformTenantId } })
        expect(textOf(Resource)).toMatch(/^<"soundkeep-dev-identity:ExportsOutputFnGetAttPeoplePool\w+Arn\w+">$/)
      }
    })

    it.each(functionNames)('%s: is taken on by that function alone, for a tenant that the session names', (name) => {
      const [role] = resourcesOf(api, 'AWS::IAM::Role').filter(([id]) => id.startsWith(`${name}TenantRole`))
      expect(role?.[1].Properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [
          {
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${name}Role`)), 'Arn'] } },
            Condition: {
              Null: { 'aws:RequestTag/tenant': 'false' },
              'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
            },
          },
        ],
      })
    })

    it.each(functionNames)('%s: reaches the tenant’s partitions alone', (name) => {
      const statements = mayInTenant(name).filter((each) => actionsOf([each])[0]?.startsWith('dynamodb:'))
      expect(statements.length).toBeGreaterThan(0)
      for (const statement of statements) {
        // An update changes what is there, for counts: in the audit, and of how recorders fare.
        const counted = `T#\${aws:PrincipalTag/tenant}#RECORDERACTIVITY#*`
        const whole = actionsOf([statement]).includes('dynamodb:UpdateItem')
          ? counted
          : `T#\${aws:PrincipalTag/tenant}#*`
        const partitions = isOfAudit(statement) ? ofAudit : whole
        expect(statement.Condition).toEqual({
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partitions] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        })
      }
    })

    it.each(functionNames)('%s: reaches the tenant’s objects alone, calls or the sealed audit', (name) => {
      const made = `t/\${aws:PrincipalTag/tenant}/r/*/d/*`
      const place = `t/\${aws:PrincipalTag/tenant}/${name === 'sealer' ? 'audit' : 'r'}/${name === 'segments' ? '*/transcript/' : ''}*`
      for (const statement of mayInTenant(name)) {
        const [action] = actionsOf([statement])
        if (!action?.startsWith('s3:')) continue
        if (action.startsWith('s3:ListBucket')) {
          expect(statement.Condition).toEqual({ StringLike: { 's3:prefix': place } })
        } else {
          // What is made out of files lies beside them, and whoever makes it writes nowhere else.
          const writes = name === 'renditions' && !action.startsWith('s3:Get')
          expect(textOf(statement.Resource).replace(/^<.+>\//, '')).toBe(writes ? made : place)
        }
      }
    })

    it('lets the sealer write where nothing is, and nobody else', () => {
      const puts = mayInTenant('sealer').filter(({ Action }) => Action === 's3:PutObject')
      expect(puts.map(({ Condition }) => Condition)).toEqual([{ Null: { 's3:if-none-match': 'false' } }])
    })

    it('lets what is made out of files be tagged as copies, which the lifecycle throws away, and as nothing else', () => {
      const tagging = mayInTenant('renditions').filter(({ Action }) => Action === 's3:PutObjectTagging')
      expect(tagging.map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { 's3:RequestObjectTag/rendition': 'copy' } },
      ])
    })

    it('uses the key through S3 alone', () => {
      for (const name of functionNames) {
        for (const statement of statementsOf(api, name, 'TenantRole')) {
          if (!actionsOf([statement])[0]?.startsWith('kms:')) continue
          expect(textOf(statement.Condition?.StringEquals?.['kms:ViaService'])).toBe('s3.<"AWS::Region">.amazonaws.com')
        }
      }
    })

    it('lets the recordings room tag versions as deleted, and as nothing else', () => {
      const tagging = statementsOf(api, 'recordings', 'TenantRole').find(
        ({ Action }) => Action === 's3:PutObjectVersionTagging',
      )
      expect(tagging?.Condition).toEqual({ StringEquals: { 's3:RequestObjectTag/state': 'deleted' } })
    })
  })

  describe('no policy', () => {
    const statements = functionNames.flatMap((name) => [
      ...statementsOf(api, name, 'Role'),
      ...statementsOf(api, name, 'TenantRole'),
    ])

    it('names actions by a wildcard', () => {
      expect(actionsOf(statements).filter((action) => action.includes('*'))).toEqual([])
    })

    it('names a resource by a wildcard, but within a tenant’s objects and a table’s streams, and for X-Ray, which has none', () => {
      const resources = statements
        .filter((statement) => !actionsOf([statement])[0]?.startsWith('xray:'))
        .flatMap(({ Resource }) => (Array.isArray(Resource) ? Resource : [Resource]))
        .map(textOf)
      const wild = resources.filter((resource) => resource.includes('*'))
      expect(wild.length).toBeGreaterThan(0)
      expect(
        wild.filter(
          (resource) =>
            !/^<.+>(\/t\/\$\{aws:PrincipalTag\/tenant\}\/(r|r\/\*\/(transcript|d)|audit)|\/stream)\/\*$/.test(resource),
        ),
      ).toEqual([])
    })
  })
}
