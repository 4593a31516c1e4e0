import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../../functions/adapters/dynamodb/keys.ts'
import type { MediaFile, Recording } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import {
  actionsIn,
  alone,
  audit,
  type GivenTable,
  givenDocument,
  givenMedia,
  givenRecording,
  givenTable,
  newRecordingId,
  newTenantId,
} from './given.ts'

let table: GivenTable
beforeAll(async () => {
  table = await givenTable()
})
afterAll(() => table.dispose())

type Stored = { recording: Recording; media: MediaFile[]; sha256: string }

/** A recording with everything that may hang on one. */
async function givenFullRecording(files = 3): Promise<Stored> {
  const tenantId = newTenantId()
  const recording = givenRecording(tenantId, {
    sessionId: 'session',
    ingressCallId: 'in',
    egressCallId: 'out',
    callGroupId: 'group',
  })
  const media = Array.from({ length: files }, (_, index) => givenMedia(recording.id, { seq: index + 1 }))
  const checksums = media.map(({ sha256 }) => sha256)
  const idempotency = { key: `key-${recording.id}`, requestHash: 'h', recordingId: recording.id }
  const created = alone(recording, {
    media,
    siprec: givenDocument(`<s>${'x'.repeat(400_000)}</s>`),
    checksums,
    idempotency,
  })
  expect(await table.recordings.create(tenantId, created)).toBe('written')
  return { recording, media, sha256: checksums[0] ?? '' }
}

describe('a recording whose deletion was started', () => {
  it('is absent for every read', async () => {
    const { recording, media, sha256 } = await givenFullRecording()
    const { tenantId, id } = recording
    expect(await table.recordings.startDeletion(tenantId, recording, audit)).toBe('written')
    const { recordings } = table
    expect(await recordings.find(tenantId, id)).toBeUndefined()
    expect(await recordings.findMany(tenantId, [id])).toEqual([])
    expect(await recordings.media(tenantId, id)).toEqual([])
    expect(await recordings.findMedia(tenantId, id, 1, media[0]?.id ?? givenMedia(id).id)).toBeUndefined()
    expect(await recordings.metadataDocuments(tenantId, id)).toEqual([])
    expect(await recordings.list(tenantId, { places: 'all', range: {}, limit: 10 })).toEqual([])
    expect(
      await recordings.list(tenantId, { places: { routes: [recording.routeId], agents: [] }, range: {}, limit: 10 }),
    ).toEqual([])
    expect(await recordings.lookup(tenantId, 'sessionId', 'session')).toEqual([])
    expect(await recordings.lookup(tenantId, 'callId', 'in')).toEqual([])
    expect(await recordings.lookup(tenantId, 'callId', 'out')).toEqual([])
    expect(await recordings.lookup(tenantId, 'callGroupId', 'group')).toEqual([])
    expect(await recordings.findByChecksum(tenantId, sha256)).toBeUndefined()
    expect(await recordings.findByIdempotencyKey(tenantId, `key-${id}`)).toBeUndefined()
    expect(await recordings.unfinishedDeletions(tenantId)).toMatchObject([{ tenantId, recordingId: id }])
  })

  it('cannot be changed, nor deleted twice', async () => {
    const { recording } = await givenFullRecording()
    const { tenantId } = recording
    await table.recordings.startDeletion(tenantId, recording, audit)
    const changed = { audit, previous: recording, recording: { ...recording, version: 2 } }
    expect(await table.recordings.change(tenantId, changed)).toBe('stale')
    expect(await table.recordings.startDeletion(tenantId, recording, audit)).toBe('stale')
  })

  it('makes way at once for the same call announced again, and its end leaves the new one whole', async () => {
    const old = await givenFullRecording()
    const { tenantId } = old.recording
    await table.recordings.startDeletion(tenantId, old.recording, audit)
    const recording = givenRecording(tenantId, { sessionId: 'session', ingressCallId: 'in' })
    const media = old.media.map(({ sha256, seq }) => givenMedia(recording.id, { sha256, seq }))
    const checksums = media.map(({ sha256 }) => sha256)
    const idempotency = { key: `key-${old.recording.id}`, requestHash: 'h', recordingId: recording.id }
    const created = alone(recording, { media, checksums, idempotency })
    expect(await table.recordings.create(tenantId, created)).toBe('written')

    await table.recordings.finishDeletion(tenantId, old.recording.id)
    expect(await table.recordings.lookup(tenantId, 'sessionId', 'session')).toEqual([recording.id])
    expect(await table.recordings.lookup(tenantId, 'callId', 'in')).toEqual([recording.id])
    for (const sha256 of checksums) {
      expect(await table.recordings.findByChecksum(tenantId, sha256)).toBe(recording.id)
    }
    expect(await table.recordings.findByIdempotencyKey(tenantId, idempotency.key)).toEqual(idempotency)
    expect(await table.recordings.media(tenantId, recording.id)).toEqual(media)
    const named = await table.itemsOutsideAuditNaming(old.recording.id)
    expect(named).toHaveLength(2) // the key itself, which the old id is part of, and its note
    for (const item of named) expect(item).toMatchObject({ key: idempotency.key })
  })

  it('gives its claims to one of several that want them', async () => {
    const old = await givenFullRecording()
    const { tenantId } = old.recording
    await table.recordings.startDeletion(tenantId, old.recording, audit)
    const rivals = [givenRecording(tenantId), givenRecording(tenantId), givenRecording(tenantId)]
    const results = await Promise.all(
      rivals.map((recording) => table.recordings.create(tenantId, alone(recording, { checksums: [old.sha256] }))),
    )
    expect([...results].sort()).toEqual(['stale', 'stale', 'written'])
    const winner = rivals[results.indexOf('written')]?.id
    expect(await table.recordings.findByChecksum(tenantId, old.sha256)).toBe(winner)
  })
})

