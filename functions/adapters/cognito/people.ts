import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  type UserStatusType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Identities } from '../../ports/index.ts'
import { isError, unless } from './errors.ts'
import type { Pool } from './pool.ts'

type People = Pick<
  Identities,
  'invite' | 'resendInvitation' | 'sendPasswordReset' | 'statusOf' | 'signOutEverywhere' | 'remove'
>

/** Somebody may be removed between two calls, and then be made; more often than that they are not. */
const MAX_ATTEMPTS = 3

/** Of somebody who was made and never signed in. */
const beforeFirstSignIn: readonly (UserStatusType | undefined)[] = ['FORCE_CHANGE_PASSWORD', 'UNCONFIRMED']

export function peopleOf({ client, UserPoolId }: Pool): People {
  const ofPerson = (email: string) => ({ UserPoolId, Username: email })
  const byMail = { DesiredDeliveryMediums: ['EMAIL' as const] }

  async function find(email: string) {
    return unless((await client()).send(new AdminGetUserCommand(ofPerson(email))), ['UserNotFoundException'], undefined)
  }

  async function create(email: string, name: string) {
    const UserAttributes = [
      { Name: 'email', Value: email },
      // The invitation proves the address: only who reads it can sign in.
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: name },
    ]
    const command = new AdminCreateUserCommand({ ...ofPerson(email), ...byMail, UserAttributes })
    return unless((await client()).send(command), ['UsernameExistsException'], undefined)
  }

  async function statusOf(email: string): Promise<'invited' | 'active' | 'absent'> {
    const person = await find(email)
    if (person === undefined) return 'absent'
    return beforeFirstSignIn.includes(person.UserStatus) ? 'invited' : 'active'
  }

  return {
    async invite({ email, name }) {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const made = await create(email, name)
        if (made !== undefined) return { subject: subjectOf(made.User?.Attributes), isNew: true }
        const known = await find(email)
        if (known !== undefined) return { subject: subjectOf(known.UserAttributes), isNew: false }
      }
      throw new Error('the user pool finds no user under an address that it says is taken')
    },

    async resendInvitation(email) {
      try {
        await (await client()).send(
          new AdminCreateUserCommand({ ...ofPerson(email), ...byMail, MessageAction: 'RESEND' }),
        )
        return 'sent'
      } catch (error) {
        if (isError(error, 'UserNotFoundException')) return 'absent'
        if (isError(error, 'UnsupportedUserStateException')) return 'alreadySignedIn'
        throw error
      }
    },

    async sendPasswordReset(email) {
      try {
        await (await client()).send(new AdminResetUserPasswordCommand(ofPerson(email)))
        return 'sent'
      } catch (error) {
        if (isError(error, 'UserNotFoundException')) return 'absent'
        // Said of every state in which a password cannot be reset, of which one is no fault.
        if (isError(error, 'NotAuthorizedException') && (await statusOf(email)) === 'invited') return 'notYetSignedIn'
        throw error
      }
    },

    statusOf,

    async signOutEverywhere(email) {
      const command = new AdminUserGlobalSignOutCommand(ofPerson(email))
      await unless((await client()).send(command), ['UserNotFoundException'], undefined)
    },

    async remove(email) {
      const command = new AdminDeleteUserCommand(ofPerson(email))
      await unless((await client()).send(command), ['UserNotFoundException'], undefined)
    },
  }
}

function subjectOf(attributes: readonly AttributeType[] = []): string {
  const subject = attributes.find(({ Name }) => Name === 'sub')?.Value
  if (!subject) throw new Error('the user pool gives a user without a subject')
  return subject
}
