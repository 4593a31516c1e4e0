import { describe, expect, it } from 'vitest'
import { arnsOf, guardedServices, iamGuard, type LocalNames, synthesizedPolicies } from '../../../local/iam/index.ts'
import type { AuthorizeRequest } from '../../../local/s3/index.ts'

const names: LocalNames = {
  ...{ region: 'eu-central-1', account: '111122223333', tableName: 'Table', bucketName: 'media' },
  userPoolId: 'eu-central-1_pool',
}
const arns = arnsOf(names)
const ask = guardedServices(iamGuard({ names }), names)

const sessionOf = (name: string, tags: Record<string, string> = { tenant: 'acme' }) => ({
  arn: `arn:aws:sts::${names.account}:assumed-role/soundkeep-tenant-${name}/session`,
  tags,
})
const object = (name: string, request: Partial<AuthorizeRequest>) =>
  ask.s3({
    ...{ principal: sessionOf(name), action: 's3:GetObjectVersion', operation: 'GetObject' },
    ...{ bucket: 'media', signatureAgeMs: 0 },
    ...request,
  })
const own = 't/acme/r/1'
const block = 't/acme/audit/0000000001.json'

describe('objects', () => {
  const marks = { action: 's3:PutObjectVersionTagging', key: own }
  const lists = { action: 's3:ListBucketVersions' }
  const removes = { action: 's3:DeleteObjectVersion', objectTags: { state: 'deleted' } }
  it.each([
    ['media', 'reads its own tenant’s', { key: own }, 'allow'],
    ['media', 'does not read another tenant’s', { key: 't/globex/r/1' }, 'deny'],
    ['media', 'does not read those of a tenant whose id begins like its own', { key: 't/acme2/r/1' }, 'deny'],
    ['media', 'does not read what is deleted', { key: own, objectTags: { state: 'deleted' } }, 'deny'],
    ['media', 'reads by a signature of five minutes ago', { key: own, signatureAgeMs: 300_000 }, 'allow'],
    ['media', 'does not by one of an hour ago', { key: own, signatureAgeMs: 3_600_000 }, 'deny'],
    ['media', 'does not read the newest version, only one it names', { key: own, action: 's3:GetObject' }, 'deny'],
    ['media', 'does not write', { key: own, action: 's3:PutObject' }, 'deny'],
    ['recordings', 'marks as deleted', { ...marks, requestTags: { state: 'deleted' } }, 'allow'],
    ['recordings', 'marks as nothing else', { ...marks, requestTags: { state: 'kept' } }, 'deny'],
    ['recordings', 'takes no mark away', { ...marks, requestTags: {} }, 'deny'],
    ['recordings', 'does not delete', { ...removes, key: own }, 'deny'],
    ['ingest', 'does not delete', { action: 's3:DeleteObject', key: own }, 'deny'],
    ['reaper', 'deletes its own tenant’s', { ...removes, key: own }, 'allow'],
    ['reaper', 'does not delete another tenant’s', { ...removes, key: 't/globex/r/1' }, 'deny'],
    ['reaper', 'does not put a marker over an object', { action: 's3:DeleteObject', key: own }, 'deny'],
    ['reaper', 'lists a prefix of its own tenant', { ...lists, prefix: 't/acme/r/1/' }, 'allow'],
    ['reaper', 'does not list all', { ...lists, prefix: '' }, 'deny'],
    ['reaper', 'does not list a prefix that others share', { ...lists, prefix: 't/acm' }, 'deny'],
    ['ingest', 'uploads', { action: 's3:PutObject', key: own }, 'allow'],
    [
      'ingest',
      'joins parts, which S3 reads for it',
      { action: 's3:PutObject', key: own, operation: 'CompleteMultipartUpload' },
      'allow',
    ],
    ['ingest', 'does not read them itself', { action: 's3:GetObject', key: own }, 'deny'],
    ['media', 'does not take parts', { action: 's3:PutObject', key: own, operation: 'UploadPart' }, 'deny'],
  ] as const)('%s %s', (name, _, request, expected) => {
    expect(object(name, request)).toBe(expected)
  })

  it('are out of reach without a tag of the session, or with one that is a pattern', () => {
    expect(object('media', { principal: sessionOf('media', {}), key: own })).toBe('deny')
    expect(object('media', { principal: sessionOf('media', { tenant: '*' }), key: own })).toBe('deny')
  })

  it('are out of reach where the key they are encrypted with may not be used', () => {
    const policies = synthesizedPolicies()
    const { media } = policies.functions
    const Statement = media?.tenant.Statement.filter(({ Action }) => Action !== 'kms:Decrypt') ?? []
    const functions = { media: { ...media, tenant: { Version: '2012-10-17', Statement } } }
    const keyless = iamGuard({ names, policies: { ...policies, functions } as typeof policies }) // media is there
    const request = {
      principal: sessionOf('media'),
      action: 's3:GetObjectVersion',
      operation: 'GetObject',
      signatureAgeMs: 0,
    }
    expect(guardedServices(keyless, names).s3({ ...request, bucket: 'media', key: own })).toBe('deny')
  })
})

