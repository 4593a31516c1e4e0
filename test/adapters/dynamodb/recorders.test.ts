import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recorderStore } from '../../../functions/adapters/dynamodb/index.ts'
import type { AuditEntry, Recorder, RecorderFailure, TenantId } from '../../../functions/model/index.ts'
import type { RecorderStore } from '../../../functions/ports/index.ts'
import { type GivenTable, givenTable, newRecorderId, newRouteId, newTenantId } from './given.ts'

let table: GivenTable
let recorders: RecorderStore
let now = '2026-11-23T10:00:00.000Z'
beforeAll(async () => {
  table = await givenTable()
  recorders = recorderStore(table.clientsFor, table.tableName, { now: () => now })
})
afterAll(() => table.dispose())

function recorderOf(tenantId: TenantId, facts: Partial<Recorder> = {}): Recorder {
  return {
    ...{ tenantId, id: newRecorderId(), name: 'Front office', clientId: 'client-1', isEnabled: true },
    ...{ defaultRouteId: newRouteId(), routes: 'all', timeZone: 'Europe/Berlin', channelOrder: ['caller', 'agent'] },
    ...{ silenceMinutes: 60, createdAt: now, updatedAt: now, version: 1 },
    ...facts,
  }
}
const renamed = (recorder: Recorder, name: string): Recorder => ({ ...recorder, name, version: recorder.version + 1 })
function entryOf(action: AuditEntry['action'], { id }: Recorder): AuditEntry {
  return {
    ...{ action, personId: 'tara', role: 'tenantAdministrator', objects: { recorderId: id }, fields: [] },
    ...{ outcome: 'allowed', reason: null, note: null, requestId: 'request-1', sourceAddress: '203.0.113.7' },
  }
}
const create = (recorder: Recorder) => recorders.create(recorder, entryOf('createRecorder', recorder))
const change = (recorder: Recorder, previous: Recorder) =>
  recorders.change(recorder, previous, entryOf('changeRecorder', recorder))
const remove = (recorder: Recorder) => recorders.remove(recorder, entryOf('deleteRecorder', recorder))
const failureOf = (facts: Partial<RecorderFailure> = {}): RecorderFailure => ({
  ...{ at: now, code: 'contradiction', detail: 'Correct or leave out: from.', requestId: 'r' },
  ...facts,
})

describe('recorders', () => {
  it('are given by name, each tenant its own, with all that was set', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const branch = recorderOf(acme, {
      ...{ name: 'Branch', defaultRouteId: null, routes: [newRouteId()], timeZone: null, channelOrder: [] },
      ...{ silenceMinutes: null, isEnabled: false },
    })
    const office = recorderOf(acme)
    for (const recorder of [office, branch]) expect(await create(recorder)).toBe('written')
    expect(await recorders.recorders(acme)).toEqual([branch, office])
    expect(await recorders.recorders(globex)).toEqual([])
    expect(await recorders.find(acme, branch.id)).toEqual(branch)
    expect(await recorders.find(globex, branch.id)).toBeUndefined()
  })

  it('have names of their own within the tenant, whatever the case of their letters', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const office = recorderOf(acme)
    const other = recorderOf(acme, { name: 'Other' })
    for (const recorder of [office, other]) expect(await create(recorder)).toBe('written')
    expect(await create(recorderOf(acme, { name: 'FRONT office' }))).toBe('stale')
    expect(await create(recorderOf(globex))).toBe('written')
    expect(await change(renamed(other, 'Ｆront Office'), other)).toBe('stale')
    expect(await recorders.find(acme, other.id)).toEqual(other)

    const moved = renamed(office, 'Moved')
    expect(await change(moved, office)).toBe('written')
    expect(await create(recorderOf(acme))).toBe('written')
    expect(await remove(moved)).toBe('written')
    expect(await create(recorderOf(acme, { name: 'moved' }))).toBe('written')
  })

  it('change and go only as they were read, and nothing is told in the audit of what was not done', async () => {
    const recorder = recorderOf(newTenantId())
    const tell = () => table.itemsNaming('"action"').then((items) => items.filter((item) => namesId(item, recorder)))
    await create(recorder)
    const disabled = { ...recorder, isEnabled: false, version: 2 }
    expect(await change(disabled, recorder)).toBe('written')
    expect(await tell()).toHaveLength(2)
    expect(await change({ ...recorder, silenceMinutes: 5, version: 2 }, recorder)).toBe('stale')
    expect(await remove(recorder)).toBe('stale')
    expect(await tell()).toHaveLength(2)
    expect(await recorders.find(recorder.tenantId, recorder.id)).toEqual(disabled)
    expect(await remove(disabled)).toBe('written')
    expect(await tell()).toHaveLength(3)
    expect(await change({ ...disabled, version: 3 }, disabled)).toBe('stale')
    expect(await recorders.find(recorder.tenantId, recorder.id)).toBeUndefined()
  })
})

