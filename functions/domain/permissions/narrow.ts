import type { Permission } from '../../contract/index.ts'
import type { Grant, Instant, Principal, RouteId, TenantId } from '../../model/index.ts'
import { type Residual, residualOf, textsOf } from '../policies/index.ts'
import {
  askerContext,
  grantsOf,
  isClosedTo,
  policiesOf,
  recordingKeys,
  recordingPart,
  routeResourcePrefix,
} from './asking.ts'
import { permits } from './role-scopes.ts'

/**
 * Where to look for all that somebody may see: recordings of these routes, and of these agents, within these times. What
 * lies there is tested one by one; what does not is never seen, and never read.
 */
export type Cover = {
  /** Undefined: of every route and agent. */
  places: { routes: ReadonlySet<RouteId>; agents: ReadonlySet<string> } | undefined
  from: Instant | undefined
  /** Exclusive. */
  before: Instant | undefined
}

const everything: Cover = { places: undefined, from: undefined, before: undefined }
const nothing: Cover = { ...everything, places: { routes: new Set(), agents: new Set() } }

const isNothing = ({ places }: Cover) => places !== undefined && places.routes.size + places.agents.size === 0
/** Reading many lists at once costs more than reading one. */
const costOf = ({ places }: Cover) => (places ? places.routes.size + places.agents.size : Number.POSITIVE_INFINITY)

const latest = (one: Instant | undefined, other: Instant | undefined) =>
  one === undefined ? other : other === undefined || one > other ? one : other
const earliest = (one: Instant | undefined, other: Instant | undefined) =>
  one === undefined ? other : other === undefined || one < other ? one : other

/** Covers all that both cover. */
function both(one: Cover, other: Cover): Cover {
  const { places } = costOf(other) < costOf(one) ? other : one
  return { places, from: latest(one.from, other.from), before: earliest(one.before, other.before) }
}

/** Covers all that either covers. */
function either(one: Cover, other: Cover): Cover {
  if (isNothing(one)) return other
  if (isNothing(other)) return one
  const open = <T>(a: T | undefined, b: T | undefined, of: (a: T, b: T) => T) =>
    a === undefined || b === undefined ? undefined : of(a, b)
  return {
    places: open(one.places, other.places, (a, b) => ({
      routes: new Set([...a.routes, ...b.routes]),
      agents: new Set([...a.agents, ...b.agents]),
    })),
    from: open(one.from, other.from, (a, b) => (a < b ? a : b)),
    before: open(one.before, other.before, (a, b) => (a > b ? a : b)),
  }
}

type Asked = { tenantId: TenantId; at: Instant }

function coverOf(residual: Residual, asked: Asked): Cover {
  switch (residual.kind) {
    case 'never':
      return nothing
    case 'all':
      return residual.of.reduce((cover, one) => both(cover, coverOf(one, asked)), everything)
    case 'any':
      return residual.of.reduce((cover, one) => either(cover, coverOf(one, asked)), nothing)
    case 'condition':
      return coverOfCondition(residual, asked)
    case 'resource':
      return coverOfResource(residual, asked)
    // A list cannot be asked for what is not so.
    case 'always':
    case 'not':
    case 'has':
      return everything
  }
}

function coverOfCondition({ key, test, quantifier, negated }: Extract<Residual, { kind: 'condition' }>, asked: Asked) {
  // ForAllValues is met by nothing at all; a recording has one value of these keys at most.
  if (negated || quantifier === 'all') return everything
  switch (test.kind) {
    case 'text':
      return key === 'recording.agentid' || key === 'recording.routeid' ? coverOfTexts(key, test.operands) : everything
    case 'number':
      return key === 'recording.agedays' ? coverOfAge(test, asked.at) : everything
    case 'date':
      return key === 'recording.startedat' ? coverOfStart(test) : everything
    default:
      return everything
  }
}

