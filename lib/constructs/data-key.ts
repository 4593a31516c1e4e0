import { Aws, RemovalPolicy } from 'aws-cdk-lib'
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/**
 * The key of table and bucket. Who may read an item of the table may use the key through DynamoDB, as with AWS's own key
 * of that service; what a function may do through S3 stands in its tenant role.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function dataKey(scope: Construct, id: string, { keepsData, region }: Pick<Stage, 'keepsData' | 'region'>): Key {
  const key = new Key(scope, id, {
    description: 'Recordings of Soundkeep',
    enableKeyRotation: true,
    removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey*',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': Aws.ACCOUNT_ID,
          'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
        },
      },
    }),
  )
  return key
}
