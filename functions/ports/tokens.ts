/** What a verified access token says, in Cognito's form. */
export type AccessToken = {
  /** `sub` of a person, `client_id` of a recorder. */
  subject: string
  clientId: string
  scopes: readonly string[]
}

export type TokenVerifier = {
  /** @returns undefined for any token that is not valid now. */
  verify(token: string): Promise<AccessToken | undefined>
}
