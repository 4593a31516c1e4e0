import { Duration } from 'aws-cdk-lib'
import { AlarmStatusWidget, Dashboard, GraphWidget, type IAlarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import type { ProductMetrics } from './product-metrics.ts'
import { placeOf, type Watched } from './watched.ts'

const halfWide = 12

const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
  new GraphWidget({ title, left, right, width: halfWide, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } })

/** The state of all alarms, then the graphs that their articles begin with. */
export function operationsDashboard(
  scope: Construct,
  id: string,
  { watched, metrics, alarms }: { watched: Watched; metrics: ProductMetrics; alarms: IAlarm[] },
): Dashboard {
  const { functions, streamReaders, workQueues, deadLetters, tables, apis } = watched
  const period = Duration.minutes(5)
  const named = { period, statistic: 'Sum' }
  return new Dashboard(scope, id, {
    defaultInterval: Duration.hours(12),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 2 * halfWide })],
      [
        graph(
          'Requests, and those that failed',
          apis.map((api) => api.metricCount({ ...named, label: 'requests' })),
          apis.flatMap((api) => [
            api.metricServerError({ ...named, label: '5xx' }),
            api.metricClientError({ ...named, label: '4xx' }),
          ]),
        ),
        graph(
          'How long an answer takes, in milliseconds',
          apis.flatMap((api) =>
            ['p50', 'p99'].map((statistic) => api.metricLatency({ period, statistic, label: statistic })),
          ),
        ),
      ],
      [
        graph(
          'Errors of functions',
          functions.map((each) => each.handler.metricErrors({ ...named, label: placeOf(each) })),
        ),
        graph(
          'How long functions take, p99 in milliseconds',
          functions.map((each) => each.handler.metricDuration({ period, statistic: 'p99', label: placeOf(each) })),
        ),
      ],
      [
        graph('Faults, and what was denied', [metrics.sum('Faults')], [metrics.sum('Denials')]),
        graph(
          'Functions throttled',
          functions.map((each) => each.handler.metricThrottles({ ...named, label: placeOf(each) })),
        ),
      ],
      [
        graph(
          'Calls that came, and files that were rejected',
          [metrics.sum('IngestedCalls')],
          [metrics.sum('RejectedFiles')],
        ),
        graph('Silent recorders, and pending deletions', [
          metrics.most('SilentRecorders'),
          metrics.most('PendingDeletions'),
        ]),
      ],
      [
        graph(
          'Dead letters, and the age of what waits in seconds',
          deadLetters.map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum', label: placeOf(queue) }),
          ),
          workQueues.map((queue) =>
            queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum', label: placeOf(queue) }),
          ),
        ),
        graph(
          'Age of the stream in milliseconds, and of unsealed audit in minutes',
          streamReaders.map((each) =>
            each.handler.metric('IteratorAge', { period, statistic: 'Maximum', label: placeOf(each) }),
          ),
          [metrics.most('SealLagMinutes')],
        ),
      ],
      [
        graph(
          'What the table is asked for, in capacity units',
          tables.map((table) => table.metricConsumedReadCapacityUnits({ ...named, label: 'read' })),
          tables.map((table) => table.metricConsumedWriteCapacityUnits({ ...named, label: 'written' })),
        ),
      ],
    ],
  })
}
