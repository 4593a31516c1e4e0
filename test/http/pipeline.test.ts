import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basePath, contract, type Problem, problemSchema } from '../../functions/contract/index.ts'
import { Refusal } from '../../functions/domain/problems/index.ts'
import type { HttpResult } from '../../functions/http/pipeline.ts'
import { context, eventOf, givenRoom } from './given.ts'

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
        principal: { person: { name: 'Tara Quinn' }, grant: { role: 'tenantAdministrator', routes: 'all' } },
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
