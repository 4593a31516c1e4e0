import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { basePath, contract } from '../../functions/contract/index.ts'
import { type BoundRoom, type HttpPorts, type RoomHandler, roomHandler } from '../../functions/http/index.ts'
import type { Person } from '../../functions/model/index.ts'
import { acme, demoPeople } from '../../local/demo/people.ts'

export const taraPerson: Person = (() => {
  const tara = demoPeople.find(({ login }) => login === 'tara')
  if (!tara) throw new Error('the demo world has no tara')
  return tara
})()

export const context: Context = {
  ...{ callbackWaitsForEmptyEventLoop: true, functionName: 'room', functionVersion: '1', invokedFunctionArn: 'arn' },
  ...{ memoryLimitInMB: '512', awsRequestId: 'request-1', logGroupName: 'group', logStreamName: 'stream' },
  ...{ getRemainingTimeInMillis: () => 30_000, done: () => {}, fail: () => {}, succeed: () => {} },
}

/** As API Gateway sends it, to the recordings room, from tara. */
export function eventOf(routeKey: string, event: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = routeKey.split(' ')
  return {
    ...{ version: '2.0', routeKey, rawPath: path, rawQueryString: '', isBase64Encoded: false },
    headers: { authorization: 'Bearer tara' },
    requestContext: {
      ...{ accountId: '0', apiId: 'api', domainName: 'local', domainPrefix: 'local', requestId: 'r', routeKey },
      ...{ stage: '$default', time: '', timeEpoch: 0 },
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
    },
    ...event,
  }
}

export type Faults = { requestId: string; routeKey: string; error: unknown }[]

/** The recordings room with a handler that does `what` for every endpoint, and the faults that it reported. */
export function givenRoom(
  what: (call: unknown) => Promise<undefined>,
  ports: Partial<HttpPorts> = {},
): { handler: RoomHandler; faults: Faults } {
  const faults: Faults = []
  const room: BoundRoom = new Map(
    Object.values(contract.recordings).map((endpoint) => [
      `${endpoint.method} ${basePath}${endpoint.path}`,
      { endpoint, handle: async (call) => ({ body: await what(call) }) },
    ]),
  )
  const handler = roomHandler(room, {
    tokens: {
      verify: async (token) =>
        token === 'tara' ? { subject: taraPerson.subject, clientId: 'x', scopes: ['soundkeep/api'] } : undefined,
    },
    directory: {
      personBySubject: async (subject) => (subject === taraPerson.subject ? taraPerson : undefined),
      tenants: async () => [acme],
    },
    reportFault: (fault) => faults.push(fault),
    ...ports,
  })
  return { handler, faults }
}
