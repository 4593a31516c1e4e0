import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reaches } from '../../../functions/domain/permissions/index.ts'
import { countRecordings, listRecordings } from '../../../functions/domain/recordings/index.ts'
import { type ReachedEntry, walk } from '../../../functions/domain/recordings/walk.ts'
import type { Principal, Recording, RecordingId } from '../../../functions/model/index.ts'
import type { Cursors, ListEntry, ListPosition, ListQuery, RecordingStore } from '../../../functions/ports/index.ts'
import { clock, givenDocument, givenPrincipal, givenRecording, givenSettings, routeIds } from '../given.ts'
import { anyCall, anyPrincipal } from '../permissions/given.ts'

const isNewer = (one: ListPosition, other: ListPosition) =>
  `${one.startedAt}#${one.recordingId}` > `${other.startedAt}#${other.recordingId}`

const entryOf = ({ id, ...recording }: Recording): ListEntry => {
  const { startedAt, routeId, direction, agentId, queue, media, reportedDurationMs, endedAt } = recording
  return { recordingId: id, startedAt, routeId, direction, agentId, queue, media, reportedDurationMs, endedAt }
}

/** The lists of these recordings, as the store gives them, and what was asked of it. */
function givenLists(recordings: readonly Recording[]) {
  const sorted = recordings.map(entryOf).toSorted((one, other) => (isNewer(one, other) ? -1 : 1))
  const asked: ListQuery[] = []
  const list: RecordingStore['list'] = async (_, query) => {
    asked.push(query)
    const { places, range, after, limit } = query
    return sorted
      .filter(
        ({ routeId, agentId }) =>
          places === 'all' || places.routes.includes(routeId) || (agentId !== null && places.agents.includes(agentId)),
      )
      .filter(({ startedAt }) => startedAt >= (range.from ?? '') && startedAt < (range.before ?? '~'))
      .filter((entry) => !after || isNewer(after, entry))
      .slice(0, limit)
  }
  return { list, asked, sorted }
}

const takeAll = async (entries: ListEntry[]) => entries
const idsOf = (entries: readonly { recordingId: RecordingId }[]) => entries.map(({ recordingId }) => recordingId)
const all = { range: {}, after: undefined }
const allowed = (principal: Principal, recordings: readonly Recording[]) =>
  new Set(recordings.filter((recording) => reaches(principal, 'recording:List', recording)).map(({ id }) => id))

const calls = (count: number, facts: (index: number) => Partial<Recording> = () => ({})) =>
  Array.from({ length: count }, (_, index) => {
    const startedAt = new Date(Date.parse(clock.now()) - (index + 1) * 60_000).toISOString()
    return givenRecording({ startedAt, ...facts(index) })
  })
const anyCalls = fc
  .array(anyCall, { maxLength: 60 })
  .map((all) => [...new Map(all.map((each) => [each.id, each])).values()])

/** Somebody who may see calls of one agent of many, told by a name that no list is kept by. */
const rare = givenPrincipal({
  ...{ role: 'tenantUser', managedPolicies: [] },
  policies: [givenDocument({ Action: 'recording:List', Condition: { StringEquals: { 'recording.queue': 'rare' } } })],
})

