import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { dashboardScope, SoundkeepUserPool } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import type { WebStack } from './web-stack.ts'

type IdentityStackProps = { readonly stage: Stage; readonly web: WebStack }

/** Who can sign in. */
export class IdentityStack extends Stack {
  readonly pool: SoundkeepUserPool

  constructor(scope: Construct, id: string, { stage, web }: IdentityStackProps) {
    const { region, keepsData } = stage
    super(scope, id, { description: 'Soundkeep: sign-in', env: { region }, terminationProtection: keepsData })
    const { dashboardUrl, signInDomainPrefix: domainPrefix } = web
    this.pool = new SoundkeepUserPool(this, 'People', { stage, dashboardUrl, domainPrefix })
    const { pool, dashboardClient } = this.pool
    const outputs = {
      UserPoolId: pool.userPoolId,
      // With the next two, what the dashboard is told by /config.json.
      Issuer: pool.userPoolProviderUrl,
      DashboardClientId: dashboardClient.userPoolClientId,
      DashboardScope: dashboardScope,
      TokenUrl: `https://${domainPrefix}.auth.${region}.amazoncognito.com/oauth2/token`,
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
