import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme } from '../../local/demo/people.ts'
import { type Answer, type Client, type GivenCloud, givenCloud, onlyFile, shortWav } from '../given/cloud.ts'

type Entry = ResponseOf<Contract['audit']['listAudit']>['items'][number]

const inAcme = { headers: { 'soundkeep-tenant': acme.id } }
const ifMatch = { headers: { 'if-match': '*' } }
const number = '+14155550177'
const words = 'Overheard Words'

let world: GivenCloud
let call: { recordingId: string; playback: string; download: string }

beforeAll(async () => {
  world = await givenCloud()
  const made = await world.ingestCall({
    ...{ sessionId: 'audited-session', route: 'Sales', from: number, fromName: words, agentId: '42' },
    files: [{ bytes: shortWav(), fileName: `${words}.wav` }],
  })
  const file = `/recordings/${made.recordingId}/segments/1/media/${onlyFile(made).id}`
  call = { recordingId: made.recordingId, playback: `${file}/playback`, download: `${file}/download` }
})
afterAll(() => world.close())

async function entries(query = '', by: Client = world.as('tara')): Promise<Entry[]> {
  const { body, status, text } = await by.get(`/audit?limit=100&${query}`)
  if (status !== 200) throw new Error(text)
  return (body as { items: Entry[] }).items // held to the contract
}

/** But for the sign-in, which is kept with the first request that comes of it. */
const ofRequest = (all: Entry[], { headers }: Answer) =>
  all.filter(({ requestId, action }) => requestId === headers.get('soundkeep-request-id') && action !== 'signIn')

