import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { S3Request } from '../http/request.ts'

/** `date/region/s3/aws4_request`, the days and place a signature is good for. */
export type Scope = { readonly date: string; readonly region: string; readonly service: string }

/** What a signature was made over, kept to verify the chunks that follow the headers. */
export type SigningContext = {
  readonly key: Buffer
  /** The request's time as signed, `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string
  readonly scope: string
  readonly signature: string
}

/**
 * The canonical request of Signature Version 4 in its S3 form: the path is escaped once and never normalised.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(request: S3Request, signedHeaders: readonly string[], payloadHash: string): string {
  const query = request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort((left, right) => compareText(left[0], right[0]) || compareText(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const headers = signedHeaders.map((name) => `${name}:${collapse(request.headers.get(name) ?? '')}\n`).join('')
  return [request.method, canonicalPath(request.rawPath), query, headers, signedHeaders.join(';'), payloadHash].join(
    '\n',
  )
}

export function stringToSign(timestamp: string, scope: string, canonical: string): string {
  return ['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(canonical)].join('\n')
}

export function scopeText(scope: Scope): string {
  return `${scope.date}/${scope.region}/${scope.service}/aws4_request`
}

export function signingKey(secretAccessKey: string, scope: Scope): Buffer {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  )
}

export function hmacHex(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares without telling by its time how much of the text was right. */
export function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

// The sender's own escaping varies (`%7E` or `~`), so both sides agree on one: unescape, then escape anew.
function canonicalPath(rawPath: string): string {
  return rawPath
    .split('/')
    .map((segment) => uriEncode(decodeURIComponent(segment)))
    .join('/')
}

/** Escapes all but RFC 3986's unreserved characters. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Orders ASCII text by its bytes, as the specification asks. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function collapse(value: string): string {
  return value.trim().replace(/ +/g, ' ')
}
