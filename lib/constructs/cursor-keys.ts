import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { explain } from './explain.ts'
import type { ProductFunction } from './product-function.ts'

/** The keys that seal list positions, each under its id in one secret that CloudFormation fills. */
export class CursorKeys extends Construct {
  private readonly secret: Secret

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys that seal the list positions of Soundkeep',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'k1',
        // 43 letters and digits are base64 for 32 bytes, two bits left over, and hold 254 bits of chance.
        passwordLength: 43,
        excludePunctuation: true,
      },
    })
    explain(this.secret, {
      'AwsSolutions-SMG4':
        'A key that went by itself would end every list that somebody is reading; docs/decisions/0002 says how it is changed.',
      'NIST.800.53.R5-SecretsManagerRotationEnabled': 'As for AwsSolutions-SMG4.',
      'NIST.800.53.R5-SecretsManagerUsingKMSKey':
        'CloudFormation alone reads it, at deployment; it seals where a list goes on and opens no recording.',
    })
  }

  /**
   * The function gets the keys in its environment, filled in by CloudFormation at each deployment
   * (docs/decisions/0002-cursor-keys-in-the-environment.md).
   */
  grantUse(to: ProductFunction): void {
    const key = this.secret.secretValueFromJson('k1').unsafeUnwrap()
    to.setEnvironment({ CURSOR_KEYS: JSON.stringify({ current: 'k1', keys: { k1: key } }) })
  }
}
