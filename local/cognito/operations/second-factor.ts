import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { CognitoError } from '../errors.ts'
import type { User } from '../store/users.ts'
import { base32 } from '../totp.ts'
import { adminOperation, type Operation, ofUser, personOperation, userOf, type World } from './operation.ts'

/** What RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20

const mfaSettings = z.strictObject({ Enabled: z.boolean().optional(), PreferredMfa: z.boolean().optional() })

/** Turns the code on or off; the app's secret stays known, as in Cognito. */
function preferSecondFactor(
  { pool }: World,
  user: User,
  { Enabled = false, PreferredMfa = false }: z.output<typeof mfaSettings>,
): void {
  if (Enabled && !user.hasSecondFactor) {
    throw new CognitoError('InvalidParameterException', 'User has not verified software token mfa')
  }
  if (PreferredMfa && !Enabled) {
    throw new CognitoError('InvalidParameterException', 'A factor that is not enabled cannot be preferred')
  }
  pool.users.setSecondFactor(user.subject, Enabled)
}

export const secondFactorOperations: Readonly<Record<string, Operation>> = {
  AssociateSoftwareToken: personOperation({}, ({ pool }, _input, user) => {
    const secret = randomBytes(SECRET_BYTES)
    pool.users.startSecondFactor(user.subject, secret)
    return { SecretCode: base32(secret) }
  }),

  VerifySoftwareToken: personOperation(
    { UserCode: z.string().regex(/^[0-9]{6}$/) },
    ({ pool }, { UserCode }, { subject }) => {
      if (!pool.users.confirmSecondFactor(subject, UserCode)) {
        throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch')
      }
      return { Status: 'SUCCESS' }
    },
  ),

  SetUserMFAPreference: personOperation(
    { SoftwareTokenMfaSettings: mfaSettings },
    (world, { SoftwareTokenMfaSettings }, user) => {
      preferSecondFactor(world, user, SoftwareTokenMfaSettings)
      return {}
    },
  ),

  AdminSetUserMFAPreference: adminOperation(
    { ...ofUser, SoftwareTokenMfaSettings: mfaSettings },
    (world, { Username, SoftwareTokenMfaSettings }) => {
      preferSecondFactor(world, userOf(world, Username), SoftwareTokenMfaSettings)
      return {}
    },
  ),
}
