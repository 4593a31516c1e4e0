import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme, globex } from '../../local/demo/people.ts'
import { type GivenCloud, givenCloud, type IngestBody, type RecordingPage, shortWav } from '../given/cloud.ts'

let world: GivenCloud
const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 8, minute)).toISOString()

/** 120 calls of Globex, one a minute, but for the last ten, which start at the same moment. */
const manyCalls: IngestBody[] = Array.from({ length: 120 }, (_, index) => ({
  ...{ sessionId: `many-${index}`, startedAt: at(Math.min(index, 110)), durationMs: 1_000 },
  direction: index % 3 === 0 ? 'outbound' : 'inbound',
  route: index % 2 === 0 ? 'Sales' : 'Support',
}))

beforeAll(async () => {
  world = await givenCloud()
  for (let start = 0; start < manyCalls.length; start += 10) {
    await Promise.all(manyCalls.slice(start, start + 10).map((call) => world.announce(call, 'rec-globex')))
  }
})
afterAll(() => world.close())

const sessions = ({ items }: RecordingPage) => items.map(({ sessionId }) => sessionId)
const query = (criteria: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(criteria).map(([name, value]) => [name, String(value)])).toString()

/** Every page after the other; `between` is done after each. */
async function allPages(
  criteria: Record<string, string | number>,
  login: 'tom' | 'tara' | 'uma',
  between = async () => {},
) {
  const pages: RecordingPage[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: RecordingPage = await world.list(query({ ...criteria, ...(cursor && { cursor }) }), login)
    pages.push(page)
    cursor = page.nextCursor
    await between()
  }
  return pages
}

describe('the list', () => {
  it('is newest first and comes in pages, each recording once', async () => {
    const pages = await allPages({ limit: 25 }, 'tom')
    const items = pages.flatMap((page) => page.items)
    expect(pages.map((page) => page.items.length).slice(0, 4)).toEqual([25, 25, 25, 25])
    expect(new Set(items.map(({ id }) => id)).size).toBe(120)
    expect(items).toHaveLength(120)
    const starts = items.map(({ startedAt }) => startedAt)
    expect(starts).toEqual(starts.toSorted().reverse())
  })

  it('has no gaps and no repeats while new recordings arrive, older and newer ones alike', async () => {
    let arrived = 0
    const pages = await allPages({ limit: 40, startedFrom: at(0), startedBefore: at(600) }, 'tom', async () => {
      arrived += 1
      await world.announce({ sessionId: `newer-${arrived}`, startedAt: at(500 + arrived) }, 'rec-globex')
      await world.announce({ sessionId: `older-${arrived}`, startedAt: at(0) }, 'rec-globex')
    })
    const seen = pages.flatMap(sessions)
    expect(new Set(seen).size).toBe(seen.length)
    for (const { sessionId } of manyCalls) expect(seen).toContain(sessionId)
    expect(seen.filter((sessionId) => sessionId.startsWith('newer'))).toEqual([])
  })

  it('has fifty a page unless told, one at least and a hundred at most', async () => {
    expect((await world.list('', 'tom')).items).toHaveLength(50)
    expect((await world.list('limit=100', 'tom')).items).toHaveLength(100)
    expect((await world.list('limit=1', 'tom')).items).toHaveLength(1)
    for (const limit of ['0', '101', '-1', '1.5', 'many', '']) {
      const { problem } = await world.as('tom').get(`/recordings?limit=${limit}`)
      expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ field: 'limit' }] })
    }
  })

  it('is narrowed by time, its start included and its end not', async () => {
    const found = await world.list(query({ startedFrom: at(10), startedBefore: at(12) }), 'tom')
    expect(sessions(found)).toEqual(['many-11', 'many-10'])
    const offset = query({ startedFrom: '2026-10-01T10:10:00+02:00', startedBefore: '2026-10-01T10:12:00.000+02:00' })
    expect(sessions(await world.list(offset, 'tom'))).toEqual(['many-11', 'many-10'])
    expect(sessions(await world.list(query({ startedFrom: at(12), startedBefore: at(10) }), 'tom'))).toEqual([])
    const { problem } = await world.as('tom').get('/recordings?startedFrom=yesterday')
    expect(problem?.errors?.[0]).toMatchObject({ field: 'startedFrom' })
  })

  it('says what each recording is', async () => {
    const [item] = (await world.list('sessionId=many-3', 'tom')).items
    expect(item).toMatchObject({
      ...{ sessionId: 'many-3', direction: 'outbound', startedAt: at(3), durationMs: 1_000, mediaStatus: 'none' },
      ...{ kinds: [], actions: { play: true, download: true, edit: true, delete: true } },
    })
  })
})

