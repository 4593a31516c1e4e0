import type { RouteOutcome, Specificity } from '../../contract/index.ts'
import type { CallNumber, Route } from '../../model/index.ts'
import { matchesNumber, type NumberPattern, readPattern } from './pattern.ts'

export type CallNumbers = { from: CallNumber | null; to: CallNumber | null }

/** How one route fared. */
export type Candidate = {
  route: Route
  outcome: RouteOutcome
  matched: 'from' | 'to' | null
  specificity: Specificity | null
}

export type Choice = {
  route: Route
  chosenBy: 'pattern' | 'default'
  /** Every route: the chosen one, those that matched from the most specific on, and the rest as they were given. */
  candidates: Candidate[]
}

/** Of two patterns that match, the better one sorts first; 0 where they are alike. */
export function bySpecificity(one: Specificity, other: Specificity): number {
  return (
    other.literals - one.literals || other.ranges - one.ranges || other.places - one.places || one.runs - other.runs
  )
}

/**
 * The one rule by which a call gets its route: of the routes that are not retired and whose pattern matches, the most
 * specific one: that whose pattern names most characters outright, then has most ranges, then most single places, then
 * fewest runs; among equals the one first in order, then the oldest. Where none matches, the Default route.
 *
 * Total and deterministic: the order of `routes` does not matter.
 * @throws Error without a Default route, which every tenant has
 */
export function chooseRoute(routes: readonly Route[], numbers: CallNumbers): Choice {
  const fallback = routes.find((route) => route.isDefault)
  if (!fallback) throw new Error('the tenant has no Default route')
  const judged = routes.map((route) => ({ route, ...judge(route, numbers) }))
  const matching = judged.filter((each) => each.matched !== null).sort(byRule)
  const [best] = matching
  const rest = judged.filter((each) => each.matched === null && each.route !== fallback)
  if (!best) {
    return {
      route: fallback,
      chosenBy: 'default',
      candidates: [{ route: fallback, ...unmatched('chosen') }, ...rest],
    }
  }
  return {
    route: best.route,
    chosenBy: 'pattern',
    candidates: [
      ...matching.map((each) => ({ ...each, outcome: each === best ? ('chosen' as const) : lossTo(best, each) })),
      { route: fallback, ...unmatched('notNeeded') },
      ...rest,
    ],
  }
}

type Judged = Omit<Candidate, 'route'>

const unmatched = (outcome: RouteOutcome, specificity: Specificity | null = null): Judged => ({
  outcome,
  matched: null,
  specificity,
})

function judge(route: Route, numbers: CallNumbers): Judged {
  const pattern = patternOf(route)
  if (!pattern) return unmatched(route.retiredAt === null ? 'noPattern' : 'retired')
  if (route.retiredAt !== null) return unmatched('retired', pattern.specificity)
  const sides = route.kind === 'fromOrTo' ? (['from', 'to'] as const) : ([route.kind] as const)
  const matched = sides.find((side) => {
    const number = numbers[side]
    return number !== null && matchesNumber(pattern, number)
  })
  // The outcome of what matched is known when all are.
  return { outcome: 'noMatch', matched: matched ?? null, specificity: pattern.specificity }
}

function patternOf({ isDefault, numberPattern }: Route): NumberPattern | undefined {
  if (isDefault || numberPattern === null) return undefined
  const pattern = readPattern(numberPattern)
  return 'problem' in pattern ? undefined : pattern
}

function byRule(one: Candidate, other: Candidate): number {
  const inSpecificity = one.specificity && other.specificity ? bySpecificity(one.specificity, other.specificity) : 0
  // Ids are ULIDs: they sort by the time at which the route was made.
  return inSpecificity || one.route.order - other.route.order || (one.route.id < other.route.id ? -1 : 1)
}

function lossTo(best: Candidate, loser: Candidate): RouteOutcome {
  if (best.specificity && loser.specificity && bySpecificity(best.specificity, loser.specificity) !== 0) {
    return 'lessSpecific'
  }
  return best.route.order === loser.route.order ? 'newer' : 'laterInOrder'
}
