import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeInOrder } from '../../../functions/adapters/dynamodb/merge.ts'
import { recordingItem } from '../../../functions/adapters/dynamodb/recording-item.ts'
import type { Recording, RouteId, TenantId } from '../../../functions/model/index.ts'
import type { ListEntry, ListPosition, ListQuery } from '../../../functions/ports/index.ts'
import { alone, audit, type GivenTable, givenRecording, givenTable, newRouteId, newTenantId } from './given.ts'

let table: GivenTable
beforeAll(async () => {
  table = await givenTable()
})
afterAll(() => table.dispose())

/** Puts recordings where `create` would, a hundred at once. */
async function load(recordings: readonly Recording[]): Promise<void> {
  for (let start = 0; start < recordings.length; start += 100) {
    const puts = recordings
      .slice(start, start + 100)
      .map((recording) => ({ Put: { TableName: table.tableName, Item: recordingItem(recording) } }))
    await table.raw.send(new TransactWriteCommand({ TransactItems: puts }))
  }
}

const minute = (index: number) => new Date(Date.UTC(2026, 2, 1) + index * 60_000).toISOString()
const idsOf = (entries: readonly ListPosition[]) => entries.map(({ recordingId }) => recordingId)
const newestFirst = (recordings: readonly Recording[]) =>
  [...recordings].sort((a, b) => (`${a.startedAt}#${a.id}` > `${b.startedAt}#${b.id}` ? -1 : 1)).map(({ id }) => id)

async function pages(tenantId: TenantId, query: Omit<ListQuery, 'after'>): Promise<ListEntry[][]> {
  const read: ListEntry[][] = []
  let after: ListPosition | undefined
  for (;;) {
    const page = await table.recordings.list(tenantId, { ...query, after })
    read.push(page)
    if (page.length < query.limit) return read
    after = page.at(-1)
  }
}

