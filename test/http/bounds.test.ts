import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { basePath, type ProblemCode, problemSchema } from '../../functions/contract/index.ts'
import { requestBounds } from '../../functions/http/event.ts'
import { context, eventOf, givenRoom } from './given.ts'

const list = `GET ${basePath}/recordings`
const patch = `PATCH ${basePath}/recordings/{recordingId}`
const pathParameters = { recordingId: '01k0000000000000000000000a' }
const signedIn = { authorization: 'Bearer tara' }
const json = { ...signedIn, 'content-type': 'application/json', 'if-match': '"v3"' }

/** The code of the answer, 'success' for one of those. */
async function answerTo(event: unknown): Promise<ProblemCode | 'success'> {
  const { handler, faults } = givenRoom(async () => undefined)
  const { statusCode = 0, body } = await handler(event, context)
  expect(faults).toEqual([])
  if (statusCode < 400) return 'success'
  const problem = problemSchema.parse(JSON.parse(body ?? ''))
  expect(problem.status).toBe(statusCode)
  return problem.code
}

const asking = (changes: object) => answerTo({ ...eventOf(list), ...changes })
const sending = (body: string, changes: Partial<APIGatewayProxyEventV2> = {}) =>
  answerTo(eventOf(patch, { pathParameters, body, headers: json, ...changes }))
const inBase64 = (bytes: Uint8Array | string, changes: Partial<APIGatewayProxyEventV2> = {}) =>
  sending(Buffer.from(bytes).toString('base64'), { isBase64Encoded: true, ...changes })

describe('an event', () => {
  it('of API Gateway is answered', async () => {
    expect(await asking({})).toBe('success')
    expect(await asking({ requestContext: undefined, rawPath: undefined, cookies: ['a=b'] })).toBe('success')
    expect(await asking({ requestContext: { authorizer: 'x', http: { sourceIp: '2001:db8::1' } } })).toBe('success')
  })

  it.for<[what: string, changes: object]>([
    ['of another version', { version: '1.0' }],
    ['of no version', { version: undefined }],
    ['with a route in a list', { routeKey: [list] }],
    ['with headers in a list', { headers: ['authorization'] }],
    ['with a number for a header', { headers: { ...signedIn, 'if-match': 1 } }],
    ['with null for headers', { headers: null }],
    ['with a query of numbers', { queryStringParameters: { limit: 5 } }],
    ['with a query in a text', { queryStringParameters: 'limit=5' }],
    ['with half a character in its query', { queryStringParameters: { sessionId: '\ud800' } }],
    ['with a path of objects', { pathParameters: { recordingId: {} } }],
    ['with a body that is an object', { body: {} }],
    ['with isBase64Encoded in words', { isBase64Encoded: 'false' }],
    ['from an address that is none', { requestContext: { http: { sourceIp: 'me; drop' } } }],
    ['with a context that is none', { requestContext: 'x' }],
    ['with a header twice', { headers: { ...signedIn, Authorization: 'Bearer tom' } }],
  ])('%s is none of API Gateway’s', async ([, changes]) => {
    expect(await asking(changes)).toBe('malformed_request')
  })

  it('of another route is not found', async () => {
    expect(await asking({ routeKey: `GET ${basePath}/nothing` })).toBe('not_found')
    expect(await asking({ routeKey: '__proto__' })).toBe('not_found')
    expect(await asking({ routeKey: '$default' })).toBe('not_found')
  })

  it('names its headers in any case', async () => {
    expect(await asking({ headers: { AUTHORIZATION: 'Bearer tara' } })).toBe('success')
  })

  it('may have so many headers of such a length, and no more', async () => {
    const { headers, headersLength } = requestBounds
    const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, '']))
    expect(await asking({ headers: { ...signedIn, ...some(headers - 1) } })).toBe('success')
    expect(await asking({ headers: { ...signedIn, ...some(headers) } })).toBe('malformed_request')
    const long = headersLength - 'authorizationBearer tarax'.length
    expect(await asking({ headers: { ...signedIn, x: 'x'.repeat(long) } })).toBe('success')
    expect(await asking({ headers: { ...signedIn, x: 'x'.repeat(long + 1) } })).toBe('malformed_request')
  })

  it('may have a path and a query of such a length, and no more', async () => {
    const { pathLength, queryLength } = requestBounds
    expect(await asking({ rawPath: '/'.repeat(pathLength) })).toBe('success')
    expect(await asking({ rawPath: '/'.repeat(pathLength + 1) })).toBe('malformed_request')
    expect(await asking({ pathParameters: { x: 'x'.repeat(pathLength) } })).toBe('malformed_request')
    expect(await asking({ rawQueryString: '&'.repeat(queryLength) })).toBe('success')
    expect(await asking({ rawQueryString: '&'.repeat(queryLength + 1) })).toBe('malformed_request')
    expect(await asking({ queryStringParameters: { x: 'x'.repeat(queryLength) } })).toBe('malformed_request')
  })

  it('gives each parameter of its query once', async () => {
    const joined = { queryStringParameters: { sessionId: 'a,b' } }
    expect(await asking({ ...joined, rawQueryString: 'sessionId=a,b' })).toBe('success')
    expect(await asking({ ...joined, rawQueryString: 'sessionId=a&sessionId=b' })).toBe('invalid_request')
    expect(await asking({ ...joined, rawQueryString: 'sessionId=a&session%49d=b' })).toBe('invalid_request')
  })

  it.for(['', '\0', '01k0000000000000000000000a\0', '../x', '01K0000000000000000000000A', 'x'.repeat(200)])(
    'with the path parameter %j asks for what is not there',
    async (recordingId) => {
      expect(await sending('{}', { pathParameters: { recordingId } })).toBe('not_found')
      expect(await sending('{}', { pathParameters: {} })).toBe('not_found')
    },
  )
})

