import * as z from 'zod'
import { routePermissionSchema } from './route-permissions.ts'
import { directionSchema, recordingIdSchema, shortText } from './values.ts'

export const recordingParams = z.object({ recordingId: recordingIdSchema })

/** Why an action is off: `route_permission`: its route's switch is; `permission`: the asker may not do it. */
export const denialSchema = z.object({
  code: z.enum(['route_permission', 'permission']),
  /** Null where it is not the route's doing. */
  routeName: z.string().nullable(),
  /** The switch that is off. */
  routePermission: routePermissionSchema.nullable(),
})

/** Facts that a person may correct. Null clears one. */
export const correctionsSchema = z
  .object({
    from: shortText(255).nullable(),
    fromName: shortText(255).nullable(),
    to: shortText(255).nullable(),
    toName: shortText(255).nullable(),
    direction: directionSchema,
    agentId: shortText(128).nullable(),
    agentName: shortText(255).nullable(),
    queue: shortText(128).nullable(),
  })
  .partial()
  .strict()

/** Names of the facts that a person may correct. */
export const factNames: readonly string[] = Object.keys(correctionsSchema.shape)

export type Denial = z.output<typeof denialSchema>
