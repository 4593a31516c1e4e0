import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'

/**
 * Rules of AWS's lists that are counted and block nothing. Recorders send SIPREC documents, which are XML and longer than 8 kB, and
 * people write notes about anything: the API holds every body to its schema and shows it as text. Recorders name no browser.
 */
const counted: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesCommonRuleSet: [
    ...['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericLFI_BODY', 'GenericRFI_BODY'],
    ...['EC2MetaDataSSRF_BODY', 'NoUserAgent_HEADER'],
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  AWSManagedRulesAmazonIpReputationList: [],
}

/** What CloudFront lets nobody through with: too many requests of an address, addresses of bad repute, known attacks. */
export class Firewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, { name, limits }: Pick<Stage, 'name' | 'limits'>) {
    super(scope, id)
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      description: 'What reaches Soundkeep',
      defaultAction: { allow: {} },
      visibilityConfig: watched('all'),
      rules: [
        {
          name: 'requests-per-address',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              ...{ limit: limits.requestsPerAddress, evaluationWindowSec: 300, aggregateKeyType: 'IP' },
            },
          },
          visibilityConfig: watched('requests-per-address'),
        },
        ...Object.entries(counted).map(([list, rules], index) => ({
          name: list,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              ...{ vendorName: 'AWS', name: list },
              ruleActionOverrides: rules.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          visibilityConfig: watched(list),
        })),
      ],
    })
    this.arn = acl.attrArn
    this.logBlocked(acl, name)
  }

  /** What was blocked and by which rule, without tokens, cookies and queries. */
  private logBlocked(acl: CfnWebACL, stageName: string): void {
    const log = new LogGroup(this, 'Log', {
      // WAF writes to no group that is called otherwise.
      logGroupName: `aws-waf-logs-soundkeep-${stageName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    explain(log, {
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
        'A line tells of a request that was refused, without token, path and query. CloudWatch encrypts with a key of its own.',
    })
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        Stack.of(this).formatArn({ service: 'logs', resource: `log-group:aws-waf-logs-soundkeep-${stageName}` }),
      ],
      redactedFields: [
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'cookie' } },
        { queryString: {} },
        { uriPath: {} },
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
          },
        ],
      },
    })
    logging.node.addDependency(log)
  }
}

const watched = (metricName: string) => ({
  ...{ metricName, cloudWatchMetricsEnabled: true },
  // A sample would hold whole requests, tokens and all.
  sampledRequestsEnabled: false,
})
