import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, it } from 'vitest'
import { metricUnits } from '../../../functions/adapters/telemetry/index.ts'
import { type AlarmArticle, alarmArticles, watchedIn } from '../../../lib/constructs/index.ts'
import { MonitoringStack } from '../../../lib/stacks/monitoring-stack.ts'
import type { GivenStages } from '../given.ts'
import { eventFunctions, functionNames, functionOf, onlyOf, resourcesOf, textOf } from '../templates.ts'

type Alarm = Record<string, unknown>
const articleOf = ({ AlarmDescription }: Alarm) => /docs\/runbook\.md#([\w-]+)$/.exec(String(AlarmDescription))?.[1]
const dimensionsOf = ({ Dimensions = [] }: Alarm) =>
  (Dimensions as { Name: string; Value: unknown }[]).map(({ Name, Value }) => `${Name}=${textOf(Value)}`).join() // as CloudFormation has it

export function monitoringFacts({ dev }: GivenStages): void {
  const { monitoring, functions } = dev
  const alarms = resourcesOf(monitoring.json, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties)
  const ofArticle = (article: AlarmArticle) => alarms.filter((alarm) => articleOf(alarm) === article)

  it.each(functionNames)('tells when the function %s fails or is throttled', (name) => {
    const says = (article: AlarmArticle) =>
      ofArticle(article).filter(({ AlarmDescription }) => String(AlarmDescription).split(/[ .]/).includes(name))
    expect(says('a-function-fails')).toMatchObject([{ MetricName: 'Errors', Namespace: 'AWS/Lambda' }])
    expect(says('a-function-is-throttled')).toMatchObject([{ MetricName: 'Throttles', Namespace: 'AWS/Lambda' }])
    const { logicalId } = functionOf(functions, name)
    for (const alarm of [...says('a-function-fails'), ...says('a-function-is-throttled')]) {
      expect(dimensionsOf(alarm)).toContain(logicalId)
    }
  })

  it('tells of what the stream’s reader reads late, in milliseconds', () => {
    const reader = expect.stringContaining(functionOf(functions, 'reaper').logicalId)
    expect(ofArticle('the-stream-waits')).toMatchObject([{ MetricName: 'IteratorAge', Threshold: 600_000 }])
    expect(ofArticle('the-stream-waits').map(dimensionsOf)).toEqual([reader])
  })

  const queues = resourcesOf(dev.events.json, 'AWS::SQS::Queue')
  const named = ([id]: [string, unknown]) => expect.stringContaining(id)

  it('tells of each queue of work that waits', () => {
    const waiting = ofArticle('a-queue-waits')
    expect(waiting.map(dimensionsOf)).toEqual(
      queues.filter(([, { Properties }]) => Properties.RedrivePolicy).map(named),
    )
    expect(waiting).toHaveLength(3)
    for (const alarm of waiting) {
      expect(alarm).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900 })
    }
  })

  it('tells of each queue of what could not be handled', () => {
    const letters = ofArticle('dead-letters')
    expect(letters.map(dimensionsOf)).toEqual(
      queues.filter(([, { Properties }]) => !Properties.RedrivePolicy).map(named),
    )
    expect(letters).toHaveLength(eventFunctions.length)
    for (const alarm of letters) {
      expect(alarm).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 })
    }
  })

  it('tells of faults and slowness of the API', () => {
    expect(ofArticle('the-api-answers-5xx')).toMatchObject([{ MetricName: '5xx', Namespace: 'AWS/ApiGateway' }])
    expect(ofArticle('the-api-is-slow')).toMatchObject([{ MetricName: 'Latency', ExtendedStatistic: 'p99' }])
  })

  it('tells of throttles of the table and of each of its indexes', () => {
    const [alarm] = ofArticle('the-table-throttles')
    const metrics = JSON.stringify(alarm?.Metrics)
    for (const index of ['byTime', 'byRoute', 'byAgent']) expect(metrics).toContain(`"Value":"${index}"`)
    expect(metrics.match(/"MetricName":"(Read|Write)ThrottleEvents"/g)).toHaveLength(8)
  })

  it('rings when the sealer says nothing, not only when what it says is bad', () => {
    expect(ofArticle('the-sealer-is-silent')).toMatchObject([
      {
        ...{ Statistic: 'SampleCount', Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
        TreatMissingData: 'breaching',
      },
    ])
    for (const article of ['recorders-are-silent', 'deletions-are-pending'] as const) {
      expect(ofArticle(article)).toMatchObject([{ TreatMissingData: 'breaching' }])
    }
  })

  it('watches what the product counts under the name by which its functions count', () => {
    const own = alarms.filter(({ Namespace }) => Namespace === 'Soundkeep')
    expect(own.length).toBeGreaterThan(0)
    for (const alarm of own) {
      expect(Object.keys(metricUnits)).toContain(alarm.MetricName)
      expect(dimensionsOf(alarm)).toBe('service=soundkeep-dev')
    }
    for (const name of functionNames) {
      expect(functionOf(functions, name).environment.POWERTOOLS_SERVICE_NAME).toBe('soundkeep-dev')
    }
  })

  it('says of each alarm where to read on, and reaches people', () => {
    expect(alarms.length).toBeGreaterThan(2 * functionNames.length)
    for (const alarm of alarms) {
      expect(alarmArticles).toContain(articleOf(alarm))
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmsTopic/) }])
      expect(alarm.OKActions).toEqual(alarm.AlarmActions)
    }
  })

  it('tells over a topic that is encrypted by a key that alarms may use, and reached over TLS', () => {
    monitoring.template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: {} })
    const policies = JSON.stringify(resourcesOf(monitoring.json, 'AWS::KMS::Key'))
    expect(policies).toContain('{"Service":"cloudwatch.amazonaws.com"}')
    const { PolicyDocument } = onlyOf(monitoring.json, 'AWS::SNS::TopicPolicy')
    expect(PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } },
      ],
    })
  })

  it('shows on its dashboard the state of every alarm and every metric of ours', () => {
    const [dashboard] = resourcesOf(monitoring.json, 'AWS::CloudWatch::Dashboard')
    const body = textOf(dashboard?.[1].Properties.DashboardBody)
    for (const metric of Object.keys(metricUnits)) expect(body).toContain(`"Soundkeep","${metric}"`)
    expect(body.match(/Arn"\]>/g)?.length).toBeGreaterThanOrEqual(alarms.length)
  })

  it('lets what is watched be replaced without asking', () => {
    expect(JSON.stringify(monitoring.json)).not.toContain('Fn::ImportValue')
    expect(JSON.stringify(monitoring.json)).toContain('Fn::GetStackOutput')
  })

  it('watches a queue that a function works off by its age, and its dead letters by their number', () => {
    const app = new App()
    const stack = new Stack(app, 'worked', { env: { region: 'us-east-1' } })
    const queue = new Queue(stack, 'DeadLetters')
    new Queue(stack, 'Work', { deadLetterQueue: { queue, maxReceiveCount: 5 } })
    const watching = new MonitoringStack(app, 'watching', {
      stage: { name: 'dev', region: 'us-east-1', alarmsTo: 'operators@example.com' },
      watched: watchedIn([stack]),
    })
    const template = Template.fromStack(watching)
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 900 },
      AlarmDescription: 'What lies in Work has waited for 15 minutes. docs/runbook.md#a-queue-waits',
    })
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 },
      AlarmDescription: 'Something could not be handled and lies in DeadLetters. docs/runbook.md#dead-letters',
    })
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'operators@example.com' })
  })

  it('traces every function', () => {
    for (const name of functionNames) {
      expect(functionOf(functions, name).properties.TracingConfig).toEqual({ Mode: 'Active' })
    }
  })
}
