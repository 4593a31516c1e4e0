import { once } from 'node:events'
import { Agent, createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ZodError } from 'zod'
import type { TableDescription } from '../../../functions/adapters/dynamodb/index.ts'
import { type Credential, type Principal, type Refusal, verifyHeaderSignature } from '../../sigv4/index.ts'
import { type Asked, type Tables, whatIsAsked } from './asked.ts'

/** DynamoDB takes 16 MB, of a batch of writes. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
const KEEP_ALIVE_TIMEOUT_MS = 65_000
const CONTENT_TYPE = 'application/x-amz-json-1.0'

/** What policies are asked, in IAM's words. */
export type DynamoDbAuthorizationRequest = Asked & { readonly principal: Principal }

export type DynamoDbGuardOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** The engine behind. */
  readonly url: string
  /** `arn:aws:dynamodb:<region>:<account>:table/`, which a table's name follows. */
  readonly arnPrefix: string
  /** Tables whose partition keys are read, by name. */
  readonly tables: Readonly<Record<string, TableDescription>>
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  /** Where policies enter: asked for each action of a request, and of each part of a transaction. */
  readonly authorize: (request: DynamoDbAuthorizationRequest) => 'allow' | 'deny'
  readonly now?: () => Date
}

export type DynamoDbGuard = {
  readonly url: string
  /** Stops listening and waits for requests under way. */
  close(): Promise<void>
}

/**
 * Stands before a DynamoDB engine, which knows no sessions and no policies: verifies who signed a request and asks the
 * policies for all that it wants, then passes it on as it came.
 *
 * @throws the listen error (EADDRINUSE for a taken port)
 */
export async function guardDynamoDb(options: DynamoDbGuardOptions): Promise<DynamoDbGuard> {
  const agent = new Agent({ keepAlive: true })
  const tables = tablesOf(options)
  let isClosing = false
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) => {
    if (isClosing) response.setHeader('connection', 'close')
    void answer(options, tables, agent, request, response)
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host}:${port}`,
    async close() {
      isClosing = true
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
      agent.destroy()
    },
  }
}

function tablesOf({ arnPrefix, tables }: DynamoDbGuardOptions): Tables {
  // The engine has a region of its own.
  const nameIn = (name: string) => name.replace(/^arn:[^/]*:table\//, '')
  return {
    arnOf: (name) => `${arnPrefix}${nameIn(name)}`,
    descriptionOf: (name) => (Object.hasOwn(tables, nameIn(name)) ? tables[nameIn(name)] : undefined),
  }
}

/** Answers one request; never rejects. */
async function answer(
  options: DynamoDbGuardOptions,
  tables: Tables,
  agent: Agent,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request)
    const refusal = refusalOf(options, tables, request, body)
    if (refusal === undefined) await passOn(options.url, agent, request, body, response)
    else refuse(response, refusal)
  } catch {
    // What the engine cut off, the client sees cut off, and tries again as it would with the engine itself.
    response.destroy()
  }
}

type Refused = { readonly type: string; readonly message: string }

const WRONG_SIGNATURE = 'The request signature we calculated does not match the signature you provided.'
const UNKNOWN_TOKEN = 'The security token included in the request is invalid.'
const REFUSALS: Readonly<Record<Refusal, Refused>> = {
  signature_missing: {
    type: 'MissingAuthenticationTokenException',
    message: 'Request is missing Authentication Token',
  },
  signature_incomplete: { type: 'IncompleteSignatureException', message: 'The Authorization header is not whole.' },
  scope_wrong: {
    type: 'InvalidSignatureException',
    message: "Credential should be scoped to correct service: 'dynamodb'.",
  },
  key_unknown: { type: 'UnrecognizedClientException', message: UNKNOWN_TOKEN },
  token_wrong: { type: 'UnrecognizedClientException', message: UNKNOWN_TOKEN },
  token_expired: { type: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
  time_skewed: { type: 'InvalidSignatureException', message: 'Signature expired or not yet current: set the clock.' },
  signature_wrong: { type: 'InvalidSignatureException', message: WRONG_SIGNATURE },
}

function refusalOf(
  { credentialOf, authorize, now = () => new Date() }: DynamoDbGuardOptions,
  tables: Tables,
  request: IncomingMessage,
  body: Buffer,
): Refused | undefined {
  const signed = { method: request.method ?? '', target: request.url ?? '/', headers: request.headers, body }
  const verdict = verifyHeaderSignature(signed, { service: 'dynamodb', now: now(), credentialOf })
  if (verdict.kind === 'refused') return REFUSALS[verdict.reason]
  const { principal } = verdict.credential
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.')
  for (const asked of readAsked(operation, body, tables)) {
    if (authorize({ ...asked, principal }) === 'allow') continue
    const { action, resource } = asked
    const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`
    return { type: 'AccessDeniedException', message }
  }
  return undefined
}

/** A body that cannot be read is asked about as what nobody may: its fault is for the engine to tell, if anybody gets there. */
function readAsked(operation: string, body: Buffer, tables: Tables): Asked[] {
  try {
    const asked = whatIsAsked(operation, JSON.parse(body.toString('utf8')), tables)
    if (asked.length > 0) return asked
  } catch (error) {
    if (!(error instanceof ZodError || error instanceof SyntaxError)) throw error
  }
  return [{ action: `dynamodb:${operation}`, resource: '*', context: {} }]
}

function refuse(response: ServerResponse, { type, message }: Refused): void {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message, Message: message })
  response.writeHead(400, { 'content-type': CONTENT_TYPE })
  response.end(body)
}

async function passOn(
  url: string,
  agent: Agent,
  { method, url: path = '/', headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  forward(new URL(path, url), { method, headers, agent }).once('response', resolve).once('error', reject).end(body)
  const answered = await promise
  response.writeHead(answered.statusCode ?? 502, answered.headers)
  for await (const chunk of answered) response.write(chunk)
  response.end()
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes > MAX_BODY_BYTES) throw new Error('the body of a request is larger than DynamoDB takes')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
