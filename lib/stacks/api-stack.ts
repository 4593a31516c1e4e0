import { CfnOutput, Duration, Stack } from 'aws-cdk-lib'
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { deletionSKPrefix } from '../../functions/adapters/dynamodb/index.ts'
import { basePath, contract, type Room, type RoomName } from '../../functions/contract/index.ts'
import { ProductFunction, UserPoolAccess } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

const sealEvery = Schedule.rate(Duration.minutes(1))
const sweepEvery = Schedule.rate(Duration.minutes(5))

type ApiStackProps = { readonly stage: Stage; readonly data: DataStack }
/** What the function of a room may do; a room of the contract without an entry does not compile. */
type Grants = Record<RoomName, (room: ProductFunction) => void>

/** The API's functions and routes, and the functions that events start. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { stage, data }: ApiStackProps) {
    super(scope, id, { description: 'Soundkeep: the API and what works behind it' })
    this.makeApi(stage, data)
    this.makeArrivals(data)
    this.makeReaper(data)
    this.makeSealer(data)
  }

  private makeApi(stage: Stage, { table, bucket, cursorKeys }: DataStack): void {
    const { issuer, dashboardClientId, userPoolId } = stage
    const pool = new UserPoolAccess(userPoolId)
    const grants: Grants = {
      // Nothing is refused to anybody about themselves, so nothing is counted; what they change is put into the audit.
      me: (room) => {
        table.grantReads(room)
        table.grantPuts(room)
        pool.nameTo(room)
      },
      tenants: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        // A route that recordings belong to stays.
        table.grantIndexQueries(room, 'byRoute')
        table.grantWrites(room)
        pool.grantAdministrators(room)
      },
      users: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
        pool.grantPeople(room)
      },
      groups: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
      },
      policies: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
      },
      recordings: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantIndexQueries(room, 'byTime', 'byRoute', 'byAgent')
        table.grantWrites(room)
        bucket.grantDeletionMarks(room)
        cursorKeys.grantUse(room)
      },
      media: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        bucket.grantVersionReads(room)
      },
      ingest: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
        table.grantActivity(room)
        bucket.grantUploads(room)
      },
      recorders: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
        pool.grantRecorders(room)
      },
      audit: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantIndexQueries(room, 'byTime', 'byRoute')
        cursorKeys.grantUse(room)
      },
    }
    const api = new HttpApi(this, 'Api', { description: 'Soundkeep' })
    for (const [name, endpoints] of Object.entries<Room>(contract)) {
      // API Gateway waits 30 seconds: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
      const room = new ProductFunction(this, name, { name, timeout: Duration.seconds(29) })
      room.setEnvironment({ ISSUER: issuer, DASHBOARD_CLIENT_ID: dashboardClientId })
      grants[name as RoomName](room) // the keys of `contract` are the room names
      const integration = new HttpLambdaIntegration(`${name}-integration`, room.handler)
      for (const { method, path } of Object.values(endpoints)) {
        api.addRoutes({ path: `${basePath}${path}`, methods: [HttpMethod[method]], integration })
      }
    }
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint })
  }

  /** Stored objects become media files. */
  private makeArrivals({ table, bucket }: DataStack): void {
    const arrivals = new ProductFunction(this, 'arrivals', {
      name: 'arrivals',
      timeout: Duration.minutes(5),
      memoryMb: 1024,
    })
    table.grantReads(arrivals)
    table.grantIndexQueries(arrivals, 'byTime')
    table.grantPuts(arrivals)
    table.grantChecks(arrivals)
    bucket.grantReads(arrivals)
    bucket.grantLists(arrivals)
    const target = new LambdaFunction(arrivals.handler)
    new Rule(this, 'ObjectCreated', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ wildcard: 't/*/r/*' }] } },
      },
      targets: [target],
    })
    new Rule(this, 'SweepArrivals', { schedule: sweepEvery, targets: [target] })
  }

  /** Carries noted deletions out; the one function that removes objects. */
  private makeReaper({ table, bucket }: DataStack): void {
    const reaper = new ProductFunction(this, 'reaper', { name: 'reaper', timeout: Duration.minutes(5) })
    table.grantBatchReads(reaper)
    table.grantQueries(reaper)
    table.grantDeletes(reaper)
    table.grantStream(reaper)
    bucket.grantRemoval(reaper)
    const failed = new Queue(this, 'FailedDeletions', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    reaper.ownRole.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queueArn] }),
    )
    const stream = new EventSourceMapping(this, 'Deletions', {
      target: reaper.handler,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { SK: { S: FilterRule.beginsWith(deletionSKPrefix) } } } })],
      batchSize: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The schedule takes up whatever is given up here.
      retryAttempts: 5,
      // CDK's own would let the function look the queue up as well.
      onFailure: { bind: () => ({ destination: failed.queueArn }) },
    })
    // Lambda tries the stream when the mapping is made.
    stream.node.addDependency(reaper.ownRole)
    new Rule(this, 'SweepDeletions', { schedule: sweepEvery, targets: [new LambdaFunction(reaper.handler)] })
  }

  /** Seals what the audit wrote; the one function that writes where sealed blocks are kept. */
  private makeSealer({ table, bucket }: DataStack): void {
    const sealer = new ProductFunction(this, 'sealer', { name: 'sealer', timeout: Duration.minutes(5) })
    table.grantQueries(sealer)
    bucket.grantSealing(sealer)
    new Rule(this, 'SealAudit', { schedule: sealEvery, targets: [new LambdaFunction(sealer.handler)] })
  }
}
