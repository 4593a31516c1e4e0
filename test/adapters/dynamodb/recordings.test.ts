import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordingItem } from '../../../functions/adapters/dynamodb/recording-item.ts'
import type { Recording } from '../../../functions/model/index.ts'
import {
  alone,
  audit,
  type GivenTable,
  givenDocument,
  givenMedia,
  givenRecording,
  givenTable,
  newMediaId,
  newRecordingId,
  newRouteId,
  newTenantId,
} from './given.ts'

let table: GivenTable
beforeAll(async () => {
  table = await givenTable()
})
afterAll(() => table.dispose())

const hex = (digit: string) => digit.repeat(64)
const next = (previous: Recording, facts: Partial<Recording>): Recording => ({
  ...previous,
  ...facts,
  version: previous.version + 1,
})

describe('a recording that was created', () => {
  it('is found as it was, with its files in order', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId)
    const later = givenMedia(recording.id, { seq: 2, channels: ['participant:p1'] })
    const first = givenMedia(recording.id, {
      state: 'available',
      versionId: 'v1',
      container: 'wav',
      codec: 'pcm',
      durationMs: 250_000,
      isPlayable: true,
      fileName: null,
    })
    expect(await table.recordings.create(tenantId, alone(recording, { media: [later, first] }))).toBe('written')

    expect(await table.recordings.find(tenantId, recording.id)).toEqual(recording)
    expect(await table.recordings.media(tenantId, recording.id)).toEqual([first, later])
    expect(await table.recordings.findMedia(tenantId, recording.id, 2, later.id)).toEqual(later)
    expect(await table.recordings.findMedia(tenantId, recording.id, 1, later.id)).toBeUndefined()
  })

  it('is given among many in the order asked, once each', async () => {
    const tenantId = newTenantId()
    const recordings = [givenRecording(tenantId), givenRecording(tenantId), givenRecording(tenantId)]
    for (const recording of recordings) await table.recordings.create(tenantId, alone(recording))
    const [one, two, three] = recordings.map(({ id }) => id)
    if (!one || !two || !three) throw new Error('three were made')
    const found = await table.recordings.findMany(tenantId, [three, newRecordingId(), one, three, two])
    expect(found.map(({ id }) => id)).toEqual([three, one, two])
    expect(await table.recordings.findMany(tenantId, [])).toEqual([])
  })

  it('takes 30 files, their checksums, a SIPREC document of a megabyte and an Idempotency-Key in one write', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId, {
      isSessionIdGenerated: true,
      ingressCallId: 'in',
      egressCallId: 'out',
      callGroupId: 'group',
    })
    const media = Array.from({ length: 30 }, (_, index) => givenMedia(recording.id, { seq: index + 1 }))
    const siprec = givenDocument(`\uFEFF<recording>${'€'.repeat(349_000)}</recording>`)
    const written = await table.recordings.create(
      tenantId,
      alone(recording, {
        media,
        siprec,
        checksums: media.map(({ sha256 }) => sha256),
        idempotency: { key: 'once', requestHash: 'h', recordingId: recording.id },
      }),
    )
    expect(written).toBe('written')
    expect(await table.recordings.media(tenantId, recording.id)).toHaveLength(30)
    expect(await table.recordings.metadataDocuments(tenantId, recording.id)).toEqual([siprec])
    expect(await table.recordings.findByChecksum(tenantId, media[29]?.sha256 ?? '')).toBe(recording.id)
    const more = Array.from({ length: 30 }, (_, index) => givenMedia(recording.id, { seq: index + 31 }))
    const changed = await table.recordings.change(tenantId, {
      audit,
      previous: recording,
      recording: next(recording, {}),
      addedMedia: more,
      siprec: givenDocument('<recording/>', 2),
      checksums: more.map(({ sha256 }) => sha256),
      idempotency: { key: 'twice', requestHash: 'h', recordingId: recording.id },
    })
    expect(changed).toBe('written')
    expect(await table.recordings.media(tenantId, recording.id)).toHaveLength(60)
    expect(await table.recordings.metadataDocuments(tenantId, recording.id)).toEqual([
      siprec,
      givenDocument('<recording/>', 2),
    ])
  })

  it('has no SIPREC document when none was sent', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId)
    await table.recordings.create(tenantId, alone(recording))
    expect(await table.recordings.metadataDocuments(tenantId, recording.id)).toEqual([])
  })
})

