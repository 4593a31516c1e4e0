import { describe, expect, it } from 'vitest'
import type { AuthorizeRequest } from '../../local/s3/index.ts'
import { objectAuthorizer } from '../../local/storage-policy.ts'

const operatorArn = 'arn:aws:iam::000000000000:user/operator'
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const authorize = objectAuthorizer('media', {
  ...{ operatorArn, reaperRoleArn: roleArn('reaper'), sealerRoleArn: roleArn('sealer') },
})

const sessionOf = (role: string, tags: Record<string, string> = { tenant: 'acme' }) => ({
  arn: `arn:aws:sts::000000000000:assumed-role/${role}/acme`,
  tags,
})
const ask = (request: Partial<AuthorizeRequest>) =>
  authorize({ principal: sessionOf('media'), action: 's3:GetObjectVersion', bucket: 'media', ...request })

describe('a tenant session', () => {
  it.each([
    ['reads its own objects', { key: 't/acme/r/1' }, 'allow'],
    ['does not read another tenant’s', { key: 't/globex/r/1' }, 'deny'],
    ['does not read those of a tenant whose name begins like its own', { key: 't/acme2/r/1' }, 'deny'],
    ['lists its own prefix', { action: 's3:ListBucketVersions', prefix: 't/acme/r/1/' }, 'allow'],
    ['does not list all', { action: 's3:ListBucketVersions', prefix: '' }, 'deny'],
    ['does not list a prefix that others share', { action: 's3:ListBucket', prefix: 't/acm' }, 'deny'],
    ['does not read what is deleted', { key: 't/acme/r/1', objectTags: { state: 'deleted' } }, 'deny'],
    ['marks as deleted', { action: 's3:PutObjectVersionTagging', key: 't/acme/r/1' }, 'allow'],
    ['does not delete', { action: 's3:DeleteObjectVersion', key: 't/acme/r/1' }, 'deny'],
  ] as const)('%s', (_, request, expected) => {
    expect(ask(request)).toBe(expected)
  })

  it('reaches nothing without its tag, or with one that is a pattern', () => {
    expect(ask({ principal: sessionOf('media', {}), key: 't/acme/r/1' })).toBe('deny')
    expect(ask({ principal: sessionOf('media', { tenant: '*' }), key: 't/acme/r/1' })).toBe('deny')
  })

  it('of the reaper deletes its own tenant’s objects alone, deleted ones too', () => {
    const removal = {
      principal: sessionOf('reaper'),
      action: 's3:DeleteObjectVersion',
      objectTags: { state: 'deleted' },
    }
    expect(ask({ ...removal, key: 't/acme/r/1' })).toBe('allow')
    expect(ask({ ...removal, key: 't/globex/r/1' })).toBe('deny')
  })
})

describe('the sealed audit', () => {
  const block = 't/acme/audit/0000000001.json'
  const actions = ['s3:GetObject', 's3:PutObject', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:DeleteObject']

  it.each(['media', 'ingest', 'recordings', 'reaper'])('is out of reach of %s', (role) => {
    for (const action of actions) expect(ask({ principal: sessionOf(role), action, key: block })).toBe('deny')
    expect(ask({ principal: sessionOf(role), action: 's3:ListBucket', prefix: 't/acme/audit/' })).toBe('deny')
  })

  it('is read and added to by the sealer, and nothing more', () => {
    const principal = sessionOf('sealer')
    const decided = actions.map((action) => ask({ principal, action, key: block }))
    expect(decided).toEqual(['allow', 'allow', 'allow', 'deny', 'deny'])
    expect(ask({ principal, action: 's3:ListBucket', prefix: 't/acme/audit/' })).toBe('allow')
    expect(ask({ principal, action: 's3:GetObject', key: 't/globex/audit/0000000001.json' })).toBe('deny')
    expect(ask({ principal, action: 's3:GetObject', key: 't/acme/r/1' })).toBe('deny')
  })
})

describe('the operator of this machine', () => {
  const principal = { arn: operatorArn, tags: {} }
  it('may do everything but read what is deleted', () => {
    expect(ask({ principal, action: 's3:DeleteObjectVersion', key: 't/acme/r/1' })).toBe('allow')
    expect(ask({ principal, action: 's3:ListAllMyBuckets', bucket: '*' })).toBe('allow')
    expect(ask({ principal, key: 't/acme/r/1', objectTags: { state: 'deleted' } })).toBe('deny')
  })
})
