import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type Attribute,
  AttributeType,
  CfnGlobalTable,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import { auditStart, recorderActivityStart, soundkeepTable } from '../../functions/adapters/dynamodb/index.ts'
import type { Stage } from '../stages.ts'
import { explain } from './explain.ts'
import type { ProductFunction } from './product-function.ts'
import { tenantTag } from './tenant-tag.ts'

const tenantKeys = `T#${tenantTag}#*`
const activityKeys = `T#${tenantTag}#${recorderActivityStart}#*`
const auditKeys = `T#${tenantTag}#${auditStart}*`

type IndexName = (typeof soundkeepTable.indexes)[number]['name']

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING })

/** The table, made from the description that the stores and the local engine share, and who may do what with it. */
export class SoundkeepTable extends Construct {
  readonly streamArn: string
  readonly tableName: string
  private readonly table: TableV2

  constructor(scope: Construct, id: string, { key, keepsData }: Pick<Stage, 'keepsData'> & { readonly key: Key }) {
    super(scope, id)
    const { partitionKey, sortKey, timeToLive, stream, indexes } = soundkeepTable
    this.table = new TableV2(this, 'Table', {
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      timeToLiveAttribute: timeToLive,
      encryption: TableEncryptionV2.customerManagedKey(key),
      dynamoStream: StreamViewType[stream],
      globalSecondaryIndexes: indexes.map((index) => ({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...index.columns],
      })),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keepsData,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.tableName = this.table.tableName
    const { tableStreamArn } = this.table
    if (tableStreamArn === undefined) throw new Error('The table has no stream: its description must name one.')
    this.streamArn = tableStreamArn
  }

  /** Of the table alone; neither Scan nor PartiQL, which name no partition. */
  grantReads(to: ProductFunction): void {
    this.grantGets(to)
    this.grantBatchReads(to)
    this.grantQueries(to)
  }

  grantGets(to: ProductFunction): void {
    this.grant(to, ['dynamodb:GetItem'])
  }

  grantBatchReads(to: ProductFunction): void {
    this.grant(to, ['dynamodb:BatchGetItem'])
  }

  grantQueries(to: ProductFunction): void {
    this.grant(to, ['dynamodb:Query'])
  }

  /** Of the indexes that are named. */
  grantIndexQueries(to: ProductFunction, ...indexes: IndexName[]): void {
    const resources = indexes.map((name) => `${this.table.tableArn}/index/${name}`)
    this.grant(to, ['dynamodb:Query'], { resources })
  }

  /** A transaction needs the permission of each of its parts. */
  grantWrites(to: ProductFunction): void {
    this.grantPuts(to)
    this.grantDeletes(to)
  }

  grantPuts(to: ProductFunction): void {
    this.grant(to, ['dynamodb:PutItem'])
  }

  /** Writing on condition of an item that is not written itself. */
  grantChecks(to: ProductFunction): void {
    this.grant(to, ['dynamodb:ConditionCheckItem'])
  }

  /** How recorders fare: counters grow by an update; everything else is put whole. */
  grantActivity(to: ProductFunction): void {
    this.grant(to, ['dynamodb:UpdateItem'], { keys: activityKeys })
  }

  /** Of everything but the audit. */
  grantDeletes(to: ProductFunction): void {
    this.grant(to, ['dynamodb:DeleteItem'])
    to.mayInTenant(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['dynamodb:DeleteItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [auditKeys] } },
      }),
    )
  }

  /** Adding to the audit, and counting in it. */
  grantAudit(to: ProductFunction): void {
    this.grant(to, ['dynamodb:PutItem', 'dynamodb:UpdateItem'], { keys: auditKeys })
  }

  /** Reading the stream is Lambda's doing, outside any tenant; its records hold keys alone. */
  grantStream(to: ProductFunction): void {
    to.ownRole.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.streamArn],
      }),
    )
    const { stack, node } = this.table
    if (!(node.defaultChild instanceof CfnGlobalTable)) throw new Error('The table has no resource to name.')
    explain(to.ownRole, {
      [`AwsSolutions-IAM5[Resource::<${stack.getLogicalId(node.defaultChild)}.Arn>/stream/*]`]:
        'Streams are listed of a table, not of one stream; what is listed are names.',
    })
    to.ownRole.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${this.table.tableArn}/stream/*`] }),
    )
  }

  /**
   * Only in partitions that begin with the session's tenant. ForAllValues holds for a request without such keys too, hence
   * the second condition.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  private grant(
    to: ProductFunction,
    actions: string[],
    { keys = tenantKeys, resources = [this.table.tableArn] }: { keys?: string; resources?: string[] } = {},
  ): void {
    to.mayInTenant(
      new PolicyStatement({
        actions,
        resources,
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    )
    to.setEnvironment({ TABLE_NAME: this.table.tableName })
  }
}
