import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { basePath, contract } from '../../functions/contract/index.ts'
import { type BoundRoom, type HttpPorts, type RoomHandler, roomHandler } from '../../functions/http/index.ts'
import type { AuditAction, AuditEntry, Person, TenantId, User } from '../../functions/model/index.ts'
import type { AuditStore } from '../../functions/ports/index.ts'
import { acme, demoPeople } from '../../local/demo/people.ts'
import { clock, givenPerson, givenUser } from '../domain/given.ts'

/** Tara of the demo world, as a user of Acme. */
export const tara: User = (() => {
  const known = demoPeople.find(({ login }) => login === 'tara')
  if (!known || !('user' in known)) throw new Error('the demo world has no tara')
  const { subject, name, email } = known
  return givenUser({ ...known.user, subject, name, email: email ?? '' })
})()
export const taraPerson: Person = givenPerson({
  ...{ subject: tara.subject, name: tara.name, email: tara.email },
  links: [{ tenantId: acme.id, kind: 'user', id: tara.id }],
})

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
/** What the audit was told, in the order in which it was. */
export type Audited = { how: 'write' | 'count' | 'signedIn'; tenantId: TenantId; entry: AuditEntry }[]

/** An audit that only listens. */
export function givenAudit(audited: Audited): AuditStore {
  const unused = () => Promise.reject(new Error('not asked for here'))
  const keep = (how: Audited[number]['how']) => async (tenantId: TenantId, entry: AuditEntry) =>
    void audited.push({ how, tenantId, entry })
  const signedIn = keep('signedIn')
  return {
    ...{ write: keep('write'), count: keep('count') },
    signedIn: (tenantId, _signInId, entry) => signedIn(tenantId, entry),
    ...{ startListening: unused, addHeard: unused, heard: unused, lastSignIns: unused, list: unused },
    recordingsOfSession: unused,
  }
}

/** The recordings room with a handler that does `what` for every endpoint, the faults that it reported, and its audit. */
export function givenRoom(
  what: (call: unknown) => Promise<undefined>,
  ports: Partial<HttpPorts> = {},
): { handler: RoomHandler; faults: Faults; audited: Audited } {
  const faults: Faults = []
  const audited: Audited = []
  const room: BoundRoom = new Map(
    Object.entries(contract.recordings).map(([name, endpoint]) => [
      `${endpoint.method} ${basePath}${endpoint.path}`,
      // The names of endpoints are actions of the audit.
      { name: name as AuditAction, endpoint, handle: async (call) => ({ body: await what(call) }) },
    ]),
  )
  const signIn = { clientId: 'x', scopes: ['soundkeep/api'], signedInAt: clock.now(), signInId: 'sign-in' }
  const handler = roomHandler(room, {
    frontDoor: 'none',
    tokens: { verify: async (token) => (token === 'tara' ? { subject: tara.subject, ...signIn } : undefined) },
    standings: {
      person: async (_, subject) => (subject === tara.subject ? taraPerson : undefined),
      standing: async () => ({ kind: 'user', user: tara, groups: [], policies: [], boundary: undefined }),
      tenant: async () => ({ tenant: acme, supportAccess: null }),
      tenants: async () => [acme],
    },
    ...{ audit: givenAudit(audited), clock },
    reportFault: (fault) => faults.push(fault),
    ...ports,
  })
  return { handler, faults, audited }
}
