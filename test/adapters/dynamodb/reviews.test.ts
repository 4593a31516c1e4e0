import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { monotonicFactory } from 'ulid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewStore } from '../../../functions/adapters/dynamodb/index.ts'
import { recordingItem } from '../../../functions/adapters/dynamodb/recording-item.ts'
import { noteIdSchema } from '../../../functions/contract/index.ts'
import { notReviewed } from '../../../functions/domain/recordings/index.ts'
import type { Edit, Note, Rating, Recording } from '../../../functions/model/index.ts'
import type { ChangedRecording, ReviewStore } from '../../../functions/ports/index.ts'
import { alone, audit, type GivenTable, givenRecording, givenTable, newTenantId } from './given.ts'

let table: GivenTable
let reviews: ReviewStore
beforeAll(async () => {
  table = await givenTable()
  reviews = reviewStore(table.clientsFor, table.tableName, table.clock)
})
afterAll(() => table.dispose())

const at = '2026-03-02T10:00:00.000Z'

async function given(tenantId = newTenantId()): Promise<Recording> {
  const recording = givenRecording(tenantId, { agentId: '7' })
  expect(await table.recordings.create(tenantId, alone(recording))).toBe('written')
  return recording
}

async function change(previous: Recording, facts: Partial<Recording>, more: Partial<ChangedRecording> = {}) {
  const recording = { ...previous, ...facts, version: previous.version + 1 }
  const changed = { recording, previous, audit, ...more }
  expect(await table.recordings.change(recording.tenantId, changed)).toBe('written')
  return recording
}

/** Grows within a millisecond too. */
const nextId = monotonicFactory()
const newNote = (text: string): Note => ({
  ...{ id: noteIdSchema.parse(nextId().toLowerCase()), authorId: 'a', authorName: 'Ann', text, momentMs: 5 },
  ...{ createdAt: at, editedAt: null, version: 1 },
})
const ratingOf = ({ agentId, routeId, version }: Recording, stars: number, given: string): Rating => ({
  ...{ stars, reviewerId: 'a', reviewerName: 'Ann', agentId, routeId, at: given, version: version + 1 },
})
const rated = (recording: Recording, stars: number | null, given = at) =>
  change(recording, {
    review: { ...recording.review, rating: stars === null ? null : ratingOf(recording, stars, given) },
  })

it('a recording that is older than reviews has none', async () => {
  const recording = givenRecording(newTenantId())
  const { review: _, ...older } = recordingItem(recording)
  await table.raw.send(new PutCommand({ TableName: table.tableName, Item: older }))
  expect((await table.recordings.find(recording.tenantId, recording.id))?.review).toEqual(notReviewed)
})

it('a review is found as it was written', async () => {
  const recording = await given()
  const review: Recording['review'] = {
    ...{ rating: ratingOf(recording, 5, at), isComplete: false, timeSpentMinutes: 0, categoryIds: [] },
    ...{ isSensitive: true, neverExpires: true, reviewed: { byId: 'b', byName: 'Ben', at }, notes: 3 },
    claim: { byId: 'a', byName: 'Ann', takenAt: at, activeAt: at },
  }
  await change(recording, { review })
  expect((await table.recordings.find(recording.tenantId, recording.id))?.review).toEqual(review)
})

describe('the history', () => {
  const edit = (version: number, after: string): Edit => ({
    ...{ version, at, byId: 'a', byName: 'Ann' },
    changes: [{ field: 'queue', noteId: null, before: null, after }],
  })

  it('is given by version, from a place on, or by name', async () => {
    let recording = await given()
    const { tenantId, id } = recording
    for (let version = 2; version <= 11; version++) {
      recording = await change(recording, {}, { edit: edit(version, String(version)) })
    }
    const versions = async (beforeVersion?: number) =>
      (await reviews.history(tenantId, id, { beforeVersion, limit: 4 })).map((each) => each.version)
    expect(await versions()).toEqual([11, 10, 9, 8])
    expect(await versions(8)).toEqual([7, 6, 5, 4])
    expect(await versions(2)).toEqual([])
    expect(await versions(1)).toEqual([])
    expect(await reviews.edits(tenantId, id, [10, 1, 12])).toEqual([edit(10, '10')])
  })

  it('is not written without its change', async () => {
    const recording = await given()
    await change(recording, {}, { edit: edit(2, 'first') })
    const late = { recording: { ...recording, version: 2 }, previous: recording, audit, edit: edit(2, 'late') }
    expect(await table.recordings.change(recording.tenantId, late)).toBe('stale')
    const { tenantId, id } = recording
    expect(await reviews.history(tenantId, id, { limit: 9 })).toEqual([edit(2, 'first')])
  })
})

