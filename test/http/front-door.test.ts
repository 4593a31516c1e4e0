import { describe, expect, it } from 'vitest'
import { type FrontDoor, originSecretHeader, viewerAddressHeader } from '../../functions/http/index.ts'
import { context, eventOf, givenRoom } from './given.ts'

const current = 'current-secret-of-32-letters-and-more'
const next = 'next-secret-of-32-letters-and-some-more'
const cloudFront: FrontDoor = { secrets: [current, next] }
const list = 'GET /api/v1/recordings'

/** Tara's request for the list, and who the handler was told that it comes from. */
async function ask(frontDoor: FrontDoor, headers: Record<string, string>) {
  let sourceAddress: unknown
  const { handler, faults } = givenRoom(
    async (call) => {
      const { principal } = call as { principal: { request: { sourceAddress: unknown } } } // as the pipeline calls
      sourceAddress = principal.request.sourceAddress
      return undefined
    },
    { frontDoor },
  )
  const answer = await handler(eventOf(list, { headers: { authorization: 'Bearer tara', ...headers } }), context)
  return { answer, faults, sourceAddress }
}

describe('behind CloudFront', () => {
  it.each([
    ['the secret that it sends', current],
    ['the next one', next],
  ])('a request with %s is answered', async (_, secret) => {
    const { answer } = await ask(cloudFront, { [originSecretHeader]: secret })
    expect(answer.statusCode).toBe(200)
  })

  it('a header’s name may be written in any way', async () => {
    const { answer } = await ask(cloudFront, { [originSecretHeader.toUpperCase()]: current })
    expect(answer.statusCode).toBe(200)
  })

  it.each([
    ['none', {}],
    ['an empty one', { [originSecretHeader]: '' }],
    ['another one', { [originSecretHeader]: `${current}x` }],
    ['both at once', { [originSecretHeader]: `${current},${next}` }],
  ])('a request with %s is refused before anything is asked of it', async (_, headers) => {
    const { answer, faults } = await ask(cloudFront, headers)
    expect(answer.statusCode).toBe(403)
    expect(JSON.parse(answer.body ?? '')).toMatchObject({
      code: 'forbidden',
      detail: 'Ask at the address of the dashboard, under /api/v1.',
    })
    expect(faults).toEqual([])
  })

  it('who is refused learns of no route whether it is there', async () => {
    const { handler } = givenRoom(async () => undefined, { frontDoor: cloudFront })
    const answers = [eventOf(list), eventOf('GET /api/v1/none'), eventOf('', { headers: {} })].map((event) =>
      handler(event, context),
    )
    expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([403, 403, 403])
  })

  it('an event without headers, or that is nothing at all, is refused', async () => {
    const { handler, faults } = givenRoom(async () => undefined, { frontDoor: cloudFront })
    for (const event of [{}, null, 'text', { headers: null }, { headers: { [originSecretHeader]: 7 } }]) {
      const answer = await handler(event as never, context) // whatever is not API Gateway’s
      expect(answer.statusCode).toBe(403)
    }
    expect(faults).toEqual([])
  })

  it('the address is the one that CloudFront tells, and not the connection’s', async () => {
    const headers = { [originSecretHeader]: current, [viewerAddressHeader]: '198.51.100.7' }
    expect((await ask(cloudFront, headers)).sourceAddress).toBe('198.51.100.7')
    expect((await ask(cloudFront, { [originSecretHeader]: current })).sourceAddress).toBeNull()
  })
})

describe('on one machine', () => {
  it('nobody needs a secret, and the address is the connection’s, whatever a header says', async () => {
    const { answer, sourceAddress } = await ask('none', { [viewerAddressHeader]: '198.51.100.7' })
    expect(answer.statusCode).toBe(200)
    expect(sourceAddress).toBe('127.0.0.1')
  })
})
