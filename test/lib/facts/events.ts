import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import type { GivenStages } from '../given.ts'
import { eventFunctions, functionOf, resourcesOf } from '../templates.ts'

export function eventFacts({ dev }: GivenStages): void {
  const { json, template } = dev.events
  const idOf = (name: string) => functionOf(json, name).logicalId
  const queueOf = (name: string) => {
    const [found] = resourcesOf(json, 'AWS::SQS::Queue').filter(([id]) => id.startsWith(`${name}Queue`))
    return { 'Fn::GetAtt': [found?.[0], 'Arn'] }
  }

  it('of stored media reach arrivals', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [Match.anyValue()] }, object: { key: [{ wildcard: 't/*/r/*' }] } },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [idOf('arrivals'), 'Arn'] } }],
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
      const name = eventFunctions.find((each) => idOf(each) === target?.Arn['Fn::GetAtt'][0]) ?? ''
      expect(target).toMatchObject({
        RetryPolicy: { MaximumRetryAttempts: 10 },
        DeadLetterConfig: { Arn: queueOf(name) },
      })
    }
    template.resourceCountIs('AWS::SQS::Queue', eventFunctions.length)
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    })
  })
}
