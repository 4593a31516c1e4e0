import * as z from 'zod'
import { recorderIdSchema, routeIdSchema, routeScopeSchema, voiceSchema } from '../../contract/index.ts'
import type { Recorder, TenantId } from '../../model/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys } from './keys.ts'

const recorderSchema = z.object({
  id: recorderIdSchema,
  name: z.string(),
  clientId: z.string(),
  isEnabled: z.boolean(),
  defaultRouteId: routeIdSchema.nullable().default(null),
  routes: routeScopeSchema,
  timeZone: z.string().nullable().default(null),
  channelOrder: z.array(voiceSchema),
  silenceMinutes: z.number().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number(),
})

export function recorderItem({ tenantId, ...recorder }: Recorder): Item {
  return { ...withoutNulls(recorder), ...keys.recorder(tenantId, recorder.id) }
}

export function readRecorder(tenantId: TenantId, item: unknown): Recorder {
  return { tenantId, ...parseItem('recorder', recorderSchema, item) }
}
