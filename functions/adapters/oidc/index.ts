import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import * as z from 'zod'
import type { TokenVerifier } from '../../ports/index.ts'

export type VerifierOptions = {
  issuer: string
  /** The dashboard's client: its tokens stand for people. Every other client is a recorder. */
  dashboardClientId: string
}

/** An access token in Cognito's form: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
const claimsSchema = z.object({
  sub: z.string().min(1),
  client_id: z.string().min(1),
  token_use: z.literal('access'),
  scope: z.string(),
  exp: z.number(),
  iat: z.number(),
  auth_time: z.number().optional(),
  /** Of a person's token: the same for all that one sign-in gave. */
  origin_jti: z.string().optional(),
})

/**
 * Verifies access tokens against the issuer's published keys: RS256, issuer, expiry with 60 seconds of tolerance,
 * `token_use` access. A recorder's token names itself as its subject.
 * @throws IssuerUnavailable when the issuer's keys cannot be fetched
 */
export function oidcVerifier({ issuer, dashboardClientId }: VerifierOptions): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`))
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'], clockTolerance: 60 })
        const claims = claimsSchema.safeParse(payload)
        if (!claims.success) return undefined
        const { sub, client_id: clientId, scope, iat, auth_time, origin_jti } = claims.data
        if (clientId !== dashboardClientId && sub !== clientId) return undefined
        const signedInAt = new Date((auth_time ?? iat) * 1000).toISOString()
        return { subject: sub, clientId, scopes: scope.split(' '), signedInAt, signInId: origin_jti ?? null }
      } catch (error) {
        if (isOutage(error)) throw new IssuerUnavailable(error)
        return undefined
      }
    },
  }
}

/** The issuer's keys could not be had; it passes by itself. */
export class IssuerUnavailable extends Error {
  constructor(cause: unknown) {
    super('The issuer does not give its keys', { cause })
    this.name = 'IssuerUnavailable'
  }
}

/** The token may be good and we cannot know: not the caller's fault. */
function isOutage(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) return true
  return error.code === 'ERR_JOSE_GENERIC' || error.code === 'ERR_JWKS_INVALID'
}