describe('a body', () => {
  it('is taken as text and in base64', async () => {
    expect(await sending('{"from":"1"}')).toBe('success')
    expect(await inBase64('{"from":"Zoë"}')).toBe('success')
  })

  it('is as long as Content-Length says, where it says', async () => {
    const saying = (length: string) => ({ headers: { ...json, 'content-length': length } })
    expect(await sending('{"from":"Zoë"}', saying('15'))).toBe('success')
    expect(await inBase64('{"from":"Zoë"}', saying('15'))).toBe('success')
    for (const length of ['14', '16', '0', '-1', '015', '15, 15', '1e1', '', '99999999999']) {
      expect([length, await sending('{"from":"Zoë"}', saying(length))]).toEqual([length, 'malformed_request'])
    }
  })

  it('is in base64 when it is said to be, and only then', async () => {
    const said = { isBase64Encoded: true }
    for (const body of ['{"from":"1"}', 'e30', 'e30=\n', 'e31=', 'e3 0=', '====']) {
      expect([body, await sending(body, said)]).toEqual([body, 'malformed_request'])
    }
    expect(await sending('e30=', said)).toBe('success')
    expect(await sending('e30=')).toBe('malformed_request')
  })

  it('is UTF-8', async () => {
    for (const bytes of [
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xef, 0xbb, 0xbf, 0x7b, 0x7d],
      [0x7b, 0, 0x7d, 0],
    ]) {
      expect(await inBase64(Uint8Array.from(bytes))).toBe('malformed_request')
    }
    expect(await sending('\ufeff{}')).toBe('malformed_request')
    expect(await sending('{"from":"\ud800"}')).toBe('malformed_request')
  })

  it('is no longer than its endpoint takes, whichever way it comes', async () => {
    const most = 64 * 1024
    const ofLength = (length: number) => `{"from":"1"${' '.repeat(length - 12)}}`
    expect([await sending(ofLength(most)), await inBase64(ofLength(most))]).toEqual(['success', 'success'])
    expect(await sending(ofLength(most + 1))).toBe('body_too_large')
    expect(await inBase64(ofLength(most + 1))).toBe('body_too_large')
    expect(await sending('😀'.repeat(most / 4 + 1))).toBe('body_too_large')
  })

  it.for<[body: string, code: ProblemCode]>([
    ['['.repeat(33) + ']'.repeat(33), 'malformed_request'],
    [`{"from":[${'0,'.repeat(20_000)}0]}`, 'malformed_request'],
    ['{"from":"1","from":"2"}', 'malformed_request'],
    ['{"from":1e999}', 'malformed_request'],
    ['{"from":"\\ud800"}', 'malformed_request'],
    ['{"__proto__":{"from":"1"}}', 'invalid_request'],
    ['{"from":{"a":[{"__proto__":1}]}}', 'invalid_request'],
    ['{"constructor":{"prototype":{"from":"1"}}}', 'invalid_request'],
    ['{"toString":"1"}', 'invalid_request'],
    ['{"hasOwnProperty":null}', 'invalid_request'],
    ['null', 'invalid_request'],
    ['"{}"', 'invalid_request'],
  ])('%.40s is %s', async ([body, code]) => {
    expect(await sending(body)).toBe(code)
    expect(Reflect.get({}, 'from')).toBeUndefined()
  })
})
