import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type Answer, type Client, type GivenCloud, givenCloud, shortWav, until } from '../given/cloud.ts'

type CustomData = ResponseOf<Contract['customData']['getCustomData']>
type NewField = BodyInputOf<Contract['customData']['createCustomField']>
type Values = BodyInputOf<Contract['customData']['changeCustomData']>['values']

let world: GivenCloud
const fields = new Map<string, string>()
const any = { 'if-match': '*' }
const choices = ['New', 'Won', 'Lost']

async function define(body: NewField): Promise<string> {
  const answer = await world.as('tara').post('/custom-fields', { body })
  const { id } = answer.body as { id?: string }
  if (id === undefined) throw new Error(`the field was refused: ${answer.text}`)
  fields.set(body.name, id)
  return id
}
const redefine = async (name: string, body: object) => {
  const answer = await world.as('tara').patch(`/custom-fields/${fields.get(name)}`, { body, headers: any })
  if (answer.status !== 200) throw new Error(`the field was not changed: ${answer.text}`)
}

beforeAll(async () => {
  world = await givenCloud()
  await define({ name: 'ticket', label: 'Ticket', type: 'text' })
  await define({ name: 'amount', label: 'Amount', type: 'number' })
  await define({ name: 'due', label: 'Due', type: 'date' })
  await define({ name: 'vip', label: 'VIP', type: 'yesNo', isRequired: true })
  await define({ name: 'outcome', label: 'Outcome', type: 'choice', choices, default: 'New', isRequired: true })
  await define({ name: 'topics', label: 'Topics', type: 'multipleChoice', choices: ['Billing', 'Pain', 'Other'] })
  await define({ name: 'verdict', label: 'Verdict', type: 'text', editors: { roles: ['tenantUser'] } })
  await define({ name: 'mood', label: 'Mood', type: 'choice', choices: ['Calm', 'Angry'], appliesTo: 'segment' })
})
afterAll(() => world.close())

let calls = 0
const givenCall = async (facts = {}) => {
  const { recordingId } = (await world.announce({ sessionId: `custom-${++calls}`, ...facts })).result
  return `/recordings/${recordingId}/custom-data`
}
const dataOf = ({ body }: Answer) => body as CustomData
const read = async (path: string, client: Client = world.as('tara')) => {
  const answer = await client.get(path)
  const { items } = dataOf(answer)
  const datum = (name: string) => {
    const found = items.find((each) => each.name === name)
    if (!found) throw new Error(`there is no ${name}`)
    return found
  }
  return { items, datum, etag: answer.headers.get('etag') ?? '' }
}
const fill = (path: string, values: Values, headers: Record<string, string> = any, client: Client = world.as('tara')) =>
  client.patch(path, { body: { values }, headers })
const refusalOf = ({ problem }: Answer) => ({
  code: problem?.code,
  errors: Object.fromEntries((problem?.errors ?? []).map(({ field, message }) => [field, message])),
})

