import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Contract, FieldValue, ResponseOf } from '../../functions/contract/index.ts'
import { acme } from '../../local/demo/people.ts'
import { type Client, type GivenCloud, givenCloud } from '../given/cloud.ts'
import { choicesOf } from './isolation/random.ts'

/**
 * Sixteen people write to one recording at once, from bases of any age. What each was answered is held against a model: the
 * edits that were accepted, put in the order of their versions, and nothing else, lead to the state that is there at the end.
 */

type Review = ResponseOf<Contract['reviews']['getReview']>
type Note = ResponseOf<Contract['reviews']['addNote']>
type History = ResponseOf<Contract['reviews']['listHistory']>
type Values = Record<string, FieldValue>
type Accepted = { writer: number; base: number | undefined; version: number; values: Values }
type Refused = { values: Values; base: number; changed: { field: string; now: FieldValue }[] }

const writers = 16
const turns = 8
const seed = process.env.SOUNDKEEP_SEED ?? '20261126'

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
})
afterAll(() => world.close())

const versionOf = (etag: string | null) => Number(/^"v(\d+)"$/.exec(etag ?? '')?.[1])

async function givenWriters(): Promise<Client[]> {
  const rights = { managedPolicies: ['view', 'notesAndScoring', 'editDetails', 'neverExpire'] }
  const made = Array.from({ length: writers }, async (_, index) => {
    const email = `writer${index}@example.com`
    const { status, text } = await world.as('tara').post('/users', { body: { name: `W${index}`, email, ...rights } })
    if (status !== 201) throw new Error(text)
    return world.withToken(await world.cloud.tokenOf(email))
  })
  return Promise.all(made)
}

async function wholeHistory(path: string): Promise<History['items']> {
  const items: History['items'] = []
  for (let next: number | null = 1e9; next !== null; ) {
    const page = (await world.as('tara').get(`${path}/history?limit=50&beforeVersion=${next}`)).body as History
    items.push(...page.items)
    next = page.nextBeforeVersion
  }
  return items.reverse()
}

