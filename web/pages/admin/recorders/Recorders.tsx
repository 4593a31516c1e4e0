import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { patterns } from '../../../places/index.ts'
import { NewRecorderPage } from './NewRecorderPage.tsx'
import { RecorderPage } from './RecorderPage.tsx'
import { RecordersPage } from './RecordersPage.tsx'

/** What sends calls to the tenant (ISR's API Users). */
export function Recorders({ notFound }: { notFound: ReactNode }) {
  return (
    <Switch>
      <Route path={patterns.recorders} component={RecordersPage} />
      <Route path={patterns.newRecorder} component={NewRecorderPage} />
      <Route path={patterns.recorder}>
        {({ recorderId }) => <RecorderPage key={recorderId} recorderId={recorderId} />}
      </Route>
      <Route>{notFound}</Route>
    </Switch>
  )
}