describe('custom data of a recording', () => {
  it('shows every field in its order, defaults as such, and what is missing', async () => {
    const { items, datum } = await read(await givenCall())
    expect(items.map(({ name }) => name)).toEqual([...fields.keys()].filter((name) => name !== 'mood'))
    expect(datum('ticket')).toMatchObject({ value: null, isDefault: false, isMissing: false, denial: null })
    expect(datum('outcome')).toMatchObject({ value: 'New', isDefault: true, isMissing: false, fits: true })
    expect(datum('vip')).toMatchObject({ value: null, isRequired: true, isMissing: true })
  })

  it('holds a value of every type', async () => {
    const path = await givenCall()
    const values = {
      ticket: 'A-17',
      amount: 12.5,
      due: '2026-03-01',
      vip: false,
      outcome: 'Won',
      topics: ['Pain', 'Billing'],
    }
    expect((await fill(path, values)).status).toBe(200)
    const { datum } = await read(path)
    for (const [name, value] of Object.entries({ ...values, topics: ['Billing', 'Pain'] })) {
      expect(datum(name)).toMatchObject({ value, isDefault: false, fits: true, isMissing: false })
    }
    expect((await fill(path, { ticket: null, topics: [] })).status).toBe(200)
    const emptied = await read(path)
    expect([emptied.datum('ticket').value, emptied.datum('topics').value]).toEqual([null, null])
    expect(emptied.datum('amount').value).toBe(12.5)
  })

  it.each<[string, Values, string]>([
    ['a field that there is not', { ticket: 'A', nothing: 'B' }, 'values.nothing'],
    ['a field of segments', { ticket: 'A', mood: 'Calm' }, 'values.mood'],
    ['a field by what every object has', { ticket: 'A', constructor: 'B' } as unknown as Values, 'values.constructor'],
    ['a text for a number', { ticket: 'A', amount: '12' }, 'values.amount'],
    ['a day that there is not', { ticket: 'A', due: '2026-02-30' }, 'values.due'],
    ['a word for yes', { ticket: 'A', vip: 'yes' }, 'values.vip'],
    ['a choice that there is not', { ticket: 'A', outcome: 'Other' }, 'values.outcome'],
    ['one choice for several', { ticket: 'A', topics: 'Billing' }, 'values.topics'],
    ['nothing for what is required', { ticket: 'A', outcome: null }, 'values.outcome'],
    ['a thing that is no value', { ticket: 'A', amount: { of: 7 } } as unknown as Values, 'values.amount'],
    ['a text that is too long', { ticket: 'A'.repeat(501) }, 'values.ticket'],
  ])('refuses %s, and writes nothing of the rest', async (_, values, field) => {
    const path = await givenCall()
    const before = await read(path)
    const refusal = refusalOf(await fill(path, values))
    expect(refusal.code).toBe('invalid_request')
    expect(Object.keys(refusal.errors)).toContain(field)
    expect(await read(path)).toMatchObject({ items: before.items, etag: before.etag })
  })

  it('refuses more than a recording can carry', async () => {
    const long = Array.from({ length: 40 }, (_, at) => `long${at}`)
    for (const name of long) await define({ name, label: name, type: 'text' })
    const path = await givenCall()
    const wide = (names: string[]) => Object.fromEntries(names.map((name) => [name, '\u{1F980}'.repeat(250)]))
    expect((await fill(path, wide(long.slice(0, 20)))).status).toBe(200)
    expect((await fill(path, wide(long.slice(20)))).status).toBe(200)
    const more = Array.from({ length: 40 }, (_, at) => `more${at}`)
    for (const name of more) await define({ name, label: name, type: 'text' })
    expect(refusalOf(await fill(path, wide(more)))).toMatchObject({
      ...{ code: 'invalid_request', errors: { values: expect.stringContaining('64 KB') } },
    })
    for (const name of [...long, ...more]) await redefine(name, { isRetired: true })
  })

  it('keeps what two people fill in at once, and tells the later of two who fill in the same', async () => {
    const path = await givenCall()
    const { etag } = await read(path)
    const seen = { 'if-match': etag }
    expect((await fill(path, { ticket: 'First' }, seen)).status).toBe(200)
    expect((await fill(path, { amount: 7 }, seen)).status).toBe(200)
    const late = await fill(path, { ticket: 'Second', due: '2026-03-01' }, seen)
    expect(refusalOf(late)).toMatchObject({
      code: 'precondition_failed',
      errors: { 'custom.ticket': expect.any(String) },
    })
    expect(late.problem?.changes).toMatchObject([{ field: 'custom.ticket', now: 'First' }])
    const { datum } = await read(path)
    expect([datum('ticket').value, datum('amount').value, datum('due').value]).toEqual(['First', 7, null])
    expect((await fill(path, { ticket: 'Third' }, {})).problem?.code).toBe('precondition_required')
  })

  it('keeps all that many fill in at the same moment, of segments too', async () => {
    const { recordingId } = await world.ingestCall({ sessionId: 'at-once', files: [{ bytes: shortWav(510) }] })
    const path = `/recordings/${recordingId}/custom-data`
    const ofSegment = `/recordings/${recordingId}/segments/1/custom-data`
    const seen = { 'if-match': (await read(path)).etag }
    const values: Values = { ticket: 'A', amount: 1, due: '2026-03-01', vip: true, outcome: 'Won', topics: ['Pain'] }
    const answers = await Promise.all([
      ...Object.entries(values).map(([name, value]) => fill(path, { [name]: value }, seen)),
      fill(ofSegment, { mood: 'Calm' }, seen),
      // Sent again, as after an answer that was lost.
      fill(path, { ticket: 'A' }, seen),
    ])
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const { datum } = await read(path)
    for (const [name, value] of Object.entries(values)) expect(datum(name).value).toEqual(value)
    expect((await read(ofSegment)).datum('mood').value).toBe('Calm')
    const { items } = (await world.as('tara').get(path.replace('custom-data', 'history'))).body as { items: object[] }
    expect(items).toHaveLength(7)
  })

  it('is in the history with what was before, and in the audit by name alone', async () => {
    const path = await givenCall()
    await fill(path, { ticket: 'Secret-1' })
    await fill(path, { ticket: 'Secret-2', vip: true })
    const history = await world.as('tara').get(path.replace('custom-data', 'history'))
    expect((history.body as { items: { changes: object[] }[] }).items[0]?.changes).toEqual([
      { field: 'custom.ticket', noteId: null, before: 'Secret-1', after: 'Secret-2' },
      { field: 'custom.vip', noteId: null, before: null, after: true },
    ])
    const audit = await world.as('tara').get('/audit?action=changeCustomData')
    expect(audit.text).toContain('custom.ticket')
    expect(audit.text).not.toContain('Secret')
  })

  it('is not edited by saying what is so', async () => {
    const path = await givenCall()
    await fill(path, { ticket: 'Same' })
    const { etag } = await read(path)
    expect((await fill(path, { ticket: 'Same' })).headers.get('etag')).toBe(etag)
  })
})

