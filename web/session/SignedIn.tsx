import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { addresses } from '../places/index.ts'
import { Delayed, FullPage, Message, useTitle } from '../ui/index.ts'
import { useSession } from './context.ts'

/** Where the issuer sends people back to: ends the sign-in and goes on to the address asked for. */
export function SignedIn() {
  useTitle('Signing in')
  const session = useSession()
  const [, navigate] = useLocation()
  const { data: returnTo, error } = useQuery({
    queryKey: ['session', 'finishSignIn'],
    queryFn: () => session.finishSignIn(),
    retry: false,
    // A code is good for one exchange (RFC 6749 section 4.1.2).
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
  })

  useEffect(() => {
    if (returnTo !== undefined) navigate(returnTo, { replace: true })
  }, [returnTo, navigate])

  const wasCancelled = error !== null && Reflect.get(error, 'error') === 'access_denied'
  return (
    <FullPage>
      {error ? (
        <Message
          headingLevel={1}
          role="alert"
          icon={<IconAlertTriangle size={24} stroke={1.5} />}
          title={wasCancelled ? 'You did not sign in' : 'That sign-in did not work'}
          actions={<Button onClick={() => session.signIn(addresses.start)}>Sign in</Button>}
        >
          <p>{wasCancelled ? 'Sign in when you are ready.' : 'It was too old or was used already. Start again.'}</p>
        </Message>
      ) : (
        <Delayed>
          <Message headingLevel={1} role="status" title="Signing you in…" />
        </Delayed>
      )}
    </FullPage>
  )
}
