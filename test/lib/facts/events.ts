import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import type { GivenStages } from '../given.ts'
import { eventFunctions, functionOf, resourcesOf } from '../templates.ts'

export function eventFacts({ dev, prod }: GivenStages): void {
  const { json, template } = dev.events
  const idOf = (name: string) => functionOf(json, name).logicalId
  const queueOf = (name: string) => {
    const [found] = resourcesOf(json, 'AWS::SQS::Queue').filter(([id]) => id.startsWith(`${name}Queue`))
    return { 'Fn::GetAtt': [found?.[0], 'Arn'] }
  }
  const urlOf = (name: string) => ({ Ref: queueOf(name)['Fn::GetAtt'][0] })

  it('of stored media reach the queue of arrivals', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [Match.anyValue()] }, object: { key: [{ wildcard: 't/*/r/*/s/*' }] } },
      },
      Targets: [{ Arn: queueOf('arrivalsWork') }],
    })
  })

  it.each(['arrivals', 'reaper'])('of the clock reach %s every five minutes', (name) => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Arn: { 'Fn::GetAtt': [idOf(name), 'Arn'] } }],
    })
  })

  it('of the clock reach the sealer every minute', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Arn: { 'Fn::GetAtt': [idOf('sealer'), 'Arn'] } }],
    })
  })

  it('of deletions reach the reaper from the table’s stream, and what fails stays apart', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: idOf('reaper') },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"SK":{"S":[{"prefix":"DELETION#"}]}}}}' }] },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      DestinationConfig: { OnFailure: { Destination: queueOf('reaper') } },
    })
  })

  it('are handed over ten times and tried thrice; what fails then stays in the function’s own queue for two weeks', () => {
    for (const name of eventFunctions) {
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: idOf(name) },
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: queueOf(name) } },
      })
    }
    for (const [, { Properties }] of resourcesOf(json, 'AWS::Events::Rule')) {
      const [target] = Properties.Targets as { Arn: { 'Fn::GetAtt': [string] } }[] // as CloudFormation has it
      const isFor = (each: string) => [idOf(each), queueOf(`${each}Work`)['Fn::GetAtt'][0]]
      const name = eventFunctions.find((each) => isFor(each).includes(target?.Arn['Fn::GetAtt'][0])) ?? ''
      expect(target).toMatchObject({
        RetryPolicy: { MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: queueOf(name) },
      })
    }
    // Three of them have work besides.
    template.resourceCountIs('AWS::SQS::Queue', eventFunctions.length + 3)
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    })
  })

  it.each(['arrivals', 'reaper', 'renditions'])(
    'in the queue of %s come one by one, again and again, and then go to its failures',
    (name) => {
      const { Timeout } = functionOf(json, name).properties
      const [, queue] = resourcesOf(json, 'AWS::SQS::Queue').find(([id]) => id.startsWith(`${name}WorkQueue`)) ?? []
      expect(queue?.Properties).toMatchObject({
        VisibilityTimeout: 6 * Number(Timeout),
        RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: queueOf(name) },
      })
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        FunctionName: { Ref: idOf(name) },
        EventSourceArn: queueOf(`${name}Work`),
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: Match.anyValue() },
      })
      expect(functionOf(json, name).environment).toMatchObject({
        QUEUE_URL: urlOf(`${name}Work`),
        DEAD_LETTERS_URL: urlOf(name),
      })
    },
  )

  it('of files that were accepted reach the queue of renditions from arrivals, and of files that are asked for from media', () => {
    const url = { RENDITIONS_QUEUE_URL: urlOf('renditionsWork') }
    expect(functionOf(json, 'arrivals').environment).toMatchObject(url)
    expect(functionOf(dev.functions, 'media').environment).toMatchObject({
      RENDITIONS_QUEUE_URL: { 'Fn::ImportValue': expect.stringMatching(/renditionsWorkQueue/) },
    })
    // Lambda gives no more time, and a whole core with that much memory.
    expect(functionOf(json, 'renditions').properties).toMatchObject({ Timeout: 900, MemorySize: 1_769 })
  })

  it('at once are no more than the function may handle, where that is limited', () => {
    for (const [, { Properties }] of resourcesOf(prod.events.json, 'AWS::Lambda::EventSourceMapping')) {
      const { MaximumConcurrency = 0 } = (Properties.ScalingConfig ?? {}) as { MaximumConcurrency?: number } // as CloudFormation has it
      const { Ref: id } = Properties.FunctionName as { Ref: string } // as CloudFormation has it
      const [, worker] = resourcesOf(prod.events.json, 'AWS::Lambda::Function').find(([each]) => each === id) ?? []
      expect(MaximumConcurrency).toBeLessThanOrEqual(Number(worker?.Properties.ReservedConcurrentExecutions))
    }
  })

  it('reach no queue but over TLS', () => {
    const policies = resourcesOf(json, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => JSON.stringify(Properties))
    expect(policies).toHaveLength(resourcesOf(json, 'AWS::SQS::Queue').length)
    for (const policy of policies) expect(policy).toContain('"aws:SecureTransport":"false"')
  })
}
