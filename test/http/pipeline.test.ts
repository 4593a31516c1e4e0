import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basePath, contract, type Problem, problemSchema } from '../../functions/contract/index.ts'
import { Refusal } from '../../functions/domain/problems/index.ts'
import type { HttpResult } from '../../functions/http/pipeline.ts'
import { acme } from '../../local/demo/people.ts'
import { givenAdministratorPerson } from '../domain/given.ts'
import { context, eventOf, givenAudit, givenRoom, tara, taraPerson } from './given.ts'

const routeKeys = Object.values(contract.recordings).map(({ method, path }) => `${method} ${basePath}${path}`)
const list = `GET ${basePath}/recordings`
const one = `GET ${basePath}/recordings/{recordingId}`
const patch = `PATCH ${basePath}/recordings/{recordingId}`
const pathParameters = { recordingId: '01k0000000000000000000000a' }
const signedIn = { authorization: 'Bearer tara' }
const editing = { ...signedIn, 'content-type': 'application/json', 'if-match': '"v3"' }

/** @throws when it is not a problem of the contract */
function problemIn({ statusCode, headers, body }: HttpResult): Problem {
  expect(headers?.['content-type']).toBe('application/problem+json')
  const problem = problemSchema.parse(JSON.parse(body ?? ''))
  expect(problem.status).toBe(statusCode)
  return problem
}

describe('whatever event comes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Bearer tara', 'application/json', '"v1"', '*', '{}', '[]', '{"from":"1"}', 'null'),
  )
  const names = fc.constantFrom('authorization', 'Content-Type', 'if-match', 'soundkeep-tenant', '__proto__')
  const mostly = <T>(usual: fc.Arbitrary<T>) =>
    fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: fc.anything(), weight: 1 })
  const likely = fc.record(
    {
      routeKey: mostly(fc.constantFrom(...routeKeys)),
      headers: mostly(
        fc.dictionary(fc.oneof(names, fc.string()), text).map((headers) => ({ ...signedIn, ...headers })),
      ),
      queryStringParameters: mostly(fc.dictionary(fc.constantFrom('limit', 'cursor', 'sessionId', 'x'), text)),
      pathParameters: mostly(fc.constant(pathParameters)),
      body: mostly(text),
      isBase64Encoded: mostly(fc.boolean()),
    },
    { requiredKeys: [] },
  )

  it('the answer is a success or a problem of the contract, and a fault of ours tells nothing', async () => {
    const { handler } = givenRoom(async () => undefined)
    const property = fc.asyncProperty(fc.oneof(likely, fc.anything()), async (event) => {
      const answer = await handler(event as Parameters<typeof handler>[0], context) // whatever it is
      if (answer.statusCode === 200 || answer.statusCode === 204) return
      const problem = problemIn(answer)
      if (problem.status >= 500) expect(problem.detail).toMatch(/^It is not your doing/)
    })
    await fc.assert(property, { numRuns: 300 })
  })

  it('a body that is JSON is taken or refused by its fields', async () => {
    const { handler, faults } = givenRoom(async () => undefined)
    const property = fc.asyncProperty(fc.json({ maxDepth: 6 }), async (body) => {
      const answer = await handler(eventOf(patch, { pathParameters, body, headers: editing }), context)
      expect([200, 400]).toContain(answer.statusCode)
    })
    await fc.assert(property, { numRuns: 300 })
    expect(faults).toEqual([])
  })
})