describe('two writers at once', () => {
  it('make one recording of one session id', async () => {
    const tenantId = newTenantId()
    const rivals = Array.from({ length: 8 }, () => givenRecording(tenantId, { sessionId: 'ucid-7' }))
    const results = await Promise.all(
      rivals.map((recording) =>
        table.recordings.create(tenantId, alone(recording, { media: [givenMedia(recording.id)] })),
      ),
    )
    expect(results.filter((result) => result === 'written')).toHaveLength(1)
    const [winner] = await table.recordings.lookup(tenantId, 'sessionId', 'ucid-7')
    const found = await table.recordings.findMany(
      tenantId,
      rivals.map(({ id }) => id),
    )
    expect(found.map(({ id }) => id)).toEqual([winner])
    expect(results[rivals.findIndex(({ id }) => id === winner)]).toBe('written')
  })

  it('make one recording of one file', async () => {
    const tenantId = newTenantId()
    const rivals = [givenRecording(tenantId), givenRecording(tenantId)]
    const results = await Promise.all(
      rivals.map((recording) =>
        table.recordings.create(tenantId, alone(recording, { checksums: [hex('a'), hex('b'), hex('a')] })),
      ),
    )
    expect([...results].sort()).toEqual(['stale', 'written'])
    expect(await table.recordings.findByChecksum(tenantId, hex('b'))).toBe(rivals[results.indexOf('written')]?.id)
  })

  it('change a version once', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId)
    await table.recordings.create(tenantId, alone(previous))
    const results = await Promise.all(
      ['billing', 'sales', 'support'].map((queue) =>
        table.recordings.change(tenantId, { audit, previous, recording: next(previous, { queue }) }),
      ),
    )
    expect([...results].sort()).toEqual(['stale', 'stale', 'written'])
    const queue = ['billing', 'sales', 'support'][results.indexOf('written')]
    expect(await table.recordings.find(tenantId, previous.id)).toMatchObject({ version: 2, queue })
  })

  it('leave nothing of the loser', async () => {
    const tenantId = newTenantId()
    await table.recordings.create(tenantId, alone(givenRecording(tenantId, { sessionId: 'taken' })))
    const loser = givenRecording(tenantId, { sessionId: 'taken', ingressCallId: 'loser-call' })
    const lost = await table.recordings.create(
      tenantId,
      alone(loser, { media: [givenMedia(loser.id)], checksums: [hex('c')], siprec: givenDocument('<recording/>') }),
    )
    expect(lost).toBe('stale')
    expect(await table.itemsNaming(loser.id)).toEqual([])
  })
})

describe('a change', () => {
  it('of files writes the new and the changed', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId)
    const announced = givenMedia(previous.id)
    await table.recordings.create(tenantId, alone(previous, { media: [announced] }))
    const arrived = { ...announced, state: 'available' as const, versionId: 'v1' }
    const added = givenMedia(previous.id, { seq: 3 })
    await table.recordings.change(tenantId, {
      audit,
      previous,
      recording: next(previous, {}),
      changedMedia: [arrived],
      addedMedia: [added],
    })
    expect(await table.recordings.media(tenantId, previous.id)).toEqual([arrived, added])
  })

  it('of call ids and group moves what they find', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId, { ingressCallId: 'a@pbx', egressCallId: 'b@pbx', callGroupId: 'g1' })
    await table.recordings.create(tenantId, alone(previous))
    const changed = next(previous, { ingressCallId: 'c@pbx', egressCallId: 'a@pbx', callGroupId: null })
    await table.recordings.change(tenantId, { audit, previous, recording: changed })
    const found = async (field: 'callId' | 'callGroupId', value: string) =>
      table.recordings.lookup(tenantId, field, value)
    expect(await found('callId', 'a@pbx')).toEqual([previous.id])
    expect(await found('callId', 'b@pbx')).toEqual([])
    expect(await found('callId', 'c@pbx')).toEqual([previous.id])
    expect(await found('callGroupId', 'g1')).toEqual([])
  })

  it('of the session id frees the old one', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId, { sessionId: 'old' })
    await table.recordings.create(tenantId, alone(previous))
    await table.recordings.change(tenantId, { audit, previous, recording: next(previous, { sessionId: 'new' }) })
    expect(await table.recordings.lookup(tenantId, 'sessionId', 'old')).toEqual([])
    expect(await table.recordings.lookup(tenantId, 'sessionId', 'new')).toEqual([previous.id])
  })

  it('without a SIPREC document leaves those that are there', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId)
    await table.recordings.create(tenantId, alone(previous, { siprec: givenDocument('<recording/>') }))
    await table.recordings.change(tenantId, { audit, previous, recording: next(previous, {}), siprec: null })
    expect(await table.recordings.metadataDocuments(tenantId, previous.id)).toEqual([givenDocument('<recording/>')])
  })
})