describe('finding by exact ids', () => {
  beforeAll(async () => {
    const call: IngestBody = { callGroupId: 'transfer-1', ingressCallId: 'leg-a', route: 'Sales' }
    await world.announce({ ...call, sessionId: 'leg 1', startedAt: at(1), egressCallId: 'leg-b' })
    await world.announce({ ...call, sessionId: 'leg 2', startedAt: at(2), ingressCallId: 'leg-b' })
    await world.announce({ ...call, sessionId: 'leg 3', startedAt: at(3), ingressCallId: 'leg-c', route: 'Support' })
  })
  const cases: [name: string, criteria: Record<string, string>, found: string[]][] = [
    ['a session id', { sessionId: 'leg 1' }, ['leg 1']],
    ['a part of a session id', { sessionId: 'leg' }, []],
    ['a call id, ingress or egress', { callId: 'leg-b' }, ['leg 2', 'leg 1']],
    ['a call group', { callGroupId: 'transfer-1' }, ['leg 3', 'leg 2', 'leg 1']],
    ['a call id within a call group', { callGroupId: 'transfer-1', callId: 'leg-b' }, ['leg 2', 'leg 1']],
    ['a call group within a time', { callGroupId: 'transfer-1', startedFrom: at(2), startedBefore: at(3) }, ['leg 2']],
    ['what nobody has', { callId: 'nobody' }, []],
  ]
  it.for(cases)('%s', async ([, criteria, found]) => {
    expect(sessions(await world.list(query(criteria)))).toEqual(found)
  })

  it('comes in pages too', async () => {
    const pages = await allPages({ callGroupId: 'transfer-1', limit: 2 }, 'tara')
    expect(pages.map(sessions)).toEqual([['leg 3', 'leg 2'], ['leg 1']])
  })

  it("finds nothing of another tenant's", async () => {
    expect(sessions(await world.list(query({ callGroupId: 'transfer-1' }), 'tom'))).toEqual([])
  })

  it('finds what a recorder said later', async () => {
    await world.announce({ sessionId: 'later-id' })
    expect(sessions(await world.list('callId=said-later'))).toEqual([])
    await world.announce({ sessionId: 'later-id', egressCallId: 'said-later' })
    expect(sessions(await world.list('callId=said-later'))).toEqual(['later-id'])
  })
})

describe('a Tenant User limited to Sales', () => {
  it('sees the recordings of Sales and no others, in lists, finds and counts', async () => {
    expect(sessions(await world.list('callGroupId=transfer-1', 'uma'))).toEqual(['leg 2', 'leg 1'])
    const pages = await allPages({ limit: 1, startedFrom: at(0), startedBefore: at(4) }, 'uma')
    expect(pages.flatMap(sessions)).toEqual(['leg 2', 'leg 1'])
    expect(sessions(await world.list(query({ sessionId: 'leg 3' }), 'uma'))).toEqual([])
    const range = query({ startedFrom: at(0), startedBefore: at(4) })
    expect((await world.as('uma').get(`/recordings/counts?${range}`)).body).toMatchObject({ recordings: 2 })
    expect((await world.as('tara').get(`/recordings/counts?${range}`)).body).toMatchObject({ recordings: 3 })
  })

  it('has the routes of Sales alone to choose from', async () => {
    expect((await world.as('uma').get('/routes')).body).toMatchObject({ items: [{ name: 'Sales' }] })
  })

  it('pages over several routes in one order', async () => {
    const order = await allPages({ limit: 7, startedFrom: at(0), startedBefore: at(130) }, 'tom')
    const starts = order.flatMap(({ items }) => items.map(({ startedAt }) => startedAt))
    expect(starts).toEqual(starts.toSorted().reverse())
  })
})

