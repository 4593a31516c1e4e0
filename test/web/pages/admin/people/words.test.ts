import { describe, expect, it } from 'vitest'
import { managedPolicySchema } from '../../../../../functions/contract/index.ts'
import {
  boundaryInWords,
  firstFew,
  managedPolicies,
  routesInWords,
} from '../../../../../web/pages/admin/people/words.ts'
import { givenUser, idAt } from './given.ts'

const routeNames = new Map([
  [idAt('a'), 'Sales'],
  [idAt('b'), 'Support'],
])
const routesOf = (...places: string[]) => givenUser('1', { routes: places.map(idAt) }).routes

describe('what somebody sees, in words', () => {
  it('names a few routes, and counts those whose names are not to be had', () => {
    expect(routesInWords('all', routeNames)).toBe('All routes')
    expect(routesInWords(routesOf(), routeNames)).toBe('No route')
    expect(routesInWords(routesOf('a', 'b'), routeNames)).toBe('Sales, Support')
    expect(routesInWords(routesOf('a', 'x'), routeNames)).toBe('2 routes')
  })

  it('counts names beyond the first few', () => {
    expect(firstFew(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
    expect(firstFew([])).toBe('')
  })

  it('says how far they can rise', () => {
    const bounded = (role: string, routes: unknown) =>
      boundaryInWords(givenUser('1', { boundary: { role, routes, depth: 1 } }), routeNames)
    expect(bounded('tenantAdministrator', 'all')).toBe(
      'Cannot go beyond what a Tenant Administrator of all routes may do.',
    )
    expect(bounded('accountAdministrator', [idAt('a')])).toBe(
      'Cannot go beyond what an Account Administrator of Sales may do.',
    )
    expect(boundaryInWords(givenUser('1'), routeNames)).toBeUndefined()
  })

  it('has every permission of the product in its order', () => {
    expect(managedPolicies).toEqual(managedPolicySchema.options)
  })
})