describe('a walk', () => {
  it('shows all that the policies allow once, the newest first, across pages of any size and budget', async () => {
    const property = fc.asyncProperty(
      anyPrincipal,
      anyCalls,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
      async (principal, recordings, limit, maxReads) => {
        const lists = givenLists(recordings)
        const may = allowed(principal, recordings)
        // As whoever takes them has to: what the lists cannot tell, the recording does.
        const takeDecided = async (entries: ReachedEntry[]) =>
          entries.filter(({ isDecided, recordingId }) => isDecided || may.has(recordingId))
        const seen: ListEntry[] = []
        let after: ListPosition | undefined
        for (let page = 0; ; page++) {
          expect(page).toBeLessThanOrEqual(recordings.length + 1)
          const request = { range: {}, after, limit, maxReads }
          const { taken, lookedBackTo } = await walk(lists, principal, 'recording:List', request, takeDecided)
          expect(taken.length).toBeLessThanOrEqual(limit)
          seen.push(...taken)
          if (!lookedBackTo) break
          // Each page comes further.
          expect(!after || isNewer(after, lookedBackTo)).toBe(true)
          after = lookedBackTo
        }
        expect(idsOf(seen)).toEqual(idsOf(lists.sorted).filter((id) => may.has(id)))
      },
    )
    await fc.assert(property, { numRuns: 300 })
  })

  it('takes no more reads than it may, and says how far it looked', async () => {
    const lists = givenLists(calls(2_000))
    const request = { ...all, limit: 50, maxReads: 5 }
    const { taken, lookedBackTo } = await walk(lists, rare, 'recording:List', request, takeAll)
    expect(taken).toEqual([])
    expect(lists.asked).toHaveLength(5)
    // The page first, then more at once, since little of it was for this person.
    expect(lists.asked.map(({ limit }) => limit)).toEqual([50, 200, 200, 200, 200])
    const last = lists.sorted[849]
    expect(lookedBackTo).toMatchObject({ startedAt: last?.startedAt, recordingId: last?.recordingId })
  })

  it('goes on where it left off', async () => {
    const recordings = calls(1_000, (index) => ({ queue: index === 990 ? 'rare' : 'sales' }))
    const lists = givenLists(recordings)
    const page = (after: ListPosition | undefined) =>
      walk(lists, rare, 'recording:List', { range: {}, after, limit: 50, maxReads: 5 }, takeAll)
    const first = await page(undefined)
    expect([first.taken, first.lookedBackTo === undefined]).toEqual([[], false])
    const second = await page(first.lookedBackTo)
    expect(idsOf(second.taken)).toEqual([recordings[990]?.id])
    expect(second.lookedBackTo).toBeUndefined()
  })

  it('reads one list of as many as are wanted where everything may be seen', async () => {
    const lists = givenLists(calls(100))
    const { taken, lookedBackTo } = await walk(
      lists,
      givenPrincipal(),
      'recording:List',
      { ...all, limit: 50, maxReads: 5 },
      takeAll,
    )
    expect(taken).toHaveLength(50)
    expect(lookedBackTo).toMatchObject({ recordingId: lists.sorted[49]?.recordingId })
    expect(lists.asked).toEqual([{ places: 'all', range: {}, limit: 50 }])
  })

  it('looks into no list for somebody who may see nothing', async () => {
    const lists = givenLists(calls(10))
    const nobody = givenPrincipal({ role: 'tenantUser', managedPolicies: [] })
    const { taken, lookedBackTo } = await walk(
      lists,
      nobody,
      'recording:List',
      { ...all, limit: 5, maxReads: 5 },
      takeAll,
    )
    expect([taken, lookedBackTo]).toEqual([[], undefined])
    for (const { places } of lists.asked) expect(places).toEqual({ routes: [], agents: [] })
  })

  it('stays within the times that are asked for and those that the policies allow', async () => {
    const recent = givenPrincipal({
      ...{ role: 'tenantUser', managedPolicies: [] },
      policies: [
        givenDocument({
          Action: 'recording:List',
          Condition: { DateGreaterThan: { 'recording.startedAt': '2026-11-23T08:00:00Z' } },
        }),
      ],
    })
    const lists = givenLists(calls(300))
    const range = { from: '2026-11-23T05:00:00.000Z', before: '2026-11-23T08:30:00.000Z' }
    const request = { range, after: undefined, limit: 100, maxReads: 5 }
    const { taken } = await walk(lists, recent, 'recording:List', request, takeAll)
    const times = taken.map(({ startedAt }) => startedAt)
    expect([times[0], times.at(-1), times.length]).toEqual([
      ...['2026-11-23T08:29:00.000Z', '2026-11-23T08:01:00.000Z', 29],
    ])
    // From the store it asks for no more than both allow.
    for (const { range: asked } of lists.asked) {
      expect(Date.parse(asked.from ?? '')).toBeGreaterThan(Date.parse('2026-11-23T07:59:00Z'))
      expect(asked.before).toBe(range.before)
    }
  })

  it('goes on past what an index still names and the table has no more', async () => {
    const recordings = calls(9)
    const lists = givenLists(recordings)
    const gone = new Set(recordings.slice(0, 5).map(({ id }) => id))
    const take = async (entries: ListEntry[]) => entries.filter(({ recordingId }) => !gone.has(recordingId))
    const { taken, lookedBackTo } = await walk(
      lists,
      givenPrincipal(),
      'recording:List',
      { ...all, limit: 3, maxReads: 5 },
      take,
    )
    expect(idsOf(taken)).toEqual(recordings.slice(5, 8).map(({ id }) => id))
    expect(lookedBackTo?.recordingId).toBe(recordings[7]?.id)
  })
})

