import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Credential } from '../sigv4/index.ts'
import type { StsAuthorizationRequest } from './operations.ts'
import { answer } from './server.ts'
import { sessionStore } from './sessions.ts'

export type { StsAuthorizationRequest } from './operations.ts'

/** Long-lived credentials, which in the cloud the Lambda service would hand to a function. */
export type FunctionCredential = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** The ARN of the function's role (`arn:aws:iam::...:role/...`) or of root. */
  readonly arn: string
}

export type StsOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly credentials: readonly FunctionCredential[]
  /** ARNs of the roles that exist. */
  readonly roles: readonly string[]
  /** The roles' MaxSessionDuration; 3600 unless told. */
  readonly maxSessionSeconds?: number
  /** Where policies enter. Unless told, the given credentials may assume every role and minted sessions none. */
  readonly authorize?: (request: StsAuthorizationRequest) => 'allow' | 'deny'
  readonly now?: () => Date
}

export type LocalSts = {
  readonly url: string
  readonly port: number
  /** What other local parts need to verify a signature; expired sessions are still given, with their `expiresAt`. */
  credentialOf(accessKeyId: string): Credential | undefined
  /** Stops listening and waits for requests under way. */
  close(): Promise<void>
}

/**
 * Starts AWS STS on this machine: AssumeRole with session tags and GetCallerIdentity over the query protocol, for the AWS
 * SDK and CLI. Signatures are verified. Everything else answers 501.
 *
 * @throws the listen error (EADDRINUSE for a taken port)
 */
export async function startSts(options: StsOptions): Promise<LocalSts> {
  const now = options.now ?? (() => new Date())
  const sessions = sessionStore(now)
  const known = new Map<string, Credential>(
    options.credentials.map(({ accessKeyId, secretAccessKey, arn }) => [
      accessKeyId,
      { secretAccessKey, principal: { arn, tags: {} } },
    ]),
  )
  const credentialOf = (accessKeyId: string) => known.get(accessKeyId) ?? sessions.find(accessKeyId)
  const world = {
    sessions,
    roleArns: options.roles,
    maxSessionSeconds: options.maxSessionSeconds ?? 3600,
    authorize: options.authorize ?? (({ isChained }) => (isChained ? 'deny' : 'allow')),
    credentialOf,
    now,
  }

  let isClosing = false
  const server = createServer((request, response) => {
    if (isClosing) response.setHeader('connection', 'close')
    void answer(world, request, response)
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host}:${port}`,
    port,
    credentialOf,
    async close() {
      isClosing = true
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
