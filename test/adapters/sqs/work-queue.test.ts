import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDeadLetter, workQueue } from '../../../functions/adapters/sqs/index.ts'
import { type GivenSqs, givenSqs } from '../../local/sqs/given.ts'

let given: GivenSqs
beforeEach(async () => {
  given = await givenSqs()
})
afterEach(() => given.close())

const queue = () => workQueue(given.client, { queue: given.sqs.urlOf('work'), deadLetters: given.sqs.urlOf('dead') })
async function receive(name: string) {
  const { Messages = [] } = await given.client.send(new ReceiveMessageCommand({ QueueUrl: given.sqs.urlOf(name) }))
  return Messages[0]
}

it('has a message come again after the seconds that it says', async () => {
  await queue().send('one')
  const message = await receive('work')
  await queue().retryIn(message?.ReceiptHandle ?? '', 4)
  given.pass(3)
  expect(await receive('work')).toBeUndefined()
  given.pass(1)
  expect((await receive('work'))?.Body).toBe('one')
})

it('writes a dead letter that is read back whole', async () => {
  const about = { tenantId: 't', recordingId: 'r' }
  const letter = { reason: 'TypeError', at: '2026-11-23T10:00:00.000Z', receives: 5, about, message: '{"a":"☎"}' }
  await queue().bury(letter)
  expect(readDeadLetter((await receive('dead'))?.Body ?? '')).toEqual(letter)
  for (const text of ['', 'null', '{"reason":1}', letter.message]) expect(readDeadLetter(text)).toBeUndefined()
})
