import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import { type GivenCloud, givenCloud, type Login, until } from '../given/cloud.ts'

type UserView = ResponseOf<Contract['users']['getUser']>
type GroupView = ResponseOf<Contract['groups']['getGroup']>
type PolicyView = ResponseOf<Contract['policies']['getPolicy']>
type Explanation = ResponseOf<Contract['policies']['explainPermission']>

let world: GivenCloud
beforeAll(async () => {
  world = await givenCloud()
  for (const agentId of ['1001', '1002', '1003']) {
    await world.announce({ sessionId: `by-${agentId}`, route: 'Sales', agentId })
  }
})
afterAll(() => world.close())

const any = { 'if-match': '*' }
const umaPath = async () => `/users/${((await world.as('uma').get('/me')).body as { id: string }).id}` // by the contract
const read = async <T>(path: string, login: Login = 'tara') => (await world.as(login).get(path)).body as T // by the contract
const make = async <T>(path: string, body: object, login: Login = 'tara') => {
  const { status, body: made, text } = await world.as(login).post(path, { body })
  if (status !== 201) throw new Error(`${path} was refused: ${text}`)
  return made as T // held to the contract
}
const changeUma = async (body: BodyInputOf<Contract['users']['changeUser']>) => {
  const { status, text } = await world.as('tara').patch(await umaPath(), { body, headers: any })
  if (status !== 200) throw new Error(`uma was not changed: ${text}`)
}
const seenByUma = async () => (await world.list('', 'uma')).items.map(({ sessionId }) => sessionId).sort()
const sees = (...sessions: string[]) => until(async () => (await seenByUma()).join() === sessions.join())

describe('what a person sees', () => {
  it('follows their agent ids and groups within seconds', async () => {
    expect(await seenByUma()).toEqual(['by-1001', 'by-1002', 'by-1003'])
    await changeUma({ managedPolicies: ['myCalls'], agentIds: ['1001'] })
    await sees('by-1001')

    const group = await make<GroupView>('/groups', {
      ...{ name: 'Front desk', agentIds: ['1002'], managedPolicies: ['myGroupsCalls'] },
    })
    await changeUma({ groups: [{ groupId: group.id, isSupervisor: true }] })
    await sees('by-1001', 'by-1002')
    expect((await read<GroupView>(`/groups/${group.id}`)).members).toMatchObject([{ isSupervisor: true }])
  })

  it('follows their policies within seconds, and the explanation says which', async () => {
    const Statement = [{ Sid: 'NotHers', Effect: 'Deny', Action: 'recording:List', Resource: '*' }]
    const Condition = { StringEquals: { 'recording.agentId': '1001' } }
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...Statement[0], Condition }] })
    const policy = await make<PolicyView>('/policies', { name: 'Not 1001', document })
    await changeUma({ policyIds: [policy.id] })
    await sees('by-1002')
    const inUse = await world.as('tara').delete(`/policies/${policy.id}`, { headers: any })
    expect(inUse.problem?.code).toBe('policy_in_use')

    const [call] = (await world.list('sessionId=by-1001')).items
    const asked = { userId: (await umaPath()).slice('/users/'.length), action: 'recording:List', recordingId: call?.id }
    const explained = (await world.as('tara').post('/permissions/explain', { body: asked })).body as Explanation
    expect(explained).toMatchObject({ outcome: 'denied', sentence: 'It is denied by NotHers of Not 1001.' })
  })

  it('is never more than what whoever sets their rights administers', async () => {
    const [sales, support] = ['Sales', 'Support'].map((name) =>
      demoRoutes.find((route) => route.tenantId === acme.id && route.name === name),
    )
    const tara = `/users/${(await read<{ id: string }>('/me')).id}`
    const limit = async (routes: unknown) => {
      const headers = { ...any, 'soundkeep-tenant': acme.id }
      expect((await world.as('sam').patch(tara, { body: { routes }, headers })).status).toBe(200)
    }
    const give = async (routes: unknown) => world.as('tara').patch(await umaPath(), { body: { routes }, headers: any })
    await limit([sales?.id])
    const beyond = await give([sales?.id, support?.id])
    expect([beyond.problem?.code, beyond.problem?.errors?.map(({ field }) => field)]).toEqual([
      ...['invalid_request', ['routes']],
    ])
    expect((await give([sales?.id])).status).toBe(200)
    const { boundary, isEditable } = await read<UserView>(await umaPath())
    expect([boundary, isEditable]).toEqual([{ role: 'tenantAdministrator', routes: [sales?.id], depth: 2 }, true])
    await limit([support?.id])
    expect((await give([support?.id])).problem?.code).toBe('forbidden')
    expect((await world.as('tara').patch(tara, { body: { routes: 'all' }, headers: any })).problem?.code).toBe(
      'own_rights',
    )
    await limit('all')
  })
})