describe('a list', () => {
  it('gives the columns of each recording as it is', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId, { agentId: '1001', queue: 'sales' })
    const unfinished = givenRecording(tenantId, {
      startedAt: minute(1),
      endedAt: null,
      reportedDurationMs: null,
      direction: 'unknown',
    })
    for (const each of [recording, unfinished]) await table.recordings.create(tenantId, alone(each))
    const entry = ({ id, ...recording }: Recording) => {
      const { startedAt, routeId, direction, media, reportedDurationMs, endedAt, agentId, queue } = recording
      return {
        ...{ recordingId: id, startedAt, routeId, direction, media, reportedDurationMs, endedAt, agentId, queue },
      }
    }
    const list = await table.recordings.list(tenantId, { places: 'all', range: {}, limit: 10 })
    expect(list).toEqual([entry(recording), entry(unfinished)])
  })

  it('follows a recording whose start or route was changed', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId, { startedAt: minute(1) })
    await table.recordings.create(tenantId, alone(previous))
    const recording = { ...previous, startedAt: minute(9), routeId: newRouteId(), version: 2 }
    await table.recordings.change(tenantId, { audit, previous, recording })
    const list = (query: Partial<ListQuery>) =>
      table.recordings.list(tenantId, { places: 'all', range: {}, limit: 10, ...query })
    expect(await list({})).toMatchObject([{ startedAt: minute(9), routeId: recording.routeId }])
    expect(await list({ places: { routes: [previous.routeId], agents: [] } })).toEqual([])
    expect(await list({ places: { routes: [recording.routeId], agents: [] } })).toHaveLength(1)
  })

  it('by agent has their calls alone, and follows one that got another agent or none', async () => {
    const [tenantId, globex] = [newTenantId(), newTenantId()]
    const previous = givenRecording(tenantId, { agentId: '1001' })
    const others = [
      ...[givenRecording(tenantId, { agentId: '10011' }), givenRecording(tenantId, { agentId: null })],
      givenRecording(globex, { agentId: '1001' }),
    ]
    for (const each of [previous, ...others]) await table.recordings.create(each.tenantId, alone(each))
    const by = async (...agents: string[]) =>
      idsOf(await table.recordings.list(tenantId, { places: { routes: [], agents }, range: {}, limit: 10 }))
    expect(await by('1001')).toEqual([previous.id])
    expect(await by('1001', '1001')).toEqual([previous.id])
    const moved = { ...previous, agentId: '1002', version: 2 }
    await table.recordings.change(tenantId, { audit, previous, recording: moved })
    expect([await by('1001'), await by('1002')]).toEqual([[], [previous.id]])
    const nobodys = { ...moved, agentId: null, version: 3 }
    await table.recordings.change(tenantId, { audit, previous: moved, recording: nobodys })
    expect(await by('1001', '1002')).toEqual([])
  })

  it('of routes and agents shows a call once that is of both', async () => {
    const tenantId = newTenantId()
    const routeId = newRouteId()
    const recordings = [{ agentId: '1001', routeId }, { agentId: '1001' }, { routeId }, { agentId: '1002' }].map(
      (facts, index) => givenRecording(tenantId, { startedAt: minute(index), ...facts }),
    )
    await load(recordings)
    const query = { places: { routes: [routeId], agents: ['1001'] }, range: {} }
    expect(idsOf((await pages(tenantId, { ...query, limit: 2 })).flat())).toEqual(newestFirst(recordings.slice(0, 3)))
    expect(idsOf(await table.recordings.list(tenantId, { ...query, limit: 1 }))).toEqual([recordings[2]?.id])
  })

  it('goes on after a position, even among recordings that started in the same millisecond', async () => {
    const tenantId = newTenantId()
    const recordings = Array.from({ length: 23 }, () => givenRecording(tenantId, { startedAt: minute(0) }))
    await load(recordings)
    const read = await pages(tenantId, { places: 'all', range: {}, limit: 5 })
    expect(read.map((page) => page.length)).toEqual([5, 5, 5, 5, 3])
    expect(idsOf(read.flat())).toEqual(newestFirst(recordings))
  })

  it('keeps to a stretch of time, its end exclusive', async () => {
    const tenantId = newTenantId()
    const recordings = Array.from({ length: 10 }, (_, index) => givenRecording(tenantId, { startedAt: minute(index) }))
    await load(recordings)
    const within = async (from?: number, before?: number) => {
      const range = {
        from: from === undefined ? undefined : minute(from),
        before: before === undefined ? undefined : minute(before),
      }
      const read = await pages(tenantId, { places: 'all', range, limit: 3 })
      return idsOf(read.flat())
    }
    expect(await within(3, 7)).toEqual(newestFirst(recordings.slice(3, 7)))
    expect(await within(undefined, 2)).toEqual(newestFirst(recordings.slice(0, 2)))
    expect(await within(8)).toEqual(newestFirst(recordings.slice(8)))
    expect(await within(7, 7)).toEqual([])
    expect(await within(8, 2)).toEqual([])
  })

  it('shows nobody a route they did not ask for', async () => {
    const tenantId = newTenantId()
    await load([givenRecording(tenantId)])
    expect(await table.recordings.list(tenantId, { places: { routes: [], agents: [] }, range: {}, limit: 10 })).toEqual(
      [],
    )
    expect(
      await table.recordings.list(tenantId, { places: { routes: [newRouteId()], agents: [] }, range: {}, limit: 10 }),
    ).toEqual([])
  })

  it('of any routes and agents, range and page size equals all recordings sorted and narrowed, each once', async () => {
    const tenantId = newTenantId()
    const routes = Array.from({ length: 6 }, newRouteId)
    const agents = ['1001', '1002', 'T#x#AGENT#1001']
    const routeOf = (index: number): RouteId => routes[index % 7 === 0 ? 0 : (index * index) % 6] ?? newRouteId()
    const recordings = Array.from({ length: 300 }, (_, index) =>
      givenRecording(tenantId, {
        ...{ startedAt: minute((index * 37) % 90), routeId: routeOf(index), agentId: agents[index % 5] ?? null },
      }),
    )
    await load(recordings)
    const anyQuery = fc.record({
      places: fc.oneof(
        fc.constant('all' as const),
        fc.record({ routes: fc.subarray(routes), agents: fc.subarray([...agents, 'nobody']) }),
      ),
      from: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
      before: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
      limit: fc.integer({ min: 1, max: 120 }),
    })
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ places, from, before, limit }) => {
        const range = {
          from: from === undefined ? undefined : minute(from),
          before: before === undefined ? undefined : minute(before),
        }
        const wanted = recordings.filter(
          ({ startedAt, routeId, agentId }) =>
            (places === 'all' || places.routes.includes(routeId) || places.agents.includes(agentId ?? '')) &&
            startedAt >= (range.from ?? '') &&
            startedAt < (range.before ?? '~'),
        )
        const page = await table.recordings.list(tenantId, { places, range, limit })
        expect(idsOf(page)).toEqual(newestFirst(wanted).slice(0, limit))
        const after = page[Math.floor(page.length / 2)]
        if (!after) return
        const rest = await table.recordings.list(tenantId, { places, range, limit, after })
        const skipped = Math.floor(page.length / 2) + 1
        expect(idsOf(rest)).toEqual(newestFirst(wanted).slice(skipped, skipped + limit))
      }),
      { numRuns: 40 },
    )
  })
})

