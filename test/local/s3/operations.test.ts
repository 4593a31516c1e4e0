import { readFileSync } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS, type Operation } from '../../../local/s3/operations/table.ts'
import { type GivenS3, givenS3, PLAIN, sendSigned } from './given.ts'

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
  await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'key', Body: 'words' }))
})
afterAll(() => given.close())

const BUCKET = `/${PLAIN}`
const OBJECT = `/${PLAIN}/key`

describe('what is not supported', () => {
  const queries = [
    ['GET', OBJECT, ['acl', 'torrent', 'restore', 'select', 'annotation', 'a-parameter-of-next-year']],
    ['PUT', OBJECT, ['acl', 'restore', 'renameObject', 'encryption', 'append', 'versionId', 'uploadId', 'partNumber']],
    ['POST', OBJECT, ['restore', 'select', '']],
    ['DELETE', OBJECT, ['acl', 'retention']],
    [
      'GET',
      BUCKET,
      [
        'acl',
        'policy',
        'policyStatus',
        'lifecycle',
        'encryption',
        'website',
        'logging',
        'notification',
        'replication',
        'tagging',
      ],
    ],
    [
      'GET',
      BUCKET,
      ['accelerate', 'requestPayment', 'inventory', 'analytics', 'metrics', 'ownershipControls', 'session'],
    ],
    ['PUT', BUCKET, ['', 'versioning', 'cors', 'policy', 'lifecycle', 'object-lock', 'publicAccessBlock']],
    ['DELETE', BUCKET, ['', 'cors', 'policy', 'lifecycle']],
    ['POST', BUCKET, ['']],
    ['PUT', '/new-bucket', ['']],
  ] as const
  it.each(queries.flatMap(([method, path, names]) => names.map((name) => [method, path, name] as const)))(
    '%s %s?%s is 501 and changes nothing',
    async (method, path, name) => {
      const query = name === '' ? {} : { [name]: '' }
      const body = method === 'PUT' || method === 'POST' ? { body: 'other' } : {}
      const answer = await sendSigned(given.s3.url, { method, path, query, ...body })
      expect(answer).toMatchObject({ status: 501, code: 'NotImplemented' })
      expect((await sendSigned(given.s3.url, { method: 'GET', path: OBJECT })).text).toBe('words')
    },
  )

  it.each([
    [{ 'x-amz-storage-class': 'GLACIER' }, 501, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption': 'aws:kms' }, 501, 'NotImplemented'],
    [{ 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 501, 'NotImplemented'],
    [{ 'x-amz-website-redirect-location': '/' }, 501, 'NotImplemented'],
    [{ 'x-amz-write-offset-bytes': '5' }, 501, 'NotImplemented'],
    [{ 'if-none-match': '"etag"' }, 501, 'NotImplemented'],
    [{ 'x-amz-acl': 'public-read' }, 400, 'AccessControlListNotSupported'],
    [{ 'x-amz-grant-read': 'id=1' }, 400, 'AccessControlListNotSupported'],
    [{ 'x-amz-expected-bucket-owner': '111122223333' }, 403, 'AccessDenied'],
    [{ 'x-amz-object-lock-legal-hold': 'ON' }, 400, 'InvalidRequest'],
  ])('a write with %j is refused', async (headers, status, code) => {
    const answer = await sendSigned(given.s3.url, { method: 'PUT', path: OBJECT, body: 'other', headers })
    expect(answer).toMatchObject({ status, code })
  })

  it('a method that S3 does not have is 405', async () => {
    expect(await sendSigned(given.s3.url, { method: 'PATCH', path: OBJECT })).toMatchObject({ status: 405 })
  })
})

describe('docs/local-s3.md', () => {
  const text = readFileSync(new URL('../../../docs/local-s3.md', import.meta.url), 'utf8')

  it('has the operation table as it is', () => {
    const rows = text.split('\n').filter((line) => /^\| [A-Z]\w+ \| `/.test(line))
    expect(rows).toEqual(OPERATIONS.map(row))
  })
})

function row(operation: Operation): string {
  const place = { service: '/', bucket: '/{bucket}', object: '/{bucket}/{key}' }[operation.level]
  const query = operation.query === undefined ? '' : `?${operation.query.join('&')}`
  const header = operation.header === undefined ? '' : ` + \`${operation.header}\``
  const actions = [operation.action, operation.versionAction].filter((action) => action !== undefined)
  const iam = actions.length === 0 ? 'per key' : actions.map((action) => `\`${action}\``).join(', ')
  return `| ${operation.name} | \`${operation.method} ${place}${query}\`${header} | ${iam} | ${operation.differs ?? ''} |`
}
