import { Aws, CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { FrontDoor, Gateway, OriginSecrets } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

type WebStackProps = { readonly stage: Stage; readonly data: DataStack; readonly firewallArn: string }

/**
 * The front door: one address for the dashboard and the API. It comes before sign-in, which has to know where to return to,
 * and before the API's routes, whose functions have to know whose tokens to take.
 */
export class WebStack extends Stack {
  readonly gateway: Gateway
  readonly originSecrets: OriginSecrets
  readonly dashboardUrl: string
  /** Of the sign-in pages; names the account, for it must be nobody else's in the region. */
  readonly signInDomainPrefix: string

  constructor(scope: Construct, id: string, { stage, data, firewallArn }: WebStackProps) {
    const { name, region, domain } = stage
    super(scope, id, { description: 'Soundkeep: the dashboard and the front door', env: { region } })
    this.gateway = new Gateway(this, 'Gateway', stage)
    this.originSecrets = new OriginSecrets(this, 'OriginSecrets', stage)
    this.signInDomainPrefix = `soundkeep-${name}-${Aws.ACCOUNT_ID}`
    const door = new FrontDoor(this, 'FrontDoor', {
      ...{ domain, firewallArn, gateway: this.gateway, originSecrets: this.originSecrets },
      reach: {
        signIn: [
          `https://cognito-idp.${region}.amazonaws.com`,
          `https://${this.signInDomainPrefix}.auth.${region}.amazoncognito.com`,
        ],
        storage: `https://${data.bucket.bucketName}.s3.${region}.amazonaws.com`,
      },
    })
    this.dashboardUrl = door.url
    new CfnOutput(this, 'DashboardUrl', { value: door.url })
    new CfnOutput(this, 'DashboardBucketName', { value: door.bucket.bucketName })
  }
}