describe('starting a deletion', () => {
  it('of another version than is there does nothing', async () => {
    const { recording } = await givenFullRecording()
    const { tenantId } = recording
    await table.recordings.change(tenantId, { audit, previous: recording, recording: { ...recording, version: 2 } })
    expect(await table.recordings.startDeletion(tenantId, recording, audit)).toBe('stale')
    expect(await table.recordings.find(tenantId, recording.id)).toMatchObject({ version: 2 })
    expect(await table.recordings.unfinishedDeletions(tenantId)).toEqual([])
  })
})

describe('finishing a deletion', () => {
  it('leaves nothing of the recording in the table but its audit', async () => {
    const { recording, media } = await givenFullRecording(30)
    const { tenantId, id } = recording
    const added = Array.from({ length: 30 }, (_, index) => givenMedia(id, { seq: index + 50 }))
    const changed = {
      audit,
      previous: recording,
      recording: { ...recording, callGroupId: 'other', version: 2 },
      addedMedia: added,
      checksums: added.map(({ sha256 }) => sha256),
      idempotency: { key: 'second', requestHash: 'h', recordingId: id },
    }
    expect(await table.recordings.change(tenantId, changed)).toBe('written')
    expect((await table.itemsNaming(id)).length).toBeGreaterThan(2 * (media.length + added.length))
    await table.recordings.startDeletion(tenantId, changed.recording, audit)
    await table.recordings.finishDeletion(tenantId, id)
    expect(await table.itemsOutsideAuditNaming(id)).toEqual([])
    expect(await table.itemsOutsideAuditNaming(tenantId)).toEqual([])
  })

  it('leaves its audit, and where to find it by the session id', async () => {
    const { recording } = await givenFullRecording()
    const { tenantId, id } = recording
    await table.recordings.startDeletion(tenantId, recording, givenEntry({ action: 'deleteRecording' }))
    await table.recordings.finishDeletion(tenantId, id)
    expect(await actionsIn(table, tenantId)).toEqual(['changeTenant', 'deleteRecording'])
    expect(await table.itemsNaming('#AUDITSESSION#session')).toContainEqual(keys.auditSession(tenantId, 'session', id))
  })

  it('may stop anywhere and be called again', async () => {
    const { recording } = await givenFullRecording()
    const { tenantId, id } = recording
    await table.recordings.startDeletion(tenantId, recording, audit)
    await Promise.all([table.recordings.finishDeletion(tenantId, id), table.recordings.finishDeletion(tenantId, id)])
    await table.recordings.finishDeletion(tenantId, id)
    expect(await table.itemsOutsideAuditNaming(tenantId)).toEqual([])
  })

  it('that was not started is refused and harms nothing', async () => {
    const { recording, media } = await givenFullRecording()
    const { tenantId, id } = recording
    await expect(table.recordings.finishDeletion(tenantId, id)).rejects.toThrow('start its deletion')
    expect(await table.recordings.find(tenantId, id)).toEqual(recording)
    expect(await table.recordings.media(tenantId, id)).toEqual(media)
  })
})

