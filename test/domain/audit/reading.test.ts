import { randomBytes } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealedCursors } from '../../../functions/adapters/cursors/index.ts'
import { auditSessionWrites } from '../../../functions/adapters/dynamodb/audit-item.ts'
import { auditStore } from '../../../functions/adapters/dynamodb/index.ts'
import { commit } from '../../../functions/adapters/dynamodb/write.ts'
import { contract } from '../../../functions/contract/index.ts'
import { csvLine } from '../../../functions/domain/audit/csv.ts'
import {
  type AuditExport,
  type AuditRequest,
  denialEntryOf,
  entryOf,
  exportAudit,
  listAudit,
  personNames,
} from '../../../functions/domain/audit/index.ts'
import type { AuditEntry, RecordingId, TenantId } from '../../../functions/model/index.ts'
import type { AuditStore } from '../../../functions/ports/index.ts'
import { type GivenTable, givenTable, newRecordingId, newTenantId } from '../../adapters/dynamodb/given.ts'
import { givenEntry, givenPlay, givenReader, newListeningId } from './given.ts'

let table: GivenTable
let audit: AuditStore
/** Goes on by a minute with each entry. */
const clock = { atMs: Date.now(), now: () => new Date(clock.atMs).toISOString() }
beforeAll(async () => {
  table = await givenTable()
  audit = auditStore(table.clientsFor, table.tableName, clock)
})
afterAll(() => table.dispose())

const cursors = sealedCursors({ current: 'k', keys: { k: randomBytes(32) } })
const names = { namesOf: async () => new Map([['tara', 'Tara Okafor']]) }
const ports = () => ({ audit, names, cursors, clock })

async function write(tenantId: TenantId, entry: AuditEntry): Promise<void> {
  clock.atMs += 60_000
  await audit.write(tenantId, entry)
}

async function page(tenantId: TenantId, query: Partial<AuditRequest> = {}, personId = 'tara') {
  const asked = contract.audit.listAudit.query.parse(query)
  return contract.audit.listAudit.responses[200].schema.parse(
    await listAudit(ports(), givenReader(tenantId, personId), asked),
  )
}

async function requestsOf(tenantId: TenantId, query: Partial<AuditRequest> = {}): Promise<string[]> {
  const requests: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await page(tenantId, { ...query, ...(cursor && { cursor }) })
    requests.push(...items.map(({ requestId }) => requestId))
    if (nextCursor === null) return requests
    cursor = nextCursor
  }
}

/** Whoever asks by the session id finds these, though they are gone. */
async function givenGone(tenantId: TenantId, sessionId: string, ...ids: RecordingId[]): Promise<void> {
  const place = { ...(await table.clientsFor(tenantId)), tableName: table.tableName }
  for (const id of ids) await commit(place, auditSessionWrites({ tenantId, sessionId, id }))
}

