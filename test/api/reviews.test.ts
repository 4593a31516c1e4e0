import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf, RoutePermission } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type Answer, type Client, type GivenCloud, givenCloud, type Login } from '../given/cloud.ts'

type Review = ResponseOf<Contract['reviews']['getReview']>
type Note = ResponseOf<Contract['reviews']['addNote']>
type History = ResponseOf<Contract['reviews']['listHistory']>

let world: GivenCloud
const any = { 'if-match': '*' }
const categories: Record<string, string> = {}
const off: readonly RoutePermission[] = ['rating', 'notes', 'complete', 'category', 'agentId']

const idOf = (name: string) => demoRoutes.find((each) => each.tenantId === acme.id && each.name === name)?.id
const createdId = (answer: Answer) => {
  if (answer.status !== 201) throw new Error(`it was not made: ${answer.text}`)
  return String((answer.body as { id: string }).id)
}

beforeAll(async () => {
  world = await givenCloud()
  const tara = world.as('tara')
  // Before anything is read, for settings are kept for some seconds.
  const permissions = { ...acme.routePermissions, ...Object.fromEntries(off.map((name) => [name, false])) }
  const turned = await tara.patch(`/routes/${idOf('Support')}`, { body: { permissions }, headers: any })
  if (turned.status !== 200) throw new Error(turned.text)
  for (const name of ['Complaint', 'Praise', 'Old']) {
    categories[name] = createdId(await tara.post('/categories', { body: { name } }))
  }
  await tara.delete(`/categories/${categories.Old}`, { headers: any })
})
afterAll(() => world.close())

let calls = 0
async function givenCall(facts: object = {}) {
  calls += 1
  const call = await world.ingestCall({ sessionId: `call-${calls}`, ...facts })
  const path = `/recordings/${call.recordingId}`
  const { etag } = await world.read(call.recordingId)
  return { id: call.recordingId, path, etag }
}
const reviewOf = async (path: string, client: Client = world.as('tara')) =>
  (await client.get(`${path}/review`)).body as Review // held to the contract
const change = async (path: string, body: object, etag = '*', client: Client = world.as('tara')) => {
  const answer = await client.patch(`${path}/review`, { body, headers: { 'if-match': etag } })
  return { ...answer, etag: answer.headers.get('etag') ?? '', review: answer.body as Review }
}
const historyOf = async (path: string) => ((await world.as('tara').get(`${path}/history`)).body as History).items
const write = async (path: string, body: object, client: Client = world.as('tara'), key?: string) => {
  const answer = await client.post(`${path}/notes`, { body, ...(key && { headers: { 'idempotency-key': key } }) })
  return { ...answer, note: answer.body as Note }
}
const start = (path: string, login: Login, body: object = {}) => world.as(login).post(`${path}/review/start`, { body })

/** Somebody of Acme with these policies alone. */
let people = 0
async function givenPerson(managedPolicies: string[], statements: object[] = []): Promise<Client> {
  people += 1
  const tara = world.as('tara')
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const name = `Person ${people}`
  const policyIds =
    statements.length === 0 ? [] : [createdId(await tara.post('/policies', { body: { name, document } }))]
  const email = `person${people}@example.com`
  createdId(await tara.post('/users', { body: { name, email, managedPolicies, policyIds } }))
  return world.withToken(await world.cloud.tokenOf(email))
}