describe('a lookup', () => {
  it('finds by either call id and by group, the newest first', async () => {
    const tenantId = newTenantId()
    const one = givenRecording(tenantId, { ingressCallId: 'x', egressCallId: 'x', callGroupId: 'g' })
    const two = givenRecording(tenantId, { egressCallId: 'x', callGroupId: 'g' })
    for (const recording of [one, two]) await table.recordings.create(tenantId, alone(recording))
    const newestFirst = [one.id, two.id].sort().reverse()
    expect(await table.recordings.lookup(tenantId, 'callId', 'x')).toEqual(newestFirst)
    expect(await table.recordings.lookup(tenantId, 'callGroupId', 'g')).toEqual(newestFirst)
    expect(await table.recordings.lookup(tenantId, 'callId', 'g')).toEqual([])
  })

  it('takes foreign ids as they are: long, with our separators, in any script', async () => {
    const tenantId = newTenantId()
    const nasty = ['T#x#R#y', 'a=b', '通'.repeat(255), '😀'.repeat(127), 'a'.repeat(255), "'; DROP TABLE--"]
    for (const value of nasty) {
      const recording = givenRecording(tenantId, { sessionId: value, ingressCallId: value, callGroupId: value })
      expect(await table.recordings.create(tenantId, alone(recording))).toBe('written')
      for (const field of ['sessionId', 'callId', 'callGroupId'] as const) {
        expect(await table.recordings.lookup(tenantId, field, value)).toEqual([recording.id])
      }
    }
  })
})

describe('an Idempotency-Key', () => {
  it('names what its request made, for 24 hours', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId)
    const idempotency = { key: 'key-1', requestHash: 'hash', recordingId: recording.id }
    await table.recordings.create(tenantId, alone(recording, { idempotency }))
    expect(await table.recordings.findByIdempotencyKey(tenantId, 'key-1')).toEqual(idempotency)

    const again = givenRecording(tenantId)
    const reused = { key: 'key-1', requestHash: 'other', recordingId: again.id }
    expect(await table.recordings.create(tenantId, alone(again, { idempotency: reused }))).toBe('stale')
    const repeated = { audit, previous: recording, recording: next(recording, {}), idempotency }
    expect(await table.recordings.change(tenantId, repeated)).toBe('written')

    table.clock.moveMs(24 * 3_600_000 + 1_000)
    expect(await table.recordings.findByIdempotencyKey(tenantId, 'key-1')).toBeUndefined()
    expect(await table.recordings.create(tenantId, alone(again, { idempotency: reused }))).toBe('written')
    expect(await table.recordings.findByIdempotencyKey(tenantId, 'key-1')).toEqual(reused)
  })
})

describe('pending files', () => {
  it('are listed by the time of their announcement until they are no longer pending', async () => {
    const tenantId = newTenantId()
    const previous = givenRecording(tenantId)
    const at = (minute: number, facts = {}) =>
      givenMedia(previous.id, { announcedAt: `2026-03-01T10:0${minute}:00.000Z`, ...facts })
    const [late, early, arriving, there] = [at(4), at(1), at(2), at(0, { state: 'available' })]
    await table.recordings.create(tenantId, alone(previous, { media: [late, early, arriving, there] }))
    const before = '2026-03-01T10:04:00.000Z'
    const pending = ({ recordingId, id, seq, announcedAt }: typeof late) => ({
      recordingId,
      mediaId: id,
      seq,
      announcedAt,
    })
    expect(await table.recordings.pendingMedia(tenantId, before)).toEqual([pending(early), pending(arriving)])
    expect(await table.recordings.pendingMedia(tenantId, before, pending(early))).toEqual([pending(arriving)])
    expect(await table.recordings.pendingMedia(tenantId, before, pending(late))).toEqual([])

    await table.recordings.change(tenantId, {
      audit,
      previous,
      recording: next(previous, {}),
      changedMedia: [
        { ...arriving, state: 'rejected' },
        { ...early, announcedAt: '2026-03-01T10:03:00.000Z' },
      ],
    })
    expect(await table.recordings.pendingMedia(tenantId, before)).toEqual([
      { ...pending(early), announcedAt: '2026-03-01T10:03:00.000Z' },
    ])
  })
})

