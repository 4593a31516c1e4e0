import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { platformTenantId } from '../../functions/adapters/dynamodb/index.ts'
import { basePath, contract, type Room } from '../../functions/contract/index.ts'
import { stageNamed } from '../../lib/stages.ts'
import { synthesized } from './given.ts'
import { actionsOf, functionOf, resourcesOf, type Statement, statementsOf, textOf } from './templates.ts'

const { json: api, template } = synthesized('dev').api

const rooms = Object.keys(contract)
const functions = [...rooms, 'arrivals', 'reaper', 'sealer']

describe('the routes', () => {
  const routes = resourcesOf(api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => ({
    key: String(Properties.RouteKey),
    integration: /ApiV2|Api\w+/.exec(textOf(Properties.Target).replace('integrations/', ''))?.[0] ?? '',
  }))

  it('are the endpoints of the contract, each to the function of its room', () => {
    const integrations = new Map(
      resourcesOf(api, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
        id,
        textOf(Properties.IntegrationUri),
      ]),
    )
    const found = routes.map(({ key, integration }) => `${key} ${integrations.get(integration)}`)
    const declared = Object.entries<Room>(contract).flatMap(([room, endpoints]) =>
      Object.values(endpoints).map(({ method, path }) => {
        const { logicalId } = functionOf(api, room)
        return `${method} ${basePath}${path} <["${logicalId}","Arn"]>`
      }),
    )
    expect(found.sort()).toEqual(declared.sort())
  })

  it('send events of payload version 2.0, which the pipeline reads', () => {
    template.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' })
  })
})

describe('the functions', () => {
  it('are one for each room, and those that events start', () => {
    expect(resourcesOf(api, 'AWS::Lambda::Function')).toHaveLength(functions.length)
    for (const name of functions) expect(functionOf(api, name).logicalId).toMatch(new RegExp(`^${name}Function`))
  })

  it('run on Node 24 on arm64', () => {
    template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] })
  })

  it('of rooms answer before API Gateway gives up after 30 seconds', () => {
    for (const room of rooms) expect(Number(functionOf(api, room).properties.Timeout)).toBeLessThan(30)
  })

  it('keep their logs for a while and not for ever', () => {
    template.resourceCountIs('AWS::Logs::LogGroup', functions.length)
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
    template.allResourcesProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: Match.anyValue() } })
  })

  it('know their stage’s issuer where they read tokens', () => {
    const { issuer, dashboardClientId } = stageNamed('dev')
    for (const room of rooms) {
      expect(functionOf(api, room).environment).toMatchObject({
        ISSUER: issuer,
        DASHBOARD_CLIENT_ID: dashboardClientId,
      })
    }
  })

  it('know the user pool where they have to do with sign-ins', () => {
    const { userPoolId } = stageNamed('dev')
    const knowing = functions.filter((name) => functionOf(api, name).environment.USER_POOL_ID === userPoolId)
    expect(knowing).toEqual(['me', 'tenants', 'users', 'recorders'])
    expect(functions.filter((name) => 'USER_POOL_ID' in functionOf(api, name).environment)).toEqual(knowing)
  })

  it('get cursor keys from the secret alone: no key stands in a template', () => {
    const keys = textOf(functionOf(api, 'recordings').environment.CURSOR_KEYS)
    expect(keys).toMatch(/^\{"current":"k1","keys":\{"k1":"\{\{resolve:secretsmanager:<.+>:SecretString:k1::\}\}"\}\}$/)
    const others = functions.filter((name) => 'CURSOR_KEYS' in functionOf(api, name).environment)
    expect(others).toEqual(['recordings', 'audit'])
  })
})

