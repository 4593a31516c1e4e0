import type { IncomingHttpHeaders } from 'node:http'
import { type Authorization, readAuthorization } from './authorization.ts'
import { canonicalRequest } from './canonical.ts'
import type { Credential } from './credential.ts'
import { hmacHex, isSameText, sha256Hex, signingKey, stringToSign } from './signing.ts'

const SKEW_MS = 15 * 60 * 1000

/** A whole request: its body is in memory, which is right for small query-protocol calls and wrong for objects. */
export type SignedRequest = {
  readonly method: string
  /** Path and query as in the request line. */
  readonly target: string
  /** Names in lower case, as node:http gives them. */
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

/** Each service words and codes a refusal in its own way, so it is given as a reason, not as a message. */
export type Refusal =
  | 'signature_missing'
  | 'signature_incomplete'
  | 'scope_wrong'
  | 'key_unknown'
  | 'token_wrong'
  | 'token_expired'
  | 'time_skewed'
  | 'signature_wrong'

export type Verdict =
  | { readonly kind: 'verified'; readonly accessKeyId: string; readonly credential: Credential }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export type VerifyOptions = {
  /** The service name that the signature must be scoped to. */
  readonly service: string
  readonly now: Date
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
}

/**
 * Verifies the Authorization header of one request: key, session token, signature over head and body, time (15
 * minutes either way) and expiry. An unknown key is told apart from a wrong signature, as AWS does.
 */
export function verifyHeaderSignature(request: SignedRequest, options: VerifyOptions): Verdict {
  const refuse = (reason: Refusal): Verdict => ({ kind: 'refused', reason })
  const header = request.headers.authorization
  if (header === undefined) return refuse('signature_missing')
  const authorization = readAuthorization(header)
  const timestamp = single(request.headers['x-amz-date'])
  if (authorization === undefined || !signsWhatMatters(request.headers, authorization)) {
    return refuse('signature_incomplete')
  }
  const signedAt = readTimestamp(timestamp)
  if (signedAt === undefined) return refuse('signature_incomplete')
  if (authorization.service !== options.service || !timestamp.startsWith(authorization.date)) {
    return refuse('scope_wrong')
  }

  const credential = options.credentialOf(authorization.accessKeyId)
  if (credential === undefined) return refuse('key_unknown')
  const token = single(request.headers['x-amz-security-token'])
  if (!isSameText(token, credential.sessionToken ?? '')) return refuse('token_wrong')

  const expected = expectedSignature(request, authorization, credential, timestamp)
  if (!isSameText(authorization.signature, expected)) return refuse('signature_wrong')
  // Time comes last so that only the holder of the secret learns how far the clocks are apart.
  if (Math.abs(options.now.getTime() - signedAt.getTime()) > SKEW_MS) return refuse('time_skewed')
  if (credential.expiresAt !== undefined && credential.expiresAt <= options.now) return refuse('token_expired')
  return { kind: 'verified', accessKeyId: authorization.accessKeyId, credential }
}

function expectedSignature(
  request: SignedRequest,
  { date, region, service, scope, signedHeaders }: Authorization,
  credential: Credential,
  timestamp: string,
): string {
  // The hash is taken from the body that came, never from x-amz-content-sha256, which anybody could leave as it was.
  const canonical = canonicalRequest(
    request.method,
    request.target,
    request.headers,
    signedHeaders,
    sha256Hex(request.body),
  )
  const key = signingKey(credential.secretAccessKey, { date, region, service })
  return hmacHex(key, stringToSign(timestamp, scope, canonical))
}

/** The host and every x-amz-* header of the request have to be signed, or somebody on the way could change them. */
function signsWhatMatters(headers: IncomingHttpHeaders, authorization: Authorization): boolean {
  const signed = new Set(authorization.signedHeaders)
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  return signed.has('host') && needed.every((name) => signed.has(name))
}

/** Reads `yyyymmddThhmmssZ`; undefined when it is not such a time. */
function readTimestamp(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second] = match
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function single(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
