import type { User } from '../../../api/index.ts'
import type { UserState } from './peopleFilters.ts'

export type DeedId = 'invite' | 'resetPassword' | 'signOut' | 'forgetFactor' | 'disable' | 'enable' | 'remove'

type Named = Pick<User, 'name' | 'email'>

export type Deed = {
  id: DeedId
  /** What it is for, beside its button. */
  words: string
  button: string
  /** In which states it makes sense. */
  states: readonly UserState[]
  /** Asked first; without it, it is done at once. */
  dialog?: { title: (user: Named) => string; consequences: (user: Named) => readonly string[]; button: string }
  isDanger?: boolean
  done: (user: Named) => { title: string; message: string }
}

/** What can be done with a person's access, apart from what they may do. */
export const deeds: readonly Deed[] = [
  {
    id: 'invite',
    words: 'They have not signed in yet. The mail may have been lost.',
    button: 'Send invitation again',
    states: ['invited'],
    done: ({ email }) => ({ title: 'Invitation sent', message: email }),
  },
  {
    id: 'resetPassword',
    words: 'Sends them a mail by which they choose a new password.',
    button: 'Reset password…',
    states: ['active'],
    dialog: {
      title: ({ name }) => `Reset the password of ${name}?`,
      consequences: ({ email }) => [`A mail goes to ${email}, by which they choose a new password.`],
      button: 'Reset password',
    },
    done: ({ email }) => ({ title: 'Mail sent', message: `A new password can be chosen by the mail to ${email}.` }),
  },
  {
    id: 'signOut',
    words: 'Ends every sign-in of theirs: a device was lost, or something seems wrong.',
    button: 'Sign out everywhere…',
    states: ['active'],
    dialog: {
      title: ({ name }) => `Sign ${name} out everywhere?`,
      consequences: () => ['Every sign-in of theirs ends, on all devices. They can sign in again.'],
      button: 'Sign out everywhere',
    },
    done: ({ name }) => ({ title: 'Signed out everywhere', message: name }),
  },
  {
    id: 'forgetFactor',
    words: 'For who has lost the device with their second factor.',
    button: 'Forget second factor…',
    states: ['active'],
    dialog: {
      title: ({ name }) => `Forget the second factor of ${name}?`,
      consequences: () => [
        'Be sure that it is they who ask. They are signed out, and until they set up another one, their password alone signs them in.',
      ],
      button: 'Forget second factor',
    },
    isDanger: true,
    done: ({ name }) => ({ title: 'Second factor forgotten', message: name }),
  },
  {
    id: 'disable',
    words: 'Keeps them from this tenant until they are enabled again.',
    button: 'Disable…',
    states: ['invited', 'active'],
    dialog: {
      title: ({ name }) => `Disable ${name}?`,
      consequences: () => ['They can do nothing in this tenant from now on. What they may do is kept for later.'],
      button: 'Disable',
    },
    done: ({ name }) => ({ title: 'Disabled', message: name }),
  },
  {
    id: 'enable',
    words: 'They can do nothing in this tenant while they are disabled.',
    button: 'Enable',
    states: ['disabled'],
    done: ({ name }) => ({ title: 'Enabled', message: name }),
  },
  {
    id: 'remove',
    words: 'Takes them out of this tenant, with what they may do.',
    button: 'Remove…',
    states: ['invited', 'active', 'disabled'],
    dialog: {
      title: ({ name }) => `Remove ${name} from the tenant?`,
      consequences: () => [
        'They are no longer in this tenant and its groups. What they did stays in the audit.',
        'This cannot be undone. They can be invited anew.',
      ],
      button: 'Remove from tenant',
    },
    isDanger: true,
    done: ({ name }) => ({ title: 'Removed from the tenant', message: name }),
  },
]
