import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Authenticated, authenticate } from '../auth/authenticate.ts'
import { timeOf } from '../auth/claims.ts'
import { S3Error } from '../errors.ts'
import type { EventBridgeS3Event } from '../events/event.ts'
import type { AskedOn, BucketContext, ObjectContext, Reply, ServiceContext } from '../operations/context.ts'
import { matchOperation } from '../operations/match.ts'
import type { Operation } from '../operations/table.ts'
import type { Blobs } from '../store/blobs.ts'
import { findBucket } from '../store/buckets.ts'
import type { Database } from '../store/database.ts'
import { latestVersion, versionById } from '../store/versions.ts'
import type { LocalS3Options } from '../types.ts'
import { ClientGone, isWaitingToContinue, requestBody } from './body.ts'
import { corsHeaders, preflight } from './cors.ts'
import { queryValue, readRequest, type S3Request } from './request.ts'
import { asS3Error, errorReply, sendReply } from './send.ts'

/** What all requests share. */
export type Server = {
  readonly options: LocalS3Options
  readonly region: string
  readonly database: Database
  readonly blobs: Blobs
  readonly now: () => Date
  announce(event: EventBridgeS3Event): void
  settle(orphans: readonly string[]): Promise<void>
}

/** Answers one request. Never rejects: what goes wrong is told to the client, or nobody is there to be told. */
export async function handle(server: Server, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const ids = { id: randomBytes(8).toString('hex').toUpperCase(), hostId: randomBytes(24).toString('base64') }
  let request: S3Request | undefined
  let reply: Reply
  try {
    request = readRequest(message, ids.id)
    reply = await answer(server, message, response, request)
  } catch (error) {
    if (error instanceof ClientGone) {
      response.destroy()
      return
    }
    if (!(error instanceof S3Error)) server.options.onFault?.(error)
    reply = errorReply(asS3Error(error), request, ids)
  }
  const cors = request === undefined ? {} : corsOf(server, request)
  const always = { 'x-amz-request-id': ids.id, 'x-amz-id-2': ids.hostId, server: 'Soundkeep-S3' }
  // Its body was never asked for and may or may not come: what follows on this connection could not be told apart.
  if (isWaitingToContinue(message, response)) response.shouldKeepAlive = false
  try {
    await sendReply(message, response, reply, { ...cors, ...always })
    // What is left of a refused body is read and thrown away: closing now could lose the answer on its way.
    message.resume()
  } catch {
    // The headers are gone out; cutting the connection is the only way left to say that the body is not whole.
    response.destroy()
  }
}

async function answer(
  server: Server,
  message: IncomingMessage,
  response: ServerResponse,
  request: S3Request,
): Promise<Reply> {
  if (request.method === 'OPTIONS') {
    const bucket = request.bucket === undefined ? undefined : findBucket(server.database, request.bucket)
    return preflight(request, bucket?.cors ?? [])
  }
  const { options, region, now } = server
  const caller = await authenticate(request, { region, credentials: options.credentials, now })
  const operation = matchOperation(request)
  return await run(server, operation, serviceContext(server, message, response, request, caller, operation.name))
}

function serviceContext(
  server: Server,
  message: IncomingMessage,
  response: ServerResponse,
  request: S3Request,
  caller: Authenticated,
  operation: string,
): ServiceContext {
  const { database, blobs, region } = server
  return {
    request,
    principal: caller.principal,
    body: requestBody(message, response, request, caller.payloadHash, caller.signing),
    database,
    blobs,
    region,
    now: server.now(),
    allows: (action, on = {}) => isAllowed(server, request, operation, caller, action, on),
    announce: server.announce,
    settle: server.settle,
  }
}

async function run(server: Server, operation: Operation, context: ServiceContext): Promise<Reply> {
  const { request } = context
  if (operation.level === 'service') {
    demand(operation, context, {})
    return await operation.run(context)
  }
  const bucketName = request.bucket ?? ''
  const bucket = findBucket(server.database, bucketName)
  if (bucket === undefined) throw new S3Error('NoSuchBucket', { details: { BucketName: bucketName } })
  const bucketContext: BucketContext = { ...context, bucket }
  if (operation.level === 'bucket') {
    demand(operation, context, { bucket: bucket.name })
    return await operation.run(bucketContext)
  }
  const key = request.key ?? ''
  // S3 takes an empty versionId as none.
  const versionId = queryValue(request, 'versionId') || undefined
  const on = { bucket: bucket.name, key, versionId }
  if (!operation.asksByBody) demand(operation, context, on)
  const objectContext: ObjectContext = { ...bucketContext, key, versionId }
  return await operation.run(objectContext)
}

/** Asks the policies for every action that the operation table lists for this request. */
function demand(operation: Operation, context: ServiceContext, on: AskedOn): void {
  const action = on.versionId === undefined ? operation.action : (operation.versionAction ?? operation.action)
  const further = Object.entries(operation.headerActions ?? {})
    .filter(([header]) => context.request.headers.has(header))
    .map(([, headerAction]) => headerAction)
  const actions = action === undefined ? further : [action, ...further]
  if (!actions.every((name) => context.allows(name, on))) throw new S3Error('AccessDenied')
}

function isAllowed(
  server: Server,
  request: S3Request,
  operation: string,
  { principal, signing }: Authenticated,
  action: string,
  on: AskedOn,
): boolean {
  const bucket = on.bucket ?? request.bucket ?? '*'
  const isListing = action.startsWith('s3:List')
  const key = on.key ?? (isListing ? undefined : request.key)
  const { versionId } = on
  const objectTags = key === undefined ? undefined : tagsOf(server, action, bucket, key, versionId)
  const requestTags = on.requestTags ?? tagsInHeader(request)
  const ifNoneMatch = request.headers.get('if-none-match')
  const verdict = server.options.authorize({
    principal,
    action,
    operation,
    signatureAgeMs: Math.max(0, server.now().getTime() - timeOf(signing.timestamp).getTime()),
    bucket,
    ...(key === undefined ? {} : { key }),
    ...(versionId === undefined ? {} : { versionId }),
    ...(objectTags === undefined ? {} : { objectTags }),
    ...(requestTags === undefined ? {} : { requestTags }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(isListing && key === undefined ? { prefix: queryValue(request, 'prefix') ?? '' } : {}),
  })
  return verdict === 'allow'
}

function tagsInHeader(request: S3Request): Readonly<Record<string, string>> | undefined {
  const header = request.headers.get('x-amz-tagging')
  return header === undefined ? undefined : Object.fromEntries(new URLSearchParams(header))
}

function tagsOf(
  server: Server,
  action: string,
  bucket: string,
  key: string,
  versionId: string | undefined,
): Readonly<Record<string, string>> | undefined {
  // A new object takes nothing from the one it goes over.
  if (action === 's3:PutObject') return undefined
  const version =
    versionId === undefined
      ? latestVersion(server.database, bucket, key)
      : versionById(server.database, bucket, key, versionId)
  return version === undefined || version.isMarker ? undefined : version.tags
}

function corsOf(server: Server, request: S3Request): Readonly<Record<string, string>> {
  if (request.method === 'OPTIONS' || request.bucket === undefined) return {}
  return corsHeaders(request, findBucket(server.database, request.bucket)?.cors ?? [])
}
