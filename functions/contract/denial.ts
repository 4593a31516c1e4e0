import * as z from 'zod'
import { routePermissionSchema } from './route-permissions.ts'

/** Why an action is off: `route_permission`: its route's switch is; `permission`: the asker may not do it. */
export const denialSchema = z.object({
  code: z.enum(['route_permission', 'permission']),
  /** Null where it is not the route's doing. */
  routeName: z.string().nullable(),
  /** The switch that is off. */
  routePermission: routePermissionSchema.nullable(),
})

export type Denial = z.output<typeof denialSchema>
