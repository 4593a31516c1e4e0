import type { FieldError } from '../../contract/index.ts'
import type { CallNumber, Principal, Recording, Route, RoutedBy, RouteId, TenantSettings } from '../../model/index.ts'
import { feeds } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'
import { chooseRoute, readNumber } from '../routing/index.ts'
import { contradiction } from './merge.ts'

type Place = { routeId: RouteId; routedBy: RoutedBy }
type Numbers = { from?: string | null | undefined; to?: string | null | undefined }

/**
 * The route of that name, whatever the case of its letters.
 * @throws Refusal invalid_request without one
 */
export function namedRoute({ routes }: TenantSettings, name: string): Route {
  const named = routes.find((route) => route.name.toLowerCase() === name.toLowerCase())
  if (named) return named
  throw new Refusal('invalid_request', 'There is no route of that name. Leave it out to have one chosen.', [
    { field: 'route', message: 'is not the name of a route' },
  ])
}

/** @throws Refusal invalid_request for a retired route */
function requireInUse(route: Route): Route {
  if (route.retiredAt === null) return route
  throw new Refusal('invalid_request', 'The route of that name takes no more calls. Name another, or leave it out.', [
    { field: 'route', message: 'is the name of a retired route' },
  ])
}

/**
 * Where a new recording goes: to the route that its recorder names, else by pattern, else to the recorder's own default,
 * else to the Default route.
 * @throws Refusal invalid_request for a name of no route, or of a retired one
 */
export function placeNew(
  principal: Principal,
  settings: TenantSettings,
  name: string | undefined,
  numbers: Numbers,
): Place {
  if (name !== undefined) return { routeId: requireInUse(namedRoute(settings, name)).id, routedBy: 'name' }
  return placeByPattern(principal, settings, numbers)
}

/** Whether calls of the recorder may go there: to routes of its own, and to the Default route, which takes what nothing does. */
export function mayFeed(principal: Principal, { routes }: TenantSettings, routeId: RouteId): boolean {
  const isDefault = routes.some((route) => route.isDefault && route.id === routeId)
  return isDefault || feeds(principal, routeId)
}

/** Among the routes that the recorder may feed; where none matches, the recorder's own default while it takes calls. */
function placeByPattern(principal: Principal, settings: TenantSettings, numbers: Numbers): Place {
  const { tenant, routes } = settings
  const read = (asSent: string | null | undefined): CallNumber | null =>
    asSent === null || asSent === undefined ? null : readNumber(asSent, tenant.homeCountry)
  const open = routes.filter((route) => mayFeed(principal, settings, route.id))
  const { route, chosenBy } = chooseRoute(open, { from: read(numbers.from), to: read(numbers.to) })
  if (chosenBy === 'pattern') return { routeId: route.id, routedBy: 'pattern' }
  const own = open.find(({ id, retiredAt }) => id === principal.recorder?.defaultRouteId && retiredAt === null)
  return { routeId: (own ?? route).id, routedBy: 'default' }
}

/**
 * Where a recording goes when more becomes known. A name prevails over a pattern, once: another name contradicts it. A
 * number that comes later is matched only while the recording is where it is for want of anything better, so a pattern or
 * a default that was changed leaves recordings where they are.
 * @param previous the recording before this request
 * @param filled with this request's facts
 * @returns the recording with its route (the same object where that stays), and the contradictions found
 * @throws Refusal invalid_request for a name of no route, or of a retired one that the recording is not on
 */
export function placeKnown(
  principal: Principal,
  settings: TenantSettings,
  name: string | undefined,
  previous: Recording,
  filled: Recording,
): { placed: Recording; contradictions: FieldError[] } {
  const isNamed = previous.routedBy === 'name'
  if (name !== undefined) {
    const named = namedRoute(settings, name)
    if (named.id === previous.routeId) {
      return { placed: isNamed ? filled : { ...filled, routedBy: 'name' }, contradictions: [] }
    }
    if (isNamed) return { placed: filled, contradictions: [contradiction('route')] }
    return { placed: { ...filled, routeId: requireInUse(named).id, routedBy: 'name' }, contradictions: [] }
  }
  const isNewNumber = filled.from !== previous.from || filled.to !== previous.to
  if (previous.routedBy !== 'default' || !isNewNumber) return { placed: filled, contradictions: [] }
  const place = placeByPattern(principal, settings, filled)
  return { placed: place.routedBy === 'pattern' ? { ...filled, ...place } : filled, contradictions: [] }
}
