import { CrossStackReferences, Duration, ReferenceStrength, Stack } from 'aws-cdk-lib'
import { type Alarm, type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { soundkeepTable } from '../../functions/adapters/dynamodb/index.ts'
import {
  AlarmTopic,
  operationsDashboard,
  ProductMetrics,
  placeOf,
  type RunbookAlarmProps,
  runbookAlarm,
  type Watched,
} from '../constructs/index.ts'
import type { Stage } from '../stages.ts'

type MonitoringStackProps = {
  readonly stage: Pick<Stage, 'name' | 'region' | 'alarmsTo'>
  readonly watched: Watched
}

const period = Duration.minutes(5)

/** What tells operators that something is wrong, and where to look. */
export class MonitoringStack extends Stack {
  private readonly topic: AlarmTopic
  private readonly metrics: ProductMetrics
  private readonly alarms: Alarm[] = []

  constructor(scope: Construct, id: string, { stage, watched }: MonitoringStackProps) {
    const { name, region, alarmsTo } = stage
    super(scope, id, { description: 'Soundkeep: alarms and their dashboard', env: { region } })
    // What is watched may be replaced or go without asking whoever watches it.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK)
    this.topic = new AlarmTopic(this, 'Alarms', { tells: alarmsTo })
    this.metrics = new ProductMetrics(`soundkeep-${name}`)
    for (const each of watched.functions) this.metrics.nameTo(each)
    this.watchFunctions(watched)
    this.watchApis(watched)
    this.watchQueues(watched)
    this.watchTables(watched)
    this.watchRecordings()
    this.watchAudit()
    operationsDashboard(this, 'Dashboard', { watched, metrics: this.metrics, alarms: this.alarms })
  }

  private alarm(id: string, props: RunbookAlarmProps): void {
    this.alarms.push(runbookAlarm(this, id, props, this.topic.action))
  }

  private watchFunctions({ functions, streamReaders }: Watched): void {
    for (const each of functions) {
      const name = placeOf(each)
      this.alarm(`${name} fails`, {
        ...{ says: `The function ${name} fails`, article: 'a-function-fails', threshold: 1, periods: [2, 3] },
        metric: each.handler.metricErrors({ period, statistic: 'Sum' }),
      })
      this.alarm(`${name} is throttled`, {
        ...{ says: `Lambda turns events of the function ${name} away`, article: 'a-function-is-throttled' },
        ...{ metric: each.handler.metricThrottles({ period, statistic: 'Sum' }), threshold: 1, periods: [2, 3] },
      })
    }
    for (const each of streamReaders) {
      const name = placeOf(each)
      this.alarm(`${name} reads late`, {
        ...{ says: `What the function ${name} reads of the stream is ten minutes old`, article: 'the-stream-waits' },
        metric: each.handler.metric('IteratorAge', { period, statistic: 'Maximum' }),
        ...{ threshold: Duration.minutes(10).toMilliseconds(), periods: [2, 2] },
      })
    }
    this.alarm('Faults', {
      ...{ says: 'Functions report faults of ours', article: 'faults-are-reported', threshold: 5 },
      metric: this.metrics.sum('Faults'),
    })
  }

  private watchApis({ apis }: Watched): void {
    for (const api of apis) {
      const name = placeOf(api)
      this.alarm(`${name} answers 5xx`, {
        ...{ says: 'The API answers requests with a fault', article: 'the-api-answers-5xx', threshold: 5 },
        metric: api.metricServerError({ period, statistic: 'Sum' }),
      })
      this.alarm(`${name} is slow`, {
        ...{ says: 'One answer of a hundred takes three seconds or more', article: 'the-api-is-slow' },
        ...{ metric: api.metricLatency({ period, statistic: 'p99' }), threshold: 3_000, periods: [3, 3] },
      })
    }
    this.alarm('Denials', {
      ...{ says: 'Many requests are made by somebody who may not', article: 'many-denials', threshold: 200 },
      metric: this.metrics.sum('Denials'),
    })
  }

  private watchQueues({ workQueues, deadLetters }: Watched): void {
    for (const queue of deadLetters) {
      this.alarm(`${placeOf(queue)} is not empty`, {
        ...{ says: `Something could not be handled and lies in ${placeOf(queue)}`, article: 'dead-letters' },
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
        threshold: 1,
      })
    }
    for (const queue of workQueues) {
      this.alarm(`${placeOf(queue)} waits`, {
        ...{ says: `What lies in ${placeOf(queue)} has waited for 15 minutes`, article: 'a-queue-waits' },
        metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
        ...{ threshold: Duration.minutes(15).toSeconds(), periods: [2, 2] },
      })
    }
  }

  private watchTables({ tables }: Watched): void {
    for (const table of tables) {
      this.alarm(`${placeOf(table)} throttles`, {
        ...{ says: 'DynamoDB turns requests of the table or an index away', article: 'the-table-throttles' },
        ...{ metric: throttlesOf(table), threshold: 1, periods: [2, 3] },
      })
    }
  }

  private watchRecordings(): void {
    this.alarm('Deletions', {
      ...{ says: 'Deletions cannot be carried out', article: 'deletions-are-pending', threshold: 1, periods: [3, 3] },
      ...{ metric: this.metrics.most('PendingDeletions'), whenMissing: 'rings' },
    })
    this.alarm('Rejected files', {
      ...{ says: 'Files arrive that are not what was announced', article: 'files-are-rejected', threshold: 10 },
      metric: this.metrics.sum('RejectedFiles', Duration.minutes(15)),
    })
    this.alarm('Silent recorders', {
      ...{ says: 'Recorders sent nothing for longer than is set for them', article: 'recorders-are-silent' },
      ...{ metric: this.metrics.most('SilentRecorders'), threshold: 1, periods: [2, 3], whenMissing: 'rings' },
    })
  }

  private watchAudit(): void {
    this.alarm('Silent sealer', {
      ...{ says: 'Nothing was said of sealing the audit for ten minutes', article: 'the-sealer-is-silent' },
      ...{ metric: this.metrics.times('SealLagMinutes'), threshold: 1, rings: 'below' },
      ...{ periods: [2, 2], whenMissing: 'rings' },
    })
    this.alarm('Seal lag', {
      ...{ says: 'Entries of the audit wait 15 minutes for their seal', article: 'sealing-lags', threshold: 15 },
      ...{ metric: this.metrics.most('SealLagMinutes'), periods: [2, 2] },
    })
  }
}

/** Of the table and each of its indexes, which have their own. */
function throttlesOf({ tableName }: TableV2): IMetric {
  const places = [{}, ...soundkeepTable.indexes.map(({ name }) => ({ GlobalSecondaryIndexName: name }))]
  const metrics = places.flatMap((place) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) => {
      const dimensionsMap = { TableName: tableName, ...place }
      return new Metric({ ...{ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period } })
    }),
  )
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]))
  // Of what was never throttled there is no metric at all.
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ')
  return new MathExpression({ expression, usingMetrics, period, label: 'throttled' })
}
