import { RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'

/** How requests fared: never a path, a query, a header or an address. */
const logged = {
  requestId: AccessLogField.contextRequestId(),
  time: AccessLogField.contextRequestTime(),
  routeKey: '$context.routeKey',
  status: AccessLogField.contextStatus(),
  latencyMs: AccessLogField.contextResponseLatency(),
  integrationLatencyMs: AccessLogField.contextIntegrationLatency(),
  lengthBytes: AccessLogField.contextResponseLength(),
  integrationStatus: AccessLogField.contextIntegrationStatus(),
}

/** The HTTP API, which answers nobody until routes are added to it. */
export class Gateway extends Construct {
  readonly api: HttpApi
  readonly stage: HttpStage

  constructor(scope: Construct, id: string, { limits }: Pick<Stage, 'limits'>) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', { description: 'Soundkeep', createDefaultStage: false })
    const destination = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    explain(destination, {
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
        'A line tells a route and how it fared, of nobody. CloudWatch encrypts with a key of its own.',
    })
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: limits.requestsPerSecond, burstLimit: limits.burst },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(destination),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    })
  }
}
