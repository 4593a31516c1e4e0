/** What a person's dashboard may ask for. The last is Cognito's own: it lets people set up their second factor. */
export const PERSON_SCOPES = ['openid', 'email', 'profile', 'soundkeep/api', 'aws.cognito.signin.user.admin'] as const

/** What a recorder gets. The slash is Cognito's: resource server, then scope. */
export const RECORDER_SCOPE = 'soundkeep/ingest'