describe('a handler', () => {
  it('is given what was verified and parsed', async () => {
    const calls: unknown[] = []
    const { handler } = givenRoom(async (call) => {
      calls.push(call)
      return undefined
    })
    await handler(eventOf(patch, { pathParameters, body: '{"from":" 1 "}', headers: editing }), context)
    expect(calls).toMatchObject([
      {
        ...{ params: pathParameters, body: { from: '1' }, baseVersion: 3, idempotencyKey: undefined },
        principal: {
          person: { name: 'Tara Quinn' },
          id: tara.id,
          grant: { role: 'tenantAdministrator', routes: 'all' },
        },
      },
    ])
  })

  it('takes a body that API Gateway sent in base64', async () => {
    const calls: unknown[] = []
    const { handler } = givenRoom(async (call) => {
      calls.push(call)
      return undefined
    })
    const body = Buffer.from('{"from":"Zoë"}').toString('base64')
    const event = eventOf(patch, { pathParameters, body, isBase64Encoded: true, headers: editing })
    await handler(event, context)
    expect(calls).toMatchObject([{ body: { from: 'Zoë' } }])
  })

  it('is not reached by anybody who may not', async () => {
    let isReached = false
    const { handler } = givenRoom(async () => {
      isReached = true
      return undefined
    })
    for (const headers of [{}, { authorization: 'Bearer tom' }, { ...signedIn, 'soundkeep-tenant': 'other' }]) {
      await handler(eventOf(list, { headers }), context)
    }
    expect(isReached).toBe(false)
  })

  it('that refuses is answered in its own words', async () => {
    const { handler, faults } = givenRoom(async () => {
      throw new Refusal('contradiction', 'Say it again.', [{ field: 'from', message: 'differs' }])
    })
    expect(problemIn(await handler(eventOf(list), context))).toEqual({
      ...{ type: 'about:blank', title: 'The facts contradict what is already known', status: 409 },
      ...{ code: 'contradiction', detail: 'Say it again.', errors: [{ field: 'from', message: 'differs' }] },
    })
    expect(faults).toEqual([])
  })
})

describe('a fault of ours', () => {
  const failing = (error: unknown) =>
    givenRoom(async () => {
      throw error
    })

  it('is reported with its request, and answered without a word of its cause', async () => {
    const error = new Error('secret +12025550143')
    for (const thrown of [error, 'text', undefined, null, { code: 'not_found' }]) {
      const { handler, faults } = failing(thrown)
      const answer = await handler(eventOf(one, { pathParameters }), context)
      expect(problemIn(answer).code).toBe('internal_error')
      expect(answer.body).not.toContain('secret')
      expect(answer.headers?.['soundkeep-request-id']).toBe('request-1')
      expect(faults).toEqual([{ requestId: 'request-1', routeKey: one, error: thrown }])
    }
  })

  it.for(['ThrottlingException', 'SlowDown', 'TimeoutError', 'IssuerUnavailable'])(
    'that passes (%s) says so',
    async (name) => {
      const { handler } = failing(Object.assign(new Error('x'), { name }))
      const answer = await handler(eventOf(list), context)
      expect(problemIn(answer).code).toBe('unavailable')
      expect(answer.headers?.['retry-after']).toBe('2')
    },
  )

  it('in looking at the token is no 401', async () => {
    const verify = () => Promise.reject(Object.assign(new Error('no keys'), { name: 'IssuerUnavailable' }))
    const { handler } = givenRoom(async () => undefined, { tokens: { verify } })
    expect(problemIn(await handler(eventOf(list), context)).status).toBe(503)
  })

  it('takes no longer than the function has', async () => {
    const { handler } = givenRoom(() => new Promise(() => {}))
    const answer = await handler(eventOf(list), { ...context, getRemainingTimeInMillis: () => 20 })
    expect(problemIn(answer).code).toBe('unavailable')
  })
})

