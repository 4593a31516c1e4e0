import { Aws, RemovalPolicy } from 'aws-cdk-lib'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** Where alarms are told. */
export class AlarmTopic extends Construct {
  readonly action: SnsAction

  /** @param tells an address that gets a mail for each alarm, once it has confirmed that it wants them; null: nobody yet */
  constructor(scope: Construct, id: string, { tells }: { readonly tells: string | null }) {
    super(scope, id)
    // AWS's own key of SNS lets no alarm in:
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    const key = new Key(this, 'Key', {
      description: 'Alarms of Soundkeep',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'], // of a key's own policy: this key
      }),
    )
    const topic = new Topic(this, 'Topic', { displayName: 'Soundkeep alarms', masterKey: key, enforceSSL: true })
    // A policy of one's own, here that of TLS, takes the place of the one that lets the account's alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    if (tells !== null) topic.addSubscription(new EmailSubscription(tells))
    this.action = new SnsAction(topic)
  }
}
