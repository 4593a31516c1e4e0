import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { patterns } from '../../../places/index.ts'
import { GroupPage } from './GroupPage.tsx'
import { GroupsPage } from './GroupsPage.tsx'
import { NewGroupPage } from './NewGroupPage.tsx'

/** The groups of a tenant, in its settings. */
export const Groups = ({ notFound }: { notFound: ReactNode }) => (
  <Switch>
    <Route path={patterns.groups} component={GroupsPage} />
    <Route path={patterns.newGroup} component={NewGroupPage} />
    <Route path={patterns.group}>{({ groupId }) => <GroupPage key={groupId} groupId={groupId} />}</Route>
    <Route>{notFound}</Route>
  </Switch>
)
