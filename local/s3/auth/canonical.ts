import { canonicalHeader, uriEncode } from '../../sigv4/index.ts'
import type { S3Request } from '../http/request.ts'

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
  const headers = signedHeaders.map((name) => canonicalHeader(name, request.headers.get(name) ?? '')).join('')
  return [request.method, canonicalPath(request.rawPath), query, headers, signedHeaders.join(';'), payloadHash].join(
    '\n',
  )
}

// The sender's own escaping varies (`%7E` or `~`), so both sides agree on one: unescape, then escape anew.
function canonicalPath(rawPath: string): string {
  return rawPath
    .split('/')
    .map((segment) => uriEncode(decodeURIComponent(segment)))
    .join('/')
}

/** Orders ASCII text by its bytes, as the specification asks. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
