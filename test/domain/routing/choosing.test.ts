import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bySpecificity, chooseRoute, readNumber } from '../../../functions/domain/routing/index.ts'
import { matchesNumber, readPattern } from '../../../functions/domain/routing/pattern.ts'
import type { Route } from '../../../functions/model/index.ts'
import { givenRoute, newRouteId } from '../given.ts'

const fallback = givenRoute({ name: 'Default', isDefault: true })
const numbersOf = (from: string | null, to: string | null) => ({
  from: from === null ? null : readNumber(from, 'US'),
  to: to === null ? null : readNumber(to, 'US'),
})
const choose = (routes: Route[], from: string | null, to: string | null = null) =>
  chooseRoute([fallback, ...routes], numbersOf(from, to))
const outcomes = (choice: ReturnType<typeof choose>) =>
  Object.fromEntries(choice.candidates.map(({ route, outcome }) => [route.name, outcome]))

describe('the route of a call', () => {
  it.for([
    ['more digits', '+1415555*', '+1415*'],
    ['a range, with as many digits', '+1415555[0-4]*', '+1415555*'],
    ['a range rather than any digit', '+141555501[0-4]0', '+141555501X0'],
    ['any digit rather than any run', '+1415555XXXX', '+1415555*'],
    ['more places for any digit, with as many runs', '+1415555XX*', '+1415555*'],
    ['fewer runs', '+1415555*', '+1*415555*'],
  ] as const)('is the one whose pattern has %s', ([, narrow, wide]) => {
    const narrowRoute = givenRoute({ name: 'narrow', numberPattern: narrow, order: 9 })
    const wideRoute = givenRoute({ name: 'wide', numberPattern: wide, order: 1 })
    for (const routes of [
      [narrowRoute, wideRoute],
      [wideRoute, narrowRoute],
    ]) {
      const choice = choose(routes, '+14155550100')
      expect(choice).toMatchObject({ route: { name: 'narrow' }, chosenBy: 'pattern' })
      expect(outcomes(choice)).toEqual({ narrow: 'chosen', wide: 'lessSpecific', Default: 'notNeeded' })
    }
  })

  it('is by order, then by age, where patterns are as specific', () => {
    const [firstId, secondId, thirdId] = [newRouteId(), newRouteId(), newRouteId()].sort()
    const old = givenRoute({ id: firstId, name: 'old', numberPattern: '12*' })
    const young = givenRoute({ id: secondId, name: 'young', numberPattern: '*04' })
    const first = givenRoute({ id: thirdId, name: 'first', numberPattern: '1*4', order: -1 })
    expect(outcomes(choose([young, old], '1204'))).toMatchObject({ old: 'chosen', young: 'newer' })
    expect(outcomes(choose([young, old, first], '1204'))).toMatchObject({
      ...{ first: 'chosen', old: 'laterInOrder', young: 'laterInOrder' },
    })
  })

  it('looks at the numbers of its kind alone', () => {
    const from = givenRoute({ name: 'from', kind: 'from', numberPattern: '1204' })
    const to = givenRoute({ name: 'to', kind: 'to', numberPattern: '1204' })
    expect(choose([from, to], '1204').route).toBe(from)
    expect(choose([from, to], null, '1204').route).toBe(to)
    expect(choose([givenRoute({ name: 'any', numberPattern: '1204' })], '9', '1204').candidates[0]).toMatchObject({
      ...{ matched: 'to', outcome: 'chosen' },
    })
  })

  it('is the Default route where nothing matches, and never a retired one', () => {
    const retired = givenRoute({ name: 'retired', numberPattern: '*', retiredAt: '2026-11-01T00:00:00.000Z' })
    const unnamed = givenRoute({ name: 'by name alone' })
    const choice = choose([retired, unnamed, givenRoute({ name: 'other', numberPattern: '55' })], '1204')
    expect(choice).toMatchObject({ route: { name: 'Default' }, chosenBy: 'default' })
    expect(outcomes(choice)).toEqual({
      ...{ Default: 'chosen', retired: 'retired', 'by name alone': 'noPattern', other: 'noMatch' },
    })
  })
})

const anyPattern = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom('1', '2', '*', 'X', '[1-2]') })
const anyRoute = fc
  .record({
    numberPattern: fc.option(anyPattern),
    kind: fc.constantFrom<Route['kind'][]>('from', 'to', 'fromOrTo'),
    order: fc.nat(2),
    retiredAt: fc.option(fc.constant('2026-11-01T00:00:00.000Z'), { freq: 5 }),
  })
  .map((facts) => givenRoute(facts))
const anyNumber = fc.option(fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom('1', '2') }))

describe('choosing', () => {
  it('gives one answer whatever the order of the routes, and nothing that matches is better', () => {
    fc.assert(
      fc.property(
        fc.array(anyRoute, { maxLength: 6 }),
        anyNumber,
        anyNumber,
        fc.func(fc.nat()),
        (all, from, to, rank) => {
          const routes = [fallback, ...all]
          const numbers = numbersOf(from, to)
          const choice = chooseRoute(routes, numbers)
          const shuffled = chooseRoute(
            routes.toSorted((one, other) => rank(one.id) - rank(other.id)),
            numbers,
          )
          expect(shuffled.route).toBe(choice.route)
          expect(choice.candidates.map(({ route }) => route.id).sort()).toEqual(routes.map(({ id }) => id).sort())
          expect(choice.candidates.filter(({ outcome }) => outcome === 'chosen')).toHaveLength(1)

          const matching = all.flatMap((route) => {
            const pattern = route.numberPattern === null ? undefined : readPattern(route.numberPattern)
            if (!pattern || 'problem' in pattern || route.retiredAt !== null) return []
            const sides = route.kind === 'fromOrTo' ? [numbers.from, numbers.to] : [numbers[route.kind]]
            const doesMatch = sides.some((number) => number !== null && matchesNumber(pattern, number))
            return doesMatch ? [{ route, specificity: pattern.specificity }] : []
          })
          const chosen = matching.find(({ route }) => route === choice.route)
          if (!chosen) {
            expect(choice.route).toBe(fallback)
            expect(matching).toEqual([])
            return
          }
          for (const { route, specificity } of matching) {
            const ranks = [bySpecificity(chosen.specificity, specificity), chosen.route.order - route.order]
            const decisive = ranks.find((each) => each !== 0) ?? (chosen.route.id <= route.id ? -1 : 1)
            expect(decisive).toBeLessThan(0)
          }
        },
      ),
    )
  })
})
