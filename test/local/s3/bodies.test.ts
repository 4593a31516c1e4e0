import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeChunked } from '../../../local/s3/body/aws-chunked.ts'
import { CHECKSUM_ALGORITHMS, runningChecksum } from '../../../local/s3/body/checksums.ts'
import { combineCrc } from '../../../local/s3/body/crc.ts'
import { hmacHex, signingKey } from '../../../local/sigv4/index.ts'
import { clientOf, type GivenS3, givenS3, LONG_LIVED, PLAIN, send, sendSigned, signed } from './given.ts'

let given: GivenS3
let url: string
beforeAll(async () => {
  given = await givenS3()
  url = given.s3.url
})
afterAll(() => given.close())

describe('checksums', () => {
  // The check values of the CRC catalogue for "123456789", and those of FIPS 180-4 for "abc".
  it.each([
    ['crc32', '123456789', 'cbf43926'],
    ['crc32c', '123456789', 'e3069283'],
    ['crc64nvme', '123456789', 'ae8b14860a799888'],
    ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ] as const)('%s of %s', (algorithm, text, hex) => {
    const sum = runningChecksum(algorithm)
    sum.update(Buffer.from(text.slice(0, 2)))
    sum.update(Buffer.from(text.slice(2)))
    expect(sum.digest().toString('hex')).toBe(hex)
  })

  it.each(['crc32', 'crc32c', 'crc64nvme'] as const)('%s of two stretches is that of the whole', (algorithm) => {
    const of = (bytes: Uint8Array): Buffer => {
      const sum = runningChecksum(algorithm)
      sum.update(bytes)
      return sum.digest()
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
        const whole = of(Buffer.concat([first, second]))
        expect(combineCrc(algorithm, of(first), of(second), second.length)).toEqual(whole)
      }),
      { numRuns: 50 },
    )
  })

  it.each(CHECKSUM_ALGORITHMS)('%s is verified, kept and given', async (name) => {
    const sum = runningChecksum(name)
    sum.update(Buffer.from('bytes'))
    const value = sum.digest().toString('base64')
    const header = `x-amz-checksum-${name}`
    const put = (body: string, headers: Record<string, string>) =>
      sendSigned(url, { method: 'PUT', path: `/${PLAIN}/${name}`, body, headers })
    expect(await put('other', { [header]: value })).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await put('bytes', { [header]: 'no base64' })).toMatchObject({ status: 400, code: 'InvalidRequest' })
    expect(await put('bytes', { [header]: value })).toMatchObject({ status: 200, headers: { [header]: value } })
    const head = await sendSigned(url, {
      method: 'HEAD',
      path: `/${PLAIN}/${name}`,
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
    })
    expect(head.headers[header]).toBe(value)
    const ranged = await sendSigned(url, {
      method: 'GET',
      path: `/${PLAIN}/${name}`,
      headers: { 'x-amz-checksum-mode': 'ENABLED', range: 'bytes=0-1' },
    })
    expect(ranged.headers[header]).toBeUndefined()
  })

  it.each([
    [{ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'InvalidRequest', 400],
    [{ 'x-amz-sdk-checksum-algorithm': 'SHA256' }, 'InvalidRequest', 400],
    [{ 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' }, 'NotImplemented', 501],
    [{ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest', 400],
    [{ 'content-md5': 'short' }, 'InvalidDigest', 400],
  ])('%j is %s', async (headers, code, status) => {
    const answer = await sendSigned(url, { method: 'PUT', path: `/${PLAIN}/refused`, body: 'bytes', headers })
    expect(answer).toMatchObject({ status, code })
  })

  it('takes the right Content-MD5', async () => {
    const md5 = createHash('md5').update('bytes').digest('base64')
    const put = { method: 'PUT', path: `/${PLAIN}/md5`, body: 'bytes', headers: { 'content-md5': md5 } }
    expect((await sendSigned(url, put)).status).toBe(200)
  })
})

describe('bodies in signed chunks', () => {
  // The worked example of sigv4-streaming.html and sigv4-streaming-trailers.html: keys, dates and signatures are AWS's.
  const scope = '20130524/us-east-1/s3/aws4_request'
  const signing = {
    key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', {
      date: '20130524',
      region: 'us-east-1',
      service: 's3',
    }),
    timestamp: '20130524T000000Z',
    scope,
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  }
  const chunks = [
    ['10000', 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', 'a'.repeat(65_536)],
    ['400', '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', 'a'.repeat(1024)],
    ['0', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', ''],
  ] as const
  const example = chunks.map(([size, sig, data]) => `${size};chunk-signature=${sig}\r\n${data}\r\n`).join('')

  async function decode(body: string, pieceBytes = 1000): Promise<number> {
    const bytes = Buffer.from(body)
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    }
    let total = 0
    for await (const piece of decodeChunked(pieces(), { signing, trailers: undefined })) total += piece.length
    return total
  }

  it.each([1, 7, 1000, 100_000])('are decoded from pieces of %i bytes', async (pieceBytes) => {
    expect(await decode(example, pieceBytes)).toBe(66_560)
  })

  it.each([
    ['a byte is another', example.replace('aaa', 'aba'), 'SignatureDoesNotMatch'],
    ['a chunk is missing', example.replace(/400;.*?(?=0;)/s, ''), 'SignatureDoesNotMatch'],
    ['a signature is missing', example.replace(/400;chunk-signature=\w+/, '400'), 'SignatureDoesNotMatch'],
    ['the end is missing', example.slice(0, example.lastIndexOf('0;chunk')), 'IncompleteBody'],
    ['something follows', `${example}more`, 'IncompleteBody'],
  ])('are refused when %s', async (_, body, code) => {
    await expect(decode(body)).rejects.toMatchObject({ code })
  })

  async function putChunked(payload: string, headers: Record<string, string>, body: (seed: string) => string) {
    const raw = await signed(url, {
      method: 'PUT',
      path: `/${PLAIN}/chunked`,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': payload,
        'x-amz-decoded-content-length': '5',
        ...headers,
      },
    })
    const seed = /Signature=(\w+)/.exec(raw.headers?.authorization ?? '')?.[1] ?? ''
    return await send(url, { ...raw, body: body(`${seed} ${raw.headers?.['x-amz-date']}`) })
  }

  it('take a signed trailer, and refuse one that was altered', async () => {
    const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
    const trailer = 'x-amz-checksum-crc32c'
    const sum = runningChecksum('crc32c')
    sum.update(Buffer.from('bytes'))
    const value = sum.digest().toString('base64')
    const make = (sent: string) => (seedAndDate: string) => {
      const [seed = '', timestamp = ''] = seedAndDate.split(' ')
      const date = timestamp.slice(0, 8)
      const key = signingKey(LONG_LIVED.secretAccessKey, { date, region: 'us-east-1', service: 's3' })
      const hash = (text: string) => createHash('sha256').update(text).digest('hex')
      const sign = (kindOf: string, previous: string, ...rest: string[]) =>
        hmacHex(
          key,
          [`AWS4-HMAC-SHA256-${kindOf}`, timestamp, `${date}/us-east-1/s3/aws4_request`, previous, ...rest].join('\n'),
        )
      const first = sign('PAYLOAD', seed, hash(''), hash('bytes'))
      const last = sign('PAYLOAD', first, hash(''), hash(''))
      const end = sign('TRAILER', last, hash(`${trailer}:${value}\n`))
      return `5;chunk-signature=${first}\r\nbytes\r\n0;chunk-signature=${last}\r\n${trailer}:${sent}\r\nx-amz-trailer-signature:${end}\r\n\r\n`
    }
    expect(await putChunked(kind, { 'x-amz-trailer': trailer }, make(value))).toMatchObject({ status: 200 })
    expect(await putChunked(kind, { 'x-amz-trailer': trailer }, make('AAAAAA=='))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    })
  })

  it.each([
    ['the trailer is right', '5\r\nbytes\r\n0\r\nx-amz-checksum-crc32:ypsBpg==\r\n\r\n', 200, undefined],
    ['the trailer is wrong', '5\r\nbytes\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 400, 'BadDigest'],
    ['the trailer is missing', '5\r\nbytes\r\n0\r\n\r\n', 400, 'MalformedTrailerError'],
    ['the body is short', '4\r\nbyte\r\n0\r\nx-amz-checksum-crc32:ypsBpg==\r\n\r\n', 400, 'IncompleteBody'],
    ['the body is long', '6\r\nbytes!\r\n0\r\nx-amz-checksum-crc32:ypsBpg==\r\n\r\n', 400, 'IncompleteBody'],
    ['it is not chunked', 'bytes', 400, 'IncompleteBody'],
  ])('without signatures, when %s', async (_, body, status, code) => {
    const sum = runningChecksum('crc32')
    sum.update(Buffer.from('bytes'))
    const right = body.replace('ypsBpg==', sum.digest().toString('base64'))
    const headers = { 'x-amz-trailer': 'x-amz-checksum-crc32' }
    expect(await putChunked('STREAMING-UNSIGNED-PAYLOAD-TRAILER', headers, () => right)).toMatchObject({ status, code })
  })

  it('are refused in words though most of the body is still on its way', async () => {
    const headers = { 'x-amz-trailer': 'x-amz-checksum-crc32' }
    const body = `no chunk head\r\n${'x'.repeat(8 * 1024 ** 2)}`
    const answer = await putChunked('STREAMING-UNSIGNED-PAYLOAD-TRAILER', headers, () => body)
    expect(answer).toMatchObject({ status: 400, code: 'IncompleteBody' })
  })

  it('leave no trace of how they travelled', async () => {
    const found = await given.client.send(new GetObjectCommand({ Bucket: PLAIN, Key: 'chunked' }))
    expect(found.ContentEncoding).toBeUndefined()
    expect(await found.Body?.transformToString()).toBe('bytes')
  })
})

describe('bodies that are not whole', () => {
  it('need a length', async () => {
    const raw = await signed(url, { method: 'PUT', path: `/${PLAIN}/nolength`, body: '' })
    const answer = await send(url, {
      ...raw,
      body: '',
      headers: { ...raw.headers, 'transfer-encoding': 'chunked', 'content-length': '' },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  it('are refused unread when they are over 5 GiB', async () => {
    const headers = {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': String(5 * 1024 ** 3 + 1),
      expect: '100-continue',
    }
    const raw = await signed(url, { method: 'PUT', path: `/${PLAIN}/huge`, headers })
    const answer = await talk(raw.headers ?? {}, raw.path, '')
    expect(answer).toContain('EntityTooLarge')
    expect(answer).not.toContain('100 Continue')
  })

  it('leave nothing behind when the client stops in the middle', async () => {
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-length': '1000' }
    const raw = await signed(url, { method: 'PUT', path: `/${PLAIN}/half`, headers })
    expect(await talk(raw.headers ?? {}, raw.path, 'half')).toContain('IncompleteBody')
    await expect.poll(() => readdirSync(join(given.folder, 'incoming'))).toEqual([])
    expect((await sendSigned(url, { method: 'HEAD', path: `/${PLAIN}/half` })).status).toBe(404)
  })

  it('are asked for only when the request is in order', async () => {
    const refused = { host: new URL(url).host, 'content-length': '5', expect: '100-continue' }
    const answer = await talk(refused, `/${PLAIN}/continue`, '')
    expect(answer).toMatch(/^HTTP\/1.1 403/)
    expect(answer.toLowerCase()).toContain('connection: close')
  })

  /** Writes a PUT to a bare connection, ends its half of it, and gives all that comes back. */
  function talk(headers: Readonly<Record<string, string>>, path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url)
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
      let answer = ''
      socket.on('data', (piece) => {
        answer += piece.toString()
        if (body === '' && answer.includes('</Error>')) socket.destroy()
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
      if (body !== '') socket.end()
    })
  }
})

describe('bodies of the SDK', () => {
  it.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)('go in and out with checksums %s', async (when) => {
    const client = clientOf(url)
    client.config.requestChecksumCalculation = async () => when
    const body = Buffer.alloc(300_000, 'call ')
    await client.send(new PutObjectCommand({ Bucket: PLAIN, Key: when, Body: body }))
    const found = await client.send(new GetObjectCommand({ Bucket: PLAIN, Key: when, ChecksumMode: 'ENABLED' }))
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true)
    client.destroy()
  })
})
