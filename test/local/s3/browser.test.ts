import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GivenS3, givenS3, PAGE_ORIGIN, PLAIN, RECORDINGS, send, sendSigned } from './given.ts'

let given: GivenS3
beforeAll(async () => {
  given = await givenS3()
  await given.client.send(new PutObjectCommand({ Bucket: RECORDINGS, Key: 'call', Body: 'words' }))
})
afterAll(() => given.close())

function preflight(bucket: string, headers: Record<string, string>) {
  return send(given.s3.url, { method: 'OPTIONS', path: `/${bucket}/call`, headers })
}

describe('a preflight', () => {
  it('is answered without a signature, by the rule that fits', async () => {
    const answer = await preflight(RECORDINGS, {
      origin: PAGE_ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'Content-Type, x-amz-checksum-sha256',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': PAGE_ORIGIN,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '600',
      vary: expect.stringContaining('Origin'),
    })
  })

  const fine = { origin: PAGE_ORIGIN, 'access-control-request-method': 'PUT' }
  it.each<[string, string, Record<string, string>, number, string]>([
    ['another origin', RECORDINGS, { ...fine, origin: 'https://evil.example' }, 403, 'AccessForbidden'],
    ['another method', RECORDINGS, { ...fine, 'access-control-request-method': 'DELETE' }, 403, 'AccessForbidden'],
    ['another header', RECORDINGS, { ...fine, 'access-control-request-headers': 'x-evil' }, 403, 'AccessForbidden'],
    ['a bucket without rules', PLAIN, fine, 403, 'AccessForbidden'],
    ['a bucket that is not there', 'nowhere', fine, 403, 'AccessForbidden'],
    ['no origin', RECORDINGS, { 'access-control-request-method': 'PUT' }, 400, 'BadRequest'],
  ])('for %s is refused', async (_, bucket, headers, status, code) => {
    const answer = await preflight(bucket, headers)
    expect(answer).toMatchObject({ status, code })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('an answer to a page', () => {
  const get = (origin: string, path = `/${RECORDINGS}/call`) =>
    sendSigned(given.s3.url, { method: 'GET', path, headers: { origin } })

  it('can be read by a page of the rule, an error too', async () => {
    expect((await get(PAGE_ORIGIN)).headers).toMatchObject({
      'access-control-allow-origin': PAGE_ORIGIN,
      'access-control-expose-headers': 'ETag',
    })
    const absent = await get(PAGE_ORIGIN, `/${RECORDINGS}/absent`)
    expect(absent).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': PAGE_ORIGIN } })
  })

  it('cannot be read by another page', async () => {
    expect((await get('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
  })
})