it(`sixteen writers at once: every accepted edit is there or in the history, every refused one nowhere (SOUNDKEEP_SEED=${seed})`, async () => {
  const categories = await Promise.all(
    ['A', 'B', 'C'].map(async (name) => {
      const { body } = await world.as('tara').post('/categories', { body: { name } })
      return (body as { id: string }).id
    }),
  )
  const { recordingId } = await world.ingestCall({ sessionId: 'busy' })
  const path = `/recordings/${recordingId}`
  const people = await givenWriters()
  const accepted: Accepted[] = []
  const refused: Refused[] = []
  const texts = new Map<string, string>()

  async function write(writer: number, client: Client): Promise<void> {
    let base = 1
    const own: Note[] = []
    for (let turn = 0; turn < turns; turn++) {
      const choices = choicesOf(`${seed}:${writer}:${turn}`)
      const mark = writer * turns + turn + 1
      const share = choices.share('what')
      if (share < 0.2) {
        const text = `note ${mark}`
        const { status, body, headers } = await client.post(`${path}/notes`, { body: { text } })
        expect([status, versionOf(headers.get('etag'))]).toEqual([201, 1])
        own.push(body as Note)
        texts.set((body as Note).id, text)
        continue
      }
      const note = own.at(-1)
      if (share < 0.3 && note) {
        const text = `note ${mark}, again`
        const body = { text }
        const { status } = await client.patch(`${path}/notes/${note.id}`, { body, headers: { 'if-match': '*' } })
        expect(status).toBe(200)
        texts.set(note.id, text)
        continue
      }
      // A value of its own for each edit, where the field has as many.
      const all: Values = {
        ...{ timeSpentMinutes: mark, agentId: `agent ${mark}`, rating: 1 + (mark % 5), isSensitive: mark % 2 === 0 },
        ...{ isComplete: mark % 3 === 0, neverExpires: mark % 2 === 1, categoryIds: [categories[mark % 3] ?? ''] },
      }
      const names = Object.keys(all).filter((name) => choices.share(name) < 0.35)
      const values = Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
      if (names.length === 0) values.timeSpentMinutes = mark
      const isBlind = choices.share('blind') < 0.1
      const asked = { body: values, headers: { 'if-match': isBlind ? '*' : `"v${base}"` } }
      const { status, headers, problem } = await client.patch(`${path}/review`, asked)
      if (status === 200) {
        const version = versionOf(headers.get('etag'))
        accepted.push({ writer, base: isBlind ? undefined : base, version, values })
        // Some go on from what they were answered, others from what they knew before.
        if (choices.share('keep') < 0.6) base = version
      } else {
        expect(problem?.code).toBe('precondition_failed')
        refused.push({ values, base, changed: (problem?.changes ?? []).map(({ field, now }) => ({ field, now })) })
        base = versionOf((await client.get(`${path}/review`)).headers.get('etag'))
      }
    }
  }
  await Promise.all(people.map((client, writer) => write(writer, client)))

  const history = await wholeHistory(path)
  const final = (await world.as('tara').get(`${path}/review`)).body as Review
  const { items: notes } = (await world.as('tara').get(`${path}/notes`)).body as { items: Note[] }

  // The history is one story: each edit begins where the last of its field ended, and the last is what is there.
  const state: Values = {
    ...{ rating: null, isComplete: null, timeSpentMinutes: null, agentId: null, categoryIds: [] },
    ...{ isSensitive: false, neverExpires: false },
  }
  const lastEdit = new Map<string, number>()
  const editedAt = new Map<number, Map<string, number | undefined>>()
  let version = 1
  const snapshots = [{ version, state: { ...state } }]
  for (const edit of history) {
    expect(edit.version).toBeGreaterThan(version)
    version = edit.version
    editedAt.set(version, new Map())
    for (const { field, noteId, before, after } of edit.changes) {
      const name = noteId === null ? field : `${field} ${noteId}`
      expect([name, before]).toEqual([name, state[name] ?? null])
      state[name] = after
      editedAt.get(version)?.set(name, lastEdit.get(name))
      lastEdit.set(name, version)
    }
    snapshots.push({ version, state: { ...state } })
  }
  const { rating, isComplete, timeSpentMinutes, agentId, categoryIds, isSensitive, neverExpires } = final
  expect(state).toMatchObject({
    ...{ rating, isComplete, timeSpentMinutes, agentId, categoryIds, isSensitive, neverExpires },
  })

  // Every accepted edit stands in it, under its version; what it changed, nobody had changed since its base.
  for (const { writer, base, version: made, values } of accepted) {
    const edit = history.find((each) => each.version === made)
    const own = edit?.byName === `W${writer}` ? edit.changes : []
    for (const [field, value] of Object.entries(values)) {
      const change = own.find((each) => each.field === field)
      if (change) {
        expect(change.after).toEqual(value)
        const previous = editedAt.get(made)?.get(field) ?? 0
        if (base !== undefined) expect(previous).toBeLessThanOrEqual(base)
      } else {
        // It was so already.
        expect([field, snapshots.findLast((each) => each.version <= made)?.state[field]]).toEqual([field, value])
      }
    }
  }
  // No refused edit left a trace, and each was told of what somebody had indeed written.
  const marks = (field: string) => history.flatMap(({ changes }) => changes.filter((each) => each.field === field))
  for (const { values, changed } of refused) {
    for (const field of ['timeSpentMinutes', 'agentId'] as const) {
      if (field in values) expect(marks(field).map(({ after }) => after)).not.toContain(values[field])
    }
    expect(changed.length).toBeGreaterThan(0)
    for (const { field, now } of changed) {
      expect(Object.keys(values)).toContain(field)
      expect(marks(field).map(({ after }) => JSON.stringify(after))).toContain(JSON.stringify(now))
    }
  }
  // Every note that was written says what was said last.
  expect(new Map(notes.map(({ id, text }) => [id, text]))).toEqual(texts)
  expect(final.notes).toBe(notes.length)
  // It came to something.
  expect([accepted.length > 20, refused.length > 5, notes.length > 5]).toEqual([true, true, true])

  // Every rating is kept for reports as it was given.
  const items = (await world.itemsOutsideAuditNaming(recordingId)).filter(({ SK }) => String(SK).startsWith('RATING#'))
  const given = marks('rating')
  expect(items.map(({ stars }) => stars)).toEqual(given.map(({ after }) => after))
  expect(items.filter(({ replacedAt }) => replacedAt === undefined)).toHaveLength(1)
  for (const item of items) expect(item).toMatchObject({ timePK: `T#${acme.id}#RATINGS`, routeId: expect.any(String) })
}, 120_000)
