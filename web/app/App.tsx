import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useLocation } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { createApi, isProblem, shouldRetry } from '../api/index.ts'
import { addresses, tenantOf } from '../places/index.ts'
import { createSession, endedAddress, loadConfig, SessionContext } from '../session/index.ts'
import { Failure, FullPage, NoticePlace, Tips } from '../ui/index.ts'
import './mantine.css'
import './tokens.css'
import './base.css'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Pages } from './Pages.tsx'
import { cssVariables, theme } from './theme.ts'

/** Whatever a tenant refuses for want of a second factor leads to where one is set up. */
function leadToSecondFactor(error: Error): void {
  if (!isProblem(error, 'second_factor_required')) return
  const tenantId = tenantOf(location.pathname)
  if (tenantId === undefined || location.pathname === addresses.profile(tenantId)) return
  navigate(addresses.secondFactor(tenantId), { replace: true })
}

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leadToSecondFactor }),
  mutationCache: new MutationCache({ onError: leadToSecondFactor }),
  defaultOptions: { queries: { retry: shouldRetry, networkMode: 'always' }, mutations: { networkMode: 'always' } },
})

/** The dashboard. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      withGlobalClasses={false}
    >
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <Configured />
        </QueryClientProvider>
      </ErrorBoundary>
      <NoticePlace />
      <Tips />
    </MantineProvider>
  )
}

function Configured() {
  const [, navigate] = useLocation()
  const {
    data: config,
    error,
    refetch,
  } = useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => loadConfig(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  const signedIn = useMemo(() => {
    if (!config) return null
    const session = createSession(config, location.origin)
    return { session, api: createApi(session) }
  }, [config])

  useEffect(
    () =>
      signedIn?.session.onEnded(() => {
        if (location.pathname === addresses.signedOut) return
        navigate(endedAddress(addresses.signedOut, location.pathname + location.search), { replace: true })
      }),
    [signedIn, navigate],
  )

  if (signedIn) {
    return (
      <SessionContext value={signedIn}>
        <Pages />
      </SessionContext>
    )
  }
  if (!error) return null
  return (
    <FullPage>
      <Failure error={error} retry={() => refetch()} headingLevel={1} />
    </FullPage>
  )
}