describe('the merge of lists in order', () => {
  /** Gives the list from the greatest on, and counts what it gave. */
  const sourceOf = (list: readonly number[], given: { entries: number }) => {
    const rest = list.toSorted((a, b) => b - a)
    return async (count: number) => {
      const entries = rest.splice(0, count)
      given.entries += entries.length
      return entries
    }
  }
  const isGreater = (one: number, other: number) => one > other

  it('gives an entry once that stands in several lists', async () => {
    const anyLists = fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 30 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(anyLists, fc.nat(40), async (lists, limit) => {
        const sources = lists.map((list) => sourceOf(list, { entries: 0 }))
        const merged = await mergeInOrder(sources, limit, isGreater)
        expect(merged).toEqual([...new Set(lists.flat())].toSorted((a, b) => b - a).slice(0, limit))
      }),
    )
  })

  it('equals all entries sorted, and reads no more than twice what it gives and a little of each list', async () => {
    const anyLists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(anyLists, fc.integer({ min: 0, max: 60 }), async (lists, limit) => {
        // No entry stands in two of these.
        const apart = lists.map((list, index) => list.map((entry) => entry * lists.length + index))
        const given = { entries: 0 }
        const sources = apart.map((list) => sourceOf(list, given))
        const merged = await mergeInOrder(sources, limit, isGreater)
        const sorted = apart.flat().toSorted((a, b) => b - a)
        expect(merged).toEqual(sorted.slice(0, limit))
        expect(given.entries).toBeLessThanOrEqual(3 * limit + 4 * lists.length)
      }),
    )
  })
})

describe('a page of 50', () => {
  const stretch = (tenantId: TenantId, count: number, routes?: readonly RouteId[]) =>
    Array.from({ length: count }, (_, index) =>
      givenRecording(tenantId, {
        startedAt: minute(index),
        ...(routes && { routeId: routes[index % routes.length] ?? newRouteId() }),
      }),
    )

  it('costs as many calls and read units among 10,000 recordings as among 100', async () => {
    const routes = [newRouteId(), newRouteId(), newRouteId()]
    const [few, many] = [newTenantId(), newTenantId()]
    const recordings = [...stretch(few, 100, routes), ...stretch(many, 10_000, routes)]
    const full = await givenTable(recordings.map(recordingItem))
    try {
      const cost = async (tenantId: TenantId, places: ListQuery['places']) => {
        full.calls.length = 0
        const entries = await full.recordings.list(tenantId, { places, range: {}, limit: 50 })
        expect(await full.recordings.findMany(tenantId, idsOf(entries))).toHaveLength(50)
        return full.calls.map(({ name, units }) => ({ name, units }))
      }
      const all = await cost(few, 'all')
      expect(all.map(({ name }) => name)).toEqual(['QueryCommand', 'BatchGetItemCommand'])
      expect(all.every(({ units }) => units > 0)).toBe(true)
      expect(await cost(many, 'all')).toEqual(all)
      expect(await cost(many, { routes, agents: [] })).toEqual(await cost(few, { routes, agents: [] }))
    } finally {
      await full.dispose()
    }
    // Half a second here, but a DynamoDB at DYNAMODB_URL is filled item by item.
  }, 120_000)
})
