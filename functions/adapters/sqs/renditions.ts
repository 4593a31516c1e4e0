import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { mediaIdSchema, recordingIdSchema } from '../../contract/index.ts'
import type { RenditionQueue } from '../../ports/index.ts'

/** A message of the queue of renditions: ids alone. */
export const renditionMessageSchema = z.object({
  ...{ tenantId: z.string(), recordingId: recordingIdSchema, seq: z.int(), mediaId: mediaIdSchema },
  kind: z.enum(['peaks', 'copy']),
})
export type RenditionMessage = z.output<typeof renditionMessageSchema>

export function renditionQueue(sqs: SQSClient, queueUrl: string): RenditionQueue {
  return {
    async ask(tenantId, { recordingId, seq, mediaId, kind }) {
      const message: RenditionMessage = { tenantId, recordingId, seq, mediaId, kind }
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }))
    },
  }
}