describe('a definition that changes', () => {
  it('leaves values that its choices leave out, told to misfit, until they are changed', async () => {
    const path = await givenCall()
    await fill(path, { outcome: 'Lost', topics: ['Billing', 'Other'] })
    await redefine('outcome', { choices: ['New', 'Won'] })
    await redefine('topics', { choices: ['Billing', 'Pain'] })
    try {
      const narrowed = await read(path)
      expect(narrowed.datum('outcome')).toMatchObject({ value: 'Lost', fits: false })
      expect(narrowed.datum('topics')).toMatchObject({ value: ['Billing', 'Other'], fits: false })
      // What is there may stay; what is not cannot come.
      expect((await fill(path, { topics: ['Billing', 'Pain', 'Other'] })).status).toBe(200)
      expect((await read(path)).datum('topics')).toMatchObject({ value: ['Billing', 'Pain', 'Other'], fits: false })
      expect((await fill(path, { outcome: 'Won' })).status).toBe(200)
      expect(refusalOf(await fill(path, { outcome: 'Lost' })).errors).toHaveProperty(['values.outcome'])
      expect(refusalOf(await fill(await givenCall(), { topics: ['Other'] })).errors).toHaveProperty(['values.topics'])
    } finally {
      await redefine('outcome', { choices })
      await redefine('topics', { choices: ['Billing', 'Pain', 'Other'] })
    }
  })

  it('hides what a retired field holds, and shows it when it is restored', async () => {
    const path = await givenCall()
    await fill(path, { ticket: 'Kept', amount: 1 })
    await redefine('ticket', { isRetired: true })
    try {
      expect((await read(path)).items.map(({ name }) => name)).not.toContain('ticket')
      expect(refusalOf(await fill(path, { ticket: 'New' }))).toMatchObject({
        errors: { 'values.ticket': 'is retired' },
      })
      expect((await fill(path, { amount: 2 })).status).toBe(200)
    } finally {
      await redefine('ticket', { isRetired: false })
    }
    expect((await read(path)).datum('ticket').value).toBe('Kept')
  })
})

