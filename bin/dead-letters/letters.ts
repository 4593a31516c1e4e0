import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { type FailureName, readDeadLetter } from '../../functions/adapters/sqs/index.ts'
import type { QueueUrls } from './connection.ts'

export type Letter = {
  id: string
  function: FailureName
  at: string
  reason: string
  receives: number | null
  about: Record<string, string>
  /** To be sent again; null for what Lambda and the clock left, of which the next sweep does what it tells of. */
  message: string | null
  receipt: string
}

/** While letters are looked at nobody else gets them. */
const hiddenSeconds = 60
/** SQS gives ten at most, and a few empty answers say that there are no more. */
const perRequest = 10
const emptyAnswers = 3

/**
 * The letters of a queue, at most `most`. They are hidden from others until they are put back, retried or discarded, or a
 * minute is over.
 */
export async function takeLetters(
  sqs: SQSClient,
  name: FailureName,
  { failuresUrl }: QueueUrls,
  most: number,
): Promise<Letter[]> {
  const letters: Letter[] = []
  for (let empty = 0; letters.length < most && empty < emptyAnswers; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: failuresUrl,
        MaxNumberOfMessages: Math.min(perRequest, most - letters.length),
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    )
    empty = Messages.length === 0 ? empty + 1 : 0
    for (const { MessageId = '', Body = '', ReceiptHandle = '', Attributes } of Messages) {
      const sentAt = new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString()
      letters.push({ id: MessageId, function: name, receipt: ReceiptHandle, ...contentOf(Body, sentAt) })
    }
  }
  return letters
}

type Content = Pick<Letter, 'at' | 'reason' | 'receives' | 'about' | 'message'>

function contentOf(body: string, sentAt: string): Content {
  const letter = readDeadLetter(body)
  if (letter) return letter
  const given = reasonOfLambda(body)
  if (given !== undefined) return { at: sentAt, reason: given, receives: null, about: {}, message: null }
  // SQS moved the message itself: its function ended without a word each time, out of time or out of memory.
  return { at: sentAt, reason: 'FunctionEnded', receives: null, about: {}, message: body }
}

/** What Lambda says of a stretch of a stream, or of an event of the clock, that it gave up. */
const givenUpSchema = z.object({
  requestContext: z.object({ condition: z.string() }),
  responsePayload: z.object({ errorType: z.string() }).optional().catch(undefined),
})

/**
 * The error's name where Lambda tells it, else why it gave up.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
 */
function reasonOfLambda(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    const { data } = givenUpSchema.safeParse(parsed)
    if (data) return data.responsePayload?.errorType ?? data.requestContext.condition
    return clockSchema.safeParse(parsed).success ? 'NotHandedOver' : undefined
  } catch {
    return undefined
  }
}

/** An event of the clock that EventBridge could not hand over. */
const clockSchema = z.object({ 'detail-type': z.literal('Scheduled Event') })

export async function putBack(sqs: SQSClient, { failuresUrl }: QueueUrls, { receipt }: Letter): Promise<void> {
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: failuresUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
  )
}

/**
 * Sends the message to its queue again and then discards the letter: cut off in between, it is worked off twice.
 * @returns false where there is nothing to send
 */
export async function retry(sqs: SQSClient, urls: QueueUrls, letter: Letter): Promise<boolean> {
  if (letter.message === null || urls.queueUrl === null) return false
  await sqs.send(new SendMessageCommand({ QueueUrl: urls.queueUrl, MessageBody: letter.message }))
  await discard(sqs, urls, letter)
  return true
}

export async function discard(sqs: SQSClient, { failuresUrl }: QueueUrls, { receipt }: Letter): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: failuresUrl, ReceiptHandle: receipt }))
}
