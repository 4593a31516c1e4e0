import * as z from 'zod'
import { CognitoError, notSupported } from '../errors.ts'
import type { User } from '../store/users.ts'
import { type Answer, adminOperation, type Operation, ofUser, secondsOf, userOf, type World } from './operation.ts'

const attribute = z.strictObject({ Name: z.string().min(1).max(32), Value: z.string().max(2048).optional() })

const attributesOf = ({ subject, email, name }: User) =>
  Object.entries({ email, email_verified: 'true', name, sub: subject }).map(([Name, Value]) => ({ Name, Value }))

/** A pool whose people sign in by e-mail address names them by their subject. */
const shownUser = (user: User) => ({
  Username: user.subject,
  Enabled: true,
  UserStatus: user.status,
  UserCreateDate: secondsOf(user.createdAt),
  UserLastModifiedDate: secondsOf(user.changedAt),
})

function answerOfCreation(user: User): Answer {
  return { User: { ...shownUser(user), Attributes: attributesOf(user) } }
}

function resend(world: World, name: string): Answer {
  const user = userOf(world, name)
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      `The user has signed in already: their status is ${user.status}, and only to FORCE_CHANGE_PASSWORD is an invitation sent again.`,
    )
  }
  world.letters.inviteAgain(user)
  return answerOfCreation(user)
}

type Attributes = readonly z.output<typeof attribute>[]

/** @throws for attributes that this pool does not keep, or that speak of another address */
function nameIn(attributes: Attributes, email: string): string {
  const given = new Map(attributes.map(({ Name, Value }) => [Name, Value ?? '']))
  const unknown = [...given.keys()].find((name) => !['email', 'email_verified', 'name'].includes(name))
  if (unknown !== undefined) throw notSupported(`the attribute ${unknown}`)
  if ((given.get('email') ?? email).toLowerCase() !== email.toLowerCase()) {
    throw new CognitoError('InvalidParameterException', 'The attribute email has to be the Username.')
  }
  if ((given.get('email_verified') ?? 'true') !== 'true') throw notSupported('an address that is not verified')
  return given.get('name') ?? ''
}

export const peopleOperations: Readonly<Record<string, Operation>> = {
  AdminCreateUser: adminOperation(
    {
      ...ofUser,
      UserAttributes: z.array(attribute).max(50).optional(),
      DesiredDeliveryMediums: z.array(z.enum(['EMAIL', 'SMS'])).optional(),
      MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
    },
    (world, { Username, UserAttributes = [], DesiredDeliveryMediums = ['SMS'], MessageAction }) => {
      const isByMail = DesiredDeliveryMediums.every((medium) => medium === 'EMAIL')
      if (MessageAction !== 'SUPPRESS' && !isByMail) {
        throw notSupported('SMS, which is what Cognito sends unless DesiredDeliveryMediums names EMAIL alone')
      }
      if (MessageAction === 'RESEND') {
        if (UserAttributes.length > 0) throw notSupported('UserAttributes when an invitation is sent again')
        return resend(world, Username)
      }
      if (!z.email().safeParse(Username).success) {
        throw new CognitoError('InvalidParameterException', 'Username should be an email.')
      }
      const name = nameIn(UserAttributes, Username)
      const user = world.pool.users.create({ email: Username, name, status: 'FORCE_CHANGE_PASSWORD' })
      if (user === undefined) {
        throw new CognitoError('UsernameExistsException', 'An account with the given email already exists.')
      }
      if (MessageAction !== 'SUPPRESS') world.letters.invite(user)
      return answerOfCreation(user)
    },
  ),

  AdminGetUser: adminOperation(ofUser, (world, { Username }) => {
    const user = userOf(world, Username)
    return {
      ...{ ...shownUser(user), UserAttributes: attributesOf(user) },
      ...(user.isSecondFactorOn && {
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
        PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      }),
    }
  }),

  AdminResetUserPassword: adminOperation(ofUser, (world, { Username }) => {
    const user = userOf(world, Username)
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw new CognitoError('NotAuthorizedException', 'User password cannot be reset in the current state.')
    }
    world.pool.users.setStatus(user.subject, 'RESET_REQUIRED')
    world.letters.resetPassword(user)
    return {}
  }),

  AdminUserGlobalSignOut: adminOperation(ofUser, (world, { Username }) => {
    const { subject } = userOf(world, Username)
    world.pool.users.noteSignedOut(subject)
    world.endSignIns(subject)
    return {}
  }),

  AdminDeleteUser: adminOperation(ofUser, (world, { Username }) => {
    const { subject } = userOf(world, Username)
    world.pool.users.remove(subject)
    world.endSignIns(subject)
    return {}
  }),
}
