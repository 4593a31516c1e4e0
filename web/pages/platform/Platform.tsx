import type { ReactNode } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { addresses } from '../../places/index.ts'
import { isPlatformAdministrator, usePerson } from '../../session/index.ts'
import { LinkButton, Message } from '../../ui/index.ts'
import { useHeadingFocus } from '../admin/index.ts'
import { AdministratorsPage } from './AdministratorsPage.tsx'
import { NewAdministratorPage } from './NewAdministratorPage.tsx'
import { NewTenantPage } from './NewTenantPage.tsx'
import classes from './Platform.module.css'
import { TenantsPage } from './TenantsPage.tsx'

/** What belongs to no tenant: all tenants, and those who look after them. */
export function Platform({ notFound }: { notFound: ReactNode }) {
  const { me } = usePerson()
  const [location] = useLocation()
  const heading = useHeadingFocus()

  if (!isPlatformAdministrator(me)) {
    return (
      <Message
        headingLevel={1}
        title="You may not see these pages"
        actions={<LinkButton href={addresses.start}>Go to Home</LinkButton>}
      >
        <p>Super Users and Account Administrators do.</p>
      </Message>
    )
  }
  return (
    <div className={classes.page}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {location.startsWith(addresses.administrators) ? 'Administrators' : 'Tenants'}
      </h1>
      <Switch>
        <Route path={addresses.platform} component={TenantsPage} />
        <Route path={addresses.newTenant} component={NewTenantPage} />
        <Route path={addresses.administrators} component={AdministratorsPage} />
        <Route path={addresses.newAdministrator} component={NewAdministratorPage} />
        <Route>{notFound}</Route>
      </Switch>
    </div>
  )
}
