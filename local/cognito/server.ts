import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type * as z from 'zod'
import { type Credential, type Principal, type Refusal, verifyHeaderSignature } from '../sigv4/index.ts'
import { CognitoError, type CognitoErrorCode, notSupported } from './errors.ts'
import { OPERATIONS, type Operation, type World } from './operations/index.ts'
import type { User } from './store/users.ts'

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.'
const CONTENT_TYPE = 'application/x-amz-json-1.1'
const MAX_BODY_BYTES = 128 * 1024

/** What the operations of a signed-in person ask of their token. */
export const PERSON_ADMIN_SCOPE = 'aws.cognito.signin.user.admin'

const REFUSALS: Readonly<Record<Refusal, readonly [CognitoErrorCode, string]>> = {
  signature_missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  signature_incomplete: [
    'IncompleteSignatureException',
    'Authorization header requires Credential, SignedHeaders (host and every x-amz- header) and Signature, and X-Amz-Date a time like 20260131T235959Z.',
  ],
  scope_wrong: [
    'InvalidSignatureException',
    "Credential should be scoped to correct service: 'cognito-idp' and to the day of X-Amz-Date.",
  ],
  key_unknown: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  token_wrong: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  token_expired: ['ExpiredTokenException', 'The security token included in the request is expired'],
  time_skewed: [
    'InvalidSignatureException',
    'Signature expired or not yet current: X-Amz-Date is more than 15 min. from the time of the server. Set the clock.',
  ],
  signature_wrong: [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
}

/** What an access token of the issuer says, once it was verified. */
export type TokenClaims = {
  readonly subject: string
  readonly scopes: readonly string[]
  readonly issuedAtSeconds: number
}

/** What policies are asked, in IAM's words. */
export type CognitoAuthorizationRequest = {
  readonly principal: Principal
  /** `cognito-idp:AdminGetUser` and the like. */
  readonly action: string
  /** ARN of the user pool. */
  readonly resource: string
}

export type CognitoServer = World & {
  /** `arn:aws:cognito-idp:<region>:<account>:userpool/`, which the pool's id follows. */
  readonly arnPrefix: string
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  readonly authorize: (request: CognitoAuthorizationRequest) => 'allow' | 'deny'
  /** Undefined for any token that is not a good access token of a person now. */
  readonly claimsOf: (accessToken: string) => Promise<TokenClaims | undefined>
  readonly now: () => Date
}

/**
 * Answers one HTTP request of the AWS JSON 1.1 protocol; never rejects.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function answer(server: CognitoServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: object, type?: CognitoErrorCode) => {
    response.writeHead(status, {
      ...{ 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
      ...(type && { 'x-amzn-errortype': type }),
    })
    response.end(JSON.stringify(body))
  }
  try {
    send(200, await perform(server, request, await readBody(request)))
  } catch (error) {
    if (error instanceof CognitoError) {
      send(error.status, { __type: error.code, message: error.message }, error.code)
    } else if (request.errored === null) {
      const type = 'InternalErrorException'
      send(500, { __type: type, message: 'The local Cognito failed; see its log' }, type)
      console.error('The local Cognito failed to answer a request:', error instanceof Error ? error.stack : 'unknown')
    }
  }
}

async function perform(server: CognitoServer, request: IncomingMessage, body: Buffer): Promise<object> {
  const target = String(request.headers['x-amz-target'])
  const name = target.slice(TARGET_PREFIX.length)
  if (request.method !== 'POST' || !target.startsWith(TARGET_PREFIX) || !/^\w+$/.test(name)) {
    throw new CognitoError('UnknownOperationException', `POST with X-Amz-Target: ${TARGET_PREFIX}<operation>`)
  }
  const operation = OPERATIONS.get(name)
  if (operation === undefined) throw notSupported(`the operation ${name}`)
  if (operation.auth === 'person') {
    const input = readInput(operation, readJson(body))
    return operation.run(server, input, await personOf(server, input))
  }
  const principal = authenticate(server, request, body)
  const json = readJson(body)
  authorize(server, principal, name, json)
  const input = readInput(operation, json)
  const userPoolId = textOf(input, 'UserPoolId')
  if (userPoolId !== server.userPoolId) {
    throw new CognitoError('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`)
  }
  return operation.run(server, input)
}

function authenticate(server: CognitoServer, request: IncomingMessage, body: Buffer): Principal {
  const verdict = verifyHeaderSignature(
    { method: request.method ?? '', target: request.url ?? '/', headers: request.headers, body },
    { service: 'cognito-idp', now: server.now(), credentialOf: server.credentialOf },
  )
  if (verdict.kind === 'refused') throw new CognitoError(...REFUSALS[verdict.reason])
  return verdict.credential.principal
}

/** Before the request is looked at any further, as everywhere in AWS. */
function authorize(server: CognitoServer, principal: Principal, name: string, json: unknown): void {
  const action = `cognito-idp:${name}`
  const resource = `${server.arnPrefix}${textOf(json, 'UserPoolId')}`
  if (server.authorize({ principal, action, resource }) === 'allow') return
  throw new CognitoError(
    'AccessDeniedException',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`,
  )
}

/** @throws NotAuthorizedException */
async function personOf(server: CognitoServer, input: unknown): Promise<User> {
  const refuse = (message: string) => new CognitoError('NotAuthorizedException', message)
  const claims = await server.claimsOf(textOf(input, 'AccessToken'))
  if (claims === undefined) throw refuse('Invalid Access Token')
  if (!claims.scopes.includes(PERSON_ADMIN_SCOPE)) throw refuse('Access Token does not have required scopes')
  const user = server.pool.users.find(claims.subject)
  if (user === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.')
  if (claims.issuedAtSeconds <= user.signedOutAtSeconds) throw refuse('Access Token has been revoked')
  return user
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new CognitoError('SerializationException', 'The body is not JSON')
  }
}

function readInput({ schema }: Operation, json: unknown): unknown {
  const { data, error } = schema.safeParse(json)
  if (error) throw refusalOf(error)
  return data
}

/** To ignore a parameter could grant or promise more than the caller reads out of the answer. */
function refusalOf({ issues }: z.ZodError): CognitoError {
  const [issue] = issues
  const path = issue?.path.join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    return notSupported(`the parameter ${[path, issue.keys[0]].filter(Boolean).join('.')}`)
  }
  return new CognitoError(
    'InvalidParameterException',
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: ${issue?.message ?? 'unknown'}`,
  )
}

function textOf(value: unknown, name: string): string {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof text === 'string' ? text : ''
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
    throw new CognitoError('RequestEntityTooLargeException', `The body may have at most ${MAX_BODY_BYTES} bytes`)
  }
  return Buffer.concat(chunks)
}
