import { Button } from '@mantine/core'
import { IconClock, IconLogout } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearch } from 'wouter'
import { safeReturnTo } from '../places/index.ts'
import { FullPage, Message, useTitle } from '../ui/index.ts'
import { useSession } from './context.ts'

const reasons = {
  left: {
    icon: IconLogout,
    title: 'You are signed out',
    text: 'Nobody at this machine can see the recordings now.',
    button: 'Sign in',
  },
  ended: {
    icon: IconClock,
    title: 'Your session has ended',
    text: 'You were away for long, or your access was changed. Sign in to go on where you were.',
    button: 'Sign in again',
  },
} as const

/** Says why the person is signed out, and leads back in. */
export function SignedOut() {
  const session = useSession()
  const client = useQueryClient()
  const query = new URLSearchParams(useSearch())
  const { icon: Icon, title, text, button } = reasons[query.get('reason') === 'ended' ? 'ended' : 'left']
  const [error, setError] = useState(false)
  useTitle(title)

  // What the person before saw must not flash up for the next.
  useEffect(() => {
    for (const what of ['tenant', 'me']) client.removeQueries({ queryKey: [what] })
  }, [client])

  const signIn = () => {
    setError(false)
    session.signIn(safeReturnTo(query.get('returnTo'))).catch(() => setError(true))
  }

  return (
    <FullPage>
      <Message
        headingLevel={1}
        icon={<Icon size={24} stroke={1.5} />}
        title={title}
        actions={
          <Button onClick={signIn} autoFocus>
            {button}
          </Button>
        }
      >
        <p>{text}</p>
        {error && <p role="alert">The sign-in service does not answer. Check your network and try again.</p>}
      </Message>
    </FullPage>
  )
}

/** The address of the page above for a session that ended by itself. */
export const endedAddress = (signedOut: string, returnTo: string): string =>
  `${signedOut}?${new URLSearchParams({ reason: 'ended', returnTo })}`
