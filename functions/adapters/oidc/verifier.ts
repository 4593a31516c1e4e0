import { errors, jwtVerify } from 'jose'
import * as z from 'zod'
import type { AccessToken, TokenVerifier } from '../../ports/index.ts'
import { publishedKeys } from './published-keys.ts'
import { keyNameOf } from './token-form.ts'

export type VerifierOptions = {
  issuer: string
  /** The dashboard's client: its tokens stand for people. Every other client is a recorder. */
  dashboardClientId: string
  nowMs?: () => number
}

const toleranceSeconds = 60

const nameSchema = z.string().min(1).max(128)
/** Seconds since 1970, until the year 9999. */
const secondsSchema = z.int().min(0).max(253_402_300_799)
/** RFC 6749 section 3.3. */
const scopeSchema = z
  .string()
  .max(2_048)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/)

/** An access token in Cognito's form: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
const claimsSchema = z.object({
  sub: nameSchema,
  client_id: nameSchema,
  token_use: z.literal('access'),
  scope: scopeSchema,
  exp: secondsSchema,
  iat: secondsSchema,
  nbf: secondsSchema.optional(),
  auth_time: secondsSchema.optional(),
  /** Of a person's token: the same for all that one sign-in gave. */
  origin_jti: nameSchema.optional(),
})
type Claims = z.output<typeof claimsSchema>

/**
 * Verifies access tokens against the issuer's published keys: RS256 alone, issuer, expiry and no time to come with 60 seconds
 * of tolerance, `token_use` access. A recorder's token names itself as its subject. Which scopes are enough is the domain's
 * to decide, from who it is.
 * @throws IssuerUnavailable when the issuer's keys cannot be fetched
 */
export function oidcVerifier({ issuer, dashboardClientId, nowMs = Date.now }: VerifierOptions): TokenVerifier {
  // Cognito's path, which OIDC's discovery document names too.
  const keys = publishedKeys(new URL(`${issuer}/.well-known/jwks.json`), nowMs)

  /** What the issuer signed; undefined when it did not, or when it has expired. */
  async function signedClaims(token: string, key: CryptoKey): Promise<unknown> {
    const expected = { issuer, algorithms: ['RS256'], clockTolerance: toleranceSeconds, currentDate: new Date(nowMs()) }
    try {
      return (await jwtVerify(token, key, expected)).payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined
      throw error
    }
  }

  return {
    async verify(token) {
      const keyName = keyNameOf(token)
      const key = keyName === undefined ? undefined : await keys.keyNamed(keyName)
      const claims = key && claimsSchema.safeParse(await signedClaims(token, key)).data
      if (!claims || isOfTheFuture(claims, nowMs())) return undefined
      const isOfAPerson = claims.client_id === dashboardClientId
      return isOfAPerson || claims.sub === claims.client_id ? accessToken(claims) : undefined
    },
  }
}

function isOfTheFuture({ iat, nbf = 0, auth_time = 0 }: Claims, nowMs: number): boolean {
  return Math.max(iat, nbf, auth_time) > nowMs / 1000 + toleranceSeconds
}

function accessToken({ sub, client_id, scope, iat, auth_time, origin_jti }: Claims): AccessToken {
  const signedInAt = new Date((auth_time ?? iat) * 1000).toISOString()
  return {
    subject: sub,
    clientId: client_id,
    scopes: scope.split(' '),
    signedInAt,
    signInId: origin_jti ?? null,
  }
}
