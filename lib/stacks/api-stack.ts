import { Duration, Stack } from 'aws-cdk-lib'
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Construct } from 'constructs'
import { basePath, contract, type Room, type RoomName } from '../../functions/contract/index.ts'
import { explain, ProductFunction } from '../constructs/index.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'
import { type EventsStack, renditionsQueueVariable } from './events-stack.ts'
import type { IdentityStack } from './identity-stack.ts'
import type { WebStack } from './web-stack.ts'

type ApiStackProps = {
  readonly stage: Stage
  readonly data: DataStack
  readonly events: EventsStack
  readonly identity: IdentityStack
  readonly web: WebStack
}
/** What the function of a room may do; a room of the contract without an entry does not compile. */
type Grants = Record<RoomName, (room: ProductFunction) => void>

/** A function for each room of the contract, and its routes at the gateway. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { region, limits } = props.stage
    super(scope, id, { description: 'Soundkeep: the rooms of the API', env: { region } })
    const grants = this.grants(props)
    for (const [key, endpoints] of Object.entries<Room>(contract)) {
      const name = key as RoomName // the keys of `contract` are the room names
      // API Gateway waits 30 seconds: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
      const room = new ProductFunction(this, name, { name, timeout: Duration.seconds(29), limits })
      room.answersAtOnce()
      props.identity.pool.grantVerification(room)
      props.web.originSecrets.grantUse(room)
      grants[name](room)
      this.addRoutes(room, name, endpoints, props.web)
    }
  }

  private addRoutes(room: ProductFunction, name: RoomName, endpoints: Room, { gateway }: WebStack): void {
    const integration = new HttpLambdaIntegration(`${name}-integration`, room.handler)
    for (const { method, path } of Object.values(endpoints)) {
      const routeKey = HttpRouteKey.with(`${basePath}${path}`, HttpMethod[method])
      const route = new HttpRoute(this, `${method} ${path}`, { httpApi: gateway.api, routeKey, integration })
      explain(route, {
        'AwsSolutions-APIG4':
          'The function verifies the token, of every endpoint that does not say it is public, by type.',
      })
    }
  }

  private grants({ data, events, identity }: ApiStackProps): Grants {
    const { table, bucket, cursorKeys } = data
    const { pool } = identity
    return {
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
      customData: (room) => {
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
      metadata: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
      },
      reviews: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantWrites(room)
      },
      media: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantPuts(room)
        table.grantChecks(room)
        bucket.grantVersionReads(room)
        events.renditionsWork.grantAsking(room, renditionsQueueVariable)
      },
      segments: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantPuts(room)
        table.grantChecks(room)
        bucket.grantTranscripts(room)
      },
      ingest: (room) => {
        table.grantReads(room)
        table.grantAudit(room)
        table.grantPuts(room)
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
  }
}
