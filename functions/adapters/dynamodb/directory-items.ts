import * as z from 'zod'
import { roleSchema, routeIdSchema, tenantIdValueSchema } from '../../contract/index.ts'
import type { Person, Route, Tenant, TenantId } from '../../model/index.ts'
import { type Item, parseItem, withoutNulls } from './item.ts'
import { keys, tenantIdOfOurKey } from './keys.ts'

const text = z.string().nullable().default(null)
const storedTenantId = tenantIdValueSchema.transform(tenantIdOfOurKey)

const tenantSchema = z.object({ id: storedTenantId, name: z.string() })
const routeSchema = z.object({ id: routeIdSchema, name: z.string(), isDefault: z.boolean() })
const personSchema = z.object({
  id: z.string(),
  subject: z.string(),
  name: z.string(),
  email: text,
  role: roleSchema,
  isEnabled: z.boolean(),
  timeZone: text,
  locale: text,
  tenants: z.union([
    z.literal('all'),
    z.array(z.object({ tenantId: storedTenantId, routes: z.union([z.literal('all'), z.array(routeIdSchema)]) })),
  ]),
})

export const tenantItem = (tenant: Tenant): Item => ({ ...keys.tenant(tenant.id), ...tenant })
export const readTenant = (item: unknown): Tenant => parseItem('tenant', tenantSchema, item)

export function routeItem({ tenantId, ...route }: Route): Item {
  return { ...keys.route(tenantId, route.id), ...route }
}

export function readRoute(tenantId: TenantId, item: unknown): Route {
  return { tenantId, ...parseItem('route', routeSchema, item) }
}

export const personItem = (person: Person): Item => ({ ...withoutNulls(person), ...keys.person(person.subject) })
export const readPerson = (item: unknown): Person => parseItem('person', personSchema, item)
