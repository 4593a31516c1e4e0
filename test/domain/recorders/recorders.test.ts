import { describe, expect, it } from 'vitest'
import type { NewRecorder } from '../../../functions/domain/recorders/create.ts'
import {
  changeRecorder,
  createRecorder,
  deleteRecorder,
  findRecorder,
  listRecorders,
} from '../../../functions/domain/recorders/index.ts'
import { isSilent } from '../../../functions/domain/recorders/view.ts'
import { newRouteId } from '../given.ts'
import {
  type Fault,
  fallback,
  givenAdministrator,
  givenRecorder,
  givenWorld,
  newRecorderId,
  now,
  sales,
  support,
} from './given.ts'

const tara = givenAdministrator()
const ofSales = givenAdministrator([sales])
const asked = (facts: Partial<NewRecorder> = {}): NewRecorder => ({
  ...{ name: 'Front office', defaultRouteId: null, routes: 'all', timeZone: null, channelOrder: [] },
  ...{ silenceMinutes: null },
  ...facts,
})
const problem = (code: string, field?: string, message?: string) => ({
  code,
  ...(field !== undefined && {
    fieldErrors: [{ field, message: message ?? expect.any(String) }],
  }),
})
const notOwn = 'must be the id of one of your own routes'

describe('a new recorder', () => {
  it('has a client of its own, whose secret is told this once', async () => {
    const { ports, clients, links, kept, audited } = givenWorld()
    const settings = { defaultRouteId: sales, channelOrder: ['caller', 'agent'], timeZone: 'Europe/Berlin' }
    const { recorder, version } = await createRecorder(ports, tara, asked({ ...settings, silenceMinutes: 30 }))
    expect(recorder).toEqual({
      ...{ id: expect.any(String), name: 'Front office', clientId: 'client-1', isEnabled: true, routes: 'all' },
      ...{ ...settings, silenceMinutes: 30, lastReceivedAt: null, received24h: 0, failed24h: 0, isSilent: false },
      ...{ secrets: [{ id: 'secret-1', createdAt: now }], failures: [], createdAt: now, updatedAt: now },
      secret: { id: 'secret-1', createdAt: now, value: 'value of secret-1' },
    })
    expect(version).toBe(1)
    expect([...clients.keys()]).toEqual(['client-1'])
    expect(links.get('client-1')).toMatchObject({ kind: 'recorder', id: recorder.id })
    expect(kept.get(recorder.id)).toMatchObject({ clientId: 'client-1', ...settings })
    expect(audited).toMatchObject([{ action: 'createRecorder', objects: { recorderId: recorder.id } }])

    const { recorder: read } = await findRecorder(ports, tara, recorder.id)
    const { secret, ...rest } = recorder
    expect(read).toEqual(rest)
  })

  it.for([['link'], ['create'], ['create', 'removeClient']] as Fault[][])(
    'that cannot be made leaves nothing that could sign in (%s fails)',
    async (faults) => {
      const { ports, clients, links, kept, audited, fault } = givenWorld()
      fault.at = faults
      const failed = await createRecorder(ports, tara, asked()).catch((error: unknown) => error)
      // A client that cannot be taken away opens nothing, and somebody is told.
      const isLeft = faults.includes('removeClient')
      expect(String(failed)).toMatch(isLeft ? /its client was left behind/ : /the network is down/)
      expect([clients.size, links.size, kept.size, audited.length]).toEqual([isLeft ? 1 : 0, 0, 0, 0])
    },
  )

  it('that was made, though the answer was lost, stays', async () => {
    const { ports, clients, links, kept, fault } = givenWorld()
    fault.at = ['lostAnswer']
    const { recorder } = await createRecorder(ports, tara, asked())
    expect(kept.has(recorder.id)).toBe(true)
    expect([clients.size, links.size]).toEqual([1, 1])
  })

  it('has a name of its own, also when another one is faster, and then leaves no client', async () => {
    const taken = givenWorld([givenRecorder({ name: 'FRONT office' })])
    await expect(createRecorder(taken.ports, tara, asked())).rejects.toMatchObject(
      problem('recorder_name_taken', 'name'),
    )
    expect(taken.clients.size).toBe(1)

    const raced = givenWorld()
    const other = givenRecorder({ name: 'Front Office' })
    raced.fault.beforeWrite = () => raced.kept.set(other.id, other)
    await expect(createRecorder(raced.ports, tara, asked())).rejects.toMatchObject(problem('recorder_name_taken'))
    expect([raced.clients.size, raced.links.size, raced.kept.size]).toEqual([0, 0, 1])
  })

  it('is one of at most 100', async () => {
    const { ports, clients } = givenWorld(Array.from({ length: 100 }, () => givenRecorder()))
    await expect(createRecorder(ports, tara, asked())).rejects.toMatchObject(problem('too_many_recorders'))
    expect(clients.size).toBe(100)
  })
})

