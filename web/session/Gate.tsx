import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { meQuery } from '../api/index.ts'
import { createFormats } from '../time/index.ts'
import { Delayed, Failure, FullPage, Message } from '../ui/index.ts'
import { PersonContext, useApi, useSession } from './context.ts'

const currentAddress = () => location.pathname + location.search + location.hash

/** Leads to sign-in whoever is not signed in, and back here afterwards; knows the person to everything within. */
export function Gate({ children }: { children: ReactNode }) {
  const session = useSession()
  const signedIn = useQuery({
    queryKey: ['session', 'isSignedIn'],
    queryFn: () => session.isSignedIn(),
    staleTime: 0,
    gcTime: 0,
  })

  if (signedIn.data === undefined) return null
  return signedIn.data ? <WithPerson>{children}</WithPerson> : <ToSignIn />
}

function ToSignIn() {
  const session = useSession()
  const leaving = useQuery({
    queryKey: ['session', 'signIn'],
    queryFn: async () => {
      await session.signIn(currentAddress())
      return true
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

  return (
    <FullPage>
      {leaving.isError ? (
        <Message
          headingLevel={1}
          role="alert"
          title="The sign-in service does not answer"
          actions={<Button onClick={() => leaving.refetch()}>Try again</Button>}
        >
          <p>Check your network. If others cannot sign in either, tell your administrator.</p>
        </Message>
      ) : (
        <Delayed>
          <Message headingLevel={1} role="status" title="Taking you to sign-in…" />
        </Delayed>
      )}
    </FullPage>
  )
}

function WithPerson({ children }: { children: ReactNode }) {
  const session = useSession()
  const { data: me, error, refetch } = useQuery(meQuery(useApi()))
  const person = useMemo(() => (me ? { me, formats: createFormats(me) } : null), [me])

  if (person) return <PersonContext value={person}>{children}</PersonContext>
  return (
    <FullPage>
      {error ? (
        <>
          <Failure error={error} retry={() => refetch()} headingLevel={1} />
          <Button variant="subtle" onClick={() => session.signOut()}>
            Sign in as somebody else
          </Button>
        </>
      ) : (
        <Delayed>
          <Message headingLevel={1} role="status" title="Loading…" />
        </Delayed>
      )}
    </FullPage>
  )
}
