import { type ReactNode, useEffect, useRef } from 'react'
import { Link, Route, Switch, useLocation, useRoute } from 'wouter'
import { addresses, patterns } from '../../places/index.ts'
import { administers, usePerson, useTenant } from '../../session/index.ts'
import { LinkButton, Message } from '../../ui/index.ts'
import { NewRoutePage } from './NewRoutePage.tsx'
import { RoutePage } from './RoutePage.tsx'
import { RoutesPage } from './RoutesPage.tsx'
import classes from './Settings.module.css'
import { TenantPage } from './TenantPage.tsx'
import { TesterPage } from './TesterPage.tsx'

/** A tenant's settings, for those who administer it. */
export function Settings({ notFound }: { notFound: ReactNode }) {
  const { me } = usePerson()
  const tenant = useTenant()
  const [isTester] = useRoute(patterns.routeTester)
  const [isRoutes] = useRoute(`${patterns.routes}/*?`)
  const [isTenant] = useRoute(patterns.settings)
  const [location] = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)
  const cameFrom = useRef(location)

  // Who made or deleted a route is led to the list, where the button that was pressed is no more.
  useEffect(() => {
    if (cameFrom.current !== location && document.activeElement === document.body) heading.current?.focus()
    cameFrom.current = location
  }, [location])

  if (!administers(me)) {
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

  const pages = [
    { href: addresses.settings(tenant.id), words: 'Tenant', isShown: isTenant },
    { href: addresses.routes(tenant.id), words: 'Routes', isShown: isRoutes && !isTester },
    { href: addresses.routeTester(tenant.id), words: 'Route tester', isShown: isTester },
  ]
  return (
    <div className={classes.page}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        Settings
      </h1>
      <nav aria-label="Settings" className={classes.menu}>
        {pages.map(({ href, words, isShown }) => (
          <Link key={href} href={href} aria-current={isShown ? 'page' : undefined} className={classes.item}>
            {words}
          </Link>
        ))}
      </nav>
      <Switch>
        <Route path={patterns.settings} component={TenantPage} />
        <Route path={patterns.routes} component={RoutesPage} />
        <Route path={patterns.newRoute} component={NewRoutePage} />
        <Route path={patterns.routeTester} component={TesterPage} />
        <Route path={patterns.route}>{({ routeId }) => <RoutePage key={routeId} routeId={routeId} />}</Route>
        <Route>{notFound}</Route>
      </Switch>
    </div>
  )
}
