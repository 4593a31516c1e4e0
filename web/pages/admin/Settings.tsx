import { lazy, type ReactNode, Suspense } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { addresses, patterns, settingsPageAt, settingsPagesFor } from '../../places/index.ts'
import { usePermissions, useTenant } from '../../session/index.ts'
import { Delayed, Failure, LinkButton, Message } from '../../ui/index.ts'
import { NewRoutePage } from './NewRoutePage.tsx'
import { RoutePage } from './RoutePage.tsx'
import { RoutesPage } from './RoutesPage.tsx'
import classes from './Settings.module.css'
import { TenantPage } from './TenantPage.tsx'
import { TesterPage } from './TesterPage.tsx'
import { useHeadingFocus } from './useHeadingFocus.ts'

const People = lazy(() => import('./people/index.ts'))
const Groups = lazy(() => import('./groups/index.ts'))
const Policies = lazy(() => import('./policies/index.ts'))
const Recorders = lazy(() => import('./recorders/index.ts'))
const Categories = lazy(() => import('./categories/index.ts'))
const CustomFields = lazy(() => import('./customFields/index.ts'))
const Audit = lazy(() => import('./audit/index.ts'))

/** A tenant's settings: those of its pages that the person may see. */
export function Settings({ notFound }: { notFound: ReactNode }) {
  const tenant = useTenant()
  const permitted = usePermissions()
  const [location] = useLocation()
  const heading = useHeadingFocus()
  const pages = settingsPagesFor(permitted)
  const shown = settingsPageAt(location, tenant.id)

  if (permitted.error) return <Failure error={permitted.error} retry={permitted.retry} headingLevel={1} />
  if (!permitted.isKnown) {
    return (
      <Delayed>
        <Message role="status" title="Loading…" />
      </Delayed>
    )
  }
  const [first] = pages
  if (!first) {
    return (
      <Message
        headingLevel={1}
        title="You may not see these settings"
        actions={<LinkButton href={addresses.home(tenant.id)}>Go to Home</LinkButton>}
      >
        <p>Tenant Administrators do. Ask one of them for what you need changed.</p>
      </Message>
    )
  }
  const isStart = location === addresses.settings(tenant.id)
  if (shown && !permitted.may(shown.permission) && isStart) return <Redirect to={first.address(tenant.id)} replace />

  return (
    <div className={classes.page}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        Settings
      </h1>
      <nav aria-label="Settings" className={classes.menu}>
        {pages.map((page) => (
          <Link
            key={page.words}
            href={page.address(tenant.id)}
            aria-current={page === shown ? 'page' : undefined}
            className={classes.item}
          >
            {page.words}
          </Link>
        ))}
      </nav>
      {shown && !permitted.may(shown.permission) ? (
        <Message title="You may not see this page">
          <p>Ask a Tenant Administrator if you should be able to.</p>
        </Message>
      ) : (
        <Suspense
          fallback={
            <Delayed>
              <Message role="status" title="Loading…" />
            </Delayed>
          }
        >
          <Switch>
            <Route path={patterns.settings} component={TenantPage} />
            <Route path={patterns.routes} component={RoutesPage} />
            <Route path={patterns.newRoute} component={NewRoutePage} />
            <Route path={patterns.routeTester} component={TesterPage} />
            <Route path={patterns.route}>{({ routeId }) => <RoutePage key={routeId} routeId={routeId} />}</Route>
            <Route path={`${patterns.people}/*?`}>
              <People notFound={notFound} />
            </Route>
            <Route path={`${patterns.groups}/*?`}>
              <Groups notFound={notFound} />
            </Route>
            <Route path={`${patterns.policies}/*?`}>
              <Policies notFound={notFound} />
            </Route>
            <Route path={`${patterns.recorders}/*?`}>
              <Recorders notFound={notFound} />
            </Route>
            <Route path={patterns.categories} component={Categories} />
            <Route path={`${patterns.customFields}/*?`}>
              <CustomFields notFound={notFound} />
            </Route>
            <Route path={patterns.audit} component={Audit} />
            <Route>{notFound}</Route>
          </Switch>
        </Suspense>
      )}
    </div>
  )
}