describe('reviewing a recording', () => {
  it('begins with nothing said', async () => {
    const { path, etag } = await givenCall({ agentId: '7' })
    const answer = await world.as('tara').get(`${path}/review`)
    expect(answer.headers.get('etag')).toBe(etag)
    expect(answer.body).toMatchObject({
      ...{ rating: null, isComplete: null, timeSpentMinutes: null, agentId: '7', categoryIds: [] },
      ...{ isSensitive: false, neverExpires: false, notes: 0, status: 'notReviewed', heldUntil: null, denials: {} },
    })
  })

  it('keeps what is said, shows it in the list, and who gave the stars and when', async () => {
    const { path, id, etag } = await givenCall({ agentId: '7' })
    const said = {
      ...{ rating: 4, isComplete: true, timeSpentMinutes: 75, agentId: '8', isSensitive: true, neverExpires: true },
      categoryIds: [categories.Praise, categories.Complaint].sort(),
    }
    const changed = await change(path, said, etag)
    expect(changed.review).toMatchObject({ ...said, ratedByName: 'Tara Quinn' })
    expect(changed.etag).not.toBe(etag)
    expect(await reviewOf(path)).toEqual(changed.review)
    const { recording } = await world.read(id)
    const { agentId: _, timeSpentMinutes: __, ...listed } = said
    expect(recording.review).toMatchObject(listed)
    expect(recording.agentId).toBe('8')
    const row = (await world.list('limit=100')).items.find((each) => each.id === id)
    expect(row?.review).toEqual(recording.review)
    const [edit] = await historyOf(path)
    expect(edit?.changes).toContainEqual({ field: 'agentId', noteId: null, before: '7', after: '8' })
    expect(edit?.changes).toHaveLength(7)
  })

  it('with null clears, and with what is so already changes nothing', async () => {
    const { path } = await givenCall()
    const { etag } = await change(path, { rating: 4, isComplete: false, categoryIds: [categories.Praise] })
    expect((await change(path, { rating: 4, categoryIds: [categories.Praise] })).etag).toBe(etag)
    expect((await change(path, {})).etag).toBe(etag)
    const cleared = await change(path, { rating: null, isComplete: null, categoryIds: [] }, etag)
    expect(cleared.review).toMatchObject({ rating: null, ratedByName: null, isComplete: null, categoryIds: [] })
  })

  it('by two people of different fields lets both win; of the same one tells the later what is there', async () => {
    const { path, etag } = await givenCall({ route: 'Sales' })
    const uma = world.as('uma')
    const hers = await change(path, { rating: 2, isComplete: true }, etag, uma)
    expect(hers.status).toBe(200)
    expect((await change(path, { timeSpentMinutes: 3 }, etag)).status).toBe(200)
    const late = await change(path, { rating: 5, isComplete: true, isSensitive: true }, etag)
    expect(late.problem).toMatchObject({
      code: 'precondition_failed',
      errors: [{ field: 'rating' }],
      changes: [{ field: 'rating', now: 2, byName: 'Uma Patel', at: hers.review.ratedAt }],
    })
    // Nothing half-written.
    expect(await reviewOf(path)).toMatchObject({ rating: 2, isSensitive: false })
    const corrected = await world.as('tara').patch(path, { body: { agentId: '1' }, headers: { 'if-match': etag } })
    expect(corrected.status).toBe(200)
    expect((await change(path, { agentId: '2' }, etag)).problem?.changes).toMatchObject([
      { field: 'agentId', now: '1', byName: 'Tara Quinn' },
    ])
  })

  it('takes nothing that is no value of the field, and says which', async () => {
    const { path, etag } = await givenCall()
    const wrong: [object, string][] = [
      [{ rating: 6 }, 'rating'],
      [{ rating: 0 }, 'rating'],
      [{ rating: 4.5 }, 'rating'],
      [{ rating: '4' }, 'rating'],
      [{ timeSpentMinutes: -1 }, 'timeSpentMinutes'],
      [{ timeSpentMinutes: 6_000 }, 'timeSpentMinutes'],
      [{ isComplete: 'yes' }, 'isComplete'],
      [{ isSensitive: null }, 'isSensitive'],
      [{ categoryIds: ['praise'] }, 'categoryIds[0]'],
      [{ categoryIds: [categories.Praise, categories.Praise] }, 'categoryIds'],
      [{ status: 'inReview' }, 'status'],
      [{ stars: 4 }, 'stars'],
      // The rest is right, and is not written either.
      [{ isSensitive: true, categoryIds: [categories.Praise, '01kzn0categ0ry000000000000'] }, 'categoryIds[1]'],
      [{ isSensitive: true, categoryIds: [categories.Old] }, 'categoryIds[0]'],
    ]
    for (const [body, field] of wrong) {
      const { status, problem } = await change(path, body)
      expect([body, status, problem?.code]).toEqual([body, 400, 'invalid_request'])
      expect(problem?.errors?.map((error) => error.field)).toEqual([field])
    }
    expect((await world.as('tara').get(path)).headers.get('etag')).toBe(etag)
    expect((await world.as('tara').patch(`${path}/review`, { body: { rating: 1 } })).status).toBe(428)
    expect((await change(path, { rating: 1 }, '"v99"')).status).toBe(412)
  })

  it('leaves a retired category where it is', async () => {
    const { path } = await givenCall()
    const id = createdId(await world.as('tara').post('/categories', { body: { name: 'Short-lived' } }))
    await change(path, { categoryIds: [id] })
    await world.as('tara').delete(`/categories/${id}`, { headers: any })
    const both = await change(path, { categoryIds: [id, categories.Praise] })
    expect(both.review.categoryIds).toEqual([id, categories.Praise].sort())
  })
})

