import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Credential, type Refusal, verifyHeaderSignature } from '../sigv4/index.ts'
import { SqsError, type SqsErrorCode } from './errors.ts'
import { OPERATIONS, type SqsAuthorizationRequest, type SqsWorld } from './operations.ts'

const MAX_BODY_BYTES = 2 * 1024 * 1024
const TARGET_PREFIX = 'AmazonSQS.'

const REFUSALS: Readonly<Record<Refusal, SqsErrorCode>> = {
  signature_missing: 'MissingAuthenticationToken',
  signature_incomplete: 'IncompleteSignature',
  scope_wrong: 'SignatureDoesNotMatch',
  key_unknown: 'InvalidClientTokenId',
  token_wrong: 'InvalidClientTokenId',
  token_expired: 'InvalidClientTokenId',
  time_skewed: 'SignatureDoesNotMatch',
  signature_wrong: 'SignatureDoesNotMatch',
}

export type SqsServer = SqsWorld & {
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  readonly authorize: (request: SqsAuthorizationRequest) => 'allow' | 'deny'
  readonly now: () => number
}

/** Answers one request of SQS's JSON protocol; never rejects. */
export async function answer(server: SqsServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: Record<string, unknown>) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() })
    response.end(JSON.stringify(body))
  }
  try {
    const body = await readBody(request)
    send(200, perform(server, request, body))
  } catch (error) {
    if (error instanceof SqsError) {
      send(error.status, { __type: `com.amazonaws.sqs#${error.code}`, message: error.message })
    } else if (request.errored === null) {
      send(500, { __type: 'com.amazonaws.sqs#InternalFailure', message: 'The local SQS failed; see its log' })
      console.error('The local SQS failed to answer a request:', error instanceof Error ? error.name : error)
    }
  }
}

function perform(server: SqsServer, request: IncomingMessage, body: Buffer): Record<string, unknown> {
  const verdict = verifyHeaderSignature(
    { method: request.method ?? '', target: request.url ?? '/', headers: request.headers, body },
    { service: 'sqs', now: new Date(server.now()), credentialOf: server.credentialOf },
  )
  if (verdict.kind === 'refused') throw new SqsError(REFUSALS[verdict.reason], `Refused: ${verdict.reason}`)
  const target = String(request.headers['x-amz-target'] ?? '')
  const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : ''
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (!operation) throw new SqsError('NotImplemented', `The local SQS does not support ${name || 'this protocol'}`)
  const { principal } = verdict.credential
  return operation(server, parsed(body), (queueArn) => {
    if (server.authorize({ principal, action: `sqs:${name}`, queueArn }) === 'allow') return
    throw new SqsError('AccessDeniedException', `User: ${principal.arn} may not sqs:${name} on ${queueArn}`)
  })
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new SqsError('InvalidParameterValueException', 'The body is not JSON.')
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (sizeBytes > MAX_BODY_BYTES) throw new SqsError('InvalidParameterValueException', 'The body is too large.')
  return Buffer.concat(chunks)
}
