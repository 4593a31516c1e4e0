import {
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Identities } from '../../ports/index.ts'
import { isError, unless } from './errors.ts'
import type { Pool } from './pool.ts'

type SecondFactor = Pick<Identities, 'startSecondFactor' | 'confirmSecondFactor' | 'removeSecondFactor'>

/** A token that was revoked, or that an older sign-in gave without the scope. */
const outdated = ['NotAuthorizedException']

const on = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }
const off = { SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false } }

/**
 * An authenticator app as second factor. The person's own calls are made by their access token, which must have the scope
 * `aws.cognito.signin.user.admin`; no permission of ours is asked there.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
export function secondFactorOf({ client, UserPoolId }: Pool): SecondFactor {
  return {
    async startSecondFactor(AccessToken) {
      const sent = (await client()).send(new AssociateSoftwareTokenCommand({ AccessToken }))
      const answer = await unless(sent, outdated, undefined)
      if (!answer) return 'signInAgain'
      const { SecretCode } = answer
      if (!SecretCode) throw new Error('the user pool gives no secret for the authenticator app')
      return { secret: SecretCode }
    },

    async confirmSecondFactor(AccessToken, code) {
      // The user pool would call it a parameter at fault.
      if (!/^\d{6}$/.test(code)) return 'wrongCode'
      const cognito = await client()
      try {
        const { Status } = await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code }))
        if (Status !== 'SUCCESS') return 'wrongCode'
      } catch (error) {
        if (isError(error, 'EnableSoftwareTokenMFAException', 'CodeMismatchException')) return 'wrongCode'
        if (isError(error, ...outdated)) return 'signInAgain'
        throw error
      }
      await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, ...on }))
      return 'confirmed'
    },

    async removeSecondFactor(email) {
      const command = new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: email, ...off })
      await unless((await client()).send(command), ['UserNotFoundException'], undefined)
    },
  }
}
