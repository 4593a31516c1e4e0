import type { App } from 'aws-cdk-lib'
import { watchedIn } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import { ApiStack } from './api-stack.ts'
import { DataStack } from './data-stack.ts'
import { MonitoringStack } from './monitoring-stack.ts'

/** The stacks of a stage: what must be kept apart from what may be made anew. */
export function makeStacks(app: App, stage: Stage): void {
  const data = new DataStack(app, `soundkeep-${stage.name}-data`, stage)
  const api = new ApiStack(app, `soundkeep-${stage.name}-api`, { stage, data })
  new MonitoringStack(app, `soundkeep-${stage.name}-monitoring`, {
    ...{ stage, watched: watchedIn([data, api]), alarmsTo: null },
  })
}
