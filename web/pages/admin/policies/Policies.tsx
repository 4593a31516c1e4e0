import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { patterns } from '../../../places/index.ts'
import { ManagedPolicyPage } from './ManagedPolicyPage.tsx'
import { NewPolicyPage } from './NewPolicyPage.tsx'
import { PoliciesPage } from './PoliciesPage.tsx'
import { PolicyPage } from './PolicyPage.tsx'

/** What people and groups may do, in policies that the tenant makes and those that the product keeps. */
export function Policies({ notFound }: { notFound: ReactNode }) {
  return (
    <Switch>
      <Route path={patterns.policies} component={PoliciesPage} />
      <Route path={patterns.newPolicy} component={NewPolicyPage} />
      <Route path={patterns.managedPolicy}>{({ name }) => <ManagedPolicyPage key={name} name={name} />}</Route>
      <Route path={patterns.policy}>{({ policyId }) => <PolicyPage key={policyId} policyId={policyId} />}</Route>
      <Route>{notFound}</Route>
    </Switch>
  )
}
