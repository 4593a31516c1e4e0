import { routeIdSchema } from '../../contract/index.ts'
import type { Route, RouteId } from '../../model/index.ts'
import type { Clock, RouteStore } from '../../ports/index.ts'
import { readRoute, routeItem } from './directory-items.ts'
import { tenantTables } from './entity.ts'
import { keys, routePartition } from './keys.ts'
import { creationOf, type NamedKind, namedStore } from './named.ts'
import type { ClientsFor } from './recordings.ts'
import type { Write } from './write.ts'

const kind: NamedKind<RouteId, Route> = {
  ...{ kind: 'route', idSchema: routeIdSchema, partition: routePartition, key: keys.route, nameKey: keys.routeName },
  ...{ item: routeItem, read: readRoute, maxListed: 1_000 },
}

export function routeStore(clientsFor: ClientsFor, tableName: string, clock: Pick<Clock, 'now'>): RouteStore {
  const { all, ...store } = namedStore(tenantTables(clientsFor, tableName), clock, kind)
  return { ...store, routes: all }
}

/** The items of a route that is new. */
export const routeCreation = (route: Route): Write[] => creationOf(kind, route)
