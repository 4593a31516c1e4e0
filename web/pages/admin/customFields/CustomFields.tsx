import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { patterns } from '../../../places/index.ts'
import { CustomFieldPage } from './CustomFieldPage.tsx'
import { CustomFieldsPage } from './CustomFieldsPage.tsx'
import { NewCustomFieldPage } from './NewCustomFieldPage.tsx'

/** The custom fields of a tenant, in its settings. */
export const CustomFields = ({ notFound }: { notFound: ReactNode }) => (
  <Switch>
    <Route path={patterns.customFields} component={CustomFieldsPage} />
    <Route path={patterns.newCustomField} component={NewCustomFieldPage} />
    <Route path={patterns.customField}>
      {({ customFieldId }) => <CustomFieldPage key={customFieldId} customFieldId={customFieldId} />}
    </Route>
    <Route>{notFound}</Route>
  </Switch>
)