describe('what is done', () => {
  it('to a recording is there, with who did it, from where and in which request', async () => {
    const opened = await world.as('uma').get(`/recordings/${call.recordingId}`)
    const played = await world.as('uma').post(call.playback)
    const taken = await world.as('uma').post(call.download)
    const corrected = await world
      .as('uma')
      .patch(`/recordings/${call.recordingId}`, { body: { queue: 'q' }, ...ifMatch })
    const all = await entries(`recordingId=${call.recordingId}`)
    const told = [opened, played, taken, corrected].map((answer) => ofRequest(all, answer))
    expect(told.map((each) => each.map(({ action }) => action))).toEqual([
      ...[['getRecording'], ['playMedia'], ['downloadMedia'], ['correctRecording']],
    ])
    for (const [entry] of told) {
      expect(entry).toMatchObject({
        ...{ personName: 'Uma Patel', role: 'tenantUser', outcome: 'allowed', sourceAddress: '127.0.0.1', count: 1 },
        objects: { recordingId: call.recordingId },
      })
    }
    expect(told[3]?.[0]?.fields).toEqual(['queue'])
  })

  it('holds ids alone: no number and no word of a call', async () => {
    await world.as('uma').get(`/recordings?callId=${encodeURIComponent(number)}`)
    const everything = JSON.stringify(await world.itemsNaming('"kind":"entry"'))
    expect(everything).toContain(call.recordingId)
    for (const text of [number, words, '14155550177']) expect(everything).not.toContain(text)
  })

  it('again and again by a search is one entry of the minute, with the names of what narrowed it', async () => {
    for (let n = 0; n < 3; n++) await world.as('uma').get('/recordings?sessionId=nobody&limit=5')
    const searches = (await entries('action=listRecordings')).filter(({ fields }) => fields.includes('sessionId'))
    expect(searches.reduce((sum, { count }) => sum + count, 0)).toBe(3)
    expect(searches.length).toBeLessThanOrEqual(2)
  })

  it('in vain is counted too: foreign, absent and forbidden', async () => {
    const absent = '01k0000000000000000000000a'
    for (let n = 0; n < 4; n++) await world.as('uma').get(`/recordings/${absent}`)
    await world.as('uma').get('/users')
    const denied = await entries('outcome=denied')
    const probes = denied.filter(({ objects }) => objects.recordingId === absent)
    expect(probes.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(probes[0]).toMatchObject({ action: 'getRecording', reason: 'not_found', personName: 'Uma Patel' })
    expect(denied.find(({ action }) => action === 'listUsers')).toMatchObject({ reason: 'forbidden' })
  })

  it('with people, policies and recorders is there, whoever it was', async () => {
    const user = await world.as('tara').post('/users', { body: { name: 'Vic', email: 'vic@example.com' } })
    const { id } = user.body as { id: string }
    const changed = await world.as('ada').patch(`/users/${id}`, {
      ...{ body: { agentIds: ['9'] }, headers: { ...inAcme.headers, ...ifMatch.headers } },
    })
    const out = await world.as('tara').post(`/users/${id}/sign-out`)
    const recorder = await world.as('tara').post('/recorders', { body: { name: 'PBX 2' } })
    const all = await entries()
    expect([user, changed, out, recorder].map((answer) => ofRequest(all, answer).map(({ action }) => action))).toEqual([
      ...[['createUser'], ['changeUser'], ['signOutUser'], ['createRecorder']],
    ])
    expect(ofRequest(all, changed)[0]).toMatchObject({
      personName: 'Ada Novak',
      fields: ['agentIds'],
      objects: { userId: id },
    })
    expect(JSON.stringify(all)).not.toContain((recorder.body as { secret: { value: string } }).secret.value)
  })

  it('by signing in is there once for each sign-in', async () => {
    await world.as('tara').post('/users', { body: { name: 'Zed', email: 'zed@example.com' } })
    const client = world.withToken(await world.cloud.tokenOf('zed@example.com'))
    for (let n = 0; n < 3; n++) await client.get('/recordings')
    expect((await entries('action=signIn')).filter(({ personName }) => personName === 'Zed')).toHaveLength(1)
  })
})

describe('a listening', () => {
  const listeningId = '01m8c5247zgzp73gfqfe68c8fm'

  it('is one entry, however often its URLs are renewed, and says what was heard', async () => {
    for (let n = 0; n < 3; n++) await world.as('uma').post(`${call.playback}?listeningId=${listeningId}`)
    const path = `/recordings/${call.recordingId}/listenings/${listeningId}`
    const add = (ranges: object[]) => world.as('uma').post(path, { body: { ranges } })
    expect((await add([{ fromMs: 0, toMs: 200 }])).status).toBe(204)
    expect(
      (
        await add([
          { fromMs: 150, toMs: 400 },
          { fromMs: 450, toMs: 500 },
        ])
      ).status,
    ).toBe(204)
    const own = (await entries(`recordingId=${call.recordingId}`)).filter(
      ({ objects }) => objects.listeningId === listeningId,
    )
    expect(own).toHaveLength(1)
    expect(own[0]?.ranges).toEqual([
      { fromMs: 0, toMs: 400 },
      { fromMs: 450, toMs: 500 },
    ])
  })

  it('of somebody else is not gone on with', async () => {
    const { problem } = await world.as('tara').post(`${call.playback}?listeningId=${listeningId}`)
    expect(problem).toMatchObject({ code: 'invalid_request', errors: [{ field: 'listeningId' }] })
    const path = `/recordings/${call.recordingId}/listenings/${listeningId}`
    const answer = await world.as('tara').post(path, { body: { ranges: [{ fromMs: 0, toMs: 1 }] } })
    expect(answer.status).toBe(404)
  })
})

describe('who reads it', () => {
  it('holds audit view', async () => {
    expect((await world.as('uma').get('/audit')).status).toBe(403)
    await world.as('tara').post('/users', {
      body: { name: 'Wes', email: 'wes@example.com', managedPolicies: ['auditView'] },
    })
    const wes = world.withToken(await world.cloud.tokenOf('wes@example.com'))
    expect((await entries('', wes)).length).toBeGreaterThan(0)
    expect((await wes.get('/recordings')).status).toBe(403)
  })

  it('reads of their own tenant alone', async () => {
    expect(JSON.stringify(await entries('', world.as('tom')))).not.toContain(call.recordingId)
    expect(await entries(`recordingId=${call.recordingId}`, world.as('tom'))).toEqual([])
    expect(await entries('sessionId=audited-session', world.as('tom'))).toEqual([])
  })

  it('exports it as CSV, and that is an entry itself', async () => {
    const answer = await world.as('tara').post('/audit/export', { body: { recordingId: call.recordingId } })
    const { csv, isComplete } = answer.body as { csv: string; isComplete: boolean }
    expect(isComplete).toBe(true)
    expect(csv.split('\n').length).toBeGreaterThan(3)
    expect(csv).toContain('playMedia')
    expect(ofRequest(await entries('action=exportAudit'), answer)).toHaveLength(1)
  })

  it('finds what was done to a recording by its session id, also once it is gone', async () => {
    const made = await world.ingestCall({ sessionId: 'short-lived' })
    await world.as('tara').delete(`/recordings/${made.recordingId}`, ifMatch)
    const found = await entries('sessionId=short-lived')
    expect(found.map(({ action }) => action)).toEqual(expect.arrayContaining(['deleteRecording', 'ingestRecording']))
    expect(new Set(found.map(({ objects }) => objects.recordingId))).toEqual(new Set([made.recordingId]))
  })
})

describe('support access', () => {
  const list = () => world.as('sam').get('/recordings', inAcme)

  it('is what people from outside need to open recordings, for a while and with a reason', async () => {
    expect((await list()).problem?.code).toBe('support_access_required')
    expect((await world.as('sam').get(`/recordings/${call.recordingId}`, inAcme)).problem?.code).toBe(
      'support_access_required',
    )
    expect((await world.as('sam').get('/users', inAcme)).status).toBe(200)
    for (const body of [
      { reason: '', hours: 1 },
      { reason: 'x', hours: 9 },
      { reason: 'x', hours: 0 },
    ]) {
      expect((await world.as('sam').post('/support-access', { body, ...inAcme })).status).toBe(400)
    }
    const opened = await world.as('sam').post('/support-access', { body: { reason: 'Ticket 81', hours: 8 }, ...inAcme })
    expect(opened.body).toMatchObject({ isOpen: true, openedByName: 'Sam Rivera', reason: 'Ticket 81' })
    const { openedAt, endsAt } = opened.body as { openedAt: string; endsAt: string }
    expect(Date.parse(endsAt) - Date.parse(openedAt)).toBe(8 * 3_600_000)
    expect((await list()).status).toBe(200)
    const [entry] = ofRequest(await entries('action=openSupportAccess'), opened)
    expect(entry).toMatchObject({ personName: 'Sam Rivera', note: 'Ticket 81', role: 'superUser' })
  })

  it('is of one tenant, and its own people see and end it', async () => {
    const inGlobex = { headers: { 'soundkeep-tenant': '01k0g10bex0000000000000000' } }
    expect((await world.as('sam').get('/recordings', inGlobex)).problem?.code).toBe('support_access_required')
    expect((await world.as('uma').get('/support-access')).body).toMatchObject({ isOpen: true, reason: 'Ticket 81' })
    expect((await world.as('uma').delete('/support-access')).status).toBe(403)
    expect((await world.as('tara').delete('/support-access')).body).toMatchObject({ isOpen: false })
    await expect.poll(async () => (await list()).problem?.code, { timeout: 8_000 }).toBe('support_access_required')
  })

  it('is nothing that people of the tenant need', async () => {
    expect((await world.as('tara').get('/recordings')).status).toBe(200)
  })
})

describe('a policy', () => {
  const ask = (body: object) => world.as('tara').post('/policies', { body })
  const policyOf = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })

  it.each([
    ['unreadable', '{', 'notJson'],
    ['with an unknown action', policyOf({ Effect: 'Allow', Action: 'recording:Fly', Resource: '*' }), 'unknownAction'],
    [
      'with an unknown operator',
      policyOf({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringIsh: { 'user.id': 'x' } } }),
      'unknownOperator',
    ],
    [
      'with an unknown key',
      policyOf({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'user.mood': 'x' } } }),
      'unknownKey',
    ],
    ['that allows all but some', policyOf({ Effect: 'Allow', Action: '*', NotResource: 'x' }), 'notAllowed'],
    [
      'of 51 statements',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: Array(51).fill({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
      'tooMany',
    ],
    ['larger than 10 kB', policyOf({ Effect: 'Deny', Action: '*', Resource: 'x'.repeat(11_000) }), 'tooLarge'],
  ])('%s is refused, with where and why', async (name, document, code) => {
    const { status, problem } = await ask({ name, document })
    expect([status, problem?.code]).toEqual([422, 'invalid_policy'])
    const check = await world.as('tara').post('/policies/check', { body: { document } })
    const { issues } = check.body as { issues: { code: string; line: number | null }[] }
    expect(issues.map((issue) => issue.code)).toContain(code)
  })

  it('of a megabyte is refused before it is read, and a bomb of stars does no harm', async () => {
    expect((await ask({ name: 'big', document: 'x'.repeat(1024 * 1024) })).status).toBe(413)
    const bomb = policyOf({ Effect: 'Allow', Action: 'recording:Read', Resource: '*a'.repeat(2_000) })
    const made = await ask({ name: 'bomb', document: bomb })
    expect(made.status).toBe(201)
    const { id } = made.body as { id: string }
    await world.as('tara').post('/users', {
      body: { name: 'Xi', email: 'xi@example.com', managedPolicies: [], policyIds: [id] },
    })
    const xi = world.withToken(await world.cloud.tokenOf('xi@example.com'))
    expect((await xi.get(`/recordings/${call.recordingId}`)).status).toBe(404)
  })

  it('is tried before it is kept, on a recording, with the values of a person', async () => {
    const document = policyOf({
      ...{ Effect: 'Allow', Action: 'recording:Play', Resource: '*', Sid: 'Own' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      Condition: { StringEquals: { 'recording.agentId': '${user.agentIds}' } },
    })
    const made = await world
      .as('tara')
      .post('/users', { body: { name: 'Yan', email: 'yan@example.com', agentIds: ['42'] } })
    const userId = (made.body as { id: string }).id
    const trial = { document, action: 'recording:Play', recordingId: call.recordingId }
    const test = async (body: object) => (await world.as('tara').post('/policies/test', { body })).body
    expect(await test({ ...trial, userId })).toMatchObject({
      outcome: 'allowed',
      by: 'statement',
      statement: { sid: 'Own' },
    })
    expect(await test(trial)).toMatchObject({ outcome: 'denied', by: 'absence' })
    const context = { 'recording.agentId': '42' }
    expect(await test({ document, action: 'recording:Play', userId, context })).toMatchObject({ outcome: 'allowed' })
  })

  it('explains itself, and what it does not know stays unknown', async () => {
    const explain = (login: 'uma' | 'tara', body: object) => world.as(login).post('/permissions/explain', { body })
    const answer = await explain('uma', { action: 'audit:Read' })
    expect(answer.body).toMatchObject({ outcome: 'denied', by: 'absence' })
    expect((await explain('uma', { action: 'tenant:Edit' })).body).toMatchObject({ outcome: 'denied', by: 'role' })
    await world.as('tara').patch('/tenants/current', { body: { routePermissions: { download: false } }, ...ifMatch })
    const off = await explain('uma', { action: 'recording:Download', recordingId: call.recordingId })
    expect(off.body).toMatchObject({
      ...{ outcome: 'denied', by: 'routePermission', sentence: 'Downloads are turned off on route Sales.' },
    })
    const support = await world.ingestCall({ sessionId: 'on-support', route: 'Support' })
    const foreign = await explain('uma', { action: 'recording:Play', recordingId: support.recordingId })
    const absent = await explain('uma', { action: 'recording:Play', recordingId: '01k0000000000000000000000a' })
    expect(foreign.status).toBe(404)
    expect(foreign.text).toBe(absent.text)
    expect((await explain('uma', { userId: '01k0pers0n0000000000000003', action: 'recording:Play' })).status).toBe(404)
  })
})
