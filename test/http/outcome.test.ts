import { describe, expect, it } from 'vitest'
import { contract, type Endpoint } from '../../functions/contract/index.ts'
import { Refusal } from '../../functions/domain/problems/index.ts'
import type { HttpPorts } from '../../functions/http/index.ts'
import type { Principal } from '../../functions/model/index.ts'
import { acme } from '../../local/demo/people.ts'
import { context, eventOf, givenRoom } from './given.ts'

type Told = { tenantId: Principal['tenantId']; endpoint: Endpoint; refusal: Refusal | undefined }

/** A room whose handler does `what`, and what was told of its requests before they were answered. */
function givenWatched(what: () => Promise<undefined> = async () => undefined, fault?: Error) {
  const told: Told[] = []
  const onOutcome: HttpPorts['onOutcome'] = async ({ tenantId }, endpoint, refusal) => {
    told.push({ tenantId, endpoint, refusal })
    if (fault) throw fault
  }
  return { told, ...givenRoom(what, { onOutcome }) }
}

const list = eventOf('GET /api/v1/recordings')
const asked = { tenantId: acme.id, endpoint: contract.recordings.listRecordings }

describe('how a request ended', () => {
  it('is told once it was answered well', async () => {
    const { told, handler } = givenWatched()
    expect(await handler(list, context)).toMatchObject({ statusCode: 200 })
    expect(told).toEqual([{ ...asked, refusal: undefined }])
  })

  it('is told with the refusal, of the handler or before it', async () => {
    const refused = givenWatched(() => Promise.reject(new Refusal('conflict', 'Send it again.')))
    expect(await refused.handler(list, context)).toMatchObject({ statusCode: 409 })
    expect(refused.told).toMatchObject([{ ...asked, refusal: { code: 'conflict', message: 'Send it again.' } }])

    const invalid = givenWatched()
    const event = eventOf('GET /api/v1/recordings', { queryStringParameters: { limit: 'many' } })
    expect(await invalid.handler(event, context)).toMatchObject({ statusCode: 400 })
    expect(invalid.told).toMatchObject([{ ...asked, refusal: { code: 'invalid_request' } }])
  })

  it('repeats no key that the caller made up', async () => {
    const { told, handler } = givenWatched()
    const event = eventOf('GET /api/v1/recordings', { queryStringParameters: { '+12025550143': '1' } })
    const { body } = await handler(event, context)
    expect(JSON.parse(body ?? '')).toMatchObject({
      errors: [{ field: '+12025550143', message: 'is not a field of this request' }],
    })
    expect(told[0]?.refusal?.message).toBe(
      'Correct the query: it holds what is not a field of this request, see errors.',
    )
  })

  it('is not told of nobody’s requests, nor of our own faults', async () => {
    const { told, handler } = givenWatched()
    const stranger = eventOf('GET /api/v1/recordings', { headers: {} })
    expect(await handler(stranger, context)).toMatchObject({ statusCode: 401 })
    expect(told).toEqual([])

    const broken = givenWatched(() => Promise.reject(new Error('broken')))
    expect(await broken.handler(list, context)).toMatchObject({ statusCode: 500 })
    expect(broken.told).toEqual([])
  })

  it('may fail to be told, and the answer stays what it is', async () => {
    const fault = new Error('the table is away')
    const well = givenWatched(undefined, fault)
    expect(await well.handler(list, context)).toMatchObject({ statusCode: 200 })
    expect(well.faults).toEqual([{ requestId: 'request-1', routeKey: list.routeKey, error: fault }])
    const refused = givenWatched(() => Promise.reject(new Refusal('conflict', 'Send it again.')), fault)
    expect(await refused.handler(list, context)).toMatchObject({ statusCode: 409 })
    expect(refused.faults).toHaveLength(1)
  })
})
