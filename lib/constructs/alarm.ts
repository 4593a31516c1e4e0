import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'

/** The articles of docs/runbook.md that alarms lead to, by their anchors. */
export const alarmArticles = [
  'a-function-fails',
  'a-function-is-throttled',
  'faults-are-reported',
  'the-api-answers-5xx',
  'the-api-is-slow',
  'many-denials',
  'dead-letters',
  'a-queue-waits',
  'the-stream-waits',
  'the-table-throttles',
  'deletions-are-pending',
  'files-are-rejected',
  'recorders-are-silent',
  'the-sealer-is-silent',
  'sealing-lags',
] as const

export type AlarmArticle = (typeof alarmArticles)[number]

export type RunbookAlarmProps = {
  /** What is so when it rings, in a sentence's words without its full stop. */
  readonly says: string
  readonly article: AlarmArticle
  readonly metric: IMetric
  /** It rings from this value on; `below` at smaller ones. */
  readonly threshold: number
  readonly rings?: 'from' | 'below'
  /** In how many of how many periods; one of one without it. */
  readonly periods?: readonly [ringing: number, of: number]
  /** Of what is counted all the time nothing may be missing; of what is seldom, nothing is well. */
  readonly whenMissing?: 'well' | 'rings'
}

/** An alarm that says what is so and where to read on, and tells when it is over too. */
export function runbookAlarm(scope: Construct, id: string, props: RunbookAlarmProps, tell: IAlarmAction): Alarm {
  const { says, article, metric, threshold, rings = 'from', periods = [1, 1], whenMissing = 'well' } = props
  const [datapointsToAlarm, evaluationPeriods] = periods
  const alarm = new Alarm(scope, id, {
    ...{ metric, threshold, datapointsToAlarm, evaluationPeriods },
    alarmDescription: `${says}. docs/runbook.md#${article}`,
    comparisonOperator:
      rings === 'from' ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: whenMissing === 'well' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
  })
  alarm.addAlarmAction(tell)
  alarm.addOkAction(tell)
  return alarm
}
