import * as z from 'zod'

/**
 * What a tenant and its routes switch on or off for everybody, whatever role and policies allow. `video` is for video and
 * screen files: they are played and downloaded only where `play` or `download` is on as well.
 */
export const routePermissionSchema = z.enum([
  'play',
  'download',
  'delete',
  'rating',
  'notes',
  'transcript',
  'complete',
  'agentId',
  'customData',
  'category',
  'video',
])

const isOn = z.boolean()

/** Every switch, true where it is on. */
export const routePermissionsSchema = z.object({
  play: isOn,
  download: isOn,
  delete: isOn,
  rating: isOn,
  notes: isOn,
  transcript: isOn,
  complete: isOn,
  agentId: isOn,
  customData: isOn,
  category: isOn,
  video: isOn,
} satisfies Record<RoutePermission, z.ZodBoolean>)
/** The same as a request gives it. */
export const givenRoutePermissionsSchema = routePermissionsSchema.strict()

export type RoutePermission = z.output<typeof routePermissionSchema>
export type RoutePermissions = z.output<typeof routePermissionsSchema>

/** The route's own switches, all of them, or those of its tenant as they are at the time. */
export const ownRoutePermissionsSchema = z.union([z.literal('inherit'), routePermissionsSchema])

export const ownRecordDtmfSchema = z.enum(['inherit', 'no', 'yes'])

/** Which of a call's numbers the pattern is held against. */
export const routeKindSchema = z.enum(['from', 'to', 'fromOrTo'])
