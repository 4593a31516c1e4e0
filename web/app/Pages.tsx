import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Redirect, Route, Router, Switch } from 'wouter'
import { DockProvider } from '../dock/index.ts'
import { Home } from '../pages/home/index.ts'
import { Recordings } from '../pages/recordings/index.ts'
import { addresses, askBeforeLeaving, patterns } from '../places/index.ts'
import {
  Gate,
  isPlatformAdministrator,
  rememberTenant,
  SignedIn,
  SignedOut,
  TenantContext,
  tenantToStartWith,
  usePerson,
} from '../session/index.ts'
import { Delayed, FullPage, LinkButton, Message } from '../ui/index.ts'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const Settings = lazy(() => import('../pages/admin/index.ts'))
const PlatformShell = lazy(() => import('./PlatformShell.tsx'))
const Platform = lazy(() => import('../pages/platform/index.ts'))
const Profile = lazy(() => import('../pages/profile/index.ts'))
const RecordingPage = lazy(() => import('../pages/recording/index.ts'))

/** Which page an address shows. */
export function Pages() {
  return (
    <Router aroundNav={askBeforeLeaving}>
      <Switch>
        <Route path={addresses.signedIn} component={SignedIn} />
        <Route path={addresses.signedOut} component={SignedOut} />
        <Route path={addresses.start}>
          <Gate>
            <ToTenant />
          </Gate>
        </Route>
        <Route path={`${addresses.platform}/*?`}>
          <Gate>
            <Suspense fallback={null}>
              <PlatformShell>
                <WhileLoading>
                  <Platform notFound={<NotFound />} />
                </WhileLoading>
              </PlatformShell>
            </Suspense>
          </Gate>
        </Route>
        <Route path={`${patterns.home}/*?`}>
          {({ tenantId }) => (
            <Gate>
              <InTenant tenantId={tenantId}>
                <Switch>
                  <Route path={patterns.home} component={Home} />
                  <Route path={patterns.recordings} component={Recordings} />
                  <Route path={patterns.recording}>
                    {({ recordingId, tab }) => <RecordingPage recordingId={recordingId} tab={tab} />}
                  </Route>
                  <Route path={`${patterns.settings}/*?`}>
                    <Settings notFound={<NotFound />} />
                  </Route>
                  <Route path={patterns.profile} component={Profile} />
                  <Route component={NotFound} />
                </Switch>
              </InTenant>
            </Gate>
          )}
        </Route>
        <Route>
          <Gate>
            <FullPage>
              <NotFound />
            </FullPage>
          </Gate>
        </Route>
      </Switch>
    </Router>
  )
}

/** Where pages come whose code is loaded when they are wanted. */
function WhileLoading({ children }: { children: ReactNode }) {
  return (
    <Suspense
      fallback={
        <Delayed>
          <Message role="status" title="Loading…" />
        </Delayed>
      }
    >
      {children}
    </Suspense>
  )
}

function ToTenant() {
  const { me } = usePerson()
  const tenant = tenantToStartWith(me.tenants)
  if (tenant) return <Redirect to={addresses.home(tenant.id)} replace />
  if (isPlatformAdministrator(me)) return <Redirect to={addresses.platform} replace />
  return (
    <FullPage>
      <Message headingLevel={1} title="You belong to no tenant yet">
        <p>Ask your administrator to give you one, then reload this page.</p>
      </Message>
    </FullPage>
  )
}

function InTenant({ tenantId, children }: { tenantId: string; children: ReactNode }) {
  const { me } = usePerson()
  const tenant = me.tenants.find(({ id }) => id === tenantId)

  useEffect(() => {
    if (tenant) rememberTenant(tenant.id)
  }, [tenant])

  if (!tenant) {
    return (
      <FullPage>
        <Message
          headingLevel={1}
          title="There is nothing here for you"
          actions={<LinkButton href={addresses.start}>Go to Home</LinkButton>}
        >
          <p>This tenant does not exist, or you do not belong to it.</p>
        </Message>
      </FullPage>
    )
  }
  return (
    // Nothing of one tenant, the player included, may outlive the change to another.
    <TenantContext key={tenant.id} value={tenant}>
      <DockProvider>
        <Shell>
          <WhileLoading>{children}</WhileLoading>
        </Shell>
      </DockProvider>
    </TenantContext>
  )
}
