import { describe, expect, it } from 'vitest'
import type { GivenStages } from '../given.ts'
import { actionsOf, eventFunctions, functionNames, resourcesOf, statementsOf, textOf } from '../templates.ts'

const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']
const writes = ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem']
/** To the audit, which every room of the API does. */
const adds = ['dynamodb:PutItem', 'dynamodb:UpdateItem']
const invites = [
  ...['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser', 'cognito-idp:AdminResetUserPassword'],
  ...['cognito-idp:AdminUserGlobalSignOut', 'cognito-idp:AdminSetUserMFAPreference', 'cognito-idp:AdminDeleteUser'],
]
const clients = [
  ...['cognito-idp:CreateUserPoolClient', 'cognito-idp:DeleteUserPoolClient'],
  ...['cognito-idp:AddUserPoolClientSecret', 'cognito-idp:ListUserPoolClientSecrets'],
  'cognito-idp:DeleteUserPoolClientSecret',
]
const readsObjects = ['kms:Decrypt', 's3:GetObject', 's3:GetObjectVersion']

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
        const failed = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']
        const own = [
          ...(name === 'reaper' ? stream : []),
          ...(eventFunctions.includes(name) ? failed : []),
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

  describe('the tenant role of a function', () => {
    it.each([
      ['me', [...reads, ...writes, ...adds]],
      ['tenants', [...reads, ...writes, ...adds, ...invites]],
      ['users', [...reads, ...writes, ...adds, ...invites]],
      ['groups', [...reads, ...writes, ...adds]],
      ['policies', [...reads, ...writes, ...adds]],
      ['recorders', [...reads, ...writes, ...adds, ...clients]],
      ['recordings', [...reads, ...writes, ...adds, 's3:PutObjectVersionTagging']],
      ['media', [...reads, ...adds, ...readsObjects]],
      ['ingest', [...reads, ...writes, ...adds, 'kms:GenerateDataKey', 's3:PutObject']],
      ['audit', [...reads, ...adds]],
      ['arrivals', [...reads, ...writes, ...readsObjects, 's3:ListBucketVersions']],
      [
        'reaper',
        [...reads, 'dynamodb:DeleteItem', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:ListBucketVersions'],
      ],
      [
        'sealer',
        [
          ...reads,
          ...['kms:Decrypt', 'kms:GenerateDataKey', 's3:GetObject', 's3:ListBucket'],
          ...['s3:PutObject', 's3:PutObjectRetention'],
        ],
      ],
    ])('%s: may do what the function does, and no more', (name, actions) => {
      const allowed = statementsOf(api, name, 'TenantRole').filter(({ Effect }) => Effect === 'Allow')
      expect([...new Set(actionsOf(allowed))]).toEqual([...new Set(actions)].sort())
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
      const statements = statementsOf(api, name, 'TenantRole').filter(
        (each) => each.Effect === 'Allow' && actionsOf([each])[0]?.startsWith('dynamodb:'),
      )
      expect(statements.length).toBeGreaterThan(0)
      for (const { Condition } of statements) {
        expect(Condition).toEqual({
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [
              expect.stringMatching(/^T#\$\{aws:PrincipalTag\/tenant\}#(AUDIT|RECORDERACTIVITY#)?\*$/),
            ],
          },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        })
      }
    })

    it.each(functionNames)('%s: adds to the audit at most, and removes nothing from it', (name) => {
      const statements = statementsOf(api, name, 'TenantRole')
      const actions = (effect: string, action: string) =>
        statements.filter(({ Effect, Action }) => Effect === effect && Action.includes(action))
      // An update changes what is there, for counts: in the audit, and of what recorders send.
      for (const { Condition } of actions('Allow', 'dynamodb:UpdateItem')) {
        expect(JSON.stringify(Condition)).toMatch(name === 'ingest' ? /#(AUDIT|RECORDERACTIVITY#)\*/ : /#AUDIT\*/)
      }
      if (actions('Allow', 'dynamodb:DeleteItem').length === 0) return
      expect(actions('Deny', 'dynamodb:DeleteItem').map(({ Condition }) => Condition)).toEqual([
        { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`T#\${aws:PrincipalTag/tenant}#AUDIT*`] } },
      ])
    })

    it.each(functionNames)(
      '%s: reaches the tenant’s objects alone, the sealed audit for the sealer, media for all others',
      (name) => {
        const part = name === 'sealer' ? 'audit' : 'r'
        for (const statement of statementsOf(api, name, 'TenantRole')) {
          const [action] = actionsOf([statement])
          if (!action?.startsWith('s3:')) continue
          if (action.startsWith('s3:ListBucket')) {
            expect(statement.Condition).toEqual({
              StringLike: { 's3:prefix': `t/\${aws:PrincipalTag/tenant}/${part}/*` },
            })
          } else {
            expect(textOf(statement.Resource)).toMatch(
              new RegExp(`^<.+>/t/\\$\\{aws:PrincipalTag/tenant\\}/${part}/\\*$`),
            )
          }
        }
      },
    )

    it('lets the sealer write a block only where there is none', () => {
      const put = statementsOf(api, 'sealer', 'TenantRole').filter(({ Action }) => Action.includes('s3:PutObject'))
      expect(put.filter(({ Action }) => Action === 's3:PutObject').map(({ Condition }) => Condition)).toEqual([
        { Null: { 's3:if-none-match': 'false' } },
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
          (resource) => !/^<.+>(\/t\/\$\{aws:PrincipalTag\/tenant\}\/(r|audit)|\/stream)\/\*$/.test(resource),
        ),
      ).toEqual([])
    })
  })
}
