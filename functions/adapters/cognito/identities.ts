import type { Identities } from '../../ports/index.ts'
import { type ClientOptions, sessionClient } from './client.ts'
import { peopleOf } from './people.ts'
import { recordersOf } from './recorders.ts'
import { secondFactorOf } from './second-factor.ts'

export type CognitoOptions = ClientOptions & {
  readonly userPoolId: string
  /** What a recorder's client may ask for: resource server, slash, scope. */
  readonly recorderScope: string
}

/**
 * Identities in an Amazon Cognito user pool whose people sign in by e-mail address (`UsernameAttributes: email`), with an
 * authenticator app as optional second factor. Errors that say something of the person or client become answers; all
 * others, refusals and throttling among them, are thrown as the SDK throws them.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export function cognitoIdentities({ userPoolId, recorderScope, ...options }: CognitoOptions): Identities {
  const pool = { client: sessionClient(options), UserPoolId: userPoolId }
  return { ...peopleOf(pool), ...secondFactorOf(pool), ...recordersOf(pool, recorderScope) }
}
