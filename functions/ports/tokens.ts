import type { Instant } from '../model/index.ts'

/** What a verified access token says, in Cognito's form. */
export type AccessToken = {
  /** `sub` of a person, `client_id` of a recorder. */
  subject: string
  clientId: string
  scopes: readonly string[]
  /** When the person signed in, or the recorder got its token. */
  signedInAt: Instant
  /** Names the sign-in that this token and all refreshed ones come from; null for a recorder. */
  signInId: string | null
}

export type TokenVerifier = {
  /** @returns undefined for any token that is not valid now. */
  verify(token: string): Promise<AccessToken | undefined>
}
