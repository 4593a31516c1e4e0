import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { patterns } from '../../../places/index.ts'
import { ImportPage } from './ImportPage.tsx'
import { NewPersonPage } from './NewPersonPage.tsx'
import { PeoplePage } from './PeoplePage.tsx'
import { PersonPage } from './PersonPage.tsx'

/** The people of a tenant, in its settings. */
export const People = ({ notFound }: { notFound: ReactNode }) => (
  <Switch>
    <Route path={patterns.people} component={PeoplePage} />
    <Route path={patterns.newPerson} component={NewPersonPage} />
    <Route path={patterns.importPeople} component={ImportPage} />
    <Route path={patterns.person}>{({ userId }) => <PersonPage key={userId} userId={userId} />}</Route>
    <Route>{notFound}</Route>
  </Switch>
)