describe('a list', () => {
  /** Cursors that hide nothing, so that a test sees what they hold. */
  const cursors: Cursors = {
    seal: async (position, boundTo) => JSON.stringify([position, boundTo]),
    open: async (cursor, boundTo) => {
      const [position, bound] = JSON.parse(cursor)
      return JSON.stringify(bound) === JSON.stringify(boundTo) ? position : undefined
    },
  }
  function portsOf(recordings: readonly Recording[]) {
    const unused = () => Promise.reject(new Error('not asked for here'))
    const lists = givenLists(recordings)
    const store = {
      findMany: async (_: unknown, ids: readonly string[]) => recordings.filter(({ id }) => ids.includes(id)),
    }
    const settings = { current: unused, recent: async () => givenSettings() }
    return {
      recordings: { list: lists.list, ...store } as unknown as RecordingStore, // what a list asks of it
      ...{ settings, cursors },
    }
  }

  it('says how far it looked to the minute, for the place itself may be a call that the asker may not know of', async () => {
    const hidden = calls(2_000)
    const page = await listRecordings(portsOf(hidden), rare, { limit: 50 })
    expect(page.items).toEqual([])
    const last = hidden[849]
    expect(page.lookedBackTo).toBe(last?.startedAt)
    const between = givenRecording({ startedAt: '2026-11-23T07:00:30.123Z' })
    const one = await listRecordings(
      portsOf([between, ...calls(1, () => ({ startedAt: '2026-11-01T00:00:00.000Z' }))]),
      givenPrincipal(),
      {
        limit: 1,
      },
    )
    expect(one.lookedBackTo).toBe('2026-11-23T07:01:00.000Z')
  })

  it('ends with its last page, and has then looked at everything', async () => {
    const page = await listRecordings(portsOf(calls(5)), givenPrincipal(), { limit: 50 })
    expect(page.items).toHaveLength(5)
    expect([page.nextCursor, page.lookedBackTo]).toEqual([null, null])
  })

  it('goes on by its cursor, which is of this person and question alone', async () => {
    const recordings = calls(7)
    const ports = portsOf(recordings)
    const tara = givenPrincipal()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listRecordings(ports, tara, { limit: 3, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(recordings.map(({ id }) => id))
    const { nextCursor } = await listRecordings(ports, tara, { limit: 3 })
    const asked = { limit: 3, cursor: nextCursor ?? '' }
    await expect(listRecordings(ports, givenPrincipal(), asked)).rejects.toMatchObject({ code: 'invalid_cursor' })
    const narrower = { ...asked, startedFrom: '2026-01-01T00:00:00.000Z' }
    await expect(listRecordings(ports, tara, narrower)).rejects.toMatchObject({ code: 'invalid_cursor' })
  })

  it('leaves out what the index still says and the table no more', async () => {
    const [moved, stays] = calls(2)
    if (!moved || !stays) throw new Error('there are two')
    const ports = portsOf([moved, stays])
    const uma = givenPrincipal({ routes: [routeIds[0]] })
    const nowElsewhere = { ...moved, routeId: routeIds[1] }
    const recordings = { ...ports.recordings, findMany: async () => [nowElsewhere, stays] }
    const page = await listRecordings({ ...ports, recordings }, uma, { limit: 50 })
    expect(page.items.map(({ id }) => id)).toEqual([stays.id])
  })
})

describe('counting', () => {
  const day = { startedFrom: '2026-11-22T00:00:00.000Z', startedBefore: '2026-11-24T00:00:00.000Z' }

  it('is of what the person may see, and says that it is whole', async () => {
    const lists = givenLists(calls(30, (index) => ({ routeId: routeIds[index % 2], direction: 'inbound' })))
    const counts = await countRecordings(
      { list: lists.list } as unknown as RecordingStore, // a count lists alone
      givenPrincipal({ routes: [routeIds[0]] }),
      day,
    )
    expect(counts).toMatchObject({ recordings: 15, byDirection: { inbound: 15 }, isComplete: true })
  })

  it('stops after so many reads and says so', async () => {
    const lists = givenLists(calls(40))
    const slow: RecordingStore['list'] = (tenant, query) => lists.list(tenant, { ...query, limit: 10_000 })
    // As if the first reads were full of what is not for this person.
    let reads = 0
    const list: RecordingStore['list'] = async (tenant, query) => {
      reads += 1
      const [entry] = await slow(tenant, query)
      return entry ? Array.from({ length: query.limit }, () => entry) : []
    }
    const counts = await countRecordings({ list } as unknown as RecordingStore, rare, day)
    expect(counts).toMatchObject({ recordings: 0, isComplete: false })
    expect(reads).toBe(3)
  })
})
