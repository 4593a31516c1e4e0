import type { IncomingHttpHeaders } from 'node:http'
import { canonicalHeader, uriEncode } from './signing.ts'

/** Every service but S3 signs each path segment as it was sent, escaped once more. */
function canonicalPath(path: string): string {
  return path.split('/').map(uriEncode).join('/')
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&')
}

function canonicalHeaders(headers: IncomingHttpHeaders, names: readonly string[]): string {
  return names
    .map((name) => {
      const value = headers[name]
      return canonicalHeader(name, Array.isArray(value) ? value.join(',') : (value ?? ''))
    })
    .join('')
}

/**
 * The canonical request of a service that escapes its path twice (all but S3).
 *
 * @param target path and query as they stood in the request line
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  method: string,
  target: string,
  headers: IncomingHttpHeaders,
  signedHeaders: readonly string[],
  payloadSha256: string,
): string {
  const [path = '/', query = ''] = target.split('?', 2)
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    canonicalHeaders(headers, signedHeaders),
    signedHeaders.join(';'),
    payloadSha256,
  ].join('\n')
}
