import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Credential } from '../sigv4/index.ts'
import { type Consumer, type ConsumerOptions, consumeQueue } from './consume.ts'
import { ACCOUNT_ID, type SqsAuthorizationRequest } from './operations.ts'
import { answer } from './server.ts'
import { openQueueStore, type QueueCounts, type QueueOptions } from './store.ts'

export type { SqsAuthorizationRequest } from './operations.ts'
export type { QueueCounts, QueueOptions } from './store.ts'

export type SqsOptions = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Where messages are kept. */
  readonly folder: string
  readonly region: string
  readonly queues: readonly QueueOptions[]
  readonly credentialOf: (accessKeyId: string) => Credential | undefined
  /** Where policies enter; everybody whose key is known unless told. */
  readonly authorize?: (request: SqsAuthorizationRequest) => 'allow' | 'deny'
  readonly now?: () => number
}

export type LocalSqs = {
  readonly url: string
  urlOf(queue: string): string
  /** What EventBridge does: no signature is asked for inside. */
  send(queue: string, body: string): void
  count(queue: string): QueueCounts
  /** Hands messages to a function, as Lambda's event source mapping does. */
  consume(options: Omit<ConsumerOptions, 'store' | 'region' | 'now' | 'authorize'>): Consumer
  /** Waits for requests under way. Close the consumers first. */
  close(): Promise<void>
}

/**
 * Starts SQS's standard queues on this machine, over its JSON protocol: sending, receiving, deleting, visibility, receive
 * counts and dead letters. What it does not do answers 501; messages are never dropped for their age, and order is that of
 * sending, which SQS does not promise.
 * @throws the listen error
 */
export async function startSqs(options: SqsOptions): Promise<LocalSqs> {
  const { host, region, authorize = () => 'allow', now = Date.now } = options
  const store = openQueueStore(options.folder, options.queues, now)
  const world = { store, region, credentialOf: options.credentialOf, authorize, now }
  const server = createServer((request, response) => void answer(world, request, response))
  server.listen(options.port, host)
  await once(server, 'listening').catch((error: unknown) => {
    store.close()
    throw error
  })
  // A listening TCP server has an AddressInfo; the other forms belong to pipes.
  const { port } = server.address() as AddressInfo
  const url = `http://${host}:${port}`
  return {
    url,
    urlOf: (queue) => `${url}/${ACCOUNT_ID}/${queue}`,
    send: (queue, body) => void store.send(queue, body),
    count: store.count,
    consume: (consumer) => consumeQueue({ ...consumer, store, region, authorize, now }),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
      store.close()
    },
  }
}
