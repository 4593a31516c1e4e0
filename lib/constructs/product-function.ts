import { type Duration, RemovalPolicy } from 'aws-cdk-lib'
import { ArnPrincipal, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { entryCode } from './entry-code.ts'

export type ProductFunctionProps = {
  /** Names the entry: `functions/entry/<name>.lambda.ts`. */
  readonly name: string
  /** The most that one invocation may take. */
  readonly timeout: Duration
  /** Lambda gives CPU by memory; 512 without it. */
  readonly memoryMb?: number
}

/**
 * A function of the product and its tenant role. The function itself may write its log and take the tenant role on, for
 * one tenant at a time; what it may do to a tenant's data stands in the tenant role alone ({@link mayInTenant}).
 */
export class ProductFunction extends Construct {
  readonly handler: LambdaFunction
  /** What the function is outside any tenant. */
  readonly ownRole: IRole
  private readonly tenantRole: Role

  constructor(scope: Construct, id: string, { name, timeout, memoryMb = 512 }: ProductFunctionProps) {
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
      role: ownRole,
      logGroup,
      environment: { TENANT_ROLE_ARN: this.tenantRole.roleArn },
    })
  }

  setEnvironment(variables: Record<string, string>): void {
    for (const [name, value] of Object.entries(variables)) this.handler.addEnvironment(name, value)
  }

  /** Lets the function do something on a session tagged with a tenant; the statement names the tenant by `tenantTag`. */
  mayInTenant(statement: PolicyStatement): void {
    this.tenantRole.addToPolicy(statement)
  }
}
