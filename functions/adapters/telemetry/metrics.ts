import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'

/** What the product counts beside what AWS counts by itself, and in what unit CloudWatch shows it. */
export const metricUnits = {
  /** Faults of ours that were reported, in whatever function. */
  Faults: MetricUnit.Count,
  /** Requests refused to somebody who may not. */
  Denials: MetricUnit.Count,
  /** Recordings that were new. */
  IngestedCalls: MetricUnit.Count,
  /** Files that arrived and were not what was announced. */
  RejectedFiles: MetricUnit.Count,
  /** Recorders that sent nothing for longer than is set for them, all tenants together; every five minutes. */
  SilentRecorders: MetricUnit.Count,
  /** Age of the oldest entry of the audit that waited for its seal, in minutes; every minute. */
  SealLagMinutes: MetricUnit.NoUnit,
  /** Deletions that the sweep could not carry out; every five minutes. */
  PendingDeletions: MetricUnit.Count,
} as const

export type MetricName = keyof typeof metricUnits

export const metricNamespace = 'Soundkeep'
/** Tells the stages of an account apart; its value is POWERTOOLS_SERVICE_NAME. */
export const metricDimension = 'service'

const metrics = new Metrics({ namespace: metricNamespace })

/**
 * Writes a line in CloudWatch's embedded metric format, at once: nothing is left to write at the end of an invocation that
 * may not come to its end.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function count(name: MetricName, value = 1): void {
  metrics.singleMetric().addMetric(name, metricUnits[name], value)
}
