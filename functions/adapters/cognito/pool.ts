import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'

/** The user pool, and a client for it on the session of the moment. */
export type Pool = { readonly client: () => Promise<CognitoIdentityProviderClient>; readonly UserPoolId: string }
