import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditSessionWrites, auditWrites } from '../../../functions/adapters/dynamodb/audit-item.ts'
import { joinRanges } from '../../../functions/adapters/dynamodb/audit-ranges.ts'
import { auditStore, readKey } from '../../../functions/adapters/dynamodb/index.ts'
import type { Item } from '../../../functions/adapters/dynamodb/item.ts'
import { commit, isAbsent } from '../../../functions/adapters/dynamodb/write.ts'
import type { AuditEntry, KeptAuditEntry, TenantId } from '../../../functions/model/index.ts'
import type { AuditPosition, AuditQuery, AuditStore } from '../../../functions/ports/index.ts'
import { givenEntry, givenPlay, newListeningId } from '../../domain/audit/given.ts'
import { alone, type GivenTable, givenRecording, givenTable, newRecordingId, newTenantId } from './given.ts'

let table: GivenTable
let audit: AuditStore
/** A clock of its own: it says what it is told. */
const clock = { at: '2026-03-01T10:00:00.000Z', now: () => clock.at }
beforeAll(async () => {
  table = await givenTable()
  audit = auditStore(table.clientsFor, table.tableName, clock)
})
afterAll(() => table.dispose())

/** Tenants whose ids say that they were made on the first of January 2026, or when told. */
const tenantOf = (madeAt = '2026-01-01T00:00:00.000Z'): TenantId => {
  const time = ulidTime(Date.parse(madeAt))
  return `${time}${newTenantId().slice(10)}` as TenantId // of a tenant's id another time alone
}
const ulidTime = (ms: number) =>
  Array.from(
    { length: 10 },
    (_, place) => '0123456789abcdefghjkmnpqrstvwxyz'[Math.floor(ms / 32 ** (9 - place)) % 32],
  ).join('')

async function writeAt(tenantId: TenantId, at: string, entry: AuditEntry = givenEntry()): Promise<void> {
  clock.at = at
  await audit.write(tenantId, entry)
}

async function pageOf(tenantId: TenantId, query: Partial<AuditQuery> = {}) {
  return audit.list(tenantId, { of: { kind: 'tenant' }, limit: 100, ...query })
}

/** Every entry, page by page, and how many pages it took. */
async function allOf(tenantId: TenantId, query: Partial<AuditQuery> = {}) {
  const entries: KeptAuditEntry[] = []
  let after: AuditPosition | undefined
  for (let pages = 1; ; pages++) {
    const page = await pageOf(tenantId, { ...query, after })
    entries.push(...page.entries)
    if (!page.next) return { entries, pages }
    after = page.next
  }
}

const itemsOf = async (tenantId: TenantId) => (await table.itemsNaming(tenantId)) as Item[]