describe('notes', () => {
  it('come in the order in which they were written, apart from the recording’s other items', async () => {
    const [one, two] = [newNote('one'), newNote('two')]
    const first = await change(await given(), {}, { note: { put: one } })
    const { tenantId, id } = first
    const second = await change(first, {}, { note: { put: two, idempotency: null } })
    expect(await reviews.notes(tenantId, id)).toEqual([one, two])
    const changed = { ...one, text: 'one and a half', editedAt: at, momentMs: null, version: 2 }
    const third = await change(second, {}, { note: { put: changed } })
    expect(await reviews.findNote(tenantId, id, one.id)).toEqual(changed)
    await change(third, {}, { note: { remove: one.id } })
    expect(await reviews.notes(tenantId, id)).toEqual([two])
    expect(await table.recordings.media(tenantId, id)).toEqual([])
  })

  it('are known by their key for a day, which nobody else can take until then', async () => {
    const recording = await given()
    const { tenantId, id } = recording
    const [one, two] = [newNote('one'), newNote('two')]
    const key = { key: `ann#${'k'.repeat(300)}`, requestHash: 'h' }
    const next = await change(recording, {}, { note: { put: one, idempotency: { ...key, noteId: one.id } } })
    expect(await reviews.findNoteByIdempotencyKey(tenantId, id, key.key)).toEqual({ ...key, noteId: one.id })
    const again: ChangedRecording = {
      ...{ recording: { ...next, version: next.version + 1 }, previous: next, audit },
      note: { put: two, idempotency: { ...key, noteId: two.id } },
    }
    expect(await table.recordings.change(tenantId, again)).toBe('stale')
    table.clock.moveMs(24 * 3_600_000 + 1_000)
    expect(await reviews.findNoteByIdempotencyKey(tenantId, id, key.key)).toBeUndefined()
    expect(await table.recordings.change(tenantId, again)).toBe('written')
  })
})

describe('ratings', () => {
  it('of all recordings are listed by the time at which they were given, each as it was then', async () => {
    const tenantId = newTenantId()
    const one = await rated(await given(tenantId), 4, '2026-03-02T10:00:00.000Z')
    const moved = await change(one, { agentId: '8' })
    await rated(moved, 2, '2026-03-03T10:00:00.000Z')
    const other = await rated(await given(tenantId), 5, '2026-03-02T11:00:00.000Z')
    await rated(other, null)
    await rated(await given(), 1)
    const ratings = async (from: string, before: string) =>
      (await reviews.ratings(tenantId, { from, before, limit: 10 })).map(({ stars, agentId, replacedAt }) => [
        ...[stars, agentId, replacedAt !== null],
      ])
    expect(await ratings('2026-03-01T00:00:00.000Z', '2026-03-04T00:00:00.000Z')).toEqual([
      ...[[2, '8', false]],
      ...[[5, '7', true]],
      ...[[4, '7', true]],
    ])
    expect(await ratings('2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z')).toEqual([[4, '7', true]])
  })

  it('are on no list of recordings', async () => {
    const recording = await rated(await given(), 4)
    const list = (places: 'all' | { routes: Recording['routeId'][]; agents: string[] }) =>
      table.recordings.list(recording.tenantId, { places, range: {}, limit: 10 })
    expect(await list('all')).toHaveLength(1)
    expect(await list({ routes: [recording.routeId], agents: ['7'] })).toHaveLength(1)
  })
})

it('what hangs on a recording goes with it', async () => {
  const note = newNote('gone')
  const edit: Edit = { version: 2, at, byId: 'a', byName: 'Ann', changes: [] }
  const idempotency = { key: 'k', requestHash: 'h', noteId: note.id }
  let recording = await change(await given(), {}, { edit, note: { put: note, idempotency } })
  recording = await rated(recording, 4)
  const { tenantId, id } = recording
  expect(await table.recordings.startDeletion(tenantId, recording, audit)).toBe('written')
  await table.recordings.finishDeletion(tenantId, id)
  expect(await table.itemsOutsideAuditNaming(id)).toEqual([])
})
