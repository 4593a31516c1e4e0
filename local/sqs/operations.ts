import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Principal } from '../sigv4/index.ts'
import { SqsError } from './errors.ts'
import type { QueueOptions, QueueStore } from './store.ts'

export const ACCOUNT_ID = '000000000000'
/** What a message may weigh: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_MESSAGE_BYTES = 1024 * 1024
const LONGEST_HIDDEN_SECONDS = 12 * 3600

export type SqsWorld = { readonly store: QueueStore; readonly region: string }

/** One question to the policies. */
export type SqsAuthorizationRequest = {
  readonly principal: Principal
  /** An IAM action name, such as `sqs:SendMessage`. */
  readonly action: string
  readonly queueArn: string
}

/** @param require throws where the caller may not do it on that queue */
type Operation = (world: SqsWorld, input: unknown, require: (queueArn: string) => void) => Record<string, unknown>

const queueUrl = z.object({ QueueUrl: z.string() })
const md5Of = (text: string) => createHash('md5').update(text).digest('hex')
export const arnOf = (region: string, name: string) => `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`

function operation<S extends z.ZodType>(
  schema: S,
  run: (world: SqsWorld, queue: QueueOptions, input: z.output<S>) => Record<string, unknown>,
): Operation {
  return (world, input, require) => {
    const parsed = queueUrl.and(schema).safeParse(input)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new SqsError('InvalidParameterValueException', `${issue?.path.join('.')}: ${issue?.message}`)
    }
    const name = parsed.data.QueueUrl.split('/').at(-1) ?? ''
    require(arnOf(world.region, name))
    const queue = world.store.queues.get(name)
    if (!queue) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.')
    return run(world, queue, parsed.data)
  }
}

/** By the operation that `X-Amz-Target` names; a parameter that is not here is refused rather than overlooked. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  SendMessage: operation(
    z.strictObject({
      QueueUrl: z.string(),
      MessageBody: z.string().min(1),
      DelaySeconds: z.int().min(0).max(900).optional(),
    }),
    ({ store }, { name }, { MessageBody, DelaySeconds }) => {
      if (Buffer.byteLength(MessageBody) > MAX_MESSAGE_BYTES) {
        throw new SqsError(
          'InvalidParameterValueException',
          'One or more parameters are invalid: the message is too long.',
        )
      }
      return { MessageId: store.send(name, MessageBody, DelaySeconds), MD5OfMessageBody: md5Of(MessageBody) }
    },
  ),
  ReceiveMessage: operation(
    z.strictObject({
      QueueUrl: z.string(),
      MaxNumberOfMessages: z.int().min(1).max(10).default(1),
      VisibilityTimeout: z.int().min(0).max(LONGEST_HIDDEN_SECONDS).optional(),
      // Nobody waits here: an empty answer comes at once.
      WaitTimeSeconds: z.int().min(0).max(20).optional(),
      MessageSystemAttributeNames: z.array(z.string()).optional(),
    }),
    ({ store }, { name }, { MaxNumberOfMessages, VisibilityTimeout }) => ({
      Messages: store.receive(name, MaxNumberOfMessages, VisibilityTimeout).map((message) => ({
        MessageId: message.id,
        ReceiptHandle: message.receipt,
        Body: message.body,
        MD5OfBody: md5Of(message.body),
        Attributes: {
          ApproximateReceiveCount: String(message.receives),
          SentTimestamp: String(message.sentMs),
          ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
          SenderId: ACCOUNT_ID,
        },
      })),
    }),
  ),
  DeleteMessage: operation(
    z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string() }),
    ({ store }, { name }, { ReceiptHandle }) => {
      store.remove(name, ReceiptHandle)
      return {}
    },
  ),
  ChangeMessageVisibility: operation(
    z.strictObject({
      QueueUrl: z.string(),
      ReceiptHandle: z.string(),
      VisibilityTimeout: z.int().min(0).max(LONGEST_HIDDEN_SECONDS),
    }),
    ({ store }, { name }, { ReceiptHandle, VisibilityTimeout }) => {
      if (!store.hide(name, ReceiptHandle, VisibilityTimeout)) {
        throw new SqsError('MessageNotInflight', 'The message referred to is not in flight.')
      }
      return {}
    },
  ),
  GetQueueAttributes: operation(
    z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) }),
    ({ store, region }, { name, visibilitySeconds, redrive }, { AttributeNames }) => {
      const { visible, notVisible } = store.count(name)
      const all: Record<string, string> = {
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(notVisible),
        QueueArn: arnOf(region, name),
        VisibilityTimeout: String(visibilitySeconds),
        ...(redrive && {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: arnOf(region, redrive.deadLetters),
            maxReceiveCount: redrive.maxReceives,
          }),
        }),
      }
      const isWanted = (attribute: string) => AttributeNames.includes('All') || AttributeNames.includes(attribute)
      return { Attributes: Object.fromEntries(Object.entries(all).filter(([attribute]) => isWanted(attribute))) }
    },
  ),
}
