export { logAnswer, logFault, logSilence } from './log.ts'
export { count, type MetricName, metricDimension, metricNamespace, metricUnits } from './metrics.ts'