describe('who fills in custom data', () => {
  const sales = demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Sales')
  const person = async (login: string, rights: object) => {
    const email = `${login}@example.com`
    await world.as('tara').post('/users', { body: { name: login, email, ...rights } })
    return world.withToken(await world.cloud.tokenOf(email))
  }

  it('are those who hold the permission; others read it, and why they only read', async () => {
    const path = await givenCall()
    const viewer = await person('viewer', { managedPolicies: ['view'] })
    const { datum } = await read(path, viewer)
    expect(datum('ticket').denial).toMatchObject({ code: 'permission' })
    expect((await fill(path, { ticket: 'A' }, any, viewer)).problem?.code).toBe('forbidden')
    const filler = await person('filler', { managedPolicies: ['view', 'customData'] })
    expect((await read(path, filler)).datum('ticket').denial).toBeNull()
    expect((await fill(path, { ticket: 'A' }, any, filler)).status).toBe(200)
  })

  it('are for some recordings those that policies name', async () => {
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'recording:*', Resource: '*' },
        {
          ...{ Effect: 'Deny', Action: 'recording:EditCustomData', Resource: '*' },
          Condition: { StringEquals: { 'recording.queue': 'Closed' } },
        },
      ],
    })
    const { id } = (await world
      .as('sam')
      .post('/policies', {
        ...{ body: { name: 'Open calls', document }, headers: { 'soundkeep-tenant': acme.id } },
      })
      .then(({ body }) => body)) as { id: string }
    const olga = await person('olga', { policyIds: [id] })
    const [closed, open] = [await givenCall({ queue: 'Closed' }), await givenCall({ queue: 'Open' })]
    expect((await read(closed, olga)).datum('ticket').denial).toMatchObject({ code: 'permission' })
    expect(refusalOf(await fill(closed, { ticket: 'A' }, any, olga))).toEqual({
      ...{ code: 'forbidden', errors: { 'values.ticket': 'needs recording:EditCustomData' } },
    })
    expect((await fill(open, { ticket: 'A' }, any, olga)).status).toBe(200)
  })

  it('are those whom the field names, by role or group', async () => {
    const path = await givenCall()
    expect((await read(path)).datum('verdict').denial).toMatchObject({ code: 'editors' })
    expect(refusalOf(await fill(path, { ticket: 'A', verdict: 'B' }))).toEqual({
      ...{ code: 'forbidden', errors: { 'values.verdict': 'is for others to fill in' } },
    })
    expect((await read(path)).datum('ticket').value).toBeNull()
    const judge = await person('judge', { managedPolicies: ['view', 'customData'] })
    expect((await fill(path, { verdict: 'Good' }, any, judge)).status).toBe(200)
    const group = (await world.as('tara').post('/groups', { body: { name: 'Graders' } })).body as { id: string }
    await define({ name: 'grade', label: 'Grade', type: 'number', editors: { groupIds: [group.id] } })
    const groups = [{ groupId: group.id, isSupervisor: false }]
    const grader = await person('grader', { managedPolicies: ['view', 'customData'], groups })
    expect((await fill(path, { grade: 1 }, any, judge)).problem?.code).toBe('forbidden')
    expect((await fill(path, { grade: 1 }, any, grader)).status).toBe(200)
  })

  it('are nobody where the route says so', async () => {
    const route = await world.as('tara').get(`/routes/${sales?.id}`)
    const { effectivePermissions } = route.body as { effectivePermissions: object }
    const path = await givenCall({ route: 'Sales' })
    const set = (permissions: unknown) =>
      world.as('tara').patch(`/routes/${sales?.id}`, { body: { permissions }, headers: any })
    await set({ ...effectivePermissions, customData: false })
    try {
      expect(refusalOf(await fill(path, { ticket: 'A' }))).toEqual({
        ...{ code: 'route_permission', errors: { 'values.ticket': 'is turned off on this route' } },
      })
      // Reading goes by settings that may be some seconds old.
      const denial = await until(async () => (await read(path)).datum('ticket').denial ?? undefined)
      expect(denial).toMatchObject({ code: 'route_permission', routeName: 'Sales' })
    } finally {
      await set((route.body as { permissions: unknown }).permissions)
    }
  })

  it('know of the recording', async () => {
    const path = await givenCall()
    expect((await world.as('tom').get(path)).status).toBe(404)
    expect((await fill(path, { ticket: 'A' }, any, world.as('tom'))).problem?.code).toBe('not_found')
  })
})

