import type { RoutePermissions } from '../../../../functions/contract/index.ts'
import { routePermissionSchema } from '../../../../functions/contract/index.ts'
import { routeSchema } from '../../../../functions/contract/routes.ts'
import { tenantSchema } from '../../../../functions/contract/tenants.ts'
import type { Route, TenantSettings } from '../../../../web/api/index.ts'

/** Every switch on but these. */
export function permissionsWithout(...off: (keyof RoutePermissions)[]): RoutePermissions {
  const entries = routePermissionSchema.options.map((name) => [name, !off.includes(name)] as const)
  return routeSchema.shape.effectivePermissions.parse(Object.fromEntries(entries))
}

export const givenTenant = (facts: Partial<TenantSettings> = {}): TenantSettings =>
  tenantSchema.parse({
    id: '01k0acme000000000000000000',
    name: 'Acme Dental',
    description: null,
    homeCountry: 'US',
    timeZone: 'America/Los_Angeles',
    locale: 'en-US',
    recordDtmf: true,
    storeCardDigits: false,
    requiresSecondFactor: false,
    routePermissions: permissionsWithout(),
    ...facts,
  })

/** A route, held to the contract; `place` is the last letter of its id. */
export const givenRoute = (place: string, facts: Partial<Omit<Route, 'id'>> = {}): Route =>
  routeSchema.parse({
    id: `01k0r0vte0000000000000000${place}`,
    name: `Route ${place}`,
    isDefault: false,
    isRetired: false,
    kind: 'to',
    numberPattern: '1204',
    permissions: 'inherit',
    effectivePermissions: permissionsWithout(),
    recordDtmf: 'inherit',
    effectiveRecordDtmf: true,
    order: 0,
    retiredAt: null,
    ...facts,
  })
