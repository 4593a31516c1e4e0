import type { SQSEvent } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../given/cloud.ts'
import { type GivenSqs, givenSqs, principal } from './given.ts'

let given: GivenSqs
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  // Its own clock runs here: the consumer wakes by it.
  given = await givenSqs({ now: Date.now })
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await given.close()
})

type Answer = (
  bodies: string[],
  event: SQSEvent,
) => Promise<{ batchItemFailures: { itemIdentifier: string }[] } | undefined>

function consume(answer: Answer, options: { batchSize?: number; maxConcurrency?: number } = {}) {
  const errors: unknown[] = []
  const consumer = given.sqs.consume({
    ...{ queue: 'work', batchSize: 10, maxConcurrency: 2, principal, ...options },
    onBatch: (event) =>
      answer(
        event.Records.map(({ body }) => body),
        event,
      ),
    onError: (error) => errors.push(error),
  })
  closing.push(() => consumer.close())
  return { errors, consumer }
}
const isEmpty = async () => {
  const { visible, notVisible } = given.sqs.count('work')
  return visible + notVisible === 0
}

describe('a function that works a queue off', () => {
  it('gets messages in Lambda’s form as they come, in batches, so many at once', async () => {
    let [underWay, most] = [0, 0]
    const sizes: number[] = []
    const seen: string[] = []
    const enough = Promise.withResolvers<void>()
    consume(
      async (bodies, { Records }) => {
        most = Math.max(most, ++underWay)
        if (most === 3) enough.resolve()
        await enough.promise
        underWay--
        sizes.push(bodies.length)
        seen.push(...bodies)
        expect(Records[0]).toMatchObject({
          ...{ eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work' },
          attributes: { ApproximateReceiveCount: '1' },
        })
        return undefined
      },
      { batchSize: 2, maxConcurrency: 3 },
    )
    const all = Array.from({ length: 9 }, (_, index) => String(index))
    for (const body of all) given.sqs.send('work', body)
    await until(isEmpty)
    expect(seen.toSorted()).toEqual(all)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2)
    expect(most).toBe(3)
  })

  it('loses what it did, and keeps what it says it did not', async () => {
    given.sqs.send('work', 'good')
    given.sqs.send('work', 'bad')
    given.sqs.send('work', 'fine')
    consume(async (_, { Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }))
    await until(async () => given.sqs.count('work').visible + given.sqs.count('work').notVisible === 1)
    expect(given.sqs.count('work')).toEqual({ visible: 0, notVisible: 1 })
  })

  it.for([
    ['throws', () => Promise.reject(new Error('no'))],
    ['names a message that it was not given', async () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] })],
  ] as const)('keeps all of a batch when it %s', async ([, answer]) => {
    given.sqs.send('work', 'one')
    given.sqs.send('work', 'two')
    const called = Promise.withResolvers<void>()
    const { consumer } = consume(async () => {
      called.resolve()
      return answer()
    })
    await called.promise
    await consumer.close()
    expect(given.sqs.count('work').notVisible).toBe(2)
  })

  it('ends what it has begun before it is closed, and begins nothing more', async () => {
    given.sqs.send('work', 'one')
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    let ended = 0
    const { consumer } = consume(
      async () => {
        begun.resolve()
        await end.promise
        ended++
        return undefined
      },
      { maxConcurrency: 1 },
    )
    await begun.promise
    given.sqs.send('work', 'two')
    const closed = consumer.close()
    end.resolve()
    await closed
    expect(ended).toBe(1)
    expect(given.sqs.count('work')).toEqual({ visible: 1, notVisible: 0 })
  })
})
