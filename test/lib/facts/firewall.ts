import { expect, it } from 'vitest'
import { stageNamed } from '../../../lib/stages.ts'
import type { GivenStages } from '../given.ts'
import { onlyOf } from '../templates.ts'

type Rule = {
  Name: string
  Statement: Record<string, Record<string, unknown>>
  Action?: unknown
  OverrideAction?: unknown
}
type Watched = { SampledRequestsEnabled: boolean; CloudWatchMetricsEnabled: boolean }

export function firewallFacts({ prod }: GivenStages): void {
  const { json, template } = prod.firewall
  const acl = () => onlyOf(json, 'AWS::WAFv2::WebACL') as { Rules: (Rule & { VisibilityConfig: Watched })[] } // as CloudFormation has it

  it('is CloudFront’s', () => {
    template.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } })
  })

  it('lets one address ask so often and no more, and tells it so', () => {
    const { requestsPerAddress } = stageNamed('prod').limits
    expect(acl().Rules.find(({ Statement }) => 'RateBasedStatement' in Statement)).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: {
        RateBasedStatement: { Limit: requestsPerAddress, AggregateKeyType: 'IP', EvaluationWindowSec: 300 },
      },
    })
  })

  it('blocks what AWS’s lists name, but for bodies and senders that recorders have', () => {
    const lists = acl().Rules.flatMap(({ Statement, OverrideAction }) => {
      const list = Statement.ManagedRuleGroupStatement
      return list ? [{ name: list.Name, counted: list.RuleActionOverrides, OverrideAction }] : []
    })
    expect(lists.map(({ name }) => name)).toEqual([
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesAmazonIpReputationList',
    ])
    for (const { OverrideAction } of lists) expect(OverrideAction).toEqual({ None: {} })
    const counted = lists.flatMap((each) => each.counted as { Name: string; ActionToUse: unknown }[])
    expect(counted.map(({ Name }) => Name).filter((name) => !name.endsWith('_BODY'))).toEqual(['NoUserAgent_HEADER'])
  })

  it('keeps no token, cookie, path or query of what it saw', () => {
    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
        { QueryString: {} },
        { UriPath: {} },
      ],
    })
    for (const { VisibilityConfig } of acl().Rules) expect(VisibilityConfig.SampledRequestsEnabled).toBe(false)
  })
}
