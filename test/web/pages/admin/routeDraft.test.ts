import { describe, expect, it } from 'vitest'
import { newRouteSchema, routeChangesSchema } from '../../../../functions/contract/routes.ts'
import {
  newRouteDraft,
  newRouteOf,
  type RouteDraft,
  rebaseRoute,
  routeChangesOf,
  routeDraftOf,
  routeProblems,
} from '../../../../web/pages/admin/routeDraft.ts'
import { givenRoute, permissionsWithout } from './given.ts'

const opened = routeDraftOf(givenRoute('1'))
const typed = (facts: Partial<RouteDraft['facts']>, from = opened): RouteDraft => ({
  ...from,
  facts: { ...from.facts, ...facts },
})

describe('a route’s draft', () => {
  it('that changes nothing sends nothing', () => {
    expect(routeChangesOf(typed({ name: ' Route 1 ' }), opened)).toEqual({})
  })

  it('sends null for a pattern that was emptied', () => {
    expect(routeChangesOf(typed({ numberPattern: ' ' }), opened)).toEqual({ numberPattern: null })
  })

  it('sends its own switches whole, from the inherited ones on', () => {
    const draft = { ...typed({ inheritsPermissions: false }), switches: permissionsWithout('download') }
    expect(routeChangesOf(draft, opened)).toEqual({ permissions: permissionsWithout('download') })
    expect(routeChangesOf(typed({ inheritsPermissions: false }), opened)).toEqual({ permissions: permissionsWithout() })
  })

  it('that goes back to inheriting sends none of the switches', () => {
    const permissions = permissionsWithout('play')
    const own = routeDraftOf(givenRoute('1', { permissions, effectivePermissions: permissions }))
    expect(routeChangesOf(typed({ inheritsPermissions: true }, own), own)).toEqual({ permissions: 'inherit' })
  })

  it('does not send switches that are turned while they are not used', () => {
    expect(routeChangesOf({ ...opened, switches: permissionsWithout('play') }, opened)).toEqual({})
  })

  it('sends what the contract takes', () => {
    const draft = typed({
      name: 'X',
      kind: 'from',
      numberPattern: '*@pbx',
      recordDtmf: 'no',
      inheritsPermissions: false,
    })
    expect(Object.keys(routeChangesSchema.parse(routeChangesOf(draft, opened)))).toHaveLength(5)
    expect(newRouteSchema.parse(newRouteOf(draft))).toMatchObject({ name: 'X', numberPattern: '*@pbx' })
  })

  it('of a new route inherits, and has no pattern', () => {
    const draft = typed({ name: ' Sales ' }, newRouteDraft(permissionsWithout('play')))
    expect(newRouteOf(draft)).toEqual({
      name: 'Sales',
      kind: 'fromOrTo',
      numberPattern: null,
      recordDtmf: 'inherit',
      permissions: 'inherit',
    })
  })

  it('is carried over to what somebody else saved, without undoing it', () => {
    const theirs = routeDraftOf(givenRoute('1', { numberPattern: '12*', kind: 'from' }))
    expect(rebaseRoute(typed({ kind: 'fromOrTo' }), opened, theirs).facts).toMatchObject({
      kind: 'fromOrTo',
      numberPattern: '12*',
    })
  })

  it('without a name says so before it is sent', () => {
    expect(routeProblems(typed({ name: '  ' }))).toHaveProperty('name')
    expect(routeProblems(opened)).toEqual({})
  })
})
