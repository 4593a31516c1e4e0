import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeInOrder } from '../../../functions/adapters/dynamodb/merge.ts'
import { recordingItem } from '../../../functions/adapters/dynamodb/recording-item.ts'
import type { Recording, RouteId, TenantId } from '../../../functions/model/index.ts'
import type { ListEntry, ListPosition, ListQuery } from '../../../functions/ports/index.ts'
import { alone, type GivenTable, givenRecording, givenTable, newRouteId, newTenantId } from './given.ts'

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
    const recording = givenRecording(tenantId)
    const unfinished = givenRecording(tenantId, {
      startedAt: minute(1),
      endedAt: null,
      reportedDurationMs: null,
      direction: 'unknown',
    })
    for (const each of [recording, unfinished]) await table.recordings.create(tenantId, alone(each))
    const entry = ({ id, startedAt, routeId, direction, media, reportedDurationMs, endedAt }: Recording) => ({
      ...{ recordingId: id, startedAt, routeId, direction, media, reportedDurationMs, endedAt },
    })
    const list = await table.recordings.list(tenantId, { routes: 'all', range: {}, limit: 10 })
    expect(list).toEqual([entry(recording), entry(unfinished)])
  })

  it('follows a recording whose start or route was changed', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId, { startedAt: minute(1) })
    await table.recordings.create(tenantId, alone(previous))
    const recording = { ...previous, startedAt: minute(9), routeId: newRouteId(), version: 2 }
    await table.recordings.change(tenantId, { previous, recording })
    const list = (query: Partial<ListQuery>) =>
      table.recordings.list(tenantId, { routes: 'all', range: {}, limit: 10, ...query })
    expect(await list({})).toMatchObject([{ startedAt: minute(9), routeId: recording.routeId }])
    expect(await list({ routes: [previous.routeId] })).toEqual([])
    expect(await list({ routes: [recording.routeId] })).toHaveLength(1)
  })

  it('goes on after a position, even among recordings that started in the same millisecond', async () => {
    const tenantId = newTenantId()
    const recordings = Array.from({ length: 23 }, () => givenRecording(tenantId, { startedAt: minute(0) }))
    await load(recordings)
    const read = await pages(tenantId, { routes: 'all', range: {}, limit: 5 })
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
      const read = await pages(tenantId, { routes: 'all', range, limit: 3 })
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
    expect(await table.recordings.list(tenantId, { routes: [], range: {}, limit: 10 })).toEqual([])
    expect(await table.recordings.list(tenantId, { routes: [newRouteId()], range: {}, limit: 10 })).toEqual([])
  })

  it('of any routes, range and page size equals all recordings sorted and narrowed', async () => {
    const tenantId = newTenantId()
    const routes = Array.from({ length: 6 }, newRouteId)
    const routeOf = (index: number): RouteId => routes[index % 7 === 0 ? 0 : (index * index) % 6] ?? newRouteId()
    const recordings = Array.from({ length: 300 }, (_, index) =>
      givenRecording(tenantId, { startedAt: minute((index * 37) % 90), routeId: routeOf(index) }),
    )
    await load(recordings)
    const anyQuery = fc.record({
      routes: fc.oneof(fc.constant('all' as const), fc.subarray(routes)),
      from: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
      before: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
      limit: fc.integer({ min: 1, max: 120 }),
    })
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ routes: asked, from, before, limit }) => {
        const range = {
          from: from === undefined ? undefined : minute(from),
          before: before === undefined ? undefined : minute(before),
        }
        const wanted = recordings.filter(
          ({ startedAt, routeId }) =>
            (asked === 'all' || asked.includes(routeId)) &&
            startedAt >= (range.from ?? '') &&
            startedAt < (range.before ?? '~'),
        )
        const page = await table.recordings.list(tenantId, { routes: asked, range, limit })
        expect(idsOf(page)).toEqual(newestFirst(wanted).slice(0, limit))
        const after = page[Math.floor(page.length / 2)]
        if (!after) return
        const rest = await table.recordings.list(tenantId, { routes: asked, range, limit, after })
        const skipped = Math.floor(page.length / 2) + 1
        expect(idsOf(rest)).toEqual(newestFirst(wanted).slice(skipped, skipped + limit))
      }),
      { numRuns: 40 },
    )
  })
})

describe('the merge of lists in order', () => {
  it('equals all entries sorted, and reads no more than twice what it gives and a little of each list', async () => {
    const anyLists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(anyLists, fc.integer({ min: 0, max: 60 }), async (lists, limit) => {
        let given = 0
        const sources = lists.map((list) => {
          const rest = list.toSorted((a, b) => b - a)
          return async (count: number) => {
            const entries = rest.splice(0, count)
            given += entries.length
            return entries
          }
        })
        const merged = await mergeInOrder(sources, limit, (one, other) => one >= other)
        const sorted = lists.flat().toSorted((a, b) => b - a)
        expect(merged).toEqual(sorted.slice(0, limit))
        expect(given).toBeLessThanOrEqual(3 * limit + 4 * lists.length)
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
      const cost = async (tenantId: TenantId, asked: 'all' | RouteId[]) => {
        full.calls.length = 0
        const entries = await full.recordings.list(tenantId, { routes: asked, range: {}, limit: 50 })
        expect(await full.recordings.findMany(tenantId, idsOf(entries))).toHaveLength(50)
        return full.calls.map(({ name, units }) => ({ name, units }))
      }
      const all = await cost(few, 'all')
      expect(all.map(({ name }) => name)).toEqual(['QueryCommand', 'BatchGetItemCommand'])
      expect(all.every(({ units }) => units > 0)).toBe(true)
      expect(await cost(many, 'all')).toEqual(all)
      expect(await cost(many, routes)).toEqual(await cost(few, routes))
    } finally {
      await full.dispose()
    }
    // Half a second here, but a DynamoDB at DYNAMODB_URL is filled item by item.
  }, 120_000)
})