describe('each field', () => {
  const fields = {
    rating: 1,
    isComplete: true,
    timeSpentMinutes: 1,
    isSensitive: true,
    agentId: '1',
    neverExpires: true,
  }

  it('needs its own permission', async () => {
    const { path } = await givenCall()
    const viewer = await givenPerson(['view'])
    const reviewer = await givenPerson(['view', 'notesAndScoring'])
    const keeper = await givenPerson(['view', 'neverExpire'])
    const corrector = await givenPerson(['view', 'editDetails'])
    const may = async (client: Client) => {
      const found: string[] = []
      for (const [field, value] of Object.entries({ ...fields, categoryIds: [categories.Praise] })) {
        const { status, problem } = await change(path, { [field]: value }, '*', client)
        if (status === 200) found.push(field)
        else expect([problem?.code, problem?.errors?.map((error) => error.field)]).toEqual(['forbidden', [field]])
      }
      const { denials } = await reviewOf(path, client)
      for (const field of Object.keys(fields)) expect(field in denials).toBe(!found.includes(field))
      return found.sort()
    }
    expect(await may(viewer)).toEqual([])
    expect(await may(keeper)).toEqual(['neverExpires'])
    expect(await may(corrector)).toEqual(['agentId'])
    expect(await may(reviewer)).toEqual(['categoryIds', 'isComplete', 'isSensitive', 'rating', 'timeSpentMinutes'])
    expect((await write(path, { text: 'No' }, viewer)).status).toBe(403)
    expect((await viewer.post(`${path}/review/start`, { body: {} })).status).toBe(403)
    expect((await viewer.get(`${path}/history`)).status).toBe(403)
    expect((await viewer.get(`${path}/notes`)).status).toBe(200)
    // One that is refused takes the others with it.
    const refused = await change(path, { rating: 5, neverExpires: false }, '*', reviewer)
    expect(refused.problem).toMatchObject({ code: 'forbidden', errors: [{ field: 'neverExpires' }] })
    expect((await reviewOf(path)).rating).toBe(1)
  })

  it('needs it for this recording, not for some other', async () => {
    const Condition = { StringEquals: { 'recording.agentId': '42' } }
    const review = { Effect: 'Allow', Action: 'recording:Review', Resource: '*', Condition }
    const partial = await givenPerson(['view'], [review])
    const own = await givenCall({ agentId: '42' })
    const other = await givenCall({ agentId: '43' })
    const ask = async ({ path }: { path: string }) => {
      const note = await write(path, { text: 'Hm' }, partial)
      const answers = [
        await change(path, { rating: 1 }, '*', partial),
        await partial.post(`${path}/review/start`, { body: {} }),
        await partial.post(`${path}/review/release`),
        await partial.get(`${path}/history`),
        note,
      ]
      return answers.map(({ status, problem }) => problem?.code ?? status)
    }
    expect(await ask(own)).toEqual([200, 200, 200, 200, 201])
    expect(await ask(other)).toEqual(Array(5).fill('forbidden'))
    // What one wrote is no more one's own to change than anything else, once one may not.
    const { note } = await write(own.path, { text: 'Mine' }, partial)
    await world.as('tara').patch(own.path, { body: { agentId: '43' }, headers: any })
    const place = `${own.path}/notes/${note.id}`
    expect((await partial.patch(place, { body: { text: 'Still' }, headers: any })).problem?.code).toBe('forbidden')
    expect((await partial.delete(place, { headers: any })).problem?.code).toBe('forbidden')
  })

  it('can be turned off on a route, for everybody', async () => {
    const { path } = await givenCall({ route: 'Support' })
    const switched = { rating: 1, isComplete: true, agentId: '1', categoryIds: [categories.Praise] }
    for (const [field, value] of Object.entries(switched)) {
      const { status, problem } = await change(path, { [field]: value, isSensitive: true })
      expect(status).toBe(403)
      expect(problem).toMatchObject({ code: 'route_permission', errors: [{ field }] })
      expect(problem?.detail).toContain('turned off on route Support')
    }
    expect((await write(path, { text: 'No' })).problem?.code).toBe('route_permission')
    const { denials, isSensitive } = await reviewOf(path)
    expect(isSensitive).toBe(false)
    expect(Object.keys(denials).sort()).toEqual([...Object.keys(switched), 'notes'].sort())
    expect(denials.notes).toMatchObject({ code: 'route_permission', routeName: 'Support', routePermission: 'notes' })
    expect((await change(path, { isSensitive: true, timeSpentMinutes: 2 })).status).toBe(200)
  })

  it('of a recording that one may not see is nowhere', async () => {
    const { path } = await givenCall({ route: 'Support' })
    for (const login of ['uma', 'tom'] as const) {
      const client = world.as(login)
      const answers = [
        await client.get(`${path}/review`),
        await change(path, { rating: 1 }, '*', client),
        await client.post(`${path}/review/start`, { body: {} }),
        await client.post(`${path}/review/release`),
        await client.get(`${path}/notes`),
        await client.get(`${path}/notes/text`),
        await write(path, { text: 'Hm' }, client),
        await client.get(`${path}/history`),
      ]
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(404))
    }
    expect(await historyOf(path)).toEqual([])
  })
})