describe('the routes of a recorder', () => {
  const foreign = newRouteId()
  const boundTo = (routes: 'all' | (typeof sales)[]) => givenAdministrator('all', ['all', routes])

  it.for([
    ['a route that is not there', tara, { routes: [sales, foreign] }, 'routes[1]', notOwn],
    ['a default that is not there', tara, { defaultRouteId: foreign }, 'defaultRouteId', notOwn],
    ['a route beyond the asker’s', ofSales, { routes: [fallback] }, 'routes[0]', notOwn],
    ['a default beyond the asker’s', ofSales, { routes: [], defaultRouteId: fallback }, 'defaultRouteId', notOwn],
    ['a route beyond who set the asker’s', boundTo([sales]), { routes: [fallback] }, 'routes[0]', notOwn],
    ['all routes, by who has some', ofSales, {}, 'routes', 'must be some of your own routes'],
    [
      'a default that it may not feed',
      tara,
      { routes: [fallback], defaultRouteId: sales },
      'defaultRouteId',
      'must be one of the recorder’s own routes',
    ],
    ['a retired default', tara, { defaultRouteId: support }, 'defaultRouteId', 'is the id of a retired route'],
  ] as const)('cannot be %s', async ([, asker, facts, field, message]) => {
    const { ports, clients, kept } = givenWorld()
    const settings = asked({ ...facts, routes: facts && 'routes' in facts ? [...facts.routes] : 'all' })
    await expect(createRecorder(ports, asker, settings)).rejects.toMatchObject(
      problem('invalid_request', field, message),
    )
    expect([clients.size, kept.size]).toEqual([0, 0])

    const own = givenRecorder({ routes: [sales] })
    const changed = givenWorld([own])
    const changes = { ...facts, routes: settings.routes }
    await expect(changeRecorder(changed.ports, asker, own.id, changes, 1)).rejects.toMatchObject(
      problem('invalid_request', field, message),
    )
    expect(changed.kept.get(own.id)).toBe(own)
  })

  it('may be the asker’s own, and the tenant’s Default as where its calls go', async () => {
    const { ports } = givenWorld()
    const own = await createRecorder(ports, ofSales, asked({ routes: [sales], defaultRouteId: sales }))
    expect(own.recorder).toMatchObject({ routes: [sales], defaultRouteId: sales })
    const wide = await createRecorder(ports, tara, asked({ name: 'B', routes: [sales], defaultRouteId: fallback }))
    expect(wide.recorder.defaultRouteId).toBe(fallback)
  })

  it('that are gone may stay, so that the rest can be changed', async () => {
    const recorder = givenRecorder({ routes: [sales, foreign], defaultRouteId: foreign })
    const { ports } = givenWorld([recorder])
    const { recorder: changed } = await changeRecorder(ports, tara, recorder.id, { routes: [foreign] }, 1)
    expect(changed).toMatchObject({ routes: [foreign], defaultRouteId: foreign })
    await expect(changeRecorder(ports, tara, recorder.id, { routes: [fallback] }, 2)).rejects.toMatchObject(
      problem('invalid_request', 'defaultRouteId'),
    )
  })
})

describe('a recorder beyond an administrator’s own routes', () => {
  it('is for them not there', async () => {
    const own = givenRecorder({ routes: [sales] })
    const others = [
      givenRecorder(),
      givenRecorder({ routes: [sales, fallback] }),
      givenRecorder({ routes: [sales], defaultRouteId: fallback }),
    ]
    const { ports, kept } = givenWorld([own, ...others])
    expect((await listRecorders(ports, ofSales)).map(({ id }) => id)).toEqual([own.id])
    expect(await listRecorders(ports, tara)).toHaveLength(4)
    expect(await listRecorders(ports, givenAdministrator('all', [[sales]]))).toHaveLength(1)
    expect(await listRecorders(ports, givenAdministrator([sales, fallback], [[sales]]))).toHaveLength(1)
    const missing = await findRecorder(ports, ofSales, newRecorderId()).catch((error: unknown) => error)
    for (const { id } of others) {
      for (const attempt of [
        findRecorder(ports, ofSales, id),
        changeRecorder(ports, ofSales, id, { isEnabled: false }, undefined),
        deleteRecorder(ports, ofSales, id, undefined),
      ]) {
        expect(await attempt.catch((error: unknown) => error)).toEqual(missing)
      }
    }
    expect(missing).toMatchObject(problem('not_found'))
    expect(kept.size).toBe(4)
  })
})

