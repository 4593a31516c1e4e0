import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GivenSqs, givenSqs, key } from './given.ts'

let given: GivenSqs
beforeEach(async () => {
  given = await givenSqs()
})
afterEach(() => given.close())

const send = (body: string, DelaySeconds?: number) =>
  given.client.send(new SendMessageCommand({ QueueUrl: given.sqs.urlOf('work'), MessageBody: body, DelaySeconds }))
async function receive(queue = 'work', MaxNumberOfMessages = 10, VisibilityTimeout?: number) {
  const command = new ReceiveMessageCommand({
    ...{ QueueUrl: given.sqs.urlOf(queue), MaxNumberOfMessages, VisibilityTimeout },
    MessageSystemAttributeNames: ['All'],
  })
  const { Messages = [] } = await given.client.send(command)
  return Messages.map(({ Body = '', ReceiptHandle = '', MessageId = '', Attributes }) => ({
    ...{ body: Body, receipt: ReceiptHandle, id: MessageId },
    receives: Number(Attributes?.ApproximateReceiveCount),
  }))
}
const remove = (receipt: string) =>
  given.client.send(new DeleteMessageCommand({ QueueUrl: given.sqs.urlOf('work'), ReceiptHandle: receipt }))
const hide = (receipt: string, seconds: number) =>
  given.client.send(
    new ChangeMessageVisibilityCommand({
      ...{ QueueUrl: given.sqs.urlOf('work'), ReceiptHandle: receipt, VisibilityTimeout: seconds },
    }),
  )
const bodies = (messages: { body: string }[]) => messages.map(({ body }) => body)

describe('a message', () => {
  it('is one receiver’s for its visibility, then another’s, and counts how often', async () => {
    await send('one')
    const [first] = await receive()
    expect(first).toMatchObject({ body: 'one', receives: 1 })
    expect(await receive()).toEqual([])
    given.pass(29)
    expect(await receive()).toEqual([])
    given.pass(1)
    const [second] = await receive()
    expect(second).toMatchObject({ body: 'one', receives: 2, id: first?.id })
    expect(second?.receipt).not.toBe(first?.receipt)
  })

  it('is gone when it is deleted by its last receipt, and stays by an older one', async () => {
    await send('one')
    const [first] = await receive()
    given.pass(30)
    const [second] = await receive()
    await remove(first?.receipt ?? '')
    given.pass(30)
    const [third] = await receive()
    expect(third?.id).toBe(second?.id)
    await remove(third?.receipt ?? '')
    given.pass(60)
    expect(await receive()).toEqual([])
    expect([given.sqs.count('work'), given.sqs.count('dead')]).toEqual([
      { visible: 0, notVisible: 0 },
      { visible: 0, notVisible: 0 },
    ])
  })

  it('comes sooner or later as its receiver says, while it is the receiver’s', async () => {
    await send('one')
    const [first] = await receive()
    await hide(first?.receipt ?? '', 2)
    given.pass(2)
    const [second] = await receive()
    expect(second?.receives).toBe(2)
    await hide(second?.receipt ?? '', 300)
    given.pass(299)
    expect(await receive()).toEqual([])
    given.pass(1)
    await expect(hide(second?.receipt ?? '', 5)).rejects.toMatchObject({ name: 'MessageNotInflight' })
  })

  it('may wait before it is seen', async () => {
    await send('later', 10)
    expect(await receive()).toEqual([])
    given.pass(10)
    expect(bodies(await receive())).toEqual(['later'])
  })

  it('that was received as often as can be is a dead letter, and those behind it go on', async () => {
    await send('poison')
    for (let times = 1; times <= 3; times++) {
      expect((await receive('work', 1))[0]).toMatchObject({ body: 'poison', receives: times })
      given.pass(30)
    }
    await send('good')
    expect(bodies(await receive())).toEqual(['good'])
    expect(bodies(await receive('dead'))).toEqual(['poison'])
  })

  it('is there after a start, and whoever had it then has it no more', async () => {
    await send('one')
    await send('two')
    const [taken] = await receive('work', 1)
    await given.restart()
    expect(bodies(await receive()).sort()).toEqual(['one', 'two'])
    await remove(taken?.receipt ?? '')
    given.pass(30)
    expect(await receive()).toHaveLength(2)
  })

  it('of any characters comes as it was sent', async () => {
    const body = '{"words":"käse ☎ 😀"}'
    await send(body)
    expect(bodies(await receive())).toEqual([body])
  })
})

describe('a receiver', () => {
  it('gets as many as it asks for, ten at most', async () => {
    for (let index = 0; index < 12; index++) await send(String(index))
    expect(await receive('work', 2)).toHaveLength(2)
    expect(await receive('work', 10)).toHaveLength(10)
    expect(await receive('work', 10)).toHaveLength(0)
    await expect(receive('work', 11)).rejects.toMatchObject({ name: expect.stringContaining('InvalidParameterValue') })
  })
})

describe('the queue', () => {
  it('says what it holds and where its dead letters go', async () => {
    for (const body of ['a', 'b', 'c']) await send(body)
    await receive('work', 1)
    const QueueUrl = given.sqs.urlOf('work')
    const { Attributes } = await given.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    expect(Attributes).toMatchObject({
      ...{ ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1', VisibilityTimeout: '30' },
    })
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toEqual({
      ...{ deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 3 },
    })
  })

  it('that there is not, a key that it does not know and an operation that it has not are refused', async () => {
    const nowhere = new SendMessageCommand({ QueueUrl: given.sqs.urlOf('other'), MessageBody: 'x' })
    await expect(given.client.send(nowhere)).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
    const purge = new PurgeQueueCommand({ QueueUrl: given.sqs.urlOf('work') })
    await expect(given.client.send(purge)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
    for (const credentials of [
      { ...key, secretAccessKey: 'wrong' },
      { ...key, accessKeyId: 'AKIAOTHER' },
    ]) {
      const other = new SQSClient({ region: 'us-east-1', endpoint: given.sqs.url, credentials, maxAttempts: 1 })
      const command = new SendMessageCommand({ QueueUrl: given.sqs.urlOf('work'), MessageBody: 'x' })
      await expect(other.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      other.destroy()
    }
    expect(await receive()).toEqual([])
  })
})