function coverOfTexts(key: string, operands: readonly Parameters<typeof textsOf>[0][]): Cover {
  const texts = operands.map((operand) => (operand.ignoresCase ? undefined : textsOf(operand)))
  const known = texts.filter((each) => each !== undefined).flat()
  if (known.length > maxPlaces || texts.includes(undefined)) return everything
  const isAgent = key === 'recording.agentid'
  return {
    ...everything,
    places: {
      agents: new Set(isAgent ? known : []),
      routes: new Set(isAgent ? [] : (known as RouteId[])), // a text that is no route's id names an empty list
    },
  }
}

/** With more than these it is cheaper to walk through all recordings. */
const maxPlaces = 100

function coverOfResource({ pattern }: Extract<Residual, { kind: 'resource' }>, { tenantId }: Asked): Cover {
  const [first] = pattern.parts
  const prefix = routeResourcePrefix(tenantId)
  if (first?.kind !== 'text' || !first.text.startsWith(prefix)) return everything
  const routeEnd = first.text.indexOf(recordingPart, prefix.length)
  if (routeEnd < 0) return everything
  const routeId = first.text.slice(prefix.length, routeEnd) as RouteId // as above
  return { ...everything, places: { routes: new Set([routeId]), agents: new Set() } }
}

const dayMs = 24 * 3_600_000
const furthestMs = 8_640_000_000_000_000

/** Undefined for a time that no clock shows. */
const instantAt = (ms: number): Instant | undefined =>
  Math.abs(ms) < furthestMs && ms >= 0 && ms < Date.UTC(9999, 0) ? new Date(ms).toISOString() : undefined

/** A millisecond wider than asked, since each recording is tested for itself. */
function coverOfAge(test: { comparison: string; operands: readonly number[] }, at: Instant): Cover {
  const now = Date.parse(at)
  const starts = test.operands.map((days) => now - days * dayMs)
  // Younger than so many days is to have begun later than so long ago.
  if (test.comparison.startsWith('less')) return { ...everything, from: instantAt(Math.floor(Math.min(...starts)) - 1) }
  if (test.comparison.startsWith('greater')) {
    return { ...everything, before: instantAt(Math.ceil(Math.max(...starts)) + 2) }
  }
  return everything
}

function coverOfStart(test: { comparison: string; operands: readonly number[] }): Cover {
  if (test.comparison.startsWith('greater')) {
    return { ...everything, from: instantAt(Math.floor(Math.min(...test.operands)) - 1) }
  }
  if (test.comparison.startsWith('less')) {
    return { ...everything, before: instantAt(Math.ceil(Math.max(...test.operands)) + 2) }
  }
  return everything
}

function coverOfGrant(principal: Principal, grant: Grant, permission: Permission): Cover {
  if (!permits(grant.role, permission)) return nothing
  const { tenantId, request } = principal
  const residual = residualOf({
    policies: policiesOf(grant),
    boundaries: [],
    request: {
      action: permission,
      resource: [routeResourcePrefix(tenantId), { unknown: 'route' }, recordingPart, { unknown: 'recording' }],
      context: askerContext(grant, request),
      unknownKeys: [recordingKeys],
    },
  })
  const cover = coverOf(residual, { tenantId, at: request.at })
  if (grant.routes === 'all') return cover
  return both(cover, { ...everything, places: { routes: new Set(grant.routes), agents: new Set() } })
}

/**
 * *Narrow*: where a list for this principal has to look. Compiled from the same policies that decide, boundaries among
 * them; every recording that {@link decide} allows lies within.
 */
export function narrow(principal: Principal, permission: Permission): Cover {
  if (isClosedTo(principal, permission)) return nothing
  return grantsOf(principal)
    .map((grant) => coverOfGrant(principal, grant, permission))
    .reduce(both, everything)
}

/** Whether the cover names the route, or any route might be in it. */
export function mayHoldRoute({ places }: Cover, routeId: RouteId): boolean {
  return places === undefined || places.agents.size > 0 || places.routes.has(routeId)
}
