import { createHash } from 'node:crypto'
import { ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, type GivenS3, givenS3, RECORDINGS, SESSION, send } from './given.ts'

const call = 'RIFF: the words of a call'
const sha256 = createHash('sha256').update(call).digest('base64')

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
})
afterAll(() => given.close())

/** An upload URL as the product issues it: length, checksum and "only once" are signed headers. */
async function uploadUrl(key: string): Promise<URL> {
  const put = new PutObjectCommand({
    Bucket: RECORDINGS,
    Key: key,
    ContentLength: call.length,
    ChecksumSHA256: sha256,
    IfNoneMatch: '*',
  })
  const unhoistableHeaders = new Set(['x-amz-checksum-sha256'])
  return new URL(await getSignedUrl(clientOf(given.s3.url, SESSION), put, { expiresIn: 300, unhoistableHeaders }))
}

function upload(url: URL, body: string, headers: Record<string, string> = {}) {
  const all = { 'x-amz-checksum-sha256': sha256, 'if-none-match': '*', ...headers }
  return send(url.origin, { method: 'PUT', path: url.pathname + url.search, headers: all, body })
}

async function storedVersions(key: string): Promise<number> {
  const list = await given.client.send(new ListObjectVersionsCommand({ Bucket: RECORDINGS, Prefix: key }))
  return list.Versions?.length ?? 0
}

describe('an upload URL that binds length, checksum and first use', () => {
  it('signs all three as headers', async () => {
    const url = await uploadUrl('bound')
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host;if-none-match;x-amz-checksum-sha256')
    expect(url.searchParams.has('x-amz-checksum-sha256')).toBe(false)
  })

  it('takes the right bytes once', async () => {
    const url = await uploadUrl('once')
    expect(await upload(url, call)).toMatchObject({ status: 200, headers: { 'x-amz-checksum-sha256': sha256 } })
    expect(await upload(url, call)).toMatchObject({ status: 412, code: 'PreconditionFailed' })
    expect(await storedVersions('once')).toBe(1)
  })

  it.each<[string, string, Record<string, string>, number, string]>([
    ['wrong bytes of the right length', call.replace('words', 'noise'), {}, 400, 'BadDigest'],
    ['longer bytes', `${call}!`, {}, 403, 'SignatureDoesNotMatch'],
    ['shorter bytes', call.slice(1), {}, 403, 'SignatureDoesNotMatch'],
    [
      'another checksum header',
      'RIFF: the noise of a call',
      { 'x-amz-checksum-sha256': createHash('sha256').update('RIFF: the noise of a call').digest('base64') },
      403,
      'SignatureDoesNotMatch',
    ],
    ['a second checksum header', call, { 'x-amz-checksum-crc32': 'AAAAAA==' }, 403, 'AccessDenied'],
    ['a header that lifts the condition', call, { 'if-none-match': '' }, 403, 'SignatureDoesNotMatch'],
    ['metadata of its own', call, { 'x-amz-meta-note': 'mine' }, 403, 'AccessDenied'],
  ])('refuses %s and keeps nothing', async (what, body, headers, status, code) => {
    const url = await uploadUrl(what)
    expect(await upload(url, body, headers)).toMatchObject({ status, code })
    expect(await storedVersions(what)).toBe(0)
  })
})

describe('an upload URL whose checksum was moved to the query', () => {
  it('stores any bytes, as on S3, which ignores it there', async () => {
    const put = new PutObjectCommand({ Bucket: RECORDINGS, Key: 'hoisted', ChecksumSHA256: sha256 })
    const url = new URL(await getSignedUrl(given.client, put))
    expect(url.searchParams.get('x-amz-checksum-sha256')).toBe(sha256)
    const answer = await send(url.origin, { method: 'PUT', path: url.pathname + url.search, body: 'anything' })
    expect(answer.status).toBe(200)
  })
})
