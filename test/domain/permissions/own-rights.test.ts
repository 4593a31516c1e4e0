import { beforeEach, describe, expect, it } from 'vitest'
import { memoryTenant, subjectOf } from './memory-tenant.ts'
import { worldRouteIds } from './random-worlds.ts'

const denies = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'recording:Delete', Resource: '*' }],
})
const allows = denies.replace('Deny', 'Allow')

let tenant: ReturnType<typeof memoryTenant>
const asks = (subject: string) => async (method: string, path: string, id: string | undefined, body?: object) => {
  const [, kind = ''] = path.split('/')
  const param = { users: 'userId', groups: 'groupId', policies: 'policyId' }[kind] ?? ''
  const asked = id === undefined ? { path } : { path: `${path}/{${param}}`, params: { [param]: id } }
  const { status, body: answer } = await tenant.ask(subject, { method, ...asked, body })
  const { code, lines } = (answer ?? {}) as { code?: string; lines?: { outcome: string }[] }
  return { code, lines, status, id: String(answer?.id) }
}

beforeEach(() => {
  tenant = memoryTenant()
})

/** Tad, a Tenant Administrator, set by sam. */
async function givenTad(rights: object) {
  const email = 'tad@example.com'
  const { id } = await asks('sam')('POST', '/users', undefined, {
    name: 'Tad',
    email,
    role: 'tenantAdministrator',
    ...rights,
  })
  return { id, ask: asks(subjectOf(email)) }
}
const made = async (path: string, body: object) => (await asks('sam')('POST', path, undefined, body)).id

describe('one’s own rights', () => {
  it('are not changed by a policy that one holds, oneself or by a group', async () => {
    const own = await made('/policies', { name: 'Own', document: denies })
    const ofGroup = await made('/policies', { name: 'Of the group', document: denies })
    const other = await made('/policies', { name: 'Other', document: denies })
    const groupId = await made('/groups', { name: 'Team', policyIds: [ofGroup] })
    const { ask } = await givenTad({ policyIds: [own], groups: [{ groupId, isSupervisor: false }] })
    for (const id of [own, ofGroup]) {
      expect((await ask('PATCH', '/policies', id, { document: allows })).code).toBe('own_rights')
      expect((await ask('PATCH', '/policies', id, { name: `Renamed ${id}` })).status).toBe(200)
    }
    expect((await ask('PATCH', '/policies', other, { document: allows })).status).toBe(200)
  })

  it('are not changed by a group that one is in', async () => {
    const [own, other] = [await made('/groups', { name: 'Own' }), await made('/groups', { name: 'Other' })]
    const { ask } = await givenTad({ groups: [{ groupId: own, isSupervisor: false }] })
    for (const changes of [{ managedPolicies: ['delete'] }, { policyIds: [] }, { agentIds: ['17'] }]) {
      expect((await ask('PATCH', '/groups', own, changes)).code).toBe('own_rights')
      expect((await ask('PATCH', '/groups', other, changes)).status).toBe(200)
    }
    expect((await ask('PATCH', '/groups', own, { name: 'Renamed' })).status).toBe(200)
    expect((await ask('DELETE', '/groups', own)).code).toBe('own_rights')
    expect((await ask('DELETE', '/groups', other)).status).toBe(204)
  })

  it('are not changed by the agents whom one supervises, where one’s policies go by them', async () => {
    const groupId = await made('/groups', { name: 'Team' })
    const member = { groups: [{ groupId, isSupervisor: false }], agentIds: ['18'] }
    const memberId = await made('/users', { name: 'Mel', email: 'mel@example.com', ...member })
    const otherId = await made('/users', { name: 'Oz', email: 'oz@example.com', agentIds: ['17'] })
    const { ask } = await givenTad({
      ...{ groups: [{ groupId, isSupervisor: true }], managedPolicies: ['myGroupsCalls'] },
    })
    const joining = { groups: [{ groupId, isSupervisor: false }] }
    const lee = { name: 'Lee', email: 'lee@example.com', ...joining }
    expect((await ask('POST', '/users', undefined, { ...lee, agentIds: ['17'] })).code).toBe('own_rights')
    expect((await ask('PATCH', '/users', memberId, { agentIds: ['17', '18'] })).code).toBe('own_rights')
    expect((await ask('PATCH', '/users', memberId, { groups: [] })).code).toBe('own_rights')
    expect((await ask('PATCH', '/users', otherId, joining)).code).toBe('own_rights')
    expect((await ask('DELETE', '/users', memberId)).code).toBe('own_rights')
    const csv = 'email,agent ids\nmel@example.com,17\n'
    const imported = await tenant.ask(subjectOf('tad@example.com'), {
      ...{ method: 'POST', path: '/users/import', body: { csv, isDryRun: false } },
    })
    expect(JSON.stringify(imported.body)).toContain('Ask another administrator')
    expect(tenant.users.get(memberId)?.agentIds).toEqual(['18'])
    // What gives and takes no agent of the group is theirs to do.
    expect((await ask('POST', '/users', undefined, lee)).status).toBe(201)
    expect((await ask('PATCH', '/users', memberId, { name: 'Melanie' })).status).toBe(200)
    expect((await ask('PATCH', '/users', otherId, { agentIds: ['19'] })).status).toBe(200)
    expect((await ask('DELETE', '/users', otherId)).status).toBe(204)
  })

  it('do not keep a supervisor from their team, where no policy goes by its agents', async () => {
    const groupId = await made('/groups', { name: 'Team' })
    const { ask } = await givenTad({ groups: [{ groupId, isSupervisor: true }], managedPolicies: ['view'] })
    const lee = { name: 'Lee', email: 'lee@example.com', agentIds: ['17'], groups: [{ groupId, isSupervisor: false }] }
    expect((await ask('POST', '/users', undefined, lee)).status).toBe(201)
  })
})

describe('a file of people with a line beyond the importer', () => {
  it('is refused as a whole, also where the line would only change somebody', async () => {
    const { ask } = await givenTad({ routes: worldRouteIds.slice(0, 2) })
    const someRoute = { routes: worldRouteIds.slice(0, 1) }
    for (const name of ['Ann', 'Ben']) {
      await ask('POST', '/users', undefined, { name, email: `${name}@example.com`, ...someRoute })
    }
    const csv = 'email,routes\nann@example.com,Route 2\nben@example.com,Route 3\n'
    const trial = await ask('POST', '/users/import', undefined, { csv, isDryRun: true })
    expect(trial.lines?.map(({ outcome }) => outcome)).toEqual(['updated', 'invalid'])
    const body = { csv, isDryRun: false }
    await tenant.ask(subjectOf('tad@example.com'), { method: 'POST', path: '/users/import', body })
    const routes = [...tenant.users.values()].filter(({ email }) => /ann|ben/.test(email)).map((user) => user.routes)
    expect(routes).toEqual([worldRouteIds.slice(0, 1), worldRouteIds.slice(0, 1)])
  })
})