describe('an entry', () => {
  it('is read as it was written, with the time at which it was', async () => {
    const [tenantId, recordingId] = [tenantOf(), newRecordingId()]
    const entry = givenEntry({ objects: { recordingId, sessionId: 's' }, fields: ['queue'], note: 'for a test' })
    await writeAt(tenantId, '2026-03-01T10:20:30.400Z', entry)
    const { entries } = await pageOf(tenantId)
    expect(entries).toEqual([
      { ...entry, at: '2026-03-01T10:20:30.400Z', count: 1, id: expect.stringMatching(/^0[0-9a-z]{25}$/) },
    ])
  })

  it('is told apart from others of the same moment', async () => {
    const tenantId = tenantOf()
    await Promise.all(Array.from({ length: 20 }, () => writeAt(tenantId, '2026-03-01T10:00:00.000Z')))
    const { entries } = await pageOf(tenantId)
    expect(new Set(entries.map(({ id }) => id)).size).toBe(20)
  })

  it('is in the transaction of a change, or neither is', async () => {
    const [tenantId, now] = [tenantOf(), '2026-03-01T10:00:00.000Z']
    const change = { put: { PK: `T#${tenantId}#THING`, SK: 'THING' }, when: isAbsent }
    const place = { ...(await table.clientsFor(tenantId)), tableName: table.tableName }
    const renaming = givenEntry({ action: 'changeRoute' })
    expect(await commit(place, [change, ...auditWrites(tenantId, renaming, now)])).toBe('written')
    expect(await commit(place, [change, ...auditWrites(tenantId, renaming, now)])).toBe('refused')
    expect((await allOf(tenantId, { before: '2026-03-02T00:00:00.000Z' })).entries).toMatchObject([renaming])
  })

  it('is none of the keys that readers of the stream act on', async () => {
    const [tenantId, recording] = [tenantOf(), givenRecording(newTenantId())]
    await writeAt(tenantId, '2026-03-01T10:00:00.000Z', givenPlay(recording.id))
    await audit.signedIn(tenantId, 'sign-in', givenEntry({ action: 'signIn' }))
    const listeningId = newListeningId()
    await audit.startListening(tenantId, listeningId, givenPlay(recording.id))
    const ranges = [{ fromMs: 0, toMs: 10 }]
    await audit.addHeard(tenantId, { listeningId, recordingId: recording.id, personId: 'tara', ranges })
    const place = { ...(await table.clientsFor(tenantId)), tableName: table.tableName }
    await commit(place, auditSessionWrites({ ...recording, tenantId }))
    const items = await itemsOf(tenantId)
    expect(items).toHaveLength(8)
    expect(items.map(readKey)).toEqual(items.map(() => undefined))
    // Roles may remove nothing that begins so.
    for (const { PK } of items) expect(PK).toMatch(new RegExp(`^T#${tenantId}#AUDIT`))
  })
})

describe('repeats', () => {
  const denial = givenEntry({ outcome: 'denied', reason: 'not_found', objects: { recordingId: newRecordingId() } })

  it('of the same within a minute are one entry with their count, which names the first', async () => {
    const tenantId = tenantOf()
    for (const [second, requestId] of [
      ['01', 'a'],
      ['30', 'b'],
      ['59', 'c'],
    ]) {
      clock.at = `2026-03-01T10:05:${second}.000Z`
      await audit.count(tenantId, { ...denial, requestId: requestId ?? '' })
    }
    const { entries } = await pageOf(tenantId)
    expect(entries).toEqual([
      { ...denial, requestId: 'a', at: '2026-03-01T10:05:00.000Z', count: 3, id: expect.stringMatching(/^c.{25}$/) },
    ])
  })

  it('at once are all counted', async () => {
    const tenantId = tenantOf()
    clock.at = '2026-03-01T10:05:01.000Z'
    await Promise.all(Array.from({ length: 12 }, () => audit.count(tenantId, denial)))
    expect((await pageOf(tenantId)).entries).toMatchObject([{ count: 12 }])
  })

  const sameMinute: string = '2026-03-01T10:05:59.000Z'
  it.each([
    ['minute', {}, '2026-03-01T10:06:00.000Z'],
    ['person', { personId: 'uma' }, sameMinute],
    ['action', { action: 'playMedia' }, sameMinute],
    ['object', { objects: { recordingId: newRecordingId() } }, sameMinute],
    ['field', { fields: ['from'] }, sameMinute],
    ['reason', { reason: 'forbidden' }, sameMinute],
    ['address', { sourceAddress: '192.0.2.8' }, sameMinute],
  ] as const)('of another %s are another entry', async (_, facts, at) => {
    const tenantId = tenantOf()
    clock.at = '2026-03-01T10:05:01.000Z'
    await audit.count(tenantId, denial)
    clock.at = at
    await audit.count(tenantId, { ...denial, ...facts })
    expect((await pageOf(tenantId)).entries.map(({ count }) => count)).toEqual([1, 1])
  })

  it('are found by recording and by person too', async () => {
    const [tenantId, recordingId] = [tenantOf(), newRecordingId()]
    clock.at = '2026-03-01T10:05:01.000Z'
    await audit.count(tenantId, { ...denial, objects: { recordingId } })
    expect((await pageOf(tenantId, { of: { kind: 'recording', recordingId } })).entries).toHaveLength(1)
    expect((await pageOf(tenantId, { of: { kind: 'person', personId: 'tara' } })).entries).toHaveLength(1)
  })
})