describe('who is reviewing it', () => {
  it('holds it against others until they let go, finish, or it is taken over', async () => {
    const { path } = await givenCall({ route: 'Sales' })
    const held = (await start(path, 'uma')).body as Review
    expect(held).toMatchObject({ status: 'inReview', statusByName: 'Uma Patel', isHeldByYou: true })
    expect(Date.parse(held.heldUntil ?? '') - Date.parse(held.statusSince ?? '')).toBe(30 * 60_000)
    const refused = await start(path, 'tara')
    expect(refused.problem).toMatchObject({
      code: 'in_review',
      changes: [{ field: 'heldBy', now: 'Uma Patel', at: held.statusSince }],
    })
    expect((await change(path, { status: 'reviewed' })).problem?.code).toBe('in_review')
    // Hers to finish, anybody's to add to.
    expect((await change(path, { rating: 3 })).review).toMatchObject({ status: 'inReview', isHeldByYou: false })
    await world.as('tara').post(`${path}/review/release`)
    expect((await reviewOf(path)).statusByName).toBe('Uma Patel')
    expect((await start(path, 'tara', { takeOver: true })).body).toMatchObject({ statusByName: 'Tara Quinn' })
    expect((await change(path, { status: 'reviewed' }, '*', world.as('uma'))).problem?.code).toBe('in_review')
    await world.as('tara').post(`${path}/review/release`)
    expect(await reviewOf(path)).toMatchObject({ status: 'notReviewed', statusByName: null })
    const told = (await historyOf(path)).flatMap(({ changes }) => changes).filter(({ field }) => field === 'heldBy')
    expect(told.map(({ before, after }) => [before, after])).toEqual([
      ...[['Tara Quinn', null]],
      ...[['Uma Patel', 'Tara Quinn']],
      ...[[null, 'Uma Patel']],
    ])
  })

  it('has reviewed it once they say so, until it is to be done again', async () => {
    const { path } = await givenCall()
    await start(path, 'tara')
    const done = await change(path, { rating: 3, status: 'reviewed' })
    expect(done.review).toMatchObject({ status: 'reviewed', statusByName: 'Tara Quinn', isHeldByYou: false })
    // Looking once more and letting go leaves it reviewed.
    await start(path, 'tara')
    const left = await world.as('tara').post(`${path}/review/release`)
    expect(left.body).toMatchObject({ status: 'reviewed', statusSince: done.review.statusSince })
    await start(path, 'tara')
    expect((await change(path, { status: 'reviewed' })).review).toMatchObject({ status: 'reviewed', heldUntil: null })
    expect((await change(path, { status: 'notReviewed' })).review.status).toBe('notReviewed')
  })

  it('is one of two who begin at once', async () => {
    const { path } = await givenCall({ route: 'Sales' })
    const answers = await Promise.all([start(path, 'uma'), start(path, 'tara')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('notes', () => {
  it('say who wrote what, when, and about which moment; all of them in one text too', async () => {
    const { path } = await givenCall({ route: 'Sales' })
    const first = await write(path, { text: '  Greets by name.\nWell done.  ', momentMs: 83_000 })
    expect(first.status).toBe(201)
    expect(first.note).toMatchObject({
      ...{ text: 'Greets by name.\nWell done.', momentMs: 83_000, authorName: 'Tara Quinn', isYours: true },
      editedAt: null,
    })
    await write(path, { text: 'Ends late' }, world.as('uma'))
    const { items } = (await world.as('uma').get(`${path}/notes`)).body as { items: Note[] }
    expect(items.map(({ text, isYours }) => [text, isYours])).toEqual([
      ['Greets by name.\nWell done.', false],
      ['Ends late', true],
    ])
    expect((await reviewOf(path)).notes).toBe(2)
    const { text } = (await world.as('tara').get(`${path}/notes/text`)).body as { text: string }
    expect(text).toBe(
      `${items[0]?.createdAt} Tara Quinn at 1:23\nGreets by name.\nWell done.\n\n${items[1]?.createdAt} Uma Patel\nEnds late`,
    )
  })

  it('are their authors’ alone to change; what they said stays in the history', async () => {
    const { path } = await givenCall({ route: 'Sales' })
    const { note, headers } = await write(path, { text: 'One' })
    const etag = { 'if-match': headers.get('etag') ?? '' }
    const place = `${path}/notes/${note.id}`
    for (const answer of [
      await world.as('uma').patch(place, { body: { text: 'Two' }, headers: any }),
      await world.as('uma').delete(place, { headers: any }),
    ]) {
      expect(answer.problem?.code).toBe('forbidden')
    }
    const changed = await world.as('tara').patch(place, { body: { text: 'Two', momentMs: 5 }, headers: etag })
    expect(changed.body).toMatchObject({ text: 'Two', momentMs: 5, version: 2, editedAt: expect.any(String) })
    const late = await world.as('tara').patch(place, { body: { text: 'Three' }, headers: etag })
    expect(late.problem).toMatchObject({ code: 'precondition_failed', changes: [{ field: 'notes', now: 'Two' }] })
    expect((await world.as('tara').delete(place, { headers: etag })).status).toBe(412)
    expect((await world.as('tara').delete(place, { headers: any })).status).toBe(204)
    expect((await world.as('tara').delete(place, { headers: any })).status).toBe(404)
    expect((await reviewOf(path)).notes).toBe(0)
    const told = (await historyOf(path)).map(({ changes }) => changes.map(({ before, after }) => [before, after]))
    expect(told).toEqual([
      [
        ['Two', null],
        [5, null],
      ],
      [
        ['One', 'Two'],
        [null, 5],
      ],
      [[null, 'One']],
    ])
  })

  it('are written once for one Idempotency-Key of one person', async () => {
    const { path } = await givenCall({ route: 'Sales' })
    const once = await write(path, { text: 'Once' }, world.as('tara'), 'k')
    const again = await write(path, { text: 'Once' }, world.as('tara'), 'k')
    expect([again.status, again.note.id]).toEqual([200, once.note.id])
    expect((await write(path, { text: 'Other' }, world.as('tara'), 'k')).problem?.code).toBe('idempotency_key_reused')
    const hers = await write(path, { text: 'Once' }, world.as('uma'), 'k')
    expect([hers.status, hers.note.id === once.note.id]).toEqual([201, false])
    const atOnce = await Promise.all(
      Array.from({ length: 4 }, () => write(path, { text: 'T' }, world.as('tara'), 'k2')),
    )
    expect(new Set(atOnce.map(({ note }) => note.id)).size).toBe(1)
    expect((await reviewOf(path)).notes).toBe(3)
  })

  it('take no text that is none or too long, and say so of the field', async () => {
    const { path } = await givenCall()
    const { note } = await write(path, { text: 'x'.repeat(5_000) })
    const wrong: [object, string][] = [
      [{ text: 'x'.repeat(5_001) }, 'text'],
      [{ text: 'x'.repeat(1024 * 1024) }, 'text'],
      [{ text: ' \n ' }, 'text'],
      [{ text: 'bell \u0007' }, 'text'],
      [{ text: 'x', momentMs: -1 }, 'momentMs'],
      [{ text: 'x', author: 'Uma' }, 'author'],
    ]
    for (const [body, field] of wrong) {
      const answers = [
        await write(path, body),
        await world.as('tara').patch(`${path}/notes/${note.id}`, { body, headers: any }),
      ]
      for (const { problem } of answers) {
        expect([problem?.code, problem?.errors?.map((error) => error.field)]).toEqual(['invalid_request', [field]])
      }
    }
    expect((await reviewOf(path)).notes).toBe(1)
  })

  it('go with their recording, and all that was kept of them', async () => {
    const { path, id } = await givenCall()
    await write(path, { text: 'Gone soon' }, world.as('tara'), 'gone')
    await change(path, { rating: 2 })
    await change(path, { rating: 3 })
    expect((await world.as('tara').delete(path, { headers: any })).status).toBe(204)
    await world.cloud.runSchedule('reaper')
    expect(await world.itemsOutsideAuditNaming(id)).toEqual([])
  })
})

describe('the history', () => {
  it('comes in pages, the newest first', async () => {
    const { path } = await givenCall()
    for (const minutes of [1, 2, 3, 4, 5]) await change(path, { timeSpentMinutes: minutes })
    const seen: unknown[] = []
    let next: number | null | undefined
    do {
      const query = next === undefined ? '?limit=2' : `?limit=2&beforeVersion=${next}`
      const page = (await world.as('tara').get(`${path}/history${query}`)).body as History
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ changes }) => changes[0]?.after))
      next = page.nextBeforeVersion
    } while (next !== null)
    expect(seen).toEqual([5, 4, 3, 2, 1])
  })

  it('tells of corrected facts too', async () => {
    const { path } = await givenCall({ queue: 'A' })
    await world.as('tara').patch(path, { body: { queue: 'B' }, headers: any })
    expect((await historyOf(path))[0]).toMatchObject({
      byName: 'Tara Quinn',
      changes: [{ field: 'queue', before: 'A', after: 'B' }],
    })
  })
})

describe('policies on what reviewers say', () => {
  const denySensitive = {
    Effect: 'Deny',
    Action: 'recording:*',
    Resource: '*',
    Condition: { Bool: { 'recording.sensitive': 'true' } },
  }
  const day = 'startedFrom=2031-05-01T00:00:00Z&startedBefore=2031-05-02T00:00:00Z'

  it('hide a sensitive call everywhere, from lists and counts too, at once', async () => {
    const { path, id } = await givenCall({ startedAt: '2031-05-01T10:00:00Z' })
    const other = await givenCall({ startedAt: '2031-05-01T11:00:00Z' })
    const shy = await givenPerson(['view', 'notesAndScoring'], [denySensitive])
    const seen = async () => {
      const { items } = (await shy.get(`/recordings?${day}`)).body as { items: { id: string }[] }
      const { recordings } = (await shy.get(`/recordings/counts?${day}`)).body as { recordings: number }
      const found = (await shy.get(`/recordings?sessionId=call-${calls - 1}`)).body as { items: unknown[] }
      return [items.map((item) => item.id), recordings, found.items.length, (await shy.get(path)).status]
    }
    expect(await seen()).toEqual([[other.id, id], 2, 1, 200])
    await change(path, { isSensitive: true })
    expect(await seen()).toEqual([[other.id], 1, 0, 404])
    expect((await shy.get(`${path}/review`)).status).toBe(404)
  })

  it('show calls of a category alone', async () => {
    const { id, path } = await givenCall({ startedAt: '2031-06-01T10:00:00Z' })
    await givenCall({ startedAt: '2031-06-01T11:00:00Z' })
    const Condition = { StringEquals: { 'recording.category': categories.Complaint } }
    const allow = { Effect: 'Allow', Action: ['recording:List', 'recording:Read'], Resource: '*', Condition }
    const handler = await givenPerson([], [allow])
    const june = day.replaceAll('-05-', '-06-')
    const seen = async () => {
      const { items } = (await handler.get(`/recordings?${june}`)).body as { items: { id: string }[] }
      const { recordings } = (await handler.get(`/recordings/counts?${june}`)).body as { recordings: number }
      return [items.map((item) => item.id), recordings]
    }
    expect(await seen()).toEqual([[], 0])
    await change(path, { categoryIds: [categories.Complaint, categories.Praise] })
    expect(await seen()).toEqual([[id], 1])
  })

  it('let nobody give themselves more by an edit, but take a call out of their own sight', async () => {
    const { path } = await givenCall()
    const denyPlay = { ...denySensitive, Action: 'recording:Play' }
    const limited = await givenPerson(['view', 'play', 'notesAndScoring', 'editDetails'], [denyPlay])
    expect((await change(path, { isSensitive: true, rating: 2 }, '*', limited)).status).toBe(200)
    const freed = await change(path, { isSensitive: false }, '*', limited)
    expect(freed.problem).toMatchObject({ code: 'forbidden', errors: [{ field: 'isSensitive' }] })
    expect((await reviewOf(path)).isSensitive).toBe(true)
    expect((await change(path, { rating: 3 }, '*', limited)).status).toBe(200)
    const blind = await givenPerson(['view', 'notesAndScoring'], [denySensitive])
    const { path: hidden } = await givenCall()
    expect((await change(hidden, { isSensitive: true }, '*', blind)).status).toBe(200)
    expect((await blind.get(`${hidden}/review`)).status).toBe(404)
  })
})

it('the audit names what was edited, and not a word of it', async () => {
  const { path, id } = await givenCall()
  await change(path, { rating: 4, neverExpires: true })
  await start(path, 'tara')
  await write(path, { text: 'Unspeakable' })
  const { items } = (await world.as('tara').get(`/audit?recordingId=${id}`)).body as {
    items: { action: string; fields: string[] }[]
  }
  const told = items.filter(({ action }) => ['changeReview', 'startReview', 'addNote'].includes(action))
  expect(told.map(({ action, fields }) => [action, fields])).toEqual([
    ['addNote', []],
    ['startReview', []],
    ['changeReview', ['rating', 'neverExpires']],
  ])
  expect(JSON.stringify(items)).not.toContain('Unspeakable')
})