describe('a change of a recorder', () => {
  it('is told to the audit by the names of its fields', async () => {
    const recorder = givenRecorder()
    const { ports, audited } = givenWorld([recorder])
    const changes = { isEnabled: false, channelOrder: ['agent', 'caller'] }
    const changed = await changeRecorder(ports, tara, recorder.id, changes, 1)
    expect(changed).toMatchObject({ version: 2, recorder: { ...changes, name: recorder.name } })
    expect(audited).toMatchObject([{ action: 'changeRecorder', fields: ['isEnabled', 'channelOrder'] }])
  })

  it('is of what its editor saw, and takes no other’s name', async () => {
    const [recorder, other] = [givenRecorder(), givenRecorder({ name: 'Branch' })]
    const { ports, kept, audited, fault } = givenWorld([recorder, other])
    const change = (changes: object, version: number) => changeRecorder(ports, tara, recorder.id, changes, version)
    await expect(change({ isEnabled: false }, 2)).rejects.toMatchObject(problem('precondition_failed'))
    await expect(change({ name: 'BRANCH' }, 1)).rejects.toMatchObject(problem('recorder_name_taken', 'name'))
    fault.beforeWrite = () => kept.set(recorder.id, { ...recorder, version: 7 })
    await expect(change({ isEnabled: false }, 1)).rejects.toMatchObject(problem('conflict'))
    expect(audited).toEqual([])
  })
})

describe('a deletion of a recorder', () => {
  it('takes client and link with it', async () => {
    const recorder = givenRecorder()
    const { ports, clients, links, kept, audited } = givenWorld([recorder])
    await expect(deleteRecorder(ports, tara, recorder.id, 2)).rejects.toMatchObject(problem('precondition_failed'))
    expect(clients.size).toBe(1)
    await deleteRecorder(ports, tara, recorder.id, 1)
    expect([clients.size, links.size, kept.size]).toEqual([0, 0, 0])
    expect(audited).toMatchObject([{ action: 'deleteRecorder', objects: { recorderId: recorder.id } }])
  })

  it('that was cut off is finished by another one', async () => {
    const recorder = givenRecorder()
    const { ports, clients, kept, fault } = givenWorld([recorder])
    fault.at = ['removeClient']
    await expect(deleteRecorder(ports, tara, recorder.id, 1)).rejects.toThrow('the network is down')
    expect([clients.size, kept.size]).toEqual([1, 1])
    fault.at = []
    fault.beforeWrite = () => {
      throw new Error('the network is down')
    }
    await expect(deleteRecorder(ports, tara, recorder.id, 1)).rejects.toThrow('the network is down')
    expect([clients.size, kept.size]).toEqual([0, 1])
    expect((await findRecorder(ports, tara, recorder.id)).recorder.secrets).toEqual([])
    fault.beforeWrite = () => {}
    await deleteRecorder(ports, tara, recorder.id, 1)
    expect(kept.size).toBe(0)
  })

  it('is not undone by who changes it at that moment', async () => {
    const recorder = givenRecorder()
    const { ports, kept, audited, fault } = givenWorld([recorder])
    fault.beforeWrite = () => {
      fault.beforeWrite = () => {}
      kept.set(recorder.id, { ...recorder, name: 'Renamed', version: 2 })
    }
    await deleteRecorder(ports, tara, recorder.id, 1)
    expect(kept.size).toBe(0)
    expect(audited).toHaveLength(1)
  })
})

describe('silence', () => {
  const at = (time: string) => `2026-11-23T${time}Z`
  it.for([
    ['a recorder that nobody listens for', { silenceMinutes: null }, null, at('23:00:00.000'), false],
    ['no call since its making', {}, null, at('10:30:00.001'), true],
    ['no call yet, and in time', {}, null, at('10:30:00.000'), false],
    ['a call within the time', {}, at('11:00:00.000'), at('11:30:00.000'), false],
    ['a call longer ago', {}, at('11:00:00.000'), at('11:30:00.001'), true],
    ['a disabled recorder', { isEnabled: false }, null, at('23:00:00.000'), false],
  ] as const)('%s', ([, facts, last, when, expected]) => {
    expect(isSilent(givenRecorder({ silenceMinutes: 30, ...facts }), last, when)).toBe(expected)
  })

  it('is told in the list, with what came and what failed', async () => {
    const recorder = givenRecorder({ silenceMinutes: 5, createdAt: '2026-11-01T00:00:00.000Z' })
    const { ports, activities } = givenWorld([recorder])
    const fares = { lastReceivedAt: '2026-11-23T09:54:00.000Z', received24h: 7, failed24h: 2 }
    activities.set(recorder.id, { ...fares, failures: [] })
    expect(await listRecorders(ports, tara)).toMatchObject([{ ...fares, isSilent: true }])
  })
})
