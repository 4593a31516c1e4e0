import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ApiProblem, createApi, type TokenSource } from '../../../web/api/index.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** An API that answers as told, and what was asked of it. */
async function givenApi(answer: RequestListener, tokens: Partial<TokenSource> = {}) {
  const asked: (IncomingMessage & { text?: string })[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  let endings = 0
  const source: TokenSource = {
    accessToken: async () => 'first',
    renew: async () => 'second',
    ended: () => {
      endings += 1
    },
    ...tokens,
  }
  return { api: createApi(source, `http://127.0.0.1:${address.port}/api/v1`), asked, endings: () => endings }
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}
const caught = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiProblem)) throw new Error('it did not fail with a problem', { cause: error })
  return error
}

describe('a call', () => {
  it('carries token, tenant, condition and body, and fills the address', async () => {
    const { api, asked } = await givenApi(json(200, { id: 'r1' }, { etag: '"2"' }))
    const answer = await api.patch('/recordings/{recordingId}', {
      tenantId: 'acme',
      params: { recordingId: 'a/b' },
      ifMatch: '"1"',
      body: { queue: 'Sales' },
    })
    expect(answer).toEqual({ body: { id: 'r1' }, etag: '"2"' })
    expect(asked[0]).toMatchObject({ method: 'PATCH', url: '/api/v1/recordings/a%2Fb' })
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer first',
      'soundkeep-tenant': 'acme',
      'if-match': '"1"',
      'content-type': 'application/json',
    })
  })

  it('that creates may carry a key under which it is repeated', async () => {
    const { api, asked } = await givenApi(json(201, { id: 'r1' }))
    await api.post('/routes', { tenantId: 'acme', body: { name: 'Sales' }, idempotencyKey: 'k-1' })
    await api.post('/routes', { tenantId: 'acme', body: { name: 'Sales' } })
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['k-1', undefined])
  })

  it('sends what of a query is given', async () => {
    const { api, asked } = await givenApi(json(200, { items: [], nextCursor: null }))
    await api.get('/recordings', { tenantId: 'acme', query: { callId: 'a b&c', sessionId: undefined, limit: 50 } })
    expect(asked[0]?.url).toBe('/api/v1/recordings?callId=a+b%26c&limit=50')
  })

  it('of no tenant names none', async () => {
    const { api, asked } = await givenApi(json(200, { id: 'u1' }))
    await api.get('/me', {})
    expect(asked[0]?.headers).not.toHaveProperty('soundkeep-tenant')
  })

  it('that succeeds without a body gives none', async () => {
    const { api } = await givenApi((_, response) => response.writeHead(204).end())
    const options = { tenantId: 'acme', params: { recordingId: 'r1' }, ifMatch: '"1"' }
    expect(await api.delete('/recordings/{recordingId}', options)).toEqual({ body: undefined, etag: null })
  })
})

describe('a refusal', () => {
  it('becomes a problem with its code, fields and request id', async () => {
    const body = { code: 'invalid_request', detail: 'd', errors: [{ field: 'queue', message: 'too long' }, { odd: 1 }] }
    const { api } = await givenApi(json(400, body, { 'soundkeep-request-id': 'r-1' }))
    expect(await caught(api.get('/me', {}))).toMatchObject({
      code: 'invalid_request',
      status: 400,
      errors: [{ field: 'queue', message: 'too long' }],
      requestId: 'r-1',
    })
  })

  it('of a proxy is an answer that makes no sense', async () => {
    const { api } = await givenApi((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'))
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'unreadable_answer', status: 502 })
  })

  it('with a code that this dashboard does not know is one, too', async () => {
    const { api } = await givenApi(json(400, { code: 'brand_new' }))
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'unreadable_answer', status: 400 })
  })

  it('of the whole connection says so', async () => {
    const { api } = await givenApi((request) => request.socket.destroy())
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'no_connection', status: null })
  })

  it('by the caller itself is no problem, but the reason that it gave', async () => {
    const { api } = await givenApi(() => undefined)
    const stop = new AbortController()
    const call = api.get('/me', { signal: stop.signal })
    stop.abort(new Error('left the page'))
    await expect(call).rejects.toThrow('left the page')
  })
})

describe('a token that is refused', () => {
  const onlySecond: RequestListener = (request, response) =>
    request.headers.authorization === 'Bearer second'
      ? json(200, { id: 'u1' })(request, response)
      : json(401, { code: 'unauthenticated' })(request, response)

  it('is renewed once, and the call sent again', async () => {
    const { api, asked, endings } = await givenApi(onlySecond)
    expect((await api.get('/me', {})).body).toEqual({ id: 'u1' })
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second'])
    expect(endings()).toBe(0)
  })

  it('ends the session if the new one is refused, too', async () => {
    const { api, asked, endings } = await givenApi(json(401, { code: 'unauthenticated' }))
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'unauthenticated' })
    expect(asked).toHaveLength(2)
    expect(endings()).toBe(1)
  })

  it('ends the session if there is no new one', async () => {
    const { api, asked, endings } = await givenApi(onlySecond, { renew: async () => null })
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'unauthenticated' })
    expect(asked).toHaveLength(1)
    expect(endings()).toBe(1)
  })

  it('does not end it while the issuer cannot be asked', async () => {
    const noAnswer = new ApiProblem({ code: 'no_connection', status: null, detail: '', requestId: null })
    const { api, endings } = await givenApi(onlySecond, { renew: () => Promise.reject(noAnswer) })
    expect(await caught(api.get('/me', {}))).toBe(noAnswer)
    expect(endings()).toBe(0)
  })

  it('without a session nothing is sent', async () => {
    const { api, asked, endings } = await givenApi(onlySecond, { accessToken: async () => null })
    expect(await caught(api.get('/me', {}))).toMatchObject({ code: 'unauthenticated' })
    expect(asked).toEqual([])
    expect(endings()).toBe(1)
  })
})
