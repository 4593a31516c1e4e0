import { createHash } from 'node:crypto'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Principal } from '../sigv4/index.ts'
import { ACCOUNT_ID, arnOf, type SqsAuthorizationRequest } from './operations.ts'
import type { Message, QueueStore } from './store.ts'

export type ConsumerOptions = {
  readonly store: QueueStore
  readonly region: string
  readonly now: () => number
  readonly authorize: (request: SqsAuthorizationRequest) => 'allow' | 'deny'
  /** Lambda receives and deletes in the function's own name. */
  readonly principal: Principal
  readonly queue: string
  readonly batchSize: number
  /** Batches under way at once. */
  readonly maxConcurrency: number
  // biome-ignore lint/suspicious/noConfusingVoidType: as @types/aws-lambda types the handler of a queue
  readonly onBatch: (event: SQSEvent) => Promise<SQSBatchResponse | void>
  readonly onError: (error: unknown) => void
}

export type Consumer = {
  /** Receives no more and waits for the batches under way. */
  close(): Promise<void>
}

/**
 * Hands messages to a function in batches, as Lambda's event source mapping does: what the function does not report as
 * failed is deleted; what it does, or all of a batch that it fails with, stays until it is visible again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function consumeQueue(options: ConsumerOptions): Consumer {
  const { store, queue, batchSize, maxConcurrency } = options
  const underWay = new Set<Promise<void>>()
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    clearTimeout(timer)
    if (!mayAll(options, ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'])) return
    while (!isClosed && underWay.size < maxConcurrency) {
      const messages = store.receive(queue, batchSize)
      if (messages.length === 0) break
      const batch = handOver(options, messages).finally(() => {
        underWay.delete(batch)
        look()
      })
      underWay.add(batch)
    }
    const next = isClosed ? undefined : store.nextVisibleMs(queue)
    // A batch that ends looks again.
    if (next !== undefined && underWay.size < maxConcurrency)
      timer = setTimeout(look, Math.max(1, next - options.now()))
  }

  // After the one who sends has gone on: it may still be in a transaction of its own.
  const stopListening = store.onChange(() => queueMicrotask(look))
  look()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      stopListening()
      await Promise.all(underWay)
    },
  }
}

/** Tells of what the function's role lacks: in the cloud the mapping would stand still. */
function mayAll({ authorize, principal, region, queue, onError }: ConsumerOptions, actions: string[]): boolean {
  const queueArn = arnOf(region, queue)
  const denied = actions.filter((action) => authorize({ principal, action, queueArn }) === 'deny')
  if (denied.length > 0) onError(new Error(`${principal.arn} may not ${denied.join(', ')} on ${queueArn}`))
  return denied.length === 0
}

/** Never rejects. */
async function handOver(options: ConsumerOptions, messages: readonly Message[]): Promise<void> {
  const { store, queue, onBatch, onError } = options
  try {
    const response = await onBatch({ Records: messages.map((message) => recordOf(options, message)) })
    const failed = new Set((response?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier))
    // An answer that names a message which is not of the batch says that all of it failed.
    if (!mayAll(options, ['sqs:DeleteMessage'])) return
    const isReadable = [...failed].every((id) => messages.some((message) => message.id === id))
    for (const { id, receipt } of messages) if (isReadable && !failed.has(id)) store.remove(queue, receipt)
  } catch (error) {
    onError(error)
  }
}

function recordOf({ queue, region }: ConsumerOptions, message: Message): SQSRecord {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentMs),
      SenderId: ACCOUNT_ID,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: arnOf(region, queue),
    awsRegion: region,
  }
}
