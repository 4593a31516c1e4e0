import type { UserPool } from './store/user-pool.ts'
import type { User } from './store/users.ts'

/** The mails of the pool; in the cloud its message templates hold these words. */
export type Letters = Record<'invite' | 'inviteAgain' | 'resetPassword', (user: User) => void>

/**
 * Writes to the outbox. Cognito's mails carry a temporary password or a code; here nobody needs one.
 * @param dashboardUrl where the links lead, with the address filled in
 */
export function lettersTo(pool: UserPool, dashboardUrl: string): Letters {
  const letter = (subject: string, text: (user: User) => string) => (user: User) =>
    pool.mails.send({
      ...{ to: user.email, subject, text: text(user) },
      link: `${dashboardUrl}/?${new URLSearchParams({ login_hint: user.email })}`,
    })
  return {
    invite: letter(
      'You are invited to Soundkeep',
      ({ name, email }) => `Hello ${name},\n\nyou can sign in to Soundkeep as ${email} from now on.`,
    ),
    inviteAgain: letter(
      'Reminder: you are invited to Soundkeep',
      ({ name, email }) => `Hello ${name},\n\nyou can sign in to Soundkeep as ${email}, and have not done so yet.`,
    ),
    resetPassword: letter(
      'Reset your Soundkeep password',
      ({ name, email }) =>
        `Hello ${name},\n\nan administrator asks you to choose a new password for ${email}. The local sign-in knows no passwords: signing in once is all there is to do.`,
    ),
  }
}