describe('tenants', () => {
  it('never see each other’s recordings, whatever ids they know', async () => {
    const [acme, globex] = [newTenantId(), newTenantId()]
    const theirs = givenRecording(globex, { ingressCallId: 'shared', callGroupId: 'shared', sessionId: 'shared' })
    const file = givenMedia(theirs.id)
    await table.recordings.create(
      globex,
      alone(theirs, {
        media: [file],
        checksums: [file.sha256],
        siprec: givenDocument('<recording/>'),
        idempotency: { key: 'k', requestHash: 'h', recordingId: theirs.id },
      }),
    )
    table.calls.length = 0
    const { recordings } = table
    expect(await recordings.find(acme, theirs.id)).toBeUndefined()
    expect(await recordings.findMany(acme, [theirs.id])).toEqual([])
    expect(await recordings.media(acme, theirs.id)).toEqual([])
    expect(await recordings.findMedia(acme, theirs.id, 1, file.id)).toBeUndefined()
    expect(await recordings.metadataDocuments(acme, theirs.id)).toEqual([])
    for (const field of ['sessionId', 'callId', 'callGroupId'] as const) {
      expect(await recordings.lookup(acme, field, 'shared')).toEqual([])
    }
    expect(await recordings.findByChecksum(acme, file.sha256)).toBeUndefined()
    expect(await recordings.findByIdempotencyKey(acme, 'k')).toBeUndefined()
    expect(await recordings.pendingMedia(acme, '2027-01-01T00:00:00.000Z')).toEqual([])
    expect(await recordings.list(acme, { places: 'all', range: {}, limit: 10 })).toEqual([])
    expect(
      await recordings.list(acme, { places: { routes: [theirs.routeId], agents: [] }, range: {}, limit: 10 }),
    ).toEqual([])
    expect(await recordings.unfinishedDeletions(acme)).toEqual([])
    const mine = givenRecording(acme, { id: theirs.id, sessionId: 'shared' })
    expect(await recordings.create(acme, alone(mine, { checksums: [file.sha256] }))).toBe('written')
    expect(await recordings.startDeletion(acme, mine, audit)).toBe('written')
    await recordings.finishDeletion(acme, mine.id)
    expect(table.calls.length).toBeGreaterThan(15)
    for (const call of table.calls) expect([...call.tenants]).toEqual([acme])
    expect(await recordings.find(globex, theirs.id)).toEqual(theirs)
    expect(await recordings.media(globex, theirs.id)).toEqual([file])
  })
})

describe('an item that cannot be read', () => {
  it('is an error that names its kind and fields and nothing of the call', async () => {
    const tenantId = newTenantId()
    const secret = 'do-not-tell'
    const broken = givenRecording(tenantId, { sessionId: secret })
    // What an older or newer version might have written.
    await table.recordings.create(tenantId, alone({ ...broken, direction: secret as 'inbound' }))
    const reading = table.recordings.find(tenantId, broken.id)
    await expect(reading).rejects.toThrow('A stored item of kind recording cannot be read: direction')
    await expect(reading).rejects.not.toThrow(secret)
  })
})

describe('more than one write can hold', () => {
  it('is refused with what to do', async () => {
    const tenantId = newTenantId()
    const recording = givenRecording(tenantId)
    const media = Array.from({ length: 101 }, () => givenMedia(recording.id, { id: newMediaId() }))
    await expect(table.recordings.create(tenantId, alone(recording, { media }))).rejects.toThrow(
      'at most 30 media files',
    )
    const siprec = givenDocument('x'.repeat(1_100_000))
    await expect(table.recordings.create(tenantId, alone(recording, { siprec }))).rejects.toThrow('1 MiB')
  })
})

it('routes are kept with the recording', async () => {
  const tenantId = newTenantId()
  const recording = givenRecording(tenantId, { routeId: newRouteId() })
  await table.recordings.create(tenantId, alone(recording))
  const [entry] = await table.recordings.list(tenantId, {
    places: { routes: [recording.routeId], agents: [] },
    range: {},
    limit: 1,
  })
  expect(entry?.recordingId).toBe(recording.id)
})

it('one that is older than patterns stays on its route as if that had been named', async () => {
  const recording = givenRecording(newTenantId())
  const { routedBy, ...older } = recordingItem(recording)
  await table.raw.send(new PutCommand({ TableName: table.tableName, Item: older }))
  expect(await table.recordings.find(recording.tenantId, recording.id)).toEqual({ ...recording, routedBy: 'name' })
})
