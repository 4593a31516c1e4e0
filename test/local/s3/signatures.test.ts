import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  clientOf,
  EXPIRED,
  errorOf,
  type GivenS3,
  givenS3,
  LONG_LIVED,
  PLAIN,
  type RawRequest,
  SESSION,
  send,
  signed,
} from './given.ts'

const path = `/${PLAIN}/secret`
const get: RawRequest = { method: 'GET', path }
const MINUTE_MS = 60_000

let given: GivenS3
let url: string
beforeAll(async () => {
  given = await givenS3()
  url = given.s3.url
  await given.client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'secret', Body: 'words of a call' }))
})
afterAll(() => given.close())

describe('a request signed by its headers', () => {
  it('is answered', async () => {
    expect(await send(url, await signed(url, get))).toMatchObject({ status: 200, text: 'words of a call' })
  })

  it('is answered for a temporary key with its token', async () => {
    expect((await send(url, await signed(url, get, SESSION))).status).toBe(200)
  })

  it.each<[string, (request: RawRequest) => RawRequest, number, string]>([
    ['an altered path', (r) => ({ ...r, path: `/${PLAIN}/other` }), 403, 'SignatureDoesNotMatch'],
    ['an added query', (r) => ({ ...r, query: { versionId: 'null' } }), 403, 'SignatureDoesNotMatch'],
    ['another method', (r) => ({ ...r, method: 'DELETE' }), 403, 'SignatureDoesNotMatch'],
    ['an altered date', (r) => withHeader(r, 'x-amz-date', moveDate), 403, 'SignatureDoesNotMatch'],
    ['an altered payload hash', (r) => withHeader(r, 'x-amz-content-sha256', flip), 403, 'SignatureDoesNotMatch'],
    ['a signed header that is gone', (r) => withoutHeader(r, 'x-amz-content-sha256'), 400, 'InvalidRequest'],
    ['an x-amz- header added', (r) => withHeader(r, 'x-amz-copy-source', () => '/plain/secret'), 403, 'AccessDenied'],
    ['no signature', (r) => withoutHeader(r, 'authorization'), 403, 'AccessDenied'],
    ['a signature of the older kind', (r) => withHeader(r, 'authorization', () => 'AWS A:B'), 400, 'InvalidRequest'],
    [
      'half an authorization',
      (r) => withHeader(r, 'authorization', () => 'AWS4-HMAC-SHA256 Credential=A'),
      400,
      'AuthorizationHeaderMalformed',
    ],
  ])('with %s is refused', async (_, alter, status, code) => {
    expect(await send(url, alter(await signed(url, get)))).toMatchObject({ status, code })
  })

  it.each<[string, typeof LONG_LIVED | typeof SESSION, number, string]>([
    ['a wrong secret', { ...LONG_LIVED, secretAccessKey: 'guess' }, 403, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...LONG_LIVED, accessKeyId: 'AKIANOBODY' }, 403, 'InvalidAccessKeyId'],
    ['a temporary key without its token', { ...SESSION, sessionToken: '' }, 403, 'InvalidAccessKeyId'],
    ['a foreign token', { ...SESSION, sessionToken: 'foreign' }, 400, 'InvalidToken'],
    ['a token where none belongs', { ...LONG_LIVED, sessionToken: 'foreign' }, 400, 'InvalidToken'],
    ['an expired token', EXPIRED, 400, 'ExpiredToken'],
  ])('with %s is refused', async (_, credentials, status, code) => {
    expect(await send(url, await signed(url, get, credentials))).toMatchObject({ status, code })
  })

  it('is refused when the clocks are more than 15 minutes apart', async () => {
    const at = (offsetMs: number) =>
      signed(url, get, LONG_LIVED, { signingDate: new Date(Date.now() + offsetMs) }).then((raw) => send(url, raw))
    expect((await at(-14 * MINUTE_MS)).status).toBe(200)
    expect(await at(-16 * MINUTE_MS)).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
    expect(await at(16 * MINUTE_MS)).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
  })

  it('is refused for another region', async () => {
    const raw = await signed(url, get, LONG_LIVED, { region: 'eu-west-1' })
    expect(await send(url, raw)).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' })
  })

  it('is refused when its body is not the one it was signed with', async () => {
    const put = await signed(url, { method: 'PUT', path: `/${PLAIN}/altered`, body: 'right' })
    expect(await send(url, { ...put, body: 'wrong' })).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    expect((await send(url, await signed(url, { method: 'GET', path: `/${PLAIN}/altered` }))).status).toBe(404)
  })
})

