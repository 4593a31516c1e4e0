import { createHash } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LocalSts } from '../../../local/sts/index.ts'
import { FUNCTION_KEY, givenSts, TENANT_ROLE } from './given.ts'

type Wire = { method: string; path: string; headers: Record<string, string>; body: string }

const ASSUME = `Action=AssumeRole&Version=2011-06-15&RoleSessionName=acme&RoleArn=${encodeURIComponent(TENANT_ROLE)}`

type Signing = { key?: typeof FUNCTION_KEY & { sessionToken?: string }; at?: Date; service?: string; body?: string }

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A call as the AWS SDK's own signer leaves it, for a test to tamper with before it goes out. */
async function signed(sts: LocalSts, signing: Signing = {}): Promise<Wire> {
  const { key = FUNCTION_KEY, at = new Date(), service = 'sts', body = ASSUME } = signing
  const signer = new SignatureV4({ credentials: key, region: 'us-east-1', service, sha256: Sha256 })
  const host = new URL(sts.url).host
  const request = new HttpRequest({
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: sts.port,
    path: '/',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  const { headers } = await signer.sign(request, { signingDate: at })
  return { method: 'POST', path: '/', headers, body }
}

async function send(sts: LocalSts, wire: Wire): Promise<{ status: number; code: string | undefined; text: string }> {
  const { host: _, ...headers } = wire.headers
  const response = await fetch(sts.url + wire.path, { method: wire.method, headers, body: wire.body })
  const text = await response.text()
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1], text }
}

describe('a signed call', () => {
  let sts: LocalSts
  beforeAll(async () => {
    sts = await givenSts()
    return () => sts.close()
  })

  it('is answered as it was signed', async () => {
    const { status, text } = await send(sts, await signed(sts))
    expect(status).toBe(200)
    expect(text).toMatch(/^<AssumeRoleResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/">/)
  })

  const tampered: ReadonlyArray<[string, (wire: Wire) => Wire, number, string]> = [
    ['another body', (w) => ({ ...w, body: w.body.replace('acme', 'evil') }), 403, 'SignatureDoesNotMatch'],
    [
      'another body and its hash',
      (w) => {
        const body = w.body.replace('acme', 'evil')
        return { ...w, body, headers: { ...w.headers, 'x-amz-content-sha256': sha256(body) } }
      },
      403,
      'SignatureDoesNotMatch',
    ],
    ['another path', (w) => ({ ...w, path: '/other' }), 403, 'SignatureDoesNotMatch'],
    ['an added query', (w) => ({ ...w, path: '/?a=b' }), 403, 'SignatureDoesNotMatch'],
    [
      'an altered signed header',
      (w) => ({ ...w, headers: { ...w.headers, 'content-type': 'text/plain' } }),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'an x-amz header that was not signed',
      (w) => ({ ...w, headers: { ...w.headers, 'x-amz-security-token': 'x' } }),
      400,
      'IncompleteSignature',
    ],
    [
      'no signature',
      (w) => {
        const { authorization: _, ...headers } = w.headers
        return { ...w, headers }
      },
      403,
      'MissingAuthenticationToken',
    ],
    [
      'half an Authorization header',
      (w) => ({ ...w, headers: { ...w.headers, authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c' } }),
      400,
      'IncompleteSignature',
    ],
  ]
  it.each(tampered)('with %s is refused', async (_, tamper, status, code) => {
    expect(await send(sts, tamper(await signed(sts)))).toMatchObject({ status, code })
  })

  const minutes = (count: number) => new Date(Date.now() + count * 60_000)
  const misSigned: ReadonlyArray<[string, () => Signing, number, string]> = [
    ['with a wrong secret', () => ({ key: { ...FUNCTION_KEY, secretAccessKey: 'no' } }), 403, 'SignatureDoesNotMatch'],
    ['with an unknown key', () => ({ key: { ...FUNCTION_KEY, accessKeyId: 'AKIANO' } }), 403, 'InvalidClientTokenId'],
    [
      'with a token it should not have',
      () => ({ key: { ...FUNCTION_KEY, sessionToken: 't' } }),
      403,
      'InvalidClientTokenId',
    ],
    ['for another service', () => ({ service: 's3' }), 403, 'SignatureDoesNotMatch'],
    ['16 minutes ago', () => ({ at: minutes(-16) }), 403, 'SignatureDoesNotMatch'],
    ['16 minutes ahead', () => ({ at: minutes(16) }), 403, 'SignatureDoesNotMatch'],
    ['without an action', () => ({ body: 'Version=2011-06-15' }), 400, 'MissingAction'],
    ['for an unknown action', () => ({ body: 'Action=toString&Version=2011-06-15' }), 400, 'InvalidAction'],
    ['for another version', () => ({ body: 'Action=GetCallerIdentity&Version=2010-01-01' }), 400, 'InvalidAction'],
    ['with a body of 200 kB', () => ({ body: 'a'.repeat(200_000) }), 413, 'RequestEntityTooLarge'],
  ]
  it.each(misSigned)('%s is refused', async (_, signing, status, code) => {
    expect(await send(sts, await signed(sts, signing()))).toMatchObject({ status, code })
  })

  it('of a minted session is refused without exactly its token', async () => {
    const { text } = await send(sts, await signed(sts))
    const read = (element: string) => new RegExp(`<${element}>([^<]+)`).exec(text)?.[1] ?? ''
    const session = { accessKeyId: read('AccessKeyId'), secretAccessKey: read('SecretAccessKey'), arn: '' }
    const body = 'Action=GetCallerIdentity&Version=2011-06-15'
    const answerTo = async (sessionToken?: string) =>
      (await send(sts, await signed(sts, { key: { ...session, ...(sessionToken && { sessionToken }) }, body }))).status
    expect(await answerTo(read('SessionToken'))).toBe(200)
    expect(await answerTo()).toBe(403)
    expect(await answerTo(`${read('SessionToken')}x`)).toBe(403)
  })

  it('says so when its scope is of another day than its date', async () => {
    const wire = await signed(sts)
    const authorization = (wire.headers.authorization ?? '').replace(/\/\d{8}\//, '/20200101/')
    const { text } = await send(sts, { ...wire, headers: { ...wire.headers, authorization } })
    expect(text).toContain('the day of X-Amz-Date')
  })

  it('cannot put markup into an answer', async () => {
    const body = `Action=${encodeURIComponent('<b>&')}&Version=1`
    expect((await send(sts, await signed(sts, { body }))).text).toContain('operation &lt;b&gt;&amp; for version 1')
  })
})
