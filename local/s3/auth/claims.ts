import type { Scope } from '../../sigv4/index.ts'
import { S3Error, type S3ErrorCode } from '../errors.ts'
import type { S3Request } from '../http/request.ts'

const MAX_SKEW_MS = 15 * 60 * 1000
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60
const ALGORITHM = 'AWS4-HMAC-SHA256'
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'

/** What a request says about its own signature; its time and shape are checked, the signature is not yet. */
export type SignatureClaim = {
  readonly kind: 'header' | 'query'
  readonly accessKeyId: string
  readonly scope: Scope
  readonly timestamp: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly payloadHash: string
  readonly sessionToken: string | undefined
}

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`. */
export function claimOfHeader(request: S3Request, header: string, region: string, now: Date): SignatureClaim {
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw new S3Error('InvalidRequest', {
      message: `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    })
  }
  const malformed = (message: string): S3Error =>
    new S3Error('AuthorizationHeaderMalformed', {
      message: `The authorization header is malformed; ${message}`,
      details: { Region: region },
    })
  const fields = new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=')
        return [name, value.join('=')] as const
      }),
  )
  const { accessKeyId, scope } = readCredential(fields.get('Credential') ?? '', region, malformed)
  const timestamp = readTimestamp(request)
  if (timestamp === undefined) {
    throw new S3Error('AccessDenied', { message: 'AWS authentication requires a valid Date or x-amz-date header' })
  }
  const signedAt = timeOf(timestamp)
  if (Math.abs(now.getTime() - signedAt.getTime()) > MAX_SKEW_MS) {
    throw new S3Error('RequestTimeTooSkewed', {
      details: {
        RequestTime: timestamp,
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      },
    })
  }
  if (!timestamp.startsWith(scope.date)) throw malformed('Invalid credential date. Date is not the same as X-Amz-Date.')
  const payloadHash = request.headers.get('x-amz-content-sha256')
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' })
  }
  return {
    kind: 'header',
    accessKeyId,
    scope,
    timestamp,
    signedHeaders: readSignedHeaders(fields.get('SignedHeaders') ?? '', malformed),
    signature: fields.get('Signature') ?? '',
    payloadHash,
    sessionToken: request.headers.get('x-amz-security-token'),
  }
}

/**
 * Reads a presigned query. Its times are judged here; other `x-amz-*` parameters that a signer moved from headers to the
 * query are covered by the signature but mean nothing, to S3 neither.
 */
export function claimOfQuery(request: S3Request, region: string, now: Date): SignatureClaim {
  const malformed = (message: string): S3Error => queryError('AuthorizationQueryParametersError', message)
  const read = (name: string): string => {
    const values = request.query.filter(([candidate]) => candidate === name)
    if (values.length > 1) throw malformed(`${name} was given more than once`)
    const value = values[0]?.[1]
    if (value === undefined || value === '') {
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
    }
    return value
  }
  if (read('X-Amz-Algorithm') !== ALGORITHM) throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`)
  const { accessKeyId, scope } = readCredential(read('X-Amz-Credential'), region, malformed)
  const timestamp = read('X-Amz-Date')
  if (!/^\d{8}T\d{6}Z$/.test(timestamp)) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  }
  if (!timestamp.startsWith(scope.date)) throw malformed('Invalid credential date. Date is not the same as X-Amz-Date.')
  verifyWindow(timestamp, read('X-Amz-Expires'), now)
  const signedHeaders = readSignedHeaders(read('X-Amz-SignedHeaders'), malformed)
  const hoistedHash = request.query.find(([name]) => name.toLowerCase() === 'x-amz-content-sha256')?.[1]
  const signedHash = signedHeaders.includes('x-amz-content-sha256')
    ? request.headers.get('x-amz-content-sha256')
    : undefined
  const token = request.query.find(([name]) => name === 'X-Amz-Security-Token')?.[1]
  return {
    kind: 'query',
    accessKeyId,
    scope,
    timestamp,
    signedHeaders,
    signature: read('X-Amz-Signature'),
    payloadHash: signedHash ?? hoistedHash ?? UNSIGNED_PAYLOAD,
    sessionToken: token,
  }
}

function verifyWindow(timestamp: string, expires: string, now: Date): void {
  if (!/^-?\d+$/.test(expires))
    throw queryError('AuthorizationQueryParametersError', 'X-Amz-Expires should be a number')
  const expiresSeconds = Number(expires)
  if (expiresSeconds < 0) {
    throw queryError('AuthorizationQueryParametersError', 'X-Amz-Expires must be non-negative')
  }
  if (expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw queryError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    )
  }
  const signedAtMs = timeOf(timestamp).getTime()
  if (signedAtMs - now.getTime() > MAX_SKEW_MS) throw queryError('AccessDenied', 'Request is not valid yet')
  const endsAt = new Date(signedAtMs + expiresSeconds * 1000)
  if (now.getTime() > endsAt.getTime()) {
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      details: { 'X-Amz-Expires': expires, Expires: endsAt.toISOString(), ServerTime: now.toISOString() },
    })
  }
}

function queryError(code: S3ErrorCode, message: string): S3Error {
  return new S3Error(code, { message })
}

function readCredential(
  text: string,
  region: string,
  malformed: (message: string) => S3Error,
): { accessKeyId: string; scope: Scope } {
  const parts = text.split('/')
  const [accessKeyId, date, scopeRegion, service, terminator] = parts
  if (parts.length !== 5 || !accessKeyId || !date || !scopeRegion || !service) {
    throw malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')
  }
  if (!/^\d{8}$/.test(date))
    throw malformed('incorrect date format. This date in the credential must be in the format "yyyyMMdd".')
  if (scopeRegion !== region) throw malformed(`the region '${scopeRegion}' is wrong; expecting '${region}'`)
  if (service !== 's3') throw malformed(`incorrect service "${service}". This endpoint belongs to "s3".`)
  if (terminator !== 'aws4_request')
    throw malformed(`incorrect terminal "${terminator}". This endpoint uses "aws4_request".`)
  return { accessKeyId, scope: { date, region: scopeRegion, service } }
}

function readSignedHeaders(text: string, malformed: (message: string) => S3Error): readonly string[] {
  const names = text.split(';').map((name) => name.trim().toLowerCase())
  if (!names.includes('host')) throw malformed('the SignedHeaders must include host')
  return names
}

function readTimestamp(request: S3Request): string | undefined {
  const amzDate = request.headers.get('x-amz-date')
  if (amzDate !== undefined) return /^\d{8}T\d{6}Z$/.test(amzDate) ? amzDate : undefined
  const date = request.headers.get('date')
  if (date === undefined) return undefined
  const time = new Date(date)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace(/[-:]|\.\d+/g, '')
}

/** @param timestamp as signed, `YYYYMMDDTHHMMSSZ` */
export function timeOf(timestamp: string): Date {
  return new Date(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
