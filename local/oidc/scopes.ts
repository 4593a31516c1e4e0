/** What a person's dashboard may ask for. */
export const PERSON_SCOPES = ['openid', 'email', 'profile', 'soundkeep/api'] as const

/** What a recorder gets. The slash is Cognito's: resource server, then scope. */
export const RECORDER_SCOPE = 'soundkeep/ingest'
