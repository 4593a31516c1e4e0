import { Annotations, type App, Tags } from 'aws-cdk-lib'
import { watchedIn } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import { ApiStack } from './api-stack.ts'
import { DataStack } from './data-stack.ts'
import { EventsStack } from './events-stack.ts'
import { cloudFrontRegion, FirewallStack } from './firewall-stack.ts'
import { IdentityStack } from './identity-stack.ts'
import { MonitoringStack } from './monitoring-stack.ts'
import { WebStack } from './web-stack.ts'

/** The stacks of a stage: what must be kept apart from what may be made anew. */
export function makeStacks(app: App, stage: Stage): void {
  const nameOf = (stack: string) => `soundkeep-${stage.name}-${stack}`
  Tags.of(app).add('soundkeep:stage', stage.name)
  const firewall = new FirewallStack(app, nameOf('firewall'), stage)
  if (stage.firewallArn === null && stage.region !== cloudFrontRegion) {
    Annotations.of(firewall).addWarningV2(
      'soundkeep:firewallArn',
      `The firewall of ${stage.name} comes first: deploy it, name its ARN as firewallArn in lib/stages.ts, and deploy again.`,
    )
    return
  }
  const data = new DataStack(app, nameOf('data'), stage)
  const firewallArn = stage.firewallArn ?? firewall.firewallArn
  const web = new WebStack(app, nameOf('web'), { stage, data, firewallArn })
  const identity = new IdentityStack(app, nameOf('identity'), { stage, web })
  const events = new EventsStack(app, nameOf('events'), { stage, data })
  const api = new ApiStack(app, nameOf('api'), { stage, data, events, identity, web })
  new MonitoringStack(app, nameOf('monitoring'), { stage, watched: watchedIn([data, web, identity, api, events]) })
}