describe('the list', () => {
  it('tells who did what, by the names that they have now', async () => {
    const [tenantId, recordingId] = [newTenantId(), newRecordingId()]
    const entry = givenEntry({ objects: { recordingId }, fields: ['queue'] })
    await write(tenantId, entry)
    await write(tenantId, { ...entry, personId: 'somebody-gone' })
    const { items } = await page(tenantId)
    expect(items).toMatchObject([
      { personId: 'somebody-gone', personName: null },
      { ...entry, personName: 'Tara Okafor', count: 1, ranges: null, at: expect.stringMatching(/Z$/) },
    ])
  })

  it('tells what was heard of a listening, and nothing of a refused one', async () => {
    const [tenantId, recordingId, listeningId] = [newTenantId(), newRecordingId(), newListeningId()]
    await audit.startListening(tenantId, listeningId, givenPlay(recordingId))
    const ranges = [{ fromMs: 0, toMs: 1_000 }]
    await audit.addHeard(tenantId, { listeningId, recordingId, personId: 'tara', ranges })
    await audit.count(tenantId, givenPlay(recordingId, { outcome: 'denied', objects: { recordingId, listeningId } }))
    const { items } = await page(tenantId, { recordingId })
    expect(items.map((item) => [item.outcome, item.ranges]).sort()).toEqual([
      ['allowed', ranges],
      ['denied', null],
    ])
  })

  it('filters by each criterion and by several together', async () => {
    const tenantId = newTenantId()
    const [one, other] = [newRecordingId(), newRecordingId()]
    await write(tenantId, givenPlay(one, { requestId: 'a' }))
    await write(tenantId, givenPlay(one, { requestId: 'b', personId: 'uma' }))
    const from = clock.now()
    await write(tenantId, givenPlay(other, { requestId: 'c' }))
    await write(tenantId, givenEntry({ requestId: 'd', objects: { recordingId: one }, outcome: 'denied' }))
    expect(await requestsOf(tenantId)).toEqual(['d', 'c', 'b', 'a'])
    expect(await requestsOf(tenantId, { recordingId: one })).toEqual(['d', 'b', 'a'])
    expect(await requestsOf(tenantId, { personId: 'tara' })).toEqual(['d', 'c', 'a'])
    expect(await requestsOf(tenantId, { recordingId: one, personId: 'tara' })).toEqual(['d', 'a'])
    expect(await requestsOf(tenantId, { action: 'playMedia' })).toEqual(['c', 'b', 'a'])
    expect(await requestsOf(tenantId, { action: 'noSuchAction' })).toEqual([])
    expect(await requestsOf(tenantId, { outcome: 'denied', personId: 'tara' })).toEqual(['d'])
    expect(await requestsOf(tenantId, { from })).toEqual(['d', 'c', 'b'])
    expect(await requestsOf(tenantId, { before: from })).toEqual(['a'])
  })

  it('finds by session id what was done to every recording that has or had it, in one order', async () => {
    const tenantId = newTenantId()
    const [first, second, stranger] = [newRecordingId(), newRecordingId(), newRecordingId()]
    await givenGone(tenantId, 'session', first, second)
    for (let number = 0; number < 24; number++) {
      const recordingId = [first, second, stranger][number % 3] ?? first
      await write(tenantId, givenPlay(recordingId, { requestId: String(number) }))
    }
    const expected = Array.from({ length: 24 }, (_, index) => 23 - index).filter((number) => number % 3 !== 2)
    expect(await requestsOf(tenantId, { sessionId: 'session', limit: 5 })).toEqual(expected.map(String))
    expect(await requestsOf(tenantId, { sessionId: 'session', recordingId: second })).toHaveLength(8)
    expect(await requestsOf(tenantId, { sessionId: 'session', recordingId: stranger })).toEqual([])
    expect(await requestsOf(tenantId, { sessionId: 'another' })).toEqual([])
  })

  it('shows of several recordings nothing older than what was not looked at yet of one of them', async () => {
    const kept = (at: string) => ({ ...givenEntry({ requestId: at }), id: 'i', at, count: 1 })
    const [busy, calm] = [newRecordingId(), newRecordingId()]
    const [ten, half, nine] = ['2026-03-01T10:00:00.000Z', '2026-03-01T09:30:00.000Z', '2026-03-01T09:00:00.000Z']
    /** The busy one is looked back to half past nine at first: reading takes a budget. */
    const slow: AuditStore = {
      ...audit,
      recordingsOfSession: async () => [busy, calm],
      list: async (_, { of, after }) => {
        const isBusy = of.kind === 'recording' && of.recordingId === busy
        if (!isBusy) return { entries: [kept(nine)].filter(({ at }) => !after || at < after.at), next: undefined }
        return after ? { entries: [], next: undefined } : { entries: [kept(ten)], next: { at: half, id: 'i' } }
      },
    }
    const query = contract.audit.listAudit.query.parse({ sessionId: 'session' })
    const reader = givenReader(newTenantId())
    const first = await listAudit({ ...ports(), audit: slow }, reader, query)
    expect([first.items.map(({ at }) => at), first.lookedBackTo]).toEqual([[ten], half])
    const second = await listAudit({ ...ports(), audit: slow }, reader, { ...query, cursor: first.nextCursor ?? '' })
    expect([second.items.map(({ at }) => at), second.nextCursor]).toEqual([[nine], null])
  })

  it('goes on by a cursor that is the asker’s, of the tenant and of the same question', async () => {
    const tenantId = newTenantId()
    for (let number = 0; number < 3; number++) await write(tenantId, givenEntry())
    const { nextCursor, lookedBackTo, items } = await page(tenantId, { limit: 2 })
    expect(lookedBackTo).toBe(items[1]?.at)
    const cursor = nextCursor ?? ''
    expect((await page(tenantId, { limit: 2, cursor })).items).toHaveLength(1)
    const refusal = { code: 'invalid_cursor' }
    await expect(page(tenantId, { cursor }, 'uma')).rejects.toMatchObject(refusal)
    await expect(page(newTenantId(), { cursor })).rejects.toMatchObject(refusal)
    await expect(page(tenantId, { cursor, outcome: 'denied' })).rejects.toMatchObject(refusal)
    await expect(page(tenantId, { cursor: `${cursor}x` })).rejects.toMatchObject(refusal)
  })

  it('ends by saying so', async () => {
    const tenantId = newTenantId()
    await write(tenantId, givenEntry())
    expect(await page(tenantId)).toMatchObject({ nextCursor: null, lookedBackTo: null })
  })
})

