import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Firewall } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'

/** Where CloudFront looks for what is its own. */
export const cloudFrontRegion = 'us-east-1'

/** CloudFront's firewall, apart from the rest since it can lie in one region alone. */
export class FirewallStack extends Stack {
  readonly firewallArn: string

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, { description: 'Soundkeep: what reaches the front door', env: { region: cloudFrontRegion } })
    this.firewallArn = new Firewall(this, 'Firewall', stage).arn
    new CfnOutput(this, 'FirewallArn', { value: this.firewallArn })
  }
}