describe('counts', () => {
  it('say how many, how long and of which direction', async () => {
    const range = query({ startedFrom: at(3), startedBefore: at(9) })
    const { body } = await world.as('tom').get(`/recordings/counts?${range}`)
    expect(body).toEqual({
      ...{ recordings: 6, durationMs: 6_000, needAttention: 0, isComplete: true },
      byDirection: { inbound: 4, outbound: 2, internal: 0, unknown: 0 },
    })
  })

  it('count what needs attention', async () => {
    const startedAt = '2025-05-05T05:05:00.000Z'
    await world.ingestCall({ sessionId: 'broken', startedAt, files: [{ bytes: shortWav().subarray(0, 500) }] })
    const range = query({ startedFrom: startedAt, startedBefore: '2025-05-06T00:00:00Z' })
    const { body } = await world.as('tara').get(`/recordings/counts?${range}`)
    expect(body).toMatchObject({ recordings: 1, needAttention: 1 })
  })

  it('need both ends of the time', async () => {
    const { problem } = await world.as('tom').get(`/recordings/counts?${query({ startedFrom: at(3) })}`)
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ field: 'startedBefore' }] })
  })
})

describe('a cursor', () => {
  const cursorFor = async (criteria: Record<string, string | number>, login: 'tom' | 'tara' | 'uma') => {
    const { nextCursor } = await world.list(query(criteria), login)
    if (nextCursor === null) throw new Error('the list has one page only')
    return nextCursor
  }
  const refusal = async (asked: string, login: 'tom' | 'tara' | 'uma' | 'sam', headers = {}) =>
    (await world.as(login).get(`/recordings?${asked}`, { headers })).problem?.code

  it('that was altered or made up is refused', async () => {
    const cursor = await cursorFor({ limit: 2 }, 'tom')
    const altered = cursor.slice(0, -3) + (cursor.endsWith('AAA') ? 'BBB' : 'AAA')
    for (const bad of [
      altered,
      `${cursor}x`,
      `${cursor}.x`,
      `k9.${cursor.split('.')[1]}`,
      'k1.',
      'nonsense',
      '%00',
      '',
    ]) {
      expect(await refusal(query({ limit: 2, cursor: bad }), 'tom')).toBe('invalid_cursor')
    }
    expect(await refusal(query({ sessionId: 'leg 1', cursor: 'nonsense' }), 'tara')).toBe('invalid_cursor')
  })

  it('serves nobody else, in no other tenant and for no other question', async () => {
    const taras = await cursorFor({ limit: 1 }, 'tara')
    expect(await refusal(query({ limit: 1, cursor: taras }), 'uma')).toBe('invalid_cursor')
    expect(await refusal(query({ limit: 1, cursor: taras }), 'tom')).toBe('invalid_cursor')
    expect(await refusal(query({ limit: 1, cursor: taras, startedFrom: at(0) }), 'tara')).toBe('invalid_cursor')
    for (const tenant of [acme, globex]) await world.openSupportAccess(tenant.id)
    const inTenant = (id: string) => ({ 'soundkeep-tenant': id })
    const page = await world.as('sam').get('/recordings?limit=1', { headers: inTenant(acme.id) })
    const { nextCursor } = page.body as RecordingPage // held to the contract
    const cursor = query({ limit: 1, cursor: nextCursor ?? '' })
    expect(await refusal(cursor, 'sam', inTenant(globex.id))).toBe('invalid_cursor')
    expect(await refusal(cursor, 'sam', inTenant(acme.id))).toBeUndefined()
  })

  it('says nothing of what it holds', async () => {
    const cursor = await cursorFor({ limit: 1 }, 'tom')
    const [, sealed = ''] = cursor.split('.')
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/2026-|01k0|01m8/)
  })
})
