import middy, { type MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type { Endpoint, Problem, ProblemCode, Role } from '../contract/index.ts'
import { mayAtAll, permits } from '../domain/permissions/index.ts'
import { notFound, Refusal } from '../domain/problems/index.ts'
import { actInTenant, callerOf } from '../domain/tenancy/index.ts'
import type { Caller, Principal, RequestFacts } from '../model/index.ts'
import type { AnsweredRequest, AuditStore, Clock, Freshness, StandingReader, TokenVerifier } from '../ports/index.ts'
import { countDenial, isDenial, keepAccess, keepSignIn } from './audit-trail.ts'
import type { BoundEndpoint, BoundRoom, Call } from './bind.ts'
import { type HttpEvent, readEvent } from './event.ts'
import { type FrontDoor, requireFrontDoor, viewerAddressOf } from './front-door.ts'
import { problemFor, problemResponse } from './problem.ts'
import { baseVersionOf, etagOf, headerOf, idempotencyKeyOf, type ParsedRequest, parseRequest } from './request.ts'

export type HttpResult = APIGatewayProxyStructuredResultV2

export type HttpPorts = {
  frontDoor: FrontDoor
  tokens: TokenVerifier
  standings: StandingReader
  audit: AuditStore
  clock: Clock
  /** Told of every fault that is ours; must not be given words of the request. */
  reportFault: (fault: { requestId: string; routeKey: string; error: unknown }) => void
  /**
   * Told how a request in a tenant ended, before it is answered; not of our own faults. When it fails, that is reported, and
   * the answer stays what it is.
   */
  onOutcome?: (principal: Principal, endpoint: Endpoint, refusal: Refusal | undefined) => Promise<void>
  /** Told of every request when its answer is there. */
  onAnswered?: (answered: AnsweredRequest) => void
}

/** What the steps before the handler found out. */
type Progress = {
  /** One of the room's own. */
  routeKey: string
  bound: BoundEndpoint
  accessToken?: string
  caller?: Caller
  /** Of an endpoint that acts in a tenant. */
  principal?: Principal
  parsed?: ParsedRequest
}
type RequestContext = Context & { progress?: Progress; problem?: ProblemCode }
type Step = MiddlewareObj<HttpEvent, HttpResult, Error, RequestContext>

function enterByFrontDoor({ frontDoor }: HttpPorts): Step {
  return {
    before(request) {
      // Nothing of another request's, whose context this may have been.
      delete request.context.progress
      requireFrontDoor(frontDoor, request.event)
      request.event = readEvent(request.event)
    },
  }
}

function matchEndpoint(room: BoundRoom): Step {
  return {
    before(request) {
      const { routeKey } = request.event
      const bound = room.get(routeKey)
      if (!bound) throw notFound()
      request.context.progress = { routeKey, bound }
    },
  }
}

/** RFC 6750 section 2.1. */
function bearerToken(event: HttpEvent): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(headerOf(event, 'authorization') ?? '')?.[1]
}

/**
 * What changes or destroys is decided by rights as they are; the rest by rights of the last seconds. Recorders send much, and
 * a listening goes on for long: those are changes that may be decided like reads.
 */
function freshnessFor({ audit, permission }: Endpoint): Freshness {
  const isFrequent = permission === 'recording:Ingest' || permission === 'recording:Play'
  return audit === 'change' && !isFrequent ? 'current' : 'recent'
}

function authenticate({ frontDoor, tokens, standings, clock }: HttpPorts): Step {
  return {
    async before(request) {
      const { endpoint } = boundOf(request)
      if (endpoint.public) return
      const token = bearerToken(request.event)
      const verified = token === undefined ? undefined : await tokens.verify(token)
      if (!verified || token === undefined) {
        throw new Refusal('unauthenticated', 'Send a valid access token: Authorization: Bearer <token>.')
      }
      const facts: RequestFacts = {
        id: request.context.awsRequestId,
        at: clock.now(),
        sourceAddress: viewerAddressOf(frontDoor, request.event),
      }
      const progress = progressOf(request)
      progress.accessToken = token
      progress.caller = await callerOf(standings, verified, facts, freshnessFor(endpoint))
    },
  }
}

function chooseTenant({ standings, audit }: HttpPorts): Step {
  return {
    async before(request) {
      const progress = progressOf(request)
      const { endpoint } = boundOf(request)
      if (!progress.caller || endpoint.tenancy !== 'one-tenant') return
      const requested = headerOf(request.event, 'soundkeep-tenant')
      progress.principal = await actInTenant(standings, progress.caller, requested, freshnessFor(endpoint))
      await keepSignIn(audit, progress.principal)
    },
  }
}