describe('a listening', () => {
  it('is one entry, however often its URLs are renewed and for however many files', async () => {
    const [tenantId, recordingId, listeningId] = [tenantOf(), newRecordingId(), newListeningId()]
    const start = () => audit.startListening(tenantId, listeningId, givenPlay(recordingId))
    const answers = await Promise.all([start(), start(), start(), start()])
    expect(answers.sort()).toEqual(['known', 'known', 'known', 'written'])
    const { entries } = await pageOf(tenantId)
    expect(entries).toMatchObject([{ action: 'playMedia', objects: { recordingId, listeningId } }])
  })

  it('of another person or another recording takes nothing', async () => {
    const [tenantId, recordingId, listeningId] = [tenantOf(), newRecordingId(), newListeningId()]
    await audit.startListening(tenantId, listeningId, givenPlay(recordingId))
    const byUma = givenPlay(recordingId, { personId: 'uma' })
    expect(await audit.startListening(tenantId, listeningId, byUma)).toBe('foreign')
    expect(await audit.startListening(tenantId, listeningId, givenPlay(newRecordingId()))).toBe('foreign')
    const heard = { listeningId, recordingId, personId: 'tara', ranges: [{ fromMs: 0, toMs: 10 }] }
    expect(await audit.addHeard(tenantId, { ...heard, personId: 'uma' })).toBe('absent')
    expect(await audit.addHeard(tenantId, { ...heard, recordingId: newRecordingId() })).toBe('absent')
    expect(await audit.addHeard(tenantId, { ...heard, listeningId: newListeningId() })).toBe('absent')
    expect(await audit.addHeard(tenantOf(), heard)).toBe('absent')
    expect(await audit.heard(tenantId, listeningId)).toEqual([])
    expect((await pageOf(tenantId)).entries).toHaveLength(1)
  })

  it('tells what was heard, joined, over midnight too, and every bit of it stays as it was said', async () => {
    const [tenantId, recordingId, listeningId] = [tenantOf(), newRecordingId(), newListeningId()]
    clock.at = '2026-03-01T23:59:00.000Z'
    await audit.startListening(tenantId, listeningId, givenPlay(recordingId))
    const say = async (at: string, ...ranges: [fromMs: number, toMs: number][]) => {
      clock.at = at
      const said = ranges.map(([fromMs, toMs]) => ({ fromMs, toMs }))
      return audit.addHeard(tenantId, { listeningId, recordingId, personId: 'tara', ranges: said })
    }
    expect(await say('2026-03-01T23:59:30.000Z', [0, 30_000])).toBe('written')
    expect(await say('2026-03-02T00:00:10.000Z', [30_000, 40_000], [90_000, 95_000])).toBe('written')
    expect(await say('2026-03-02T00:00:20.000Z', [50, 50], [9, 2])).toBe('written')
    expect(await audit.heard(tenantId, listeningId)).toEqual([
      { fromMs: 0, toMs: 40_000 },
      { fromMs: 90_000, toMs: 95_000 },
    ])
    const bits = (await itemsOf(tenantId)).filter(({ kind }) => kind === 'heard')
    expect(bits.map(({ at }) => at).sort()).toEqual(['2026-03-01T23:59:30.000Z', '2026-03-02T00:00:10.000Z'])
    expect((await allOf(tenantId)).entries).toHaveLength(1)
  })
})

