import { hmacHex, isSameText, scopeText, signingKey, stringToSign } from '../../sigv4/index.ts'
import { invalidArgument, S3Error } from '../errors.ts'
import type { S3Request } from '../http/request.ts'
import type { Credential, Principal } from '../types.ts'
import { canonicalRequest, type SigningContext } from './canonical.ts'
import { claimOfHeader, claimOfQuery, type SignatureClaim } from './claims.ts'

/** A request whose signature holds. */
export type Authenticated = {
  readonly principal: Principal
  readonly presigned: boolean
  /** What the body has to be: a SHA-256 in hex, UNSIGNED-PAYLOAD, or one of the STREAMING-... kinds. */
  readonly payloadHash: string
  readonly signing: SigningContext
}

export type AuthenticateOptions = {
  readonly region: string
  readonly credentials: (accessKeyId: string) => Promise<Credential | undefined>
  readonly now: () => Date
}

/**
 * Verifies who sent a request, by its Authorization header or its presigned query.
 *
 * @throws S3Error AccessDenied (nobody signed, expired, headers left unsigned), InvalidAccessKeyId,
 *   SignatureDoesNotMatch, RequestTimeTooSkewed, InvalidToken, ExpiredToken, AuthorizationHeaderMalformed,
 *   AuthorizationQueryParametersError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export async function authenticate(request: S3Request, options: AuthenticateOptions): Promise<Authenticated> {
  const claim = claimOf(request, options)
  const credential = await options.credentials(claim.accessKeyId)
  if (credential === undefined) throw unknownKey(claim)
  verifyToken(claim, credential, options.now())
  const key = signingKey(credential.secretAccessKey, claim.scope)
  const scope = scopeText(claim.scope)
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.payloadHash)
  const toSign = stringToSign(claim.timestamp, scope, canonical)
  if (!isSameText(hmacHex(key, toSign), claim.signature)) throw wrongSignature(claim, toSign, canonical)
  refuseUnsignedHeaders(request, claim)
  return {
    principal: credential.principal,
    presigned: claim.kind === 'query',
    payloadHash: claim.payloadHash,
    signing: { key, timestamp: claim.timestamp, scope, signature: claim.signature },
  }
}

function claimOf(request: S3Request, options: AuthenticateOptions): SignatureClaim {
  const header = request.headers.get('authorization')
  const isPresigned = request.query.some(([name]) => name === 'X-Amz-Algorithm' || name === 'X-Amz-Signature')
  if (header !== undefined && isPresigned) {
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
      'present',
    )
  }
  if (header !== undefined) return claimOfHeader(request, header, options.region, options.now())
  if (isPresigned) return claimOfQuery(request, options.region, options.now())
  throw new S3Error('AccessDenied')
}

function verifyToken(claim: SignatureClaim, credential: Credential, now: Date): void {
  if (credential.sessionToken === undefined) {
    if (claim.sessionToken !== undefined) throw new S3Error('InvalidToken')
  } else {
    // A temporary key does not exist without its token, S3 says.
    if (claim.sessionToken === undefined) throw unknownKey(claim)
    if (!isSameText(claim.sessionToken, credential.sessionToken)) throw new S3Error('InvalidToken')
  }
  if (credential.expiresAt !== undefined && credential.expiresAt.getTime() <= now.getTime()) {
    throw new S3Error('ExpiredToken')
  }
}

/** Every x-amz- header and the host are to be signed, or somebody on the way could add to what was signed. */
function refuseUnsignedHeaders(request: S3Request, claim: SignatureClaim): void {
  const unsigned = [...request.headers.keys()].filter(
    (name) =>
      (name === 'host' || name.startsWith('x-amz-')) &&
      !claim.signedHeaders.includes(name) &&
      // Names the payload, which a presigned URL fixes by itself.
      !(claim.kind === 'query' && name === 'x-amz-content-sha256'),
  )
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      details: { HeadersNotSigned: unsigned.join(', ') },
    })
  }
}

function unknownKey(claim: SignatureClaim): S3Error {
  return new S3Error('InvalidAccessKeyId', { details: { AWSAccessKeyId: claim.accessKeyId } })
}

function wrongSignature(claim: SignatureClaim, toSign: string, canonical: string): S3Error {
  return new S3Error('SignatureDoesNotMatch', {
    details: {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: toSign,
      SignatureProvided: claim.signature,
      CanonicalRequest: canonical,
    },
  })
}
