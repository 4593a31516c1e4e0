import * as z from 'zod'
import {
  ownRecordDtmfSchema,
  type RoutePermission,
  routeIdSchema,
  routeKindSchema,
  routePermissionSchema,
  tenantIdValueSchema,
} from '../../contract/index.ts'
import type { Route, Tenant, TenantDetails, TenantId } from '../../model/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys, tenantIdOfOurKey } from './keys.ts'

const text = z.string().nullable().default(null)
const storedTenantId = tenantIdValueSchema.transform(tenantIdOfOurKey)

/** Items that were never changed since they had a version have none. */
const version = z.number().default(1)

const tenantSchema = z.object({ id: storedTenantId, name: z.string() })
const allOn = Object.fromEntries(routePermissionSchema.options.map((permission) => [permission, true])) as Record<
  RoutePermission,
  true
> // an entry for each option

/** A switch that an item does not name is on: items are older than some switches. */
const switchesSchema = z
  .partialRecord(routePermissionSchema, z.boolean())
  .transform((switches) => ({ ...allOn, ...switches }))
const tenantDetailsSchema = tenantSchema.extend({
  description: text,
  homeCountry: text,
  timeZone: z.string().default('UTC'),
  locale: z.string().default('en'),
  recordDtmf: z.boolean().default(true),
  storeCardDigits: z.boolean().default(false),
  requiresSecondFactor: z.boolean().default(false),
  routePermissions: switchesSchema.default(allOn),
  version,
})
const routeSchema = z.object({
  id: routeIdSchema,
  name: z.string(),
  isDefault: z.boolean(),
  kind: routeKindSchema.default('fromOrTo'),
  numberPattern: text,
  permissions: z.union([z.literal('inherit'), switchesSchema]).default('inherit'),
  recordDtmf: ownRecordDtmfSchema.default('inherit'),
  order: z.number().default(0),
  retiredAt: text,
  version,
})
/** That the tenant is there, and how it is called. */
export const listedTenantItem = ({ id, name }: Tenant): Item => ({ id, name, ...keys.tenant(id) })
/** What its administrators set. */
export const settingsItem = (tenant: TenantDetails): Item => ({ ...withoutNulls(tenant), ...keys.settings(tenant.id) })
export const readTenant = (item: unknown): Tenant => parseItem('tenant', tenantSchema, item)

export const readTenantDetails = (item: unknown): TenantDetails => parseItem('tenant', tenantDetailsSchema, item)

export function routeItem({ tenantId, ...route }: Route): Item {
  return { ...withoutNulls(route), ...keys.route(tenantId, route.id) }
}

export function readRoute(tenantId: TenantId, item: unknown): Route {
  return { tenantId, ...parseItem('route', routeSchema, item) }
}