describe('ranges', () => {
  const anyRange = fc.record({ fromMs: fc.nat(60), toMs: fc.nat(60) })
  const covered = (ranges: { fromMs: number; toMs: number }[]) =>
    Array.from({ length: 60 }, (_, at) => ranges.some(({ fromMs, toMs }) => fromMs <= at && at < toMs))

  it('that are joined cover the same, in order and apart', () => {
    fc.assert(
      fc.property(fc.array(anyRange), (ranges) => {
        const joined = joinRanges(ranges)
        expect(covered(joined)).toEqual(covered(ranges))
        for (const [index, { fromMs }] of joined.entries()) {
          if (index > 0) expect(fromMs).toBeGreaterThan(joined[index - 1]?.toMs ?? 0)
        }
      }),
    )
  })
})

describe('a sign-in', () => {
  it('is one entry, whichever function hears of it, and at once', async () => {
    const tenantId = tenantOf()
    const another = auditStore(table.clientsFor, table.tableName, clock)
    const entry = givenEntry({ action: 'signIn' })
    await Promise.all([audit, another, audit, another].map((store) => store.signedIn(tenantId, 'sign-in-1', entry)))
    await another.signedIn(tenantId, 'sign-in-1', entry)
    await audit.signedIn(tenantId, 'sign-in-2', entry)
    expect((await pageOf(tenantId)).entries).toHaveLength(2)
  })

  it('that is known costs no call', async () => {
    const tenantId = tenantOf()
    await audit.signedIn(tenantId, 'sign-in', givenEntry({ action: 'signIn' }))
    table.calls.length = 0
    await audit.signedIn(tenantId, 'sign-in', givenEntry({ action: 'signIn' }))
    expect(table.calls).toEqual([])
  })
})

describe('a list', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString()

  it('is the newest first, page by page, with nothing lost or twice', async () => {
    const [tenantId, recordingId] = [tenantOf(), newRecordingId()]
    for (let minute = 0; minute < 25; minute++) {
      await writeAt(tenantId, at(90 * minute), givenPlay(recordingId, { requestId: String(minute) }))
    }
    const expected = Array.from({ length: 25 }, (_, index) => String(24 - index))
    for (const of of [
      { kind: 'tenant' },
      { kind: 'recording', recordingId },
      { kind: 'person', personId: 'tara' },
    ] as const) {
      const { entries } = await allOf(tenantId, { of, limit: 7 })
      expect(entries.map(({ requestId }) => requestId)).toEqual(expected)
    }
  })

  it('goes on within a day that holds more than is read at once', async () => {
    const tenantId = tenantOf()
    clock.at = at(0)
    await Promise.all(Array.from({ length: 230 }, () => audit.write(tenantId, givenEntry())))
    const { entries } = await allOf(tenantId, { limit: 40 })
    expect(new Set(entries.map(({ id }) => id)).size).toBe(230)
  })

  it('loses nothing of a full day after days of rest, nor of the days before it', async () => {
    const tenantId = tenantOf()
    for (const [day, count] of [
      ['2026-02-17', 3],
      ['2026-02-18', 150],
      ['2026-02-19', 120],
    ] as const) {
      clock.at = `${day}T10:00:00.000Z`
      await Promise.all(Array.from({ length: count }, () => audit.write(tenantId, givenEntry())))
    }
    clock.at = '2026-03-01T10:00:00.000Z'
    const { entries } = await allOf(tenantId, { limit: 1_000 })
    expect(new Set(entries.map(({ id }) => id)).size).toBe(273)
    expect(entries.map(({ at }) => at)).toEqual(
      entries
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
  })

  it('filters by time, action and outcome', async () => {
    const tenantId = tenantOf()
    for (const [minute, action, outcome] of [
      [0, 'playMedia', 'allowed'],
      [1, 'playMedia', 'denied'],
      [2, 'getRecording', 'denied'],
      [3, 'playMedia', 'denied'],
    ] as const) {
      await writeAt(tenantId, at(minute), givenEntry({ action, outcome, requestId: String(minute) }))
    }
    const ids = async (query: Partial<AuditQuery>) =>
      (await allOf(tenantId, query)).entries.map(({ requestId }) => requestId)
    expect(await ids({ action: 'playMedia', outcome: 'denied' })).toEqual(['3', '1'])
    expect(await ids({ from: at(1), before: at(3) })).toEqual(['2', '1'])
    expect((await pageOf(tenantId, { before: '9999-12-31T23:59:59.999Z' })).entries).toHaveLength(4)
    expect(await ids({ from: at(1), before: at(3), of: { kind: 'person', personId: 'tara' } })).toEqual(['2', '1'])
  })

  it('comes to what was before months of rest, in few pages of few rounds, and then to its end', async () => {
    const tenantId = tenantOf('2024-06-01T00:00:00.000Z')
    await writeAt(tenantId, '2024-07-01T10:00:00.000Z')
    clock.at = '2026-03-01T10:00:00.000Z'
    table.calls.length = 0
    const { entries, pages } = await allOf(tenantId)
    expect(entries).toHaveLength(1)
    expect(pages).toBeLessThan(8)
    const page = await pageOf(tenantId)
    expect(page.next).toBeDefined()
    expect(page.entries).toEqual([])
  })

  it('of one tenant holds nothing of another, and asks for nothing of it', async () => {
    const [tenantId, other, recordingId] = [tenantOf(), tenantOf(), newRecordingId()]
    await writeAt(tenantId, at(0), givenPlay(recordingId))
    table.calls.length = 0
    expect((await allOf(other)).entries).toEqual([])
    expect((await allOf(other, { of: { kind: 'recording', recordingId } })).entries).toEqual([])
    expect((await allOf(other, { of: { kind: 'person', personId: 'tara' } })).entries).toEqual([])
    for (const { tenants } of table.calls) expect([...tenants]).toEqual([other])
  })

  it('takes a bounded number of rounds where nothing passes the filter', async () => {
    const [tenantId, recordingId] = [tenantOf(), newRecordingId()]
    clock.at = at(0)
    await Promise.all(Array.from({ length: 650 }, () => audit.write(tenantId, givenPlay(recordingId))))
    table.calls.length = 0
    const page = await pageOf(tenantId, { of: { kind: 'recording', recordingId }, action: 'deleteRecording' })
    expect(page.entries).toEqual([])
    expect(page.next).toBeDefined()
    expect(table.calls.length).toBeLessThanOrEqual(10)
  })
})