describe('a presigned URL', () => {
  const presign = (options = {}, credentials: typeof LONG_LIVED = SESSION) =>
    getSignedUrl(clientOf(url, credentials), new GetObjectCommand({ Bucket: PLAIN, Key: 'secret' }), options)
  const open = async (address: string) => {
    const { pathname, search } = new URL(address)
    return await send(url, { method: 'GET', path: pathname + search })
  }

  it('opens for whoever has it', async () => {
    expect(await open(await presign())).toMatchObject({ status: 200, text: 'words of a call' })
  })

  it.each<[string, (address: string) => string, number, string]>([
    ['an altered path', (a) => a.replace('/secret', '/other'), 403, 'SignatureDoesNotMatch'],
    ['a longer life', (a) => a.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'), 403, 'SignatureDoesNotMatch'],
    ['an added query', (a) => `${a}&response-content-type=text%2Fhtml`, 403, 'SignatureDoesNotMatch'],
    [
      'an altered signature',
      (a) => a.replace(/.(?=&x-id)/, (c) => (c === '0' ? '1' : '0')),
      403,
      'SignatureDoesNotMatch',
    ],
    ['its token cut off', (a) => a.replace(/X-Amz-Security-Token=[^&]*&/, ''), 403, 'InvalidAccessKeyId'],
    ['no signature', (a) => a.replace(/X-Amz-Signature=[^&]*/, ''), 400, 'AuthorizationQueryParametersError'],
    ['a life over 7 days', (a) => a.replace('Expires=900', 'Expires=604801'), 400, 'AuthorizationQueryParametersError'],
    ['two dates', (a) => `${a}&X-Amz-Date=20200101T000000Z`, 400, 'AuthorizationQueryParametersError'],
  ])('with %s is refused', async (_, alter, status, code) => {
    const address = await presign()
    const altered = alter(address)
    expect(altered).not.toBe(address)
    expect(await open(altered)).toMatchObject({ status, code })
  })

  it('dies when its time is over', async () => {
    const signedAgo = (agoMs: number) => presign({ expiresIn: 300, signingDate: new Date(Date.now() - agoMs) })
    expect((await open(await signedAgo(4 * MINUTE_MS))).status).toBe(200)
    const late = await open(await signedAgo(6 * MINUTE_MS))
    expect(late).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(late.text).toContain('Request has expired')
  })

  it('is not good before its time', async () => {
    const early = await open(await presign({ signingDate: new Date(Date.now() + 16 * MINUTE_MS) }))
    expect(early).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it('lives at most as long as the session that signed it', async () => {
    expect(await open(await presign({}, EXPIRED))).toMatchObject({ status: 400, code: 'ExpiredToken' })
  })

  it('does not go together with an Authorization header', async () => {
    const { pathname, search } = new URL(await presign())
    const answer = await send(url, {
      method: 'GET',
      path: pathname + search,
      headers: { authorization: 'AWS4-HMAC-SHA256 x' },
    })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })
})

describe('the policies', () => {
  it('are asked by the action, the object and its tags', async () => {
    const { client, asked } = given
    await client.send(new PutObjectCommand({ Bucket: PLAIN, Key: 'tagged', Body: 'x', Tagging: 'state=deleted' }))
    expect(asked.slice(-2).map((question) => question.action)).toEqual(['s3:PutObject', 's3:PutObjectTagging'])
    await client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'tagged', VersionId: 'null' }))
    expect(asked.at(-1)).toMatchObject({
      principal: { tags: { tenant: 'acme' } },
      action: 's3:GetObjectVersion',
      bucket: PLAIN,
      key: 'tagged',
      versionId: 'null',
      objectTags: { state: 'deleted' },
    })
  })

  it('can refuse', async () => {
    given.denied.add('s3:GetObject')
    const get = given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'secret' }))
    expect(await errorOf(get)).toBe('AccessDenied')
    given.denied.clear()
  })

  it('hide which keys are absent from who may not list', async () => {
    const read = () => given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'absent' }))
    expect(await errorOf(read())).toBe('NoSuchKey')
    given.denied.add('s3:ListBucket')
    expect(await errorOf(read())).toBe('AccessDenied')
    given.denied.clear()
  })
})

function withHeader(request: RawRequest, name: string, change: (value: string) => string): RawRequest {
  return { ...request, headers: { ...request.headers, [name]: change(request.headers?.[name] ?? '') } }
}

function withoutHeader(request: RawRequest, name: string): RawRequest {
  const { [name]: _gone, ...headers } = request.headers ?? {}
  return { ...request, headers }
}

/** The same minute, another second. */
function moveDate(date: string): string {
  return date.replace(/\d\dZ$/, (seconds) => (seconds === '00Z' ? '01Z' : '00Z'))
}

function flip(hash: string): string {
  return hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
}
