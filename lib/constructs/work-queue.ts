import { Duration } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { queues, type WorkerName } from '../../functions/adapters/sqs/index.ts'
import { explain } from './explain.ts'
import type { ProductFunction } from './product-function.ts'

type WorkQueueProps = { readonly name: WorkerName; readonly worker: ProductFunction }

/**
 * What a function is to do. What it gives up it writes to its failures itself, so that each says why
 * (docs/decisions/0017-what-starts-functions-goes-through-queues.md). Messages carry ids alone.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue
  private readonly worker: ProductFunction

  constructor(scope: Construct, id: string, { name, worker }: WorkQueueProps) {
    super(scope, id)
    const { visibilitySeconds, maxReceives, batchSize, maxConcurrency } = queues[name]
    const failures = worker.keepFailures()
    this.worker = worker
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: failures, maxReceiveCount: maxReceives },
    })
    const mapping = new EventSourceMapping(this, 'Messages', {
      target: worker.handler,
      eventSourceArn: this.queue.queueArn,
      ...{ batchSize, maxConcurrency, reportBatchItemFailures: true },
    })
    explain(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        'A queue has its own place for failures: such a mapping takes no destination.',
    })
    // Lambda receives and deletes in the function's name; the function says when a message comes again.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
    this.mayWorker([
      ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
    ])
    // Lambda tries the queue when the mapping is made.
    mapping.node.addDependency(worker.ownRole)
    worker.setEnvironment({ QUEUE_URL: this.queue.queueUrl, DEAD_LETTERS_URL: failures.queueUrl })
  }

  /** The worker hands on to its own queue what it could not do at once. */
  grantHandingOn(): void {
    this.mayWorker(['sqs:SendMessage'])
  }

  /** Another function has this one do something. @param variable what tells that function the queue */
  grantAsking(to: ProductFunction, variable: string): void {
    to.ownRole.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }))
    to.setEnvironment({ [variable]: this.queue.queueUrl })
  }

  private mayWorker(actions: string[]): void {
    this.worker.ownRole.addToPolicy(new PolicyStatement({ actions, resources: [this.queue.queueArn] }))
  }
}
