import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sha256 } from '@aws-crypto/sha256-js'
import { S3Client } from '@aws-sdk/client-s3'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { type AuthorizeRequest, type LocalS3, type LocalS3Options, startS3 } from '../../../local/s3/index.ts'

/** The keys that the S3 of these tests knows. */
export const LONG_LIVED = { accessKeyId: 'AKIATARA', secretAccessKey: 'long-lived-secret' }
export const SESSION = { accessKeyId: 'ASIATARA', secretAccessKey: 'session-secret', sessionToken: 'tara/+= token' }
export const EXPIRED = { accessKeyId: 'ASIAOLD', secretAccessKey: 'old-secret', sessionToken: 'old-token' }

export const RECORDINGS = 'recordings'
export const PLAIN = 'plain'
export const PAGE_ORIGIN = 'http://127.0.0.1:8787'

export type GivenS3 = {
  readonly s3: LocalS3
  readonly client: S3Client
  readonly folder: string
  /** Every question that was put to the policies. */
  readonly asked: AuthorizeRequest[]
  /** Actions that the policies refuse. */
  readonly denied: Set<string>
  close(): Promise<void>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'soundkeep-s3-'))
}

/** An S3 of its own with a versioned and locked bucket and a plain one, in a folder that goes with it. */
export async function givenS3(overrides: Partial<LocalS3Options> = {}): Promise<GivenS3> {
  const folder = overrides.folder ?? temporaryFolder()
  const asked: AuthorizeRequest[] = []
  const denied = new Set<string>()
  const s3 = await startS3({
    host: '127.0.0.1',
    port: 0,
    folder,
    buckets: [
      {
        name: RECORDINGS,
        versioned: true,
        objectLock: true,
        cors: [
          {
            allowedOrigins: [PAGE_ORIGIN],
            allowedMethods: ['GET', 'PUT'],
            allowedHeaders: ['content-*', 'x-amz-checksum-sha256'],
            exposeHeaders: ['ETag'],
            maxAgeSeconds: 600,
          },
        ],
      },
      { name: PLAIN, versioned: false, objectLock: false },
    ],
    credentials: async (accessKeyId) => CREDENTIALS[accessKeyId],
    authorize: (question) => {
      asked.push(question)
      return denied.has(question.action) ? 'deny' : 'allow'
    },
    ...overrides,
  })
  const client = clientOf(s3.url)
  return {
    s3,
    client,
    folder,
    asked,
    denied,
    close: async () => {
      client.destroy()
      await s3.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const principal = { arn: 'arn:aws:iam::000000000000:user/tara', tags: { tenant: 'acme' } }

export const CREDENTIALS: Readonly<Record<string, Awaited<ReturnType<LocalS3Options['credentials']>>>> = {
  [LONG_LIVED.accessKeyId]: { ...LONG_LIVED, principal },
  [SESSION.accessKeyId]: { ...SESSION, principal },
  [EXPIRED.accessKeyId]: { ...EXPIRED, expiresAt: new Date('2020-01-01T00:00:00Z'), principal },
}

export function clientOf(url: string, credentials: typeof LONG_LIVED = LONG_LIVED): S3Client {
  return new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 })
}

export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export type RawAnswer = {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
  /** The error code of an error document. */
  readonly code: string | undefined
}

/** Signs a request as any S3 client would, by its headers. */
export async function signed(
  url: string,
  raw: RawRequest,
  credentials: typeof LONG_LIVED | typeof SESSION = LONG_LIVED,
  options: { signingDate?: Date; region?: string } = {},
): Promise<RawRequest> {
  const { signingDate, region = 'us-east-1' } = options
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false })
  const { host, hostname, port } = new URL(url)
  const result = await signer.sign(
    new HttpRequest({
      method: raw.method,
      hostname,
      port: Number(port),
      path: raw.path,
      query: { ...raw.query },
      headers: { host, ...raw.headers },
      body: raw.body,
    }),
    signingDate === undefined ? {} : { signingDate },
  )
  return { ...raw, headers: result.headers }
}

/** Sends a request exactly as given: no header is added but the length of the body, no path is tidied. */
export function send(url: string, raw: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const query = Object.entries(raw.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        agent: false,
        method: raw.method,
        path: query === '' ? raw.path : `${raw.path}?${query}`,
        headers: {
          ...(raw.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(raw.body)) }),
          ...raw.headers,
        },
      },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1]
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, code })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(raw.body)
  })
}

export async function sendSigned(url: string, raw: RawRequest): Promise<RawAnswer> {
  return await send(url, await signed(url, raw))
}

/** The error name of a call that has to fail; fails the test when it does not. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
  throw new Error('the call succeeded, and should not have')
}