describe('leftovers', () => {
  it('of a recording that is not there are noted until they are cleared', async () => {
    const [tenantId, id] = [newTenantId(), newRecordingId()]
    await table.recordings.noteLeftovers(tenantId, id)
    await table.recordings.noteLeftovers(tenantId, id)
    expect(await table.recordings.unfinishedDeletions(tenantId)).toMatchObject([{ recordingId: id }])
    await table.recordings.finishDeletion(tenantId, id)
    expect(await table.recordings.unfinishedDeletions(tenantId)).toEqual([])
  })

  it('of more recordings than one answer holds are all found, page by page', async () => {
    const tenantId = newTenantId()
    const ids = Array.from({ length: 103 }, newRecordingId)
    await Promise.all(ids.map((id) => table.recordings.noteLeftovers(tenantId, id)))
    const first = await table.recordings.unfinishedDeletions(tenantId)
    const second = await table.recordings.unfinishedDeletions(tenantId, first.at(-1))
    expect([first.length, second.length]).toEqual([100, 3])
    expect(await table.recordings.unfinishedDeletions(tenantId, second.at(-1))).toEqual([])
    expect([...first, ...second].map(({ recordingId }) => recordingId).sort()).toEqual(ids.toSorted())
  })

  it('are found by their recording, as they are noted now', async () => {
    const [tenantId, id] = [newTenantId(), newRecordingId()]
    expect(await table.recordings.findDeletion(tenantId, id)).toBeUndefined()
    await table.recordings.noteLeftovers(tenantId, id)
    const found = await table.recordings.findDeletion(tenantId, id)
    expect([found]).toEqual(await table.recordings.unfinishedDeletions(tenantId))
    expect(await table.recordings.findDeletion(tenantId, newRecordingId())).toBeUndefined()
    await table.recordings.noteLeftovers(tenantId, id)
    expect((await table.recordings.findDeletion(tenantId, id))?.noteId).not.toBe(found?.noteId)
  })

  it('noted while others are being cleared are not forgotten', async () => {
    const [tenantId, id] = [newTenantId(), newRecordingId()]
    await table.recordings.noteLeftovers(tenantId, id)
    const [seen] = await table.recordings.unfinishedDeletions(tenantId)
    await table.recordings.noteLeftovers(tenantId, id)
    await table.recordings.finishDeletion(tenantId, id, seen?.noteId)
    const [later] = await table.recordings.unfinishedDeletions(tenantId)
    expect(later).toMatchObject({ recordingId: id })
    await table.recordings.finishDeletion(tenantId, id, later?.noteId)
    expect(await table.recordings.unfinishedDeletions(tenantId)).toEqual([])
  })

  it('of a recording that is there are none', async () => {
    const { recording } = await givenFullRecording()
    await table.recordings.noteLeftovers(recording.tenantId, recording.id)
    expect(await table.recordings.unfinishedDeletions(recording.tenantId)).toEqual([])
  })
})
