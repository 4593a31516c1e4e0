import { cognitoIdentities } from '../adapters/cognito/index.ts'
import { platformTenantId } from '../adapters/dynamodb/index.ts'
import type { TenantClientsFactory } from '../adapters/sts/index.ts'
import type { Identities } from '../ports/index.ts'
import { type Environment, required, tenantClientsFrom } from './environment.ts'

/**
 * Who can sign in, in the user pool USER_POOL_ID: for functions that make people and recorders. A module of its own, so that
 * no other function bundles Cognito's client.
 */
export function identitiesFrom(env: Environment, sessions: TenantClientsFactory = tenantClientsFrom(env)): Identities {
  return cognitoIdentities({
    ...{ region: required(env, 'AWS_REGION'), userPoolId: required(env, 'USER_POOL_ID') },
    ...{ sessions, tenantId: platformTenantId, recorderScope: 'soundkeep/ingest' },
  })
}
