import type { Endpoint, Method } from '../../functions/contract/index.ts'
import { ApiProblem, problemOf } from './problem.ts'
import type { Answer, CallOptions, EndpointAt, PathOf } from './shapes.ts'
import { isProblemCode } from './words.ts'

/** Where the client gets its tokens from. */
export type TokenSource = {
  /** The current access token, renewed first if it is about to expire; null once the session has ended. */
  accessToken: () => Promise<string | null>
  /** A new access token in place of one that was refused; null if there is none to be had. */
  renew: (refused: string) => Promise<string | null>
  /** The session is over: no token is accepted any more. */
  ended: () => void
}

/** One method per HTTP method; address, options and answer are checked against the contract by the compiler. */
export type Api = {
  get: <P extends PathOf<'GET'>>(
    path: P,
    options: CallOptions<EndpointAt<'GET', P>>,
  ) => Promise<Answer<EndpointAt<'GET', P>>>
  post: <P extends PathOf<'POST'>>(
    path: P,
    options: CallOptions<EndpointAt<'POST', P>>,
  ) => Promise<Answer<EndpointAt<'POST', P>>>
  patch: <P extends PathOf<'PATCH'>>(
    path: P,
    options: CallOptions<EndpointAt<'PATCH', P>>,
  ) => Promise<Answer<EndpointAt<'PATCH', P>>>
  delete: <P extends PathOf<'DELETE'>>(
    path: P,
    options: CallOptions<EndpointAt<'DELETE', P>>,
  ) => Promise<Answer<EndpointAt<'DELETE', P>>>
}

/** {@link CallOptions} of whatever endpoint, as the sending of it sees them. */
type Options = {
  signal?: AbortSignal | undefined
  keepalive?: boolean
  tenantId?: string
  params?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  ifMatch?: string
  idempotencyKey?: string | undefined
}

function urlOf(baseUrl: string, path: string, { params = {}, query = {} }: Options): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return `${baseUrl}${filled}${search.size > 0 ? `?${search}` : ''}`
}

function headersOf(token: string, { tenantId, body, ifMatch, idempotencyKey }: Options): Headers {
  const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${token}` })
  if (tenantId !== undefined) headers.set('soundkeep-tenant', tenantId)
  if (ifMatch !== undefined) headers.set('if-match', ifMatch)
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  if (body !== undefined) headers.set('content-type', 'application/json')
  return headers
}

const sessionEnded = () =>
  new ApiProblem({ code: 'unauthenticated', status: 401, detail: 'The session has ended.', requestId: null })

/**
 * A client of the API.
 * @throws ApiProblem for every answer that is not a success and where there is no answer. An aborted call rejects
 *   with the signal's reason.
 */
export function createApi(tokens: TokenSource, baseUrl = '/api/v1'): Api {
  async function send(method: Method, path: string, options: Options, token: string): Promise<Response> {
    try {
      return await fetch(urlOf(baseUrl, path, options), {
        method,
        headers: headersOf(token, options),
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        signal: options.signal ?? null,
        keepalive: options.keepalive ?? false,
        // Answers differ by tenant and token, and hold what another person at this machine may not see.
        cache: 'no-store',
        credentials: 'omit',
      })
    } catch (cause) {
      options.signal?.throwIfAborted()
      throw new ApiProblem(
        { code: 'no_connection', status: null, detail: 'There was no answer.', requestId: null },
        { cause },
      )
    }
  }

  async function call<E extends Endpoint>(method: Method, path: string, options: Options): Promise<Answer<E>> {
    const token = await tokens.accessToken()
    if (!token) {
      tokens.ended()
      throw sessionEnded()
    }
    let response = await send(method, path, options, token)
    if (response.status === 401) {
      const renewed = await tokens.renew(token)
      if (renewed) response = await send(method, path, options, renewed)
      if (response.status === 401) tokens.ended()
    }
    if (!response.ok) throw await problemOf(response, isProblemCode)
    const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => null)
    if (body === null) {
      throw new ApiProblem({ code: 'unreadable_answer', status: response.status, detail: 'Not JSON.', requestId: null })
    }
    // The contract's tests hold the server to this shape; to check it again here would ship zod to every browser.
    return { body, etag: response.headers.get('etag') } as Answer<E>
  }

  return {
    get: (path, options) => call('GET', path, options),
    post: (path, options) => call('POST', path, options),
    patch: (path, options) => call('PATCH', path, options),
    delete: (path, options) => call('DELETE', path, options),
  }
}