describe('the sealed audit', () => {
  const actions = ['s3:GetObject', 's3:PutObject', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:DeleteObject']

  it.each(['media', 'ingest', 'recordings', 'reaper', 'arrivals'])('is out of reach of %s', (name) => {
    for (const action of actions) expect(object(name, { action, key: block, ifNoneMatch: '*' })).toBe('deny')
    expect(object(name, { action: 's3:ListBucket', prefix: 't/acme/audit/' })).toBe('deny')
  })

  it('is read and added to by the sealer where nothing is, and nothing more', () => {
    const decided = actions.map((action) => object('sealer', { action, key: block, ifNoneMatch: '*' }))
    expect(decided).toEqual(['allow', 'allow', 'allow', 'deny', 'deny'])
    expect(object('sealer', { action: 's3:PutObject', key: block })).toBe('deny')
    expect(object('sealer', { action: 's3:GetObject', key: own })).toBe('deny')
  })
})

describe('roles', () => {
  const taking = { action: 'sts:AssumeRole', isChained: false, requestTags: { tenant: 'acme' } } as const
  const functionOf = (name: string) => ({ arn: arns.role(name), tags: {} })

  it('are taken on by their function alone', () => {
    const roleArn = arns.tenantRole('me')
    expect(ask.sts({ ...taking, principal: functionOf('me'), roleArn })).toBe('allow')
    expect(ask.sts({ ...taking, principal: functionOf('media'), roleArn })).toBe('deny')
    expect(ask.sts({ ...taking, principal: sessionOf('me'), roleArn, isChained: true })).toBe('deny')
    expect(ask.sts({ ...taking, principal: { arn: arns.operator, tags: {} }, roleArn })).toBe('deny')
  })

  it('are taken on for a tenant that is named, and with no further tag', () => {
    const asked = { ...taking, principal: functionOf('me'), roleArn: arns.tenantRole('me') }
    expect(ask.sts({ ...asked, requestTags: {} })).toBe('deny')
    expect(ask.sts({ ...asked, requestTags: { tenant: 'acme', admin: 'yes' } })).toBe('deny')
    expect(ask.sts({ ...asked, action: 'sts:TagSession' })).toBe('allow')
  })
})

describe('the user pool', () => {
  const platform = { tenant: '00000000000000000000000000' }
  const inPool = (name: string, action: string, tags = platform) =>
    ask.cognito({ principal: sessionOf(name, tags), action: `cognito-idp:${action}`, resource: arns.userPool })

  it('is reached from the platform’s session alone, by each room for what it does', () => {
    expect(inPool('users', 'AdminCreateUser')).toBe('allow')
    expect(inPool('users', 'AdminCreateUser', { tenant: 'acme' })).toBe('deny')
    expect(inPool('users', 'AdminDeleteUser')).toBe('deny')
    expect(inPool('users', 'CreateUserPoolClient')).toBe('deny')
    expect(inPool('recorders', 'CreateUserPoolClient')).toBe('allow')
    expect(inPool('media', 'AdminGetUser')).toBe('deny')
  })
})

describe('the operator of this machine', () => {
  const principal = { arn: arns.operator, tags: {} }
  it('may do everything but read what is deleted', () => {
    expect(object('media', { principal, action: 's3:DeleteObjectVersion', key: own })).toBe('allow')
    expect(object('media', { principal, action: 's3:ListAllMyBuckets', bucket: '*' })).toBe('allow')
    expect(object('media', { principal, key: own, objectTags: { state: 'deleted' } })).toBe('deny')
  })

  it('is not somebody whom nobody knows', () => {
    const stranger = { arn: 'arn:aws:iam::111122223333:user/stranger', tags: { tenant: 'acme' } }
    expect(object('media', { principal: stranger, key: own })).toBe('deny')
  })
})
