import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { basePath, contract } from '../../../functions/contract/index.ts'
import { type Gateway, type InvokeRoom, startGateway } from '../../../local/gateway/index.ts'
import { matchRoute } from '../../../local/gateway/routes.ts'

let gateway: Gateway
let folder: string
let pagesFolder: string
let invoked: { room: string; event: APIGatewayProxyEventV2 }[]
let faults: unknown[]
let config: () => Record<string, string>
let invoke: InvokeRoom

const start = (pages: string | undefined) =>
  startGateway({
    ...{ host: '127.0.0.1', port: 0, pagesFolder: pages },
    invoke: (room, event) => {
      invoked.push({ room, event })
      return invoke(room, event)
    },
    config: () => config(),
    reach: () => ({ signIn: ['http://issuer.example'], storage: 'http://storage.example' }),
    onFault: (error) => faults.push(error),
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soundkeep-gateway-'))
  pagesFolder = join(folder, 'pages')
  await mkdir(join(pagesFolder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(pagesFolder, 'index.html'), '<!doctype html><title>Soundkeep</title>')
  await writeFile(join(pagesFolder, 'assets/app-1a2b.js'), `console.log('${'x'.repeat(5_000)}')`)
  gateway = await start(pagesFolder)
})
beforeEach(() => {
  invoked = []
  faults = []
  config = () => ({ issuer: 'http://issuer.example' })
  invoke = async () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' })
})
afterAll(async () => {
  await gateway.close()
  await rm(folder, { recursive: true })
})

/** What comes back for a request written by hand, which no client would send. */
async function answerTo(request: string): Promise<string> {
  const socket = connect(gateway.port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}

describe('a route of the contract', () => {
  const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}$/)
  const endpoints = Object.entries(contract).flatMap(([room, declared]) =>
    Object.values(declared).map(({ method, path }) => ({ room, method, path: `${basePath}${path}` })),
  )
  it('is found with its parameters, and no other in its place', () => {
    const property = fc.property(
      fc.constantFrom(...endpoints),
      fc.array(id, { minLength: 3, maxLength: 3 }),
      (route, ids) => {
        const values = [...ids]
        const path = route.path.replace(/\{\w+\}/g, () => values.shift() ?? '')
        fc.pre(!endpoints.some((other) => other.path === path && other !== route))
        const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
        expect(matchRoute(route.method, path)).toEqual({
          ...{ room: route.room, routeKey: `${route.method} ${route.path}` },
          pathParameters: Object.fromEntries(names.map((name, index) => [name, ids[index]])),
        })
      },
    )
    fc.assert(property)
  })

  it('in full goes before one with a parameter', () => {
    expect(matchRoute('GET', '/api/v1/recordings/counts')?.routeKey).toBe('GET /api/v1/recordings/counts')
  })

  it.for(['/api/v1', '/api/v1/', '/api/v2/me', '/api/v1/me/', '/api/v1/recordings//segments', '/api', '/api/v1/ME'])(
    'is not %s',
    async (path) => {
      const answer = await fetch(gateway.url + path)
      expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }])
      expect(invoked).toEqual([])
    },
  )
})

describe('the event', () => {
  it('has the form of an HTTP API, payload format 2.0', async () => {
    const body = JSON.stringify({ from: 'Zoë' })
    await fetch(`${gateway.url}/api/v1/recordings/a%20b?x=1&x=2&y=%C3%A9&z=`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', 'X-Thing': 'A', cookie: 'one=1; two=2' },
      body,
    })
    const [{ room, event } = { room: '', event: undefined }] = invoked
    expect(room).toBe('recordings')
    expect(event).toMatchObject({
      ...{ version: '2.0', routeKey: 'PATCH /api/v1/recordings/{recordingId}', rawPath: '/api/v1/recordings/a b' },
      ...{ rawQueryString: 'x=1&x=2&y=%C3%A9&z=', queryStringParameters: { x: '1,2', y: 'é', z: '' } },
      ...{ pathParameters: { recordingId: 'a b' }, cookies: ['one=1', 'two=2'], body, isBase64Encoded: false },
      headers: { 'content-type': 'application/json', 'x-thing': 'A' },
      requestContext: { stage: '$default', http: { method: 'PATCH', sourceIp: '127.0.0.1' } },
    })
    expect(event?.headers).not.toHaveProperty('cookie')
  })

  it('leaves out what is not there', async () => {
    await fetch(`${gateway.url}/api/v1/me`)
    for (const absent of ['body', 'queryStringParameters', 'pathParameters', 'cookies']) {
      expect(invoked[0]?.event).not.toHaveProperty(absent)
    }
  })

  it('carries what is no text in base64', async () => {
    const body = Uint8Array.of(0, 255, 128)
    await fetch(`${gateway.url}/api/v1/recordings`, { method: 'POST', body })
    expect(invoked[0]?.event).toMatchObject({ isBase64Encoded: true, body: Buffer.from(body).toString('base64') })
  })

  it('joins a header that comes twice', async () => {
    await answerTo('GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: 1\r\nx-a: 2\r\n\r\n')
    expect(invoked[0]?.event.headers['x-a']).toBe('1,2')
  })
})

