import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { TenantId } from '../../model/index.ts'
import type { SessionCredentials } from '../sts/index.ts'

/** The session of a tenant, renewed by whoever gives it. */
export type SessionsFor = (tenantId: TenantId) => Promise<{ readonly credentials: SessionCredentials }>

export type ClientOptions = {
  readonly region: string
  readonly sessions: SessionsFor
  /** Where requests go; the SDK's own matter (AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER) unless told. */
  readonly endpoint?: string | undefined
  /** The user pool belongs to no customer: it is reached on a session of the platform's own tenant. */
  readonly tenantId: TenantId
}

/**
 * Gives a client on the session of the moment; the connections are the same for all sessions.
 */
export function sessionClient({ region, endpoint, sessions, tenantId }: ClientOptions) {
  const at = endpoint === undefined ? {} : { endpoint }
  let held: { credentials: SessionCredentials; client: CognitoIdentityProviderClient } | undefined

  return async (): Promise<CognitoIdentityProviderClient> => {
    const { credentials } = await sessions(tenantId)
    if (held?.credentials !== credentials) {
      const connections = held && { requestHandler: held.client.config.requestHandler }
      held = { credentials, client: new CognitoIdentityProviderClient({ region, ...at, credentials, ...connections }) }
    }
    return held.client
  }
}
