import { Duration, Stack } from 'aws-cdk-lib'
import { Rule, type RuleProps, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { deletionSKPrefix } from '../../functions/adapters/dynamodb/index.ts'
import { ProductFunction } from '../constructs/index.ts'
import type { EventFunctionName, Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

const sealEvery = Schedule.rate(Duration.minutes(1))
const sweepEvery = Schedule.rate(Duration.minutes(5))

type EventsStackProps = { readonly stage: Stage; readonly data: DataStack }

/** The functions that events start. What one of them fails on, again and again, ends in its queue. */
export class EventsStack extends Stack {
  private readonly limits: Stage['limits']

  constructor(scope: Construct, id: string, { stage, data }: EventsStackProps) {
    const { region, limits } = stage
    super(scope, id, { description: 'Soundkeep: what works behind the API', env: { region } })
    this.limits = limits
    this.makeArrivals(data)
    this.makeReaper(data)
    this.makeSealer(data)
  }

  private eventFunction(name: EventFunctionName, memoryMb = 512): ProductFunction {
    return new ProductFunction(this, name, { name, timeout: Duration.minutes(5), memoryMb, limits: this.limits })
  }

  /** What EventBridge cannot hand over ends where the function's own failures do. */
  private start(id: string, to: ProductFunction, when: Pick<RuleProps, 'eventPattern' | 'schedule'>): void {
    const target = new LambdaFunction(to.handler, {
      ...{ retryAttempts: 10, maxEventAge: Duration.hours(6), deadLetterQueue: to.keepFailures() },
    })
    new Rule(this, id, { ...when, targets: [target] })
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
    this.start('ObjectCreated', arrivals, {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ wildcard: 't/*/r/*' }] } },
      },
    })
    this.start('SweepArrivals', arrivals, { schedule: sweepEvery })
  }

  /** Carries noted deletions out; the one function that removes objects. */
  private makeReaper({ table, bucket }: DataStack): void {
    const reaper = this.eventFunction('reaper')
    table.grantBatchReads(reaper)
    table.grantQueries(reaper)
    table.grantDeletes(reaper)
    table.grantStream(reaper)
    bucket.grantRemoval(reaper)
    const stream = new EventSourceMapping(this, 'Deletions', {
      target: reaper.handler,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { SK: { S: FilterRule.beginsWith(deletionSKPrefix) } } } })],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The schedule takes up whatever is given up here.
      retryAttempts: 5,
      onFailure: { bind: () => ({ destination: reaper.keepFailures().queueArn }) },
    })
    // Lambda tries the stream when the mapping is made.
    stream.node.addDependency(reaper.ownRole)
    this.start('SweepDeletions', reaper, { schedule: sweepEvery })
  }

  /** Seals what the audit wrote; the one function that writes where sealed blocks are kept. */
  private makeSealer({ table, bucket }: DataStack): void {
    const sealer = this.eventFunction('sealer')
    table.grantQueries(sealer)
    bucket.grantSealing(sealer)
    this.start('SealAudit', sealer, { schedule: sealEvery })
  }
}
