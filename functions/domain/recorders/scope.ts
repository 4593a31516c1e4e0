import type { FieldError } from '../../contract/index.ts'
import type { Principal, Recorder, RecorderId, Route, RouteId, RouteScope } from '../../model/index.ts'
import type { RecorderStore } from '../../ports/index.ts'
import { mayDo, thingTarget } from '../permissions/index.ts'
import { notFound, Refusal } from '../problems/index.ts'

type Feeding = Pick<Recorder, 'routes' | 'defaultRouteId'>

/** The routes that the asker administers, as far as everybody who set their rights does. */
export function ownRoutes({ grant, boundaries }: Pick<Principal, 'grant' | 'boundaries'>): RouteScope {
  return boundaries.reduce<RouteScope>((own, { routes }) => {
    if (own === 'all') return routes
    return routes === 'all' ? own : own.filter((id) => routes.includes(id))
  }, grant.routes)
}

/** Whether all that the recorder feeds by a rule of its own lies within the routes. */
export function isWithin({ routes, defaultRouteId }: Feeding, own: RouteScope): boolean {
  if (own === 'all') return true
  if (routes === 'all') return false
  return [...routes, ...(defaultRouteId === null ? [] : [defaultRouteId])].every((id) => own.includes(id))
}

export type RecorderPermission = 'recorder:Read' | 'recorder:Edit'

/** Whether the asker may do it to this recorder: of their own routes, and not beyond what their policies say. */
export function mayOf(principal: Principal, permission: RecorderPermission, recorder: Recorder): boolean {
  return (
    isWithin(recorder, ownRoutes(principal)) && mayDo(principal, permission, thingTarget(`recorder/${recorder.id}`))
  )
}

/**
 * The recorder, if the asker may administer it.
 * @throws Refusal not_found, the same for a missing recorder, another tenant's, and one that is not the asker's
 */
export async function requireRecorder(
  { recorders }: { recorders: Pick<RecorderStore, 'find'> },
  principal: Principal,
  id: RecorderId,
  permission: RecorderPermission,
): Promise<Recorder> {
  const recorder = await recorders.find(principal.tenantId, id)
  if (!recorder || !mayOf(principal, permission, recorder)) throw notFound()
  return recorder
}

/**
 * A foreign route and a missing one are refused in the same words. What a recorder has already may stay.
 * @param all the tenant's routes
 * @param previous null for a new recorder
 * @throws Refusal invalid_request naming the fields that name routes which are not the asker's, or not the recorder's own
 */
export function requireOwnRoutes(
  principal: Principal,
  all: readonly Route[],
  { routes, defaultRouteId }: Feeding,
  previous: Feeding | null,
): void {
  const own = ownRoutes(principal)
  const isOpen = (id: RouteId) => all.some((route) => route.id === id) && (own === 'all' || own.includes(id))
  const had = new Set(previous === null || previous.routes === 'all' ? [] : previous.routes)
  const errors: FieldError[] = []
  if (routes === 'all') {
    if (own !== 'all') errors.push({ field: 'routes', message: 'must be some of your own routes' })
  } else {
    routes.forEach((id, index) => {
      if (!had.has(id) && !isOpen(id)) errors.push({ field: `routes[${index}]`, message: notOwn })
    })
  }
  if (defaultRouteId !== null) {
    const route = all.find(({ id }) => id === defaultRouteId)
    const isFed = routes === 'all' || routes.includes(defaultRouteId) || route?.isDefault === true
    if (defaultRouteId !== previous?.defaultRouteId && !isOpen(defaultRouteId)) {
      errors.push({ field: 'defaultRouteId', message: notOwn })
    } else if (defaultRouteId !== previous?.defaultRouteId && route?.retiredAt) {
      errors.push({ field: 'defaultRouteId', message: 'is the id of a retired route' })
    } else if (!isFed) {
      errors.push({ field: 'defaultRouteId', message: 'must be one of the recorder’s own routes' })
    }
  }
  const [first] = errors
  if (!first) return
  const detail = `Correct the body: ${first.field} ${first.message}.`
  throw new Refusal('invalid_request', detail, errors.slice(0, maxFieldErrors))
}

const maxFieldErrors = 50
const notOwn = 'must be the id of one of your own routes'