describe('policies that speak of custom data', () => {
  it('decide what somebody sees, in the list too, and nobody fills in what gives them more', async () => {
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['recording:List', 'recording:Read', 'recording:EditCustomData'], Resource: '*' },
        {
          ...{ Effect: 'Deny', Action: 'recording:*', Resource: '*' },
          Condition: { 'ForAnyValue:StringEquals': { 'recording.custom.topics': 'Pain' } },
        },
        {
          ...{ Effect: 'Allow', Action: 'recording:Delete', Resource: '*' },
          Condition: { StringEquals: { 'recording.custom.outcome': 'Won' } },
        },
      ],
    })
    const inAcme = { 'soundkeep-tenant': acme.id }
    const made = await world.as('sam').post('/policies', { body: { name: 'No pain', document }, headers: inAcme })
    const { id } = made.body as { id: string }
    const body = { name: 'Pia', email: 'pia@example.com', policyIds: [id] }
    await world.as('sam').post('/users', { body, headers: inAcme })
    const pia = world.withToken(await world.cloud.tokenOf('pia@example.com'))
    const callGroupId = 'of-pia'
    const [hidden, shown] = [await givenCall({ callGroupId }), await givenCall({ callGroupId })]
    await fill(hidden, { topics: ['Billing', 'Pain'] })
    await fill(shown, { topics: ['Billing'] })
    expect((await pia.get(hidden)).status).toBe(404)
    const listed = (await pia.get(`/recordings?callGroupId=${callGroupId}`)).text
    const newest = (await pia.get('/recordings?limit=100')).text
    for (const text of [listed, newest]) {
      expect(text).toContain(shown.split('/')[2])
      expect(text).not.toContain(hidden.split('/')[2])
    }
    expect((await fill(shown, { outcome: 'Won' }, any, pia)).problem?.code).toBe('forbidden')
    expect((await fill(shown, { outcome: 'Lost' }, any, pia)).status).toBe(200)
  })
})

describe('custom data of a segment', () => {
  it('is of that segment, goes by the recording’s ETag and history, and goes with it', async () => {
    const files = [
      { bytes: shortWav(), segment: 1 },
      { bytes: shortWav(470), segment: 2 },
    ]
    const { recordingId } = await world.ingestCall({ sessionId: 'segments', files })
    const [first, second] = [1, 2].map((seq) => `/recordings/${recordingId}/segments/${seq}/custom-data`)
    if (!first || !second) throw new Error('there are two')
    const before = await read(first)
    expect(before.items.map(({ name }) => name)).toEqual(['mood'])
    expect((await fill(first, { mood: 'Angry' }, { 'if-match': before.etag })).status).toBe(200)
    expect((await fill(second, { mood: 'Calm' }, { 'if-match': before.etag })).status).toBe(200)
    expect([(await read(first)).datum('mood').value, (await read(second)).datum('mood').value]).toEqual([
      'Angry',
      'Calm',
    ])
    const late = await fill(first, { mood: 'Calm' }, { 'if-match': before.etag })
    expect(late.problem?.changes).toMatchObject([{ field: 'segments.1.custom.mood', now: 'Angry' }])
    expect(refusalOf(await fill(first, { ticket: 'A' })).errors).toEqual({
      'values.ticket': 'is no custom field of a segment',
    })
    const { etag } = await world.read(recordingId)
    expect((await read(second)).etag).toBe(etag)
    const { text } = await world.as('tara').get(`/recordings/${recordingId}/history`)
    expect(text).toContain('segments.2.custom.mood')
    expect((await world.as('tara').get(`/recordings/${recordingId}/segments/3/custom-data`)).status).toBe(404)
    expect((await fill(`/recordings/${recordingId}/segments/3/custom-data`, { mood: 'Calm' })).status).toBe(404)
    await world.as('tara').delete(`/recordings/${recordingId}`, { headers: any })
    expect((await world.as('tara').get(first)).status).toBe(404)
    await until(async () => (await world.itemsOutsideAuditNaming(recordingId)).length === 0)
  })
})
