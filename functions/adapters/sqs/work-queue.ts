import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { type DeadLetter, deadLetterText } from './dead-letter.ts'

/** A queue from its function's side; Lambda itself receives and deletes. */
export type WorkQueue = {
  send(body: string): Promise<void>
  /** Has a message that was received come again sooner than its visibility would have it. */
  retryIn(receiptHandle: string, seconds: number): Promise<void>
  bury(letter: DeadLetter): Promise<void>
}

export function workQueue(sqs: SQSClient, urls: { queue: string; deadLetters: string }): WorkQueue {
  return {
    async send(body) {
      await sqs.send(new SendMessageCommand({ QueueUrl: urls.queue, MessageBody: body }))
    },
    async retryIn(ReceiptHandle, VisibilityTimeout) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: urls.queue, ReceiptHandle, VisibilityTimeout }))
    },
    async bury(letter) {
      await sqs.send(new SendMessageCommand({ QueueUrl: urls.deadLetters, MessageBody: deadLetterText(letter) }))
    },
  }
}
