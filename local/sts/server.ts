import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Credential, type Refusal, verifyHeaderSignature } from '../sigv4/index.ts'
import { StsError, type StsErrorCode } from './errors.ts'
import { type Caller, OPERATIONS, type StsWorld } from './operations.ts'
import { readParameters } from './parameters.ts'
import { errorXml, resultXml } from './xml.ts'

const API_VERSION = '2011-06-15'
const MAX_BODY_BYTES = 128 * 1024

const REFUSALS: Readonly<Record<Refusal, readonly [StsErrorCode, string]>> = {
  signature_missing: ['MissingAuthenticationToken', 'Request is missing Authentication Token'],
  signature_incomplete: [
    'IncompleteSignature',
    'Authorization header requires Credential, SignedHeaders (host and every x-amz- header) and Signature, and X-Amz-Date a time like 20260131T235959Z.',
  ],
  scope_wrong: [
    'SignatureDoesNotMatch',
    "Credential should be scoped to correct service: 'sts' and to the day of X-Amz-Date.",
  ],
  key_unknown: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  token_wrong: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
  token_expired: ['ExpiredToken', 'The security token included in the request is expired'],
  time_skewed: [
    'SignatureDoesNotMatch',
    'Signature expired or not yet current: X-Amz-Date is more than 15 min. from the time of the server. Set the clock.',
  ],
  signature_wrong: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
}

export type StsServer = StsWorld & {
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  readonly now: () => Date
}

/** Answers one HTTP request of the query protocol; never rejects. */
export async function answer(server: StsServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID()
  const send = (status: number, body: string) => {
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
    response.end(body)
  }
  try {
    const body = await readBody(request)
    send(200, perform(server, request, body, requestId))
  } catch (error) {
    if (error instanceof StsError) {
      const fault = error.status < 500 ? 'Sender' : 'Receiver'
      send(error.status, errorXml(error.code, error.message, fault, requestId))
    } else if (request.errored === null) {
      send(500, errorXml('InternalFailure', 'The local STS failed; see its log', 'Receiver', requestId))
      console.error('The local STS failed to answer a request:', error)
    }
  }
}

function perform(server: StsServer, request: IncomingMessage, body: Buffer, requestId: string): string {
  const caller = authenticate(server, request, body)
  const form = new URLSearchParams(body.toString('utf8'))
  const action = form.get('Action')
  if (action === null) throw new StsError('MissingAction', 'The request is missing an Action; send it in the form body')
  const operation = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined
  if (operation === undefined || form.get('Version') !== API_VERSION) {
    const version = form.get('Version') ?? ''
    throw new StsError('InvalidAction', `Could not find operation ${action} for version ${version}`)
  }
  if (operation === 'not_implemented') {
    throw new StsError('NotImplemented', `The local STS does not support ${action}`)
  }
  return resultXml(action, operation.run(server, caller, readParameters(form, operation.parameters)), requestId)
}

function authenticate(server: StsServer, request: IncomingMessage, body: Buffer): Caller {
  const verdict = verifyHeaderSignature(
    { method: request.method ?? '', target: request.url ?? '/', headers: request.headers, body },
    { service: 'sts', now: server.now(), credentialOf: server.credentialOf },
  )
  if (verdict.kind === 'refused') throw new StsError(...REFUSALS[verdict.reason])
  const { accessKeyId, credential } = verdict
  return { accessKeyId, principal: credential.principal, session: server.sessions.find(accessKeyId) }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  // A body that is too large is read to its end all the same: closing on a client that still writes hides the answer.
  for await (const chunk of request) {
    sizeBytes += chunk.length
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (sizeBytes > MAX_BODY_BYTES) {
    throw new StsError('RequestEntityTooLarge', `The body may have at most ${MAX_BODY_BYTES} bytes`)
  }
  return Buffer.concat(chunks)
}