const namesId = (item: unknown, { id }: Recorder) => JSON.stringify(item).includes(id)

describe('how a recorder fares', () => {
  const activity = ({ tenantId, id }: Recorder) => recorders.activity(tenantId, id)
  const nothing = { lastReceivedAt: null, received24h: 0, failed24h: 0, failures: [] }

  it('is nothing at first', async () => {
    expect(await activity(recorderOf(newTenantId()))).toEqual(nothing)
  })

  it('is what came in the hour under way and the 23 before it, and when the last call came, however long ago', async () => {
    const recorder = recorderOf(newTenantId())
    const { tenantId, id } = recorder
    for (const at of ['10:59:59.999', '11:00:00.000', '11:00:00.001', '23:30:00.000']) {
      now = `2026-11-23T${at}Z`
      await recorders.received(tenantId, id)
    }
    await recorders.failed(tenantId, id, failureOf())
    now = '2026-11-24T09:59:59.000Z'
    expect(await activity(recorder)).toMatchObject({ received24h: 4, failed24h: 1 })
    now = '2026-11-24T10:00:00.000Z'
    expect(await activity(recorder)).toMatchObject({ received24h: 3, failed24h: 1 })
    now = '2026-12-24T10:00:00.000Z'
    expect(await activity(recorder)).toMatchObject({
      ...{ received24h: 0, failed24h: 0, lastReceivedAt: '2026-11-23T23:30:00.000Z' },
    })
  })

  it('counts calls that come at once, each recorder’s its own', async () => {
    const [one, other] = [recorderOf(newTenantId()), recorderOf(newTenantId())]
    await Promise.all(Array.from({ length: 25 }, () => recorders.received(one.tenantId, one.id)))
    expect(await activity(one)).toMatchObject({ received24h: 25, failed24h: 0 })
    expect(await activity(other)).toEqual(nothing)
  })

  it('tells the newest 20 failures, the newest first, and keeps no more', async () => {
    const recorder = recorderOf(newTenantId())
    for (let number = 1; number <= 45; number++) {
      await recorders.failed(recorder.tenantId, recorder.id, failureOf({ requestId: `r${number}` }))
    }
    const { failures, failed24h, lastReceivedAt } = await activity(recorder)
    expect(failures.map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: 20 }, (_, index) => `r${45 - index}`),
    )
    expect(failures[0]).toEqual(failureOf({ requestId: 'r45' }))
    expect({ failed24h, lastReceivedAt }).toEqual({ failed24h: 45, lastReceivedAt: null })
    expect(await itemsOf(recorder)).toHaveLength(22)
  })

  it('is read in two queries of the one tenant', async () => {
    const recorder = recorderOf(newTenantId())
    table.calls.length = 0
    await activity(recorder)
    expect(table.calls.map(({ name }) => name)).toEqual(['QueryCommand', 'QueryCommand'])
    for (const { tenants } of table.calls) expect([...tenants]).toEqual([recorder.tenantId])
  })

  it('goes with the recorder, but for counts of hours, which expire', async () => {
    const recorder = recorderOf(newTenantId())
    await create(recorder)
    await recorders.received(recorder.tenantId, recorder.id)
    await recorders.failed(recorder.tenantId, recorder.id, failureOf())
    for (const item of await itemsOf(recorder)) {
      if (item.SK !== 'STATE') expect(Number(item.expiresAt)).toBeGreaterThan(Date.parse(now) / 1000)
    }
    expect(await remove(recorder)).toBe('written')
    const left = await itemsOf(recorder)
    expect(left.map(({ SK }) => SK)).toEqual([`HOUR#${now.slice(0, 13)}`])
  })
})

/** Of its activity. */
async function itemsOf({ id }: Recorder): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await table.raw.send(
    new ScanCommand({
      TableName: table.tableName,
      FilterExpression: 'contains(PK, :id)',
      ExpressionAttributeValues: { ':id': `RECORDERACTIVITY#${id}` },
    }),
  )
  return Items
}
