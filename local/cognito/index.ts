import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Credential } from '../sigv4/index.ts'
import { lettersTo } from './letters.ts'
import { answer, type CognitoAuthorizationRequest, type TokenClaims } from './server.ts'
import type { UserPool } from './store/user-pool.ts'

export type { CognitoAuthorizationRequest, TokenClaims } from './server.ts'
export type { Mail } from './store/mails.ts'
export { openUserPool, type UserPool } from './store/user-pool.ts'

export type CognitoOptions = {
  readonly pool: UserPool
  readonly userPoolId: string
  readonly region: string
  readonly account: string
  /** Where the mails' links lead. */
  readonly dashboardUrl: string
  /** Scopes that recorders' clients may ask for. */
  readonly recorderScopes: readonly string[]
  /** Who signs, by access key id. */
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  /** Where policies enter. */
  readonly authorize: (request: CognitoAuthorizationRequest) => 'allow' | 'deny'
  readonly now?: () => Date
}

/** What the issuer does for Cognito, which in the cloud are one service. */
export type Issuer = {
  /** Undefined for any token that is not a good access token of a person now. */
  claimsOf(accessToken: string): Promise<TokenClaims | undefined>
  /** Ends sessions, codes and refresh tokens of a person. */
  endSignIns(subject: string): void
}

/**
 * Amazon Cognito's API for one user pool, over AWS JSON 1.1: people, their second factor and recorders' clients. Signatures
 * and access tokens are verified; what it does not know answers 501.
 *
 * @returns answers one HTTP request; never rejects
 */
export function cognitoApi(
  { region, account, dashboardUrl, now = () => new Date(), ...options }: CognitoOptions,
  issuer: Issuer,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const letters = lettersTo(options.pool, dashboardUrl)
  const arnPrefix = `arn:aws:cognito-idp:${region}:${account}:userpool/`
  const server = { ...options, ...issuer, letters, arnPrefix, now }
  return (request, response) => answer(server, request, response)
}