/** Whether it may be done to anything at all; what it comes down to on one thing is the domain's to decide. */
const authorize: Step = {
  before(request) {
    const { permission } = boundOf(request).endpoint
    if (!permission) return
    const { caller, principal } = progressOf(request)
    const isOpenable = principal?.supportAccess === 'closed' && permits(principal.grant.role, permission)
    if (isOpenable && permission.startsWith('recording:')) {
      throw new Refusal(
        'support_access_required',
        'Support access to this tenant is closed. Open it with a reason, or ask a Tenant Administrator to.',
      )
    }
    const isPermitted = principal ? mayAtAll(principal, permission) : caller && permits(roleAbove(caller), permission)
    if (!isPermitted) {
      throw new Refusal('forbidden', `You do not hold ${permission} here. Ask your administrator for it.`)
    }
  },
}

/** What somebody is where no tenant is chosen. */
function roleAbove({ person }: Caller): Role {
  if (person.administrator) return person.administrator.role
  return person.links.some(({ kind }) => kind === 'recorder') ? 'apiUser' : 'tenantUser'
}

const validate: Step = {
  before(request) {
    progressOf(request).parsed = parseRequest(boundOf(request).endpoint, request.event, notFound)
  },
}

/** Answers every error in the API's own form, and puts the headers on that every answer has. */
function answerProblems({ reportFault, audit }: HttpPorts): Step {
  /** The problem to answer; a denial that cannot be kept is not answered as one. */
  async function audited(problem: Problem, { event, context }: { event: HttpEvent; context: RequestContext }) {
    const { bound, principal } = context.progress ?? {}
    if (!bound || !principal || !isDenial(problem.code)) return { problem, error: undefined }
    try {
      await countDenial(audit, bound, principal, event.pathParameters, problem.code)
      return { problem, error: undefined }
    } catch (error) {
      return { problem: problemFor(error), error }
    }
  }

  return {
    after(request) {
      request.response = withHeaders(request.response ?? {}, request.context)
    },
    async onError(request) {
      const { problem, error = request.error } = await audited(problemFor(request.error), request)
      if (problem.status >= 500) {
        const { awsRequestId: requestId } = request.context
        reportFault({ requestId, routeKey: request.event.routeKey, error })
      }
      request.context.problem = problem.code
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

async function dispatch(
  { audit }: HttpPorts,
  event: HttpEvent,
  { bound, caller, principal, accessToken = '', parsed }: Progress,
): Promise<HttpResult> {
  const { endpoint, handle } = bound
  const call: Call<Endpoint> = {
    // A public endpoint's handler takes no principal; every other one has been through `chooseTenant`.
    principal: (principal ?? caller) as Principal,
    accessToken,
    params: parsed?.params as Call<Endpoint>['params'], // parsed by this endpoint's schemas, as the next two
    query: parsed?.query as Call<Endpoint>['query'],
    body: parsed?.body as Call<Endpoint>['body'],
    baseVersion: baseVersionOf(endpoint, event),
    idempotencyKey: idempotencyKeyOf(endpoint, event),
  }
  const reply = await handle(call)
  if (principal) await keepAccess(audit, bound, principal, { params: parsed?.params, query: parsed?.query })
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

export type RoomHandler = (event: unknown, context: Context) => Promise<HttpResult>

/**
 * The Lambda handler of a room: API Gateway HTTP API events (payload 2.0) in, answers of the contract out. Of any other event
 * the answer is a refusal too.
 */
export function roomHandler(room: BoundRoom, ports: HttpPorts): RoomHandler {
  const pipeline = middy<HttpEvent, HttpResult, Error, RequestContext>()
    .use(answerProblems(ports))
    .use(tellOutcome(ports))
    .use(enterByFrontDoor(ports))
    .use(matchEndpoint(room))
    .use(authenticate(ports))
    .use(chooseTenant(ports))
    .use(authorize)
    .use(validate)
    .handler((event, context: RequestContext) => dispatch(ports, event, progressOf({ context })))
  return async (event, context: RequestContext) => {
    delete context.problem
    const startedMs = performance.now()
    // The pipeline's first step reads the event, and the steps answer in no other form.
    const answer = (await pipeline(event as HttpEvent, context)) as HttpResult
    ports.onAnswered?.(answeredOf(context, answer, startedMs))
    return answer
  }
}

function answeredOf(
  { awsRequestId, progress, problem }: RequestContext,
  { statusCode = 200 }: HttpResult,
  startedMs: number,
): AnsweredRequest {
  const { principal, caller } = progress ?? {}
  return {
    ...{ requestId: awsRequestId, routeKey: progress?.routeKey ?? null, status: statusCode, code: problem ?? null },
    durationMs: Math.round(performance.now() - startedMs),
    tenantId: principal?.tenantId ?? null,
    personId: principal?.id ?? caller?.person.administrator?.id ?? null,
  }
}