describe('the answer', () => {
  it("is the function's", async () => {
    invoke = async () => ({ statusCode: 418, headers: { 'x-a': 'b' }, body: 'aGk=', isBase64Encoded: true })
    const answer = await fetch(`${gateway.url}/api/v1/me`)
    expect([answer.status, answer.headers.get('x-a'), await answer.text()]).toEqual([418, 'b', 'hi'])
  })

  it('is 500 without a word where the function fails', async () => {
    invoke = () => Promise.reject(new Error('secret'))
    const answer = await fetch(`${gateway.url}/api/v1/me`)
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }])
    expect(faults).toEqual([new Error('secret')])
  })

  it('is 413 to more than 10 MB', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1)
    const answer = await fetch(`${gateway.url}/api/v1/recordings`, { method: 'POST', body })
    expect([answer.status, invoked]).toEqual([413, []])
  })

  it.for([
    'GET /api/v1/%E0%A4%A HTTP/1.1\r\nHost: x',
    'GET // HTTP/1.1\r\nHost: x',
    'GET /api/v1/me HTTP/1.1\r\nHost: a b',
  ])('is 400 to an address that is none: %s', async (head) => {
    expect(await answerTo(`${head}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 400/)
    expect([invoked, faults]).toEqual([[], []])
  })

  it('is 500 where the gateway itself fails, and whoever runs it is told', async () => {
    config = () => {
      throw new Error('no addresses')
    }
    const answer = await fetch(`${gateway.url}/config.json`)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    expect(faults).toEqual([new Error('no addresses')])
  })
})

describe('the dashboard', () => {
  it('is one page for every address without an extension, fresh and with its guards up', async () => {
    for (const path of ['/', '/recordings', '/t/01k0/recordings/01k0?tab=segments']) {
      const answer = await fetch(gateway.url + path)
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<title>Soundkeep')])
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain('http://storage.example')
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    }
  })

  it('has its hashed files kept for a year and zipped', async () => {
    const answer = await fetch(`${gateway.url}/assets/app-1a2b.js`)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(await answer.text()).toContain('xxxx')
    const plain = await fetch(`${gateway.url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })

  it('answers 404 for a file that is not there, and 405 for what is no reading', async () => {
    expect((await fetch(`${gateway.url}/assets/app-old.js`)).status).toBe(404)
    expect((await fetch(`${gateway.url}/recordings`, { method: 'POST' })).status).toBe(405)
  })

  it.for(['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/..\\secret.txt'])(
    'gives nothing from outside its folder: %s',
    async (path) => {
      const answer = await answerTo(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 40[04]/)
      expect(answer).not.toMatch(/secret$/)
    },
  )

  it('is told where to sign in', async () => {
    expect(await (await fetch(`${gateway.url}/config.json`)).json()).toEqual({ issuer: 'http://issuer.example' })
  })
})

describe('closing', () => {
  it('lets requests under way finish and takes no others', async () => {
    const closing = await start(undefined)
    const reached = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    invoke = async () => {
      reached.resolve()
      await release.promise
      return { statusCode: 200, body: 'finished' }
    }
    const underWay = fetch(`${closing.url}/api/v1/me`)
    await reached.promise
    const closed = closing.close()
    await expect(fetch(`${closing.url}/api/v1/me`)).rejects.toThrow()
    release.resolve()
    expect(await (await underWay).text()).toBe('finished')
    await closed
    await closing.close()
  })
})
