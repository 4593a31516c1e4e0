import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renditionStore } from '../../../functions/adapters/dynamodb/index.ts'
import type { Rendition, RenditionKind } from '../../../functions/model/index.ts'
import type { RenditionStore } from '../../../functions/ports/index.ts'
import { alone, audit, type GivenTable, givenMedia, givenRecording, givenTable, newTenantId } from './given.ts'

let table: GivenTable
let renditions: RenditionStore
beforeAll(async () => {
  table = await givenTable()
  renditions = renditionStore(table.clientsFor, table.tableName)
})
afterAll(() => table.dispose())

async function givenStored() {
  const tenantId = newTenantId()
  const recording = givenRecording(tenantId)
  const media = [givenMedia(recording.id), givenMedia(recording.id, { seq: 2 })]
  await table.recordings.create(tenantId, alone(recording, { media }))
  const [file] = media
  if (!file) throw new Error('there is a file')
  const of = (kind: RenditionKind, facts: Partial<Rendition> = {}) =>
    ({
      ...{ recordingId: recording.id, seq: file.seq, mediaId: file.id, kind, uploadId: file.uploadId, version: 1 },
      ...{ state: 'asked', progress: 0.25, updatedAt: '2026-11-23T10:00:00.000Z', ...facts },
    }) as Rendition // its state and what goes with it are given together
  return { tenantId, recording, media, of }
}

describe('a rendition', () => {
  it.each([
    { state: 'asked', progress: 0.25 },
    { state: 'ready', versionId: 'v', lengthBytes: 5 },
    { state: 'impossible', reason: 'too_long' },
  ] as Partial<Rendition>[])('is found as it was written: $state', async (facts) => {
    const { tenantId, of } = await givenStored()
    expect(await renditions.find(tenantId, of('peaks'))).toBeUndefined()
    expect(await renditions.write(tenantId, of('peaks', facts))).toBe('written')
    expect(await renditions.find(tenantId, of('peaks'))).toMatchObject(facts)
    expect(await renditions.find(tenantId, of('copy'))).toBeUndefined()
  })

  it('is written by one of two who write at once', async () => {
    const { tenantId, of } = await givenStored()
    const writes = () => Promise.all([1, 2].map(() => renditions.write(tenantId, of('copy', { version: 1 }))))
    expect((await writes()).sort()).toEqual(['refused', 'written'])
    expect(await renditions.write(tenantId, of('copy', { version: 3 }))).toBe('refused')
    expect(await renditions.write(tenantId, of('copy', { version: 2 }))).toBe('written')
    expect(await renditions.find(tenantId, of('copy'))).toMatchObject({ version: 2 })
  })

  it('is not among the files of its recording, nor does it hide them', async () => {
    const { tenantId, recording, media, of } = await givenStored()
    for (const kind of ['peaks', 'copy'] as const) await renditions.write(tenantId, of(kind))
    const ids = (await table.recordings.media(tenantId, recording.id)).map(({ id }) => id)
    expect(ids.sort()).toEqual(media.map(({ id }) => id).sort())
    expect(await renditions.copies(tenantId, recording.id)).toEqual([expect.objectContaining({ kind: 'copy' })])
  })

  it('of a recording that is gone is not written, and those that were go with it', async () => {
    const { tenantId, recording, of } = await givenStored()
    for (const kind of ['peaks', 'copy'] as const) await renditions.write(tenantId, of(kind))
    await table.recordings.startDeletion(tenantId, recording, audit)
    expect(await renditions.write(tenantId, of('copy', { version: 2 }))).toBe('refused')
    // Their URLs are to be taken back.
    expect(await renditions.copies(tenantId, recording.id)).toHaveLength(1)
    await table.recordings.finishDeletion(tenantId, recording.id)
    expect(await renditions.find(tenantId, of('peaks'))).toBeUndefined()
    expect(await renditions.copies(tenantId, recording.id)).toEqual([])
  })

  it('is another tenant’s for nobody', async () => {
    const { tenantId, of } = await givenStored()
    await renditions.write(tenantId, of('peaks'))
    expect(await renditions.find(newTenantId(), of('peaks'))).toBeUndefined()
  })
})
