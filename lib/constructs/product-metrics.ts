import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { type MetricName, metricDimension, metricNamespace } from '../../functions/adapters/telemetry/index.ts'
import type { ProductFunction } from './product-function.ts'

/** What the functions of a stage count themselves, kept apart from another stage's by the service's name. */
export class ProductMetrics {
  private readonly service: string

  constructor(service: string) {
    this.service = service
  }

  /** Under the name that the metrics are read by. */
  nameTo(to: ProductFunction): void {
    to.setEnvironment({ POWERTOOLS_SERVICE_NAME: this.service })
  }

  sum(name: MetricName, period = Duration.minutes(5)): Metric {
    return this.metric(name, 'Sum', period)
  }

  most(name: MetricName, period = Duration.minutes(5)): Metric {
    return this.metric(name, 'Maximum', period)
  }

  /** How often it was told, whatever it was. */
  times(name: MetricName, period = Duration.minutes(5)): Metric {
    return this.metric(name, 'SampleCount', period)
  }

  private metric(metricName: MetricName, statistic: string, period: Duration): Metric {
    const dimensionsMap = { [metricDimension]: this.service }
    return new Metric({ namespace: metricNamespace, metricName, statistic, period, dimensionsMap })
  }
}
