import { Stack } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'
import type { ProductFunction } from './product-function.ts'

/**
 * By what CloudFront proves itself to the API. There are three at any time: the former one, the one that CloudFront sends, and
 * the next; the API takes the last two. A deployment with the next number changes what CloudFront sends to what the API takes
 * already, and then what the API takes; the former one is there should it be rolled back
 * (docs/decisions/0011-the-front-door.md).
 */
export class OriginSecrets extends Construct {
  private readonly secrets: ReadonlyMap<number, Secret>
  private readonly current: number

  constructor(scope: Construct, id: string, { originSecret }: Pick<Stage, 'originSecret'>) {
    super(scope, id)
    this.current = originSecret
    this.secrets = new Map(
      [originSecret - 1, originSecret, originSecret + 1].map((number) => [number, this.makeSecret(number)]),
    )
  }

  /** What CloudFront sends, filled in by CloudFormation. */
  get sent(): string {
    return this.secretOf(this.current)
  }

  /** The function takes the secret that is sent and the next one, in its environment. */
  grantUse(to: ProductFunction): void {
    const accepted = [this.secretOf(this.current), this.secretOf(this.current + 1)]
    to.setEnvironment({ ORIGIN_SECRETS: JSON.stringify(accepted) })
  }

  private makeSecret(number: number): Secret {
    const secret = new Secret(this, `Secret${number}`, {
      description: `What CloudFront proves itself by to the API of Soundkeep, number ${number}`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    })
    explain(secret, {
      'AwsSolutions-SMG4':
        'CloudFront and the API must change in step, which a deployment does (docs/decisions/0011) and a schedule cannot.',
      'NIST.800.53.R5-SecretsManagerRotationEnabled': 'As for AwsSolutions-SMG4.',
      'NIST.800.53.R5-SecretsManagerUsingKMSKey':
        'CloudFormation alone reads it, at deployment; behind it every request still needs a token.',
    })
    // The stack with the API lets go of the former one only after this stack was deployed.
    Stack.of(this).exportValue(secret.secretArn)
    return secret
  }

  private secretOf(number: number): string {
    const secret = this.secrets.get(number)
    if (!secret) throw new Error(`There is no origin secret ${number}.`)
    return secret.secretValue.unsafeUnwrap()
  }
}