describe('the role of a function', () => {
  const logs = ['logs:CreateLogStream', 'logs:PutLogEvents']
  const assume = ['sts:AssumeRole', 'sts:TagSession']

  it.each(functions)('%s: writes its own log, takes its own tenant role on, and no more', (name) => {
    const statements = statementsOf(api, name, 'Role')
    const stream = [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]
    const failed = ['sqs:SendMessage']
    expect(actionsOf(statements)).toEqual(
      [...(name === 'reaper' ? [...stream, ...failed] : []), ...logs, ...assume].sort(),
    )
    const assumed = statements.find(({ Action }) => Action.includes('sts:AssumeRole'))
    expect(textOf(assumed?.Resource)).toMatch(new RegExp(`^<\\["${name}TenantRole`))
  })

  it('is Lambda’s alone, without managed policies', () => {
    const roles = resourcesOf(api, 'AWS::IAM::Role')
    expect(roles).toHaveLength(2 * functions.length)
    for (const [, { Properties }] of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns')
  })
})

const reads = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']
const deletes = ['dynamodb:DeleteItem']
const writes = ['dynamodb:PutItem', ...deletes]
const counts = ['dynamodb:UpdateItem']
const readsVersions = ['kms:Decrypt', 's3:GetObjectVersion']
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
    ['recorders', [...reads, ...writes, ...clients]],
    ['recordings', [...reads, ...writes, 's3:PutObjectVersionTagging', 's3:ListBucketVersions']],
    ['media', [...reads, ...readsVersions]],
    ['ingest', [...reads, ...writes, ...counts, 'kms:GenerateDataKey', 's3:PutObject']],
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
    ['sealer', ['dynamodb:Query', ...seals, 's3:PutObjectRetention']],
  ]

  it.each(mayDo)('%s: may do what the function does, and no more', (name, actions) => {
    const statements = mayInTenant(name).filter((statement) => !isOfAudit(statement))
    expect([...new Set(actionsOf(statements))]).toEqual([...actions].sort())
  })

  it('has all functions told of here', () => {
    expect(mayDo.map(([name]) => name).sort()).toEqual([...functions].sort())
  })

  it.each(rooms)('%s: adds to the audit and counts in it, but for what people do to themselves', (name) => {
    const adds = name === 'me' ? [] : ['dynamodb:PutItem', 'dynamodb:UpdateItem']
    expect(actionsOf(mayInTenant(name).filter(isOfAudit))).toEqual(adds)
  })

  it.each(functions)('%s: reaches the indexes that it reads, and no other', (name) => {
    const indexes = mayInTenant(name)
      .flatMap(({ Resource }) => [Resource].flat().map(textOf))
      .flatMap((resource) => /\/index\/(.+)$/.exec(resource)?.[1] ?? [])
    const reading: Record<string, string[]> = {
      ...{ tenants: ['byRoute'], recordings: ['byAgent', 'byRoute', 'byTime'] },
      ...{ audit: ['byRoute', 'byTime'], arrivals: ['byTime'] },
    }
    expect([...new Set(indexes)].sort()).toEqual(reading[name] ?? [])
  })

  it.each(functions)('%s: removes nothing of the audit', (name) => {
    const may = actionsOf(mayInTenant(name)).includes('dynamodb:DeleteItem')
    const denials = statementsOf(api, name, 'TenantRole').filter(({ Effect }) => Effect === 'Deny')
    const denied = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [ofAudit] } }
    expect(denials.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual(
      may ? [{ Action: 'dynamodb:DeleteItem', Condition: denied }] : [],
    )
  })

  it.each(functions)('%s: reaches the user pool from the platform’s session alone', (name) => {
    const statements = mayInTenant(name).filter((each) => actionsOf([each])[0]?.startsWith('cognito-idp:'))
    expect(statements).toHaveLength(['tenants', 'users', 'recorders'].includes(name) ? 1 : 0)
    for (const { Condition, Resource } of statements) {
      expect(Condition).toEqual({ StringEquals: { 'aws:PrincipalTag/tenant': platformTenantId } })
      expect(textOf(Resource)).toMatch(new RegExp(`:userpool/${stageNamed('dev').userPoolId}$`))
    }
  })

  it.each(functions)('%s: is taken on by that function alone, for a tenant that the session names', (name) => {
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

  it.each(functions)('%s: reaches the tenant’s partitions alone', (name) => {
    const statements = mayInTenant(name).filter((each) => actionsOf([each])[0]?.startsWith('dynamodb:'))
    expect(statements.length).toBeGreaterThan(0)
    for (const statement of statements) {
      // An update changes what is there, for counts: in the audit, and of how recorders fare.
      const counted = `T#\${aws:PrincipalTag/tenant}#RECORDERACTIVITY#*`
      const whole = actionsOf([statement]).includes('dynamodb:UpdateItem') ? counted : `T#\${aws:PrincipalTag/tenant}#*`
      const partitions = isOfAudit(statement) ? ofAudit : whole
      expect(statement.Condition).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partitions] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      })
    }
  })

  it.each(functions)('%s: reaches the tenant’s objects alone, calls or the sealed audit', (name) => {
    const place = `t/\${aws:PrincipalTag/tenant}/${name === 'sealer' ? 'audit' : 'r'}/*`
    for (const statement of mayInTenant(name)) {
      const [action] = actionsOf([statement])
      if (!action?.startsWith('s3:')) continue
      if (action.startsWith('s3:ListBucket')) {
        expect(statement.Condition).toEqual({ StringLike: { 's3:prefix': place } })
      } else {
        expect(textOf(statement.Resource).replace(/^<.+>\//, '')).toBe(place)
      }
    }
  })

  it('lets the sealer write where nothing is, and nobody else', () => {
    const puts = mayInTenant('sealer').filter(({ Action }) => Action === 's3:PutObject')
    expect(puts.map(({ Condition }) => Condition)).toEqual([{ Null: { 's3:if-none-match': 'false' } }])
  })

  it('uses the key through S3 alone', () => {
    for (const name of functions) {
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
  const statements = functions.flatMap((name) => [
    ...statementsOf(api, name, 'Role'),
    ...statementsOf(api, name, 'TenantRole'),
  ])

  it('names actions by a wildcard', () => {
    expect(actionsOf(statements).filter((action) => action.includes('*'))).toEqual([])
  })

  it('names a resource by a wildcard, but within a tenant’s objects and a table’s streams', () => {
    const resources = statements
      .flatMap(({ Resource }) => (Array.isArray(Resource) ? Resource : [Resource]))
      .map(textOf)
    const wild = resources.filter((resource) => resource.includes('*'))
    expect(wild.length).toBeGreaterThan(0)
    expect(
      wild.filter((resource) => !/^<.+>(\/t\/\$\{aws:PrincipalTag\/tenant\}\/(r|audit)|\/stream)\/\*$/.test(resource)),
    ).toEqual([])
  })
})

describe('events', () => {
  it('of stored media reach arrivals', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [Match.anyValue()] }, object: { key: [{ wildcard: 't/*/r/*' }] } },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [functionOf(api, 'arrivals').logicalId, 'Arn'] } }],
    })
  })

  it.each(['arrivals', 'reaper'])('of the clock reach %s every five minutes', (name) => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Arn: { 'Fn::GetAtt': [functionOf(api, name).logicalId, 'Arn'] } }],
    })
  })

  it('of the clock reach the sealer every minute', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Arn: { 'Fn::GetAtt': [functionOf(api, 'sealer').logicalId, 'Arn'] } }],
    })
  })

  it('of deletions reach the reaper from the table’s stream, and what fails stays apart', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: functionOf(api, 'reaper').logicalId },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"SK":{"S":[{"prefix":"DELETION#"}]}}}}' }] },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
    template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true })
  })
})

describe('a stage', () => {
  it('that there is not is refused with those that there are', () => {
    expect(() => stageNamed('staging')).toThrow('There is no stage staging: choose one of dev, prod.')
  })
})