describe('names', () => {
  it('are those of the tenant’s people and recorders, and of administrators', async () => {
    const named = (id: string, name: string) => ({ id, name }) as never // all that is looked at
    const administrator = { subject: 's', name: 'Sam Rivera', administrator: { id: 'sam' } } as never // as above
    const { namesOf } = personNames({
      users: { users: async () => [named('tara', 'Tara Okafor')] },
      recorders: { recorders: async () => [named('rec', 'Front desk')] },
      people: { administrators: async () => [administrator] },
    })
    expect(Object.fromEntries(await namesOf(newTenantId()))).toEqual({
      ...{ tara: 'Tara Okafor', rec: 'Front desk', sam: 'Sam Rivera' },
    })
  })
})

describe('what the pipeline keeps of a request', () => {
  it('says who, from where and with which request', () => {
    const principal = givenReader(newTenantId())
    expect(entryOf(principal, 'listAudit', {}, { fields: ['personId'] })).toEqual({
      ...{ action: 'listAudit', personId: 'tara', role: 'tenantAdministrator', objects: {}, fields: ['personId'] },
      ...{ outcome: 'allowed', reason: null, note: null, requestId: 'request-1', sourceAddress: '192.0.2.7' },
    })
    expect(denialEntryOf(principal, 'listAudit', {}, 'forbidden')).toMatchObject({
      ...{ outcome: 'denied', reason: 'forbidden' },
    })
  })
})

describe('the export', () => {
  const rowsOf = ({ csv }: AuditExport): Record<string, string>[] =>
    parse(csv, { columns: true, record_delimiter: '\r\n' })

  it('is a CSV of the entries that the filters let through', async () => {
    const [tenantId, recordingId, listeningId] = [newTenantId(), newRecordingId(), newListeningId()]
    await audit.startListening(tenantId, listeningId, givenPlay(recordingId, { note: 'a, "b"\nc' }))
    const ranges = [
      { fromMs: 0, toMs: 10 },
      { fromMs: 20, toMs: 30 },
    ]
    await audit.addHeard(tenantId, { listeningId, recordingId, personId: 'tara', ranges })
    await write(tenantId, givenEntry({ personId: 'uma', fields: ['from', 'to'] }))
    const all = await exportAudit(ports(), givenReader(tenantId), {})
    expect(all).toMatchObject({ isComplete: true, fileName: `audit-${clock.now().slice(0, 10)}.csv` })
    expect(rowsOf(all)).toMatchObject([
      { personId: 'uma', personName: '', fields: 'from to', recordingId: '', heardMs: '' },
      {
        ...{ personId: 'tara', personName: 'Tara Okafor', recordingId, otherObjects: `listeningId=${listeningId}` },
        ...{ heardMs: '0-10 20-30', note: 'a, "b"\nc', count: '1', sourceAddress: '192.0.2.7' },
      },
    ])
    const some = await exportAudit(ports(), givenReader(tenantId), { personId: 'uma' })
    expect(rowsOf(some)).toHaveLength(1)
  })

  it('ends at 10,000 entries and says that there are more', async () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ ...givenEntry(), id: `${at}`, at: clock.now(), count: 1 }))
    const endless: AuditStore = {
      ...audit,
      list: async (_, { limit }) => ({ entries: many.slice(0, limit), next: { at: clock.now(), id: '' } }),
    }
    const result = await exportAudit({ ...ports(), audit: endless }, givenReader(newTenantId()), {})
    expect(result.isComplete).toBe(false)
    expect(rowsOf(result)).toHaveLength(10_000)
  })

  it('ends where the answer would be too large for its way, and where too little passes the filters', async () => {
    const big = { ...givenEntry({ note: 'ä'.repeat(20_000) }), id: '1', at: clock.now(), count: 1 }
    const next = { at: clock.now(), id: '1' }
    const store = (entries: (typeof big)[]): AuditStore => ({ ...audit, list: async () => ({ entries, next }) })
    const large = await exportAudit({ ...ports(), audit: store([big]) }, givenReader(newTenantId()), {})
    expect(large.isComplete).toBe(false)
    expect(JSON.stringify(large).length).toBeLessThan(6_000_000)
    const empty = await exportAudit({ ...ports(), audit: store([]) }, givenReader(newTenantId()), {})
    expect([empty.isComplete, rowsOf(empty)]).toEqual([false, []])
  })

  it('of any text is read back as it was, and no cell of it begins a formula', () => {
    const anyCell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=1+1', '+1', '-1', '@a', '\t=1', '\r=1'))
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 2, maxLength: 5 }), (cells) => {
        const [read = []]: string[][] = parse(csvLine(cells), { record_delimiter: '\r\n' })
        expect(read.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(cells)
        for (const cell of read) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
      }),
    )
  })
})
