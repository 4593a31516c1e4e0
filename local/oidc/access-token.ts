import { createHash } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { Keys } from './keys.ts'
import { RECORDER_SCOPE } from './scopes.ts'

/** When and for how long, in seconds since 1970. */
type Lifetime = { readonly issuedAt: number; readonly expiresAt: number }

export type PersonToken = Lifetime & {
  readonly id: string
  readonly subject: string
  readonly username: string
  readonly clientId: string
  readonly scope: string
  /** When the person signed in. */
  readonly authTime: number
  /** The sign-in that this token and all refreshed ones come from. */
  readonly grantId: string
}

export type RecorderToken = Lifetime & { readonly id: string; readonly clientId: string }

export type AccessTokens = {
  forPerson(token: PersonToken): Promise<string>
  forRecorder(token: RecorderToken): Promise<string>
  /** What an access token of ours that is still good says, else undefined. */
  claimsOf(jwt: string): Promise<TokenClaims | undefined>
}

export type TokenClaims = {
  /** `jti` */
  readonly id: string
  readonly subject: string
  readonly scopes: readonly string[]
  readonly issuedAtSeconds: number
}

/**
 * Access tokens in Cognito's form, to the letter: no `aud`, no `typ`, `client_id` and `token_use` instead. What the API
 * accepts here it accepts in the cloud.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function accessTokens(issuer: string, keys: Keys): AccessTokens {
  const sign = (claims: Readonly<Record<string, string | number>>) =>
    new SignJWT(claims).setProtectedHeader({ kid: keys.signingJwk.kid, alg: 'RS256' }).sign(keys.signingKey)

  return {
    forPerson: (token) =>
      sign({
        sub: token.subject,
        iss: issuer,
        version: 2,
        client_id: token.clientId,
        origin_jti: originOf(token.grantId),
        token_use: 'access',
        scope: token.scope,
        auth_time: token.authTime,
        exp: token.expiresAt,
        iat: token.issuedAt,
        jti: token.id,
        username: token.username,
      }),
    forRecorder: (token) =>
      sign({
        sub: token.clientId,
        token_use: 'access',
        scope: RECORDER_SCOPE,
        auth_time: token.issuedAt,
        iss: issuer,
        exp: token.expiresAt,
        iat: token.issuedAt,
        version: 2,
        jti: token.id,
        client_id: token.clientId,
      }),
    async claimsOf(jwt) {
      try {
        // The private key's own public half; RSA verification reads n and e alone.
        const { kty, n, e } = keys.signingJwk
        const { payload } = await jwtVerify(jwt, { kty, n, e, alg: 'RS256' }, { issuer, algorithms: ['RS256'] })
        const { token_use: use, jti: id = '', sub: subject = '', iat: issuedAtSeconds = 0, scope } = payload
        return use === 'access' ? { id, subject, scopes: String(scope).split(' '), issuedAtSeconds } : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** The grant's own id stays here; the token shows a name made from it. */
function originOf(grantId: string): string {
  return createHash('sha256').update(grantId).digest('base64url').slice(0, 22)
}

/** A lifetime from now on. */
export function lifetimeOf(seconds: number): Lifetime {
  const issuedAt = Math.floor(Date.now() / 1000)
  return { issuedAt, expiresAt: issuedAt + seconds }
}