describe('the audit of a request', () => {
  const allowed = { personId: tara.id, role: 'tenantAdministrator', requestId: 'request-1', sourceAddress: '127.0.0.1' }
  const denied = (code: ConstructorParameters<typeof Refusal>[0]) =>
    givenRoom(async () => {
      throw new Refusal(code, 'No.')
    })
  const told = ({ audited }: ReturnType<typeof givenRoom>) =>
    audited.map(({ how, entry: { action, outcome } }) => `${how} ${action} ${outcome}`)

  it('has the sign-in, what was opened, and the names of what was searched by', async () => {
    const room = givenRoom(async () => undefined)
    await room.handler(eventOf(one, { pathParameters }), context)
    const searched = { queryStringParameters: { sessionId: 'secret', limit: '5', startedFrom: '2026-01-01T00:00:00Z' } }
    await room.handler(eventOf(list, searched), context)
    expect(told(room)).toEqual([
      ...['signedIn signIn allowed', 'write getRecording allowed', 'signedIn signIn allowed'],
      'count listRecordings allowed',
    ])
    const [, opened, , search] = room.audited
    expect(opened?.entry).toMatchObject({ ...allowed, objects: pathParameters, fields: [], reason: null })
    expect(search?.entry).toMatchObject({ ...allowed, fields: ['sessionId', 'startedFrom'], objects: {} })
    expect(JSON.stringify(room.audited)).not.toContain('secret')
  })

  it('has a further page as the search that it is of', async () => {
    const room = givenRoom(async () => undefined)
    await room.handler(eventOf(list, { queryStringParameters: { cursor: 'k1.x' } }), context)
    expect(told(room)).toEqual(['signedIn signIn allowed'])
  })

  it.for(['not_found', 'route_permission', 'forbidden', 'support_access_required'] as const)(
    'has what was denied: %s',
    async (code) => {
      const room = denied(code)
      await room.handler(eventOf(one, { pathParameters }), context)
      expect(told(room)).toEqual(['signedIn signIn allowed', 'count getRecording denied'])
      expect(room.audited[1]?.entry).toMatchObject({ ...allowed, reason: code, objects: pathParameters })
    },
  )

  it('has no other refusal, and nothing of a request that was nobody’s', async () => {
    const room = denied('conflict')
    await room.handler(eventOf(one, { pathParameters }), context)
    expect(told(room)).toEqual(['signedIn signIn allowed'])
    const stranger = givenRoom(async () => undefined)
    await stranger.handler(eventOf(one, { pathParameters, headers: {} }), context)
    expect(stranger.audited).toEqual([])
  })

  it('that cannot be kept lets nothing be opened, and no denial be answered as one', async () => {
    const fault = new Error('the table is away')
    const away = () => Promise.reject(fault)
    const audit = { ...givenAudit([]), write: away, count: away }
    const opened = givenRoom(async () => undefined, { audit })
    expect(problemIn(await opened.handler(eventOf(one, { pathParameters }), context)).code).toBe('internal_error')
    const refused = givenRoom(() => Promise.reject(new Refusal('not_found', 'No.')), { audit })
    expect(problemIn(await refused.handler(eventOf(one, { pathParameters }), context)).code).toBe('internal_error')
    expect(refused.faults).toMatchObject([{ error: fault }])
  })
})

describe('whoever may not', () => {
  const closed = () => {
    const administrator = givenAdministratorPerson('superUser', { subject: tara.subject })
    return givenRoom(async () => undefined, {
      standings: {
        ...{ person: async () => administrator, standing: async () => undefined, tenants: async () => [acme] },
        tenant: async () => ({ tenant: acme, supportAccess: null }),
      },
    })
  }
  const inAcme = { headers: { ...signedIn, 'soundkeep-tenant': acme.id } }

  it('is told that support access is closed, before anything is read', async () => {
    const { handler } = closed()
    expect(problemIn(await handler(eventOf(list, inAcme), context)).code).toBe('support_access_required')
  })

  it('is told which permission is missing', async () => {
    const user = { ...tara, role: 'tenantUser' as const, managedPolicies: [] }
    const { handler, audited } = givenRoom(async () => undefined, {
      standings: {
        ...{ person: async () => taraPerson, tenants: async () => [acme] },
        standing: async () => ({ kind: 'user', user, groups: [], policies: [], boundary: undefined }),
        tenant: async () => ({ tenant: acme, supportAccess: null }),
      },
    })
    const problem = problemIn(await handler(eventOf(list), context))
    expect(problem).toMatchObject({ status: 403, code: 'forbidden', detail: expect.stringContaining('recording:List') })
    expect(audited.map(({ entry }) => entry.outcome)).toEqual(['allowed', 'denied'])
  })

  it('is asked for rights of the moment where something changes', async () => {
    const asked: string[] = []
    const { handler } = givenRoom(async () => undefined, {
      standings: {
        person: async (freshness) => {
          asked.push(freshness)
          return taraPerson
        },
        standing: async (freshness) => {
          asked.push(freshness)
          return { kind: 'user', user: tara, groups: [], policies: [], boundary: undefined }
        },
        ...{ tenant: async () => ({ tenant: acme, supportAccess: null }), tenants: async () => [acme] },
      },
    })
    await handler(eventOf(list), context)
    await handler(eventOf(patch, { pathParameters, body: '{"from":"1"}', headers: editing }), context)
    expect(asked).toEqual(['recent', 'recent', 'current', 'current'])
  })
})