describe('deleting a recording', () => {
  it('leaves its entries, found by its id and by the session id that it had', async () => {
    const tenantId = tenantOf()
    const recording = givenRecording(tenantId, { sessionId: 'session-1' })
    const deletion = givenEntry({ action: 'deleteRecording', objects: { recordingId: recording.id } })
    await table.recordings.create(tenantId, alone(recording, { audit: givenEntry() }))
    await writeAt(tenantId, '2026-03-01T10:00:00.000Z', givenPlay(recording.id))
    expect(await audit.recordingsOfSession(tenantId, 'session-1')).toEqual([recording.id])

    const place = { ...(await table.clientsFor(tenantId)), tableName: table.tableName }
    await commit(place, auditSessionWrites(recording))
    await table.recordings.startDeletion(tenantId, recording, deletion)
    await table.recordings.finishDeletion(tenantId, recording.id)
    const { entries } = await allOf(tenantId, {
      of: { kind: 'recording', recordingId: recording.id },
      action: 'playMedia',
    })
    expect(entries).toHaveLength(1)
    expect(await audit.recordingsOfSession(tenantId, 'session-1')).toEqual([recording.id])

    const again = givenRecording(tenantId, { sessionId: 'session-1' })
    await table.recordings.create(tenantId, alone(again, { audit: givenEntry() }))
    expect((await audit.recordingsOfSession(tenantId, 'session-1')).sort()).toEqual([recording.id, again.id].sort())
    expect(await audit.recordingsOfSession(tenantId, 'session')).toEqual([])
  })
})
