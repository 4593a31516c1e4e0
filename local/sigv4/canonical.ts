import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** RFC 3986: everything but the unreserved characters, `~` among them, is escaped; encodeURIComponent leaves five more. */
function encodeUnreserved(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Every service but S3 signs each path segment as it was sent, escaped once more. */
function canonicalPath(path: string): string {
  return path.split('/').map(encodeUnreserved).join('/')
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encodeUnreserved(name)}=${encodeUnreserved(value)}`)
    .sort()
    .join('&')
}

function canonicalHeaders(headers: IncomingHttpHeaders, names: readonly string[]): string {
  return names
    .map((name) => {
      const value = headers[name]
      const text = Array.isArray(value) ? value.join(',') : (value ?? '')
      return `${name}:${text.trim().replace(/ +/g, ' ')}\n`
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

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** The key of one day, region and service, derived from the secret as the AWS page on signing lays down. */
export function signingKey(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request')
}

/** The signature, in hex, of a canonical request. */
export function signatureOf(key: Buffer, timestamp: string, scope: string, request: string): string {
  return hmac(key, ['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(request)].join('\n')).toString('hex')
}
