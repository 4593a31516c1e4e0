import { describe, expect, it } from 'vitest'
import { mayFeed, placeKnown, placeNew } from '../../../functions/domain/ingest/placing.ts'
import type { Recording, RouteId } from '../../../functions/model/index.ts'
import { givenRecording, givenRoute, givenSettings, newRouteId, routeIds } from '../given.ts'
import { givenApiUser, givenRecorder } from '../recorders/given.ts'

const [byDefault, sales, support] = routeIds
const recorder = givenApiUser()
const limitedTo = (routes: RouteId[]) => givenApiUser(givenRecorder({ routes }))
const settings = givenSettings({
  routes: [
    givenRoute({ id: byDefault, name: 'Default', isDefault: true }),
    givenRoute({ id: sales, name: 'Sales', kind: 'to', numberPattern: '+1 415 555 0100' }),
    givenRoute({ id: support, name: 'Support', retiredAt: '2026-11-01T00:00:00.000Z' }),
  ],
})

describe('a new call', () => {
  it('goes where its recorder says, whatever its numbers', () => {
    expect(placeNew(recorder, settings, 'default', { to: '+14155550100' })).toEqual({
      ...{ routeId: byDefault, routedBy: 'name' },
    })
  })

  it('goes by pattern where its recorder says nothing, in whatever form its number was sent', () => {
    for (const to of ['+14155550100', '(415) 555-0100', '14155550100', 'sip:+14155550100@trunk.example']) {
      expect(placeNew(recorder, settings, undefined, { to })).toEqual({ routeId: sales, routedBy: 'pattern' })
    }
    expect(placeNew(recorder, settings, undefined, { from: '+14155550100', to: '1002' })).toEqual({
      ...{ routeId: byDefault, routedBy: 'default' },
    })
  })

  it('is refused where the route that its recorder names is retired or none', () => {
    expect(() => placeNew(recorder, settings, 'Support', {})).toThrow(/takes no more calls/)
    expect(() => placeNew(recorder, settings, 'Elsewhere', {})).toThrow(/no route of that name/)
  })

  it('goes by pattern to routes alone that its recorder may feed', () => {
    const limited = limitedTo([byDefault])
    expect(placeNew(limited, settings, undefined, { to: '+14155550100' }).routeId).toBe(byDefault)
  })
})

describe('a recorder’s own default', () => {
  const withDefault = (defaultRouteId: RouteId) => givenApiUser(givenRecorder({ defaultRouteId }))
  const front = givenRoute({ id: newRouteId(), name: 'Front' })
  const wide = { ...settings, routes: [...settings.routes, front] }

  it('takes what no pattern does', () => {
    expect(placeNew(withDefault(front.id), wide, undefined, { to: '1002' })).toEqual({
      ...{ routeId: front.id, routedBy: 'default' },
    })
    expect(placeNew(withDefault(front.id), wide, undefined, { to: '+14155550100' })).toEqual({
      ...{ routeId: sales, routedBy: 'pattern' },
    })
    expect(placeNew(withDefault(front.id), wide, 'default', {}).routeId).toBe(byDefault)
  })

  it('gives way to the tenant’s while it is retired or gone', () => {
    for (const id of [support, newRouteId()]) {
      expect(placeNew(withDefault(id), wide, undefined, {})).toEqual({ routeId: byDefault, routedBy: 'default' })
    }
  })

  it('is left when a number comes that matches, and not when the default is another by then', () => {
    const asker = withDefault(front.id)
    const before = givenRecording({ routeId: front.id })
    const known = (facts: Partial<Recording>, who = asker) =>
      placeKnown(who, wide, undefined, before, { ...before, ...facts }).placed
    expect(known({ to: '+14155550100' })).toMatchObject({ routeId: sales, routedBy: 'pattern' })
    expect(known({ to: '1002' })).toMatchObject({ routeId: front.id, routedBy: 'default' })
    expect(known({ to: '1002' }, withDefault(byDefault))).toMatchObject({ routeId: front.id, routedBy: 'default' })
  })
})

describe('a recorder that is limited to some routes', () => {
  it('may feed these and the Default route, and no other', () => {
    const limited = limitedTo([sales])
    expect([sales, byDefault, support].map((id) => mayFeed(limited, settings, id))).toEqual([true, true, false])
    const elsewhere = givenApiUser(givenRecorder({ routes: [sales], defaultRouteId: support }))
    const inUse = { ...settings, routes: settings.routes.map((route) => ({ ...route, retiredAt: null })) }
    expect(placeNew(elsewhere, inUse, undefined, {}).routeId).toBe(byDefault)
  })
})

describe('a call of which more becomes known', () => {
  const place = (previous: Partial<Recording>, name: string | undefined, facts: Partial<Recording> = {}) => {
    const before = givenRecording(previous)
    const { placed, contradictions } = placeKnown(recorder, settings, name, before, { ...before, ...facts })
    const isSame = placed.routeId === before.routeId && placed.routedBy === before.routedBy
    return {
      routeId: placed.routeId,
      routedBy: placed.routedBy,
      isSame,
      fields: contradictions.map((each) => each.field),
    }
  }
  const number = { to: '+14155550100' }
  const stays = { isSame: true, fields: [] }

  it('moves off the Default route when its number comes, once', () => {
    expect(place({ routeId: byDefault }, undefined, number)).toMatchObject({ routeId: sales, routedBy: 'pattern' })
    expect(place({ routeId: byDefault, ...number }, undefined, { from: '+14155550142' })).toMatchObject({
      ...{ routeId: sales },
    })
  })

  it('stays where it is without a new number, whatever the patterns say now', () => {
    expect(place({ routeId: byDefault, ...number }, undefined)).toMatchObject(stays)
    expect(place({ routeId: sales, routedBy: 'pattern', to: '1002' }, undefined, { from: '1' })).toMatchObject(stays)
  })

  it('stays on the Default route where that was named', () => {
    expect(place({ routeId: byDefault, routedBy: 'name' }, undefined, number)).toMatchObject(stays)
  })

  it.for([
    ['moves to the route that is named', { routeId: byDefault }, 'Sales', { routeId: sales, fields: [] }],
    [
      'moves by name from where a pattern put it',
      { routeId: sales, routedBy: 'pattern' },
      'Default',
      { routeId: byDefault, fields: [] },
    ],
    ['stays when its route is named again', { routeId: sales, routedBy: 'name' }, 'sales', stays],
    ['stays on a retired route that is named again', { routeId: support, routedBy: 'name' }, 'Support', stays],
    ['moves by name from its recorder’s default', { routeId: support }, 'Sales', { routeId: sales, fields: [] }],
    ['contradicts another name', { routeId: sales, routedBy: 'name' }, 'Default', { isSame: true, fields: ['route'] }],
  ] as const)('%s', ([, previous, name, expected]) => {
    expect(place(previous, name)).toMatchObject(expected)
  })
})
