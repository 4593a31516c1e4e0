import middy, { type MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Endpoint } from '../contract/index.ts'
import { permits } from '../domain/permissions/index.ts'
import { notFound, Refusal } from '../domain/problems/index.ts'
import { actInTenant, callerOf } from '../domain/tenancy/index.ts'
import type { Person, Principal } from '../model/index.ts'
import type { Directory, TokenVerifier } from '../ports/index.ts'
import type { BoundEndpoint, BoundRoom, Call } from './bind.ts'
import { problemFor, problemResponse } from './problem.ts'
import { baseVersionOf, etagOf, headerOf, idempotencyKeyOf, type ParsedRequest, parseRequest } from './request.ts'

export type HttpEvent = APIGatewayProxyEventV2
export type HttpResult = APIGatewayProxyStructuredResultV2

export type HttpPorts = {
  tokens: TokenVerifier
  directory: Directory
  /** Told of every fault that is ours; must not be given words of the request. */
  reportFault: (fault: { requestId: string; routeKey: string; error: unknown }) => void
  /**
   * Told how a request in a tenant ended, before it is answered; not of our own faults. When it fails, that is reported, and
   * the answer stays what it is.
   */
  onOutcome?: (principal: Principal, endpoint: Endpoint, refusal: Refusal | undefined) => Promise<void>
}

/** What the steps before the handler found out. */
type Progress = {
  bound: BoundEndpoint
  person?: Person
  principal?: Principal | { person: Person }
  parsed?: ParsedRequest
}
type RequestContext = Context & { progress?: Progress }
type Step = MiddlewareObj<HttpEvent, HttpResult, Error, RequestContext>

function matchEndpoint(room: BoundRoom): Step {
  return {
    before(request) {
      // An event that is none of API Gateway's may be anything.
      const bound = room.get(request.event?.routeKey)
      if (!bound) throw notFound()
      request.context.progress = { bound }
    },
  }
}

/** RFC 6750 section 2.1. */
function bearerToken(event: HttpEvent): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(headerOf(event, 'authorization') ?? '')?.[1]
}

function authenticate({ tokens, directory }: HttpPorts): Step {
  return {
    async before(request) {
      if (boundOf(request).endpoint.public) return
      const token = bearerToken(request.event)
      const verified = token === undefined ? undefined : await tokens.verify(token)
      if (!verified) throw new Refusal('unauthenticated', 'Send a valid access token: Authorization: Bearer <token>.')
      progressOf(request).person = await callerOf(directory, verified)
    },
  }
}

function chooseTenant({ directory }: HttpPorts): Step {
  return {
    async before(request) {
      const progress = progressOf(request)
      const { person } = progress
      if (!person) return
      progress.principal =
        boundOf(request).endpoint.tenancy === 'one-tenant'
          ? await actInTenant(directory, person, headerOf(request.event, 'soundkeep-tenant'))
          : { person }
    },
  }
}

/** The role's scope; what it comes down to on one recording is the domain's to decide. */
const authorize: Step = {
  before(request) {
    const { permission } = boundOf(request).endpoint
    const { person } = progressOf(request)
    if (permission && !(person && permits(person.role, permission))) {
      throw new Refusal('forbidden', `Your role does not hold ${permission}. Ask your administrator for it.`)
    }
  },
}

const validate: Step = {
  before(request) {
    progressOf(request).parsed = parseRequest(boundOf(request).endpoint, request.event, notFound)
  },
}

/** Answers every error in the API's own form, and puts the headers on that every answer has. */
function answerProblems({ reportFault }: HttpPorts): Step {
  return {
    after(request) {
      request.response = withHeaders(request.response ?? {}, request.context)
    },
    onError(request) {
      const problem = problemFor(request.error)
      if (problem.status >= 500) {
        const { awsRequestId: requestId } = request.context
        reportFault({ requestId, routeKey: request.event.routeKey, error: request.error })
      }
      request.response = withHeaders(problemResponse(problem), request.context)
    },
  }
}

function tellOutcome({ onOutcome, reportFault }: HttpPorts): Step {
  const tell = async ({ context, event }: Parameters<NonNullable<Step['after']>>[0], refusal: Refusal | undefined) => {
    const { bound, principal } = context.progress ?? {}
    if (!onOutcome || !bound || !principal || !('tenantId' in principal)) return
    await onOutcome(principal, bound.endpoint, refusal).catch((error: unknown) =>
      reportFault({ requestId: context.awsRequestId, routeKey: event.routeKey, error }),
    )
  }
  return {
    after: (request) => tell(request, undefined),
    onError: async (request) => {
      if (request.error instanceof Refusal) await tell(request, request.error)
    },
  }
}

function withHeaders(response: HttpResult, context: Context): HttpResult {
  return {
    ...response,
    headers: {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'soundkeep-request-id': context.awsRequestId,
      ...response.headers,
    },
  }
}

function progressOf({ context }: { context: RequestContext }): Progress {
  if (!context.progress) throw new Error('the endpoint was not matched')
  return context.progress
}

function boundOf(request: { context: RequestContext }): BoundEndpoint {
  return progressOf(request).bound
}

async function dispatch(event: HttpEvent, { bound, principal, parsed }: Progress): Promise<HttpResult> {
  const { endpoint, handle } = bound
  const call: Call<Endpoint> = {
    // A public endpoint's handler takes no principal; every other one has been through `chooseTenant`.
    principal: principal as Principal,
    params: parsed?.params as Call<Endpoint>['params'], // parsed by this endpoint's schemas, as the next two
    query: parsed?.query as Call<Endpoint>['query'],
    body: parsed?.body as Call<Endpoint>['body'],
    baseVersion: baseVersionOf(endpoint, event),
    idempotencyKey: idempotencyKeyOf(endpoint, event),
  }
  const reply = await handle(call)
  const statusCode = reply.status ?? Number(Object.keys(endpoint.responses)[0])
  return {
    statusCode,
    headers: {
      ...(reply.body !== undefined && { 'content-type': 'application/json' }),
      ...(reply.version !== undefined && { etag: etagOf(reply.version) }),
    },
    ...(reply.body !== undefined && { body: JSON.stringify(reply.body) }),
  }
}

export type RoomHandler = (event: HttpEvent, context: Context) => Promise<HttpResult>

/** The Lambda handler of a room: API Gateway HTTP API events (payload 2.0) in, answers of the contract out. */
export function roomHandler(room: BoundRoom, ports: HttpPorts): RoomHandler {
  const pipeline = middy<HttpEvent, HttpResult, Error, RequestContext>()
    .use(answerProblems(ports))
    .use(tellOutcome(ports))
    .use(matchEndpoint(room))
    .use(authenticate(ports))
    .use(chooseTenant(ports))
    .use(authorize)
    .use(validate)
    .handler((event, context: RequestContext) => dispatch(event, progressOf({ context })))
  return (event, context) => pipeline(event, context) as Promise<HttpResult>
}
