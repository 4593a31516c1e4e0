import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acme, demoRoutes } from '../../local/demo/people.ts'
import {
  type Answer,
  type Client,
  type GivenCloud,
  givenCloud,
  type Ingested,
  type Login,
  onlyFile,
  type RecordingView,
  shortWav,
  until,
} from '../given/cloud.ts'

let world: GivenCloud
let sales: Ingested & RecordingView
let support: Ingested & RecordingView
const any = { 'if-match': '*' }
const on = acme.routePermissions

const idOf = (name: string) => demoRoutes.find((each) => each.tenantId === acme.id && each.name === name)?.id
const switchRoute = (name: string, permissions: object | 'inherit') =>
  world.as('tara').patch(`/routes/${idOf(name)}`, { body: { permissions }, headers: any })

beforeAll(async () => {
  world = await givenCloud()
  // Before anything is read, for settings are kept for some seconds.
  const off = { ...on, play: false, download: false, delete: false, agentId: false }
  const answers = [
    await switchRoute('Support', off),
    await world.as('tara').patch('/tenants/current', { body: { routePermissions: { video: false } }, headers: any }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  sales = await world.ingestCall({
    ...{ sessionId: 'sales', route: 'Sales' },
    files: [{ bytes: shortWav(500) }, { bytes: shortWav(600), kind: 'screen', contentType: 'audio/wav' }],
  })
  support = await world.ingestCall({ sessionId: 'support', route: 'Support', files: [{ bytes: shortWav() }] })
})
afterAll(() => world.close())

const fileOf = (call: RecordingView, kind: string) => call.segments[0]?.media.find((file) => file.kind === kind)?.id
const pathOf = (call: Ingested) => `/recordings/${call.recordingId}`
const deliver = (call: Ingested & RecordingView, how: 'playback' | 'download', kind = 'audio', login: Login = 'tara') =>
  world.as(login).post(`${pathOf(call)}/segments/1/media/${fileOf(call, kind)}/${how}`, {
    headers: { 'soundkeep-tenant': acme.id },
  })

describe('what is turned off on a route', () => {
  const asks: [what: string, ask: (client: Client) => Promise<Answer>][] = [
    ['Playing is', (client) => client.post(`${pathOf(support)}/segments/1/media/${onlyFile(support).id}/playback`)],
    ['Downloads are', (client) => client.post(`${pathOf(support)}/segments/1/media/${onlyFile(support).id}/download`)],
    ['Deleting is', (client) => client.delete(pathOf(support), { headers: any })],
    ['Changing the agent is', (client) => client.patch(pathOf(support), { body: { agentId: '1' }, headers: any })],
  ]
  it.for(asks)('is refused with the route’s name: %s', async ([words, ask]) => {
    const { status, problem } = await ask(world.as('tara'))
    expect(status).toBe(403)
    expect(problem).toMatchObject({
      ...{ code: 'route_permission', detail: expect.stringContaining(`${words} turned off on route Support`) },
    })
  })

  it('is off for a Super User too, who has support access', async () => {
    await world.openSupportAccess(acme.id)
    expect((await deliver(support, 'download', 'audio', 'sam')).problem?.code).toBe('route_permission')
  })

  it('stays hidden from those who may not see the recording', async () => {
    for (const login of ['uma', 'tom'] as const) {
      expect((await world.as(login).delete(pathOf(support), { headers: any })).problem?.code).toBe('not_found')
    }
  })

  it('is told with the recording, in the list and in its details', async () => {
    const denial = (routePermission: string) => ({
      ...{ code: 'route_permission', routeName: 'Support', routePermission },
    })
    const told = {
      actions: { play: false, download: false, edit: true, delete: false },
      denials: {
        ...{ play: denial('play'), download: denial('download'), delete: denial('delete') },
        editAgent: denial('agentId'),
      },
    }
    const { recording } = await world.read(support.recordingId)
    const [listed] = (await world.list('sessionId=support')).items
    for (const { actions, denials } of [recording, ...(listed ? [listed] : [])]) {
      expect({ actions, denials }).toEqual(told)
    }
    expect(listed).toBeDefined()
  })

  it('leaves the rest on: other facts are corrected, other routes’ calls are played', async () => {
    const corrected = await world.as('tara').patch(pathOf(support), { body: { queue: 'x' }, headers: any })
    expect(corrected.status).toBe(200)
    expect((await deliver(sales, 'playback')).status).toBe(200)
    expect((await deliver(sales, 'download')).status).toBe(200)
  })

  it('is the tenant’s word on routes that inherit: video and screen files are neither played nor taken away', async () => {
    for (const how of ['playback', 'download'] as const) {
      const { problem } = await deliver(sales, how, 'screen')
      expect(problem?.detail).toContain('Video is turned off on route Sales')
    }
    const { recording } = await world.read(sales.recordingId)
    expect(recording.actions).toEqual({ play: true, download: true, edit: true, delete: true })
    expect(recording.denials).toEqual({
      video: { code: 'route_permission', routeName: 'Sales', routePermission: 'video' },
    })
  })

  it('is on again within seconds; what destroys goes by the setting of the moment', async () => {
    expect((await switchRoute('Support', on)).status).toBe(200)
    await until(async () => (await deliver(support, 'playback')).status === 200)
    expect((await switchRoute('Support', { ...on, delete: false })).status).toBe(200)
    expect((await world.as('tara').delete(pathOf(support), { headers: any })).problem?.code).toBe('route_permission')
    expect((await switchRoute('Support', 'inherit')).status).toBe(200)
    expect((await world.as('tara').delete(pathOf(support), { headers: any })).status).toBe(204)
  })
})
