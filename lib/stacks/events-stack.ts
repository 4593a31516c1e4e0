import { CfnOutput, Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { deletionSKPrefix } from '../../functions/adapters/dynamodb/index.ts'
import { queues } from '../../functions/adapters/sqs/index.ts'
import { explain, ProductFunction, WorkQueue } from '../constructs/index.ts'
import type { EventFunctionName, Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

const sealEvery = Schedule.rate(Duration.minutes(1))
const sweepEvery = Schedule.rate(Duration.minutes(5))
/** How long EventBridge tries to hand an event over. */
const handedOver = { retryAttempts: 10, maxEventAge: Duration.hours(6) }

/** Where functions find the queue of renditions. */
export const renditionsQueueVariable = 'RENDITIONS_QUEUE_URL'

type EventsStackProps = { readonly stage: Stage; readonly data: DataStack }

/** The functions that events start. What one of them fails on, again and again, ends in its queue. */
export class EventsStack extends Stack {
  /** What is to be made out of media files. */
  readonly renditionsWork: WorkQueue
  private readonly limits: Stage['limits']

  constructor(scope: Construct, id: string, { stage, data }: EventsStackProps) {
    const { region, limits } = stage
    super(scope, id, { description: 'Soundkeep: what works behind the API', env: { region } })
    this.limits = limits
    this.renditionsWork = this.makeRenditions(data)
    this.makeArrivals(data)
    this.makeReaper(data)
    this.makeSealer(data)
  }

  private eventFunction(name: EventFunctionName, memoryMb = 512, timeout = Duration.minutes(5)): ProductFunction {
    return new ProductFunction(this, name, { name, timeout, memoryMb, limits: this.limits })
  }

  /** What EventBridge cannot hand over ends where the function's own failures do. */
  private start(id: string, to: ProductFunction, schedule: Schedule): void {
    const target = new LambdaFunction(to.handler, { ...handedOver, deadLetterQueue: to.keepFailures() })
    new Rule(this, id, { schedule, targets: [target] })
  }

  /** Stored objects become media files. */
  private makeArrivals({ table, bucket }: DataStack): void {
    const arrivals = this.eventFunction('arrivals', 1_024)
    table.grantReads(arrivals)
    table.grantIndexQueries(arrivals, 'byTime')
    table.grantPuts(arrivals)
    table.grantChecks(arrivals)
    bucket.grantReads(arrivals)
    bucket.grantLists(arrivals)
    const { queue } = new WorkQueue(this, 'arrivalsWork', { name: 'arrivals', worker: arrivals })
    new Rule(this, 'ObjectCreated', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ wildcard: 't/*/r/*/s/*' }] } },
      },
      targets: [new SqsQueue(queue, { ...handedOver, deadLetterQueue: arrivals.keepFailures() })],
    })
    this.renditionsWork.grantAsking(arrivals, renditionsQueueVariable)
    this.start('SweepArrivals', arrivals, sweepEvery)
    this.nameQueues('Arrivals', arrivals, queue)
  }

  /** Decodes media files, which takes a whole core: Lambda gives one with that much memory. */
  private makeRenditions({ table, bucket }: DataStack): WorkQueue {
    const renditions = this.eventFunction('renditions', 1_769, Duration.seconds(queues.renditions.functionSeconds))
    table.grantGets(renditions)
    table.grantBatchReads(renditions)
    table.grantPuts(renditions)
    table.grantChecks(renditions)
    bucket.grantRenditions(renditions)
    const work = new WorkQueue(this, 'renditionsWork', { name: 'renditions', worker: renditions })
    this.nameQueues('Renditions', renditions, work.queue)
    return work
  }

  /** Carries noted deletions out; the one function that removes objects. */
  private makeReaper({ table, bucket }: DataStack): void {
    const reaper = this.eventFunction('reaper')
    table.grantBatchReads(reaper)
    table.grantQueries(reaper)
    table.grantDeletes(reaper)
    table.grantStream(reaper)
    bucket.grantRemoval(reaper)
    const work = new WorkQueue(this, 'reaperWork', { name: 'reaper', worker: reaper })
    work.grantHandingOn()
    const stream = new EventSourceMapping(this, 'Deletions', {
      target: reaper.handler,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { SK: { S: FilterRule.beginsWith(deletionSKPrefix) } } } })],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // A deletion that fails goes to the queue: what comes back here failed as a whole, and the schedule takes it up.
      retryAttempts: 5,
      onFailure: { bind: () => ({ destination: reaper.keepFailures().queueArn }) },
    })
    // Lambda tries the stream when the mapping is made.
    stream.node.addDependency(reaper.ownRole)
    this.start('SweepDeletions', reaper, sweepEvery)
    this.nameQueues('Reaper', reaper, work.queue)
  }

  /** Seals what the audit wrote; the one function that writes where sealed blocks are kept. */
  private makeSealer({ table, bucket }: DataStack): void {
    const sealer = this.eventFunction('sealer')
    table.grantQueries(sealer)
    bucket.grantSealing(sealer)
    // Those of the others are where their queues of work say that failures go.
    explain(sealer.keepFailures(), { 'AwsSolutions-SQS3': 'It is where failures end.' })
    this.start('SealAudit', sealer, sealEvery)
    this.nameQueues('Sealer', sealer)
  }

  /** For `npm run dead-letters`. */
  private nameQueues(name: string, worker: ProductFunction, work?: Queue): void {
    if (work) new CfnOutput(this, `${name}QueueUrl`, { value: work.queueUrl })
    new CfnOutput(this, `${name}FailuresUrl`, { value: worker.keepFailures().queueUrl })
  }
}
