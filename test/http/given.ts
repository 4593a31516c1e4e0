import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { basePath, contract, type Endpoint, managedPolicySchema, userIdSchema } from '../../functions/contract/index.ts'
import { type BoundRoom, type HttpPorts, type RoomHandler, roomHandler } from '../../functions/http/index.ts'
import type { Person, User } from '../../functions/model/index.ts'
import type { AuditStore, StandingReader } from '../../functions/ports/index.ts'
import { acme } from '../../local/demo/people.ts'

const now = '2026-11-23T10:00:00.000Z'
const userId = userIdSchema.parse('01k0tara000000000000000001')

/** Tara, who administers Acme Dental. */
const tara: User = {
  ...{ tenantId: acme.id, id: userId, subject: 'tara-subject', name: 'Tara Quinn', email: 'tara@example.com' },
  ...{ role: 'tenantAdministrator', isEnabled: true, routes: 'all', groups: [], agentIds: [] },
  ...{ managedPolicies: managedPolicySchema.options, policyIds: [], timeZone: null, locale: null, boundaryId: null },
  ...{ lastSignedInAt: now, createdAt: now, updatedAt: now, version: 1 },
}
const taraPerson: Person = {
  ...{ subject: tara.subject, name: tara.name, email: tara.email, administrator: null, isEnabled: true },
  ...{ timeZone: null, locale: null, links: [{ tenantId: acme.id, kind: 'user', id: userId }], signedOutAt: null },
  ...{ secondFactorAt: null, version: 1 },
}
const standings: StandingReader = {
  person: async (_freshness, subject) => (subject === taraPerson.subject ? taraPerson : undefined),
  standing: async () => ({ kind: 'user', user: tara, groups: [], policies: [], boundary: undefined }),
  tenant: async () => ({ tenant: acme, supportAccess: null }),
  tenants: async () => [acme],
}

/** Keeps nothing: what it is told is told elsewhere. */
const audit: AuditStore = {
  ...{ write: async () => {}, count: async () => {}, signedIn: async () => {} },
  ...{ startListening: async () => 'written', addHeard: async () => 'written', heard: async () => [] },
  ...{ list: async () => ({ entries: [], next: undefined }), recordingsOfSession: async () => [] },
  lastSignIns: async () => new Map(),
}

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
  const names = Object.keys(contract.recordings) as (keyof typeof contract.recordings)[] // the keys are its endpoints
  const room: BoundRoom = new Map(
    names.map((name) => {
      const endpoint: Endpoint = contract.recordings[name]
      return [
        `${endpoint.method} ${basePath}${endpoint.path}`,
        { name, endpoint, handle: async (call) => ({ body: await what(call) }) },
      ]
    }),
  )
  const handler = roomHandler(room, {
    frontDoor: 'none',
    tokens: {
      verify: async (token) =>
        token === 'tara'
          ? {
              ...{ subject: taraPerson.subject, clientId: 'x', scopes: ['soundkeep/api'] },
              ...{ signedInAt: now, signInId: 'sign-in' },
            }
          : undefined,
    },
    standings,
    audit,
    clock: { now: () => now, businessNow: () => now },
    reportFault: (fault) => faults.push(fault),
    ...ports,
  })
  // Lambda gives each request a context of its own.
  return { handler: (event, context) => handler(event, { ...context }), faults }
}
