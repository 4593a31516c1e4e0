import { SQSClient } from '@aws-sdk/client-sqs'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { queues, renditionQueue, type WorkerName, type WorkQueue, workQueue } from '../adapters/sqs/index.ts'
import type { RenditionQueue } from '../ports/index.ts'
import { type Environment, ownCredentials, required } from './environment.ts'
import { reportFault } from './report.ts'

/** A message that nobody can read now or later. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage'
}

/** What a message is about, in ids, and what to do with it. */
export type Work = {
  about: Record<string, string>
  /** @param signal comes before the function's time is over */
  run: (signal: AbortSignal) => Promise<unknown>
}

/** The queue QUEUE_URL, whose dead letters go to DEAD_LETTERS_URL. */
export function workQueueFrom(env: Environment): WorkQueue {
  const urls = { queue: required(env, 'QUEUE_URL'), deadLetters: required(env, 'DEAD_LETTERS_URL') }
  const sqs = new SQSClient({ region: required(env, 'AWS_REGION'), credentials: ownCredentials(env) })
  return workQueue(sqs, urls)
}

/** The queue RENDITIONS_QUEUE_URL, for functions that have renditions made. */
export function renditionQueueFrom(env: Environment): RenditionQueue {
  const sqs = new SQSClient({ region: required(env, 'AWS_REGION'), credentials: ownCredentials(env) })
  return renditionQueue(sqs, required(env, 'RENDITIONS_QUEUE_URL'))
}

/** Left to report a failure and to hand the message on. */
const lastWordsMs = 10_000
const longestWaitSeconds = 900

/** Comes a little before the function's time is over. */
export function endOf(context: Pick<Context, 'getRemainingTimeInMillis'>): AbortSignal {
  return AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - lastWordsMs))
}

/** 1, 4, 16, 64 seconds: long before the message would come again by itself. */
const waitSeconds = (receives: number) => Math.min(4 ** (receives - 1), longestWaitSeconds)

/**
 * Works messages off. One that fails comes again, ever later, and is given up after the queue's number of receives with a
 * dead letter that says why; one that cannot be read is given up at once. Messages of which the function says nothing,
 * because it ran out of time or memory, SQS itself moves there.
 * @param read what a message's text asks for. @throws UnreadableMessage
 * @returns the messages to keep (ReportBatchItemFailures)
 */
export async function workOff(
  name: WorkerName,
  queue: WorkQueue,
  { Records }: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  read: (text: string) => Work,
): Promise<SQSBatchResponse> {
  const signal = endOf(context)
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
  for (const record of Records) {
    const isDone = await workOne(name, queue, record, signal, read)
    if (!isDone) batchItemFailures.push({ itemIdentifier: record.messageId })
  }
  return { batchItemFailures }
}

async function workOne(
  name: WorkerName,
  queue: WorkQueue,
  { body, receiptHandle, attributes }: SQSRecord,
  signal: AbortSignal,
  read: (text: string) => Work,
): Promise<boolean> {
  const receives = Number(attributes.ApproximateReceiveCount)
  let about: Work['about'] = {}
  try {
    const work = read(body)
    about = work.about
    signal.throwIfAborted()
    await work.run(signal)
    return true
  } catch (error) {
    reportFault({ queue: name, ...about, receives, error })
    const isGivenUp = receives >= queues[name].maxReceives || error instanceof UnreadableMessage
    try {
      if (!isGivenUp) await queue.retryIn(receiptHandle, waitSeconds(receives))
      else {
        const reason = error instanceof Error ? error.name : typeof error
        await queue.bury({ reason, at: new Date().toISOString(), receives, about, message: body })
      }
      return isGivenUp
    } catch (fault) {
      // It comes again when its visibility ends, and SQS moves it after the last time.
      reportFault({ queue: name, ...about, receives, error: fault })
      return false
    }
  }
}
