import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { ArnPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionName, Stage } from '../stages.ts'
import { entryCode } from './entry-code.ts'
import { explain } from './explain.ts'

export type ProductFunctionProps = {
  /** Names the entry: `functions/entry/<name>.lambda.ts`. */
  readonly name: FunctionName
  /** The most that one invocation may take. */
  readonly timeout: Duration
  /** Lambda gives CPU by memory; 512 without it. */
  readonly memoryMb?: number
  readonly limits: Stage['limits']
}

/** How often Lambda tries an event again that a function failed on, and for how long. */
const retries = { retryAttempts: 2, maxEventAge: Duration.hours(6) }

/**
 * A function of the product and its tenant role. The function itself may write its log and take the tenant role on, for
 * one tenant at a time; what it may do to a tenant's data stands in the tenant role alone ({@link mayInTenant}).
 */
export class ProductFunction extends Construct {
  readonly handler: LambdaFunction
  /** What the function is outside any tenant. */
  readonly ownRole: Role
  /** What the function is within one, for its statements to be explained; they are added by {@link mayInTenant}. */
  readonly tenantRole: Role
  private failures: Queue | undefined

  constructor(scope: Construct, id: string, { name, timeout, memoryMb = 512, limits }: ProductFunctionProps) {
    super(scope, id)
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const ownRole = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.ownRole = ownRole
    logGroup.grantWrite(ownRole)

    // A session without the tag, or with a further one, is refused: policies of the role name the tenant by the tag.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    this.tenantRole = new Role(this, 'TenantRole', {
      assumedBy: new ArnPrincipal(ownRole.roleArn).withSessionTags().withConditions({
        Null: { 'aws:RequestTag/tenant': 'false' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
      }),
    })
    ownRole.addToPolicy(
      new PolicyStatement({ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [this.tenantRole.roleArn] }),
    )

    this.handler = new LambdaFunction(this, 'Function', {
      code: entryCode(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout,
      ...(limits.concurrency && { reservedConcurrentExecutions: limits.concurrency[name] }),
      role: ownRole,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: { TENANT_ROLE_ARN: this.tenantRole.roleArn },
    })
    explain(logGroup, {
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
        'No line holds a token, an address, a number or a word of a call. CloudWatch encrypts with a key of its own.',
    })
    const noInlinePolicy = {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        'A policy of this one role, deployed with it: a managed one could be attached to others.',
    }
    explain(ownRole, { ...noInlinePolicy, 'AwsSolutions-IAM5[Resource::*]': 'X-Ray takes segments under no resource.' })
    explain(this.tenantRole, noInlinePolicy)
    explain(this.handler, {
      'NIST.800.53.R5-LambdaInsideVPC':
        'It speaks to AWS alone, under the roles above; a network of its own would add a way out, and no border.',
      ...(limits.concurrency === null && {
        'NIST.800.53.R5-LambdaConcurrency':
          'A trial account may have no concurrency to reserve; the API is throttled before it.',
      }),
    })
  }

  setEnvironment(variables: Record<string, string>): void {
    for (const [name, value] of Object.entries(variables)) this.handler.addEnvironment(name, value)
  }

  /** Of a function that somebody waits for: they are told of a failure, and ask again. */
  answersAtOnce(): void {
    explain(this.handler, {
      'NIST.800.53.R5-LambdaDLQ': 'API Gateway waits for its answer: there is no event to be lost.',
      'Serverless-LambdaDLQ': 'API Gateway waits for its answer: there is no event to be lost.',
    })
  }

  /** Lets the function do something on a session tagged with a tenant; the statement names the tenant by `tenantTag`. */
  mayInTenant(statement: PolicyStatement): void {
    this.tenantRole.addToPolicy(statement)
  }

  /** Where events end that the function failed on; the function may write there. */
  keepFailures(): Queue {
    this.failures ??= this.makeFailures()
    return this.failures
  }

  private makeFailures(): Queue {
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    explain(this.handler, {
      'NIST.800.53.R5-LambdaDLQ': 'Failures go to the queue by an on-failure destination, which tells the error too.',
      'Serverless-LambdaDLQ': 'Failures go to the queue by an on-failure destination, which tells the error too.',
    })
    explain(queue, { 'Serverless-SQSRedrivePolicy': 'It is where failures end.' })
    // CDK's own destination would let the function look the queue up as well.
    this.ownRole.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }))
    this.handler.configureAsyncInvoke({ ...retries, onFailure: { bind: () => ({ destination: queue.queueArn }) } })
    return queue
  }
}
