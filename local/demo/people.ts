import { tenantIdOfOurKey } from '../../functions/adapters/dynamodb/index.ts'
import type { Role } from '../../functions/contract/index.ts'
import { routeIdSchema } from '../../functions/contract/index.ts'
import type { Person, Route, RouteScope, TenantDetails, TenantId } from '../../functions/model/index.ts'

/** The demo world's ids are fixed, so that seeding it again finds what is there. */
const id = (name: string, number: number) => `01k0${name}`.padEnd(24, '0') + String(number).padStart(2, '0')

const everySwitch: TenantDetails['routePermissions'] = {
  ...{ play: true, download: true, delete: true, rating: true, notes: true, transcript: true, complete: true },
  ...{ agentId: true, customData: true, category: true, video: true },
}
const everyTenant = { recordDtmf: true, routePermissions: everySwitch, version: 1 }

export const acme: TenantDetails = {
  ...{ id: tenantIdOfOurKey(id('acme', 0)), name: 'Acme Dental' },
  description: 'Two dental practices in San Francisco',
  ...{ homeCountry: 'US', timeZone: 'America/Los_Angeles', locale: 'en-US', ...everyTenant },
}
export const globex: TenantDetails = {
  ...{ id: tenantIdOfOurKey(id('g10bex', 0)), name: 'Globex Travel' },
  description: 'A travel agency in Berlin with guests from all over the world',
  ...{ homeCountry: 'DE', timeZone: 'Europe/Berlin', locale: 'de-DE', ...everyTenant },
}
export const demoTenants: readonly TenantDetails[] = [acme, globex]

function routesOf(tenant: TenantDetails, prefix: string, numberPatterns: Record<string, string>): Route[] {
  return ['Default', 'Sales', 'Support'].map((name, index) => ({
    ...{ id: routeIdSchema.parse(id(prefix, index + 1)), tenantId: tenant.id, name, isDefault: name === 'Default' },
    ...{ kind: 'fromOrTo', numberPattern: numberPatterns[name] ?? null, permissions: 'inherit', order: index },
    ...{ recordDtmf: 'inherit', retiredAt: null, version: 1 },
  }))
}

export const demoRoutes: readonly Route[] = [
  ...routesOf(acme, 'acme', { Sales: '+1 415 555 0100', Support: '+1 415 555 0101' }),
  ...routesOf(globex, 'g10bex', { Sales: '+1 617 555 0110', Support: '+1 617 555 0111' }),
]
const acmeSales = demoRoutes.filter((route) => route.tenantId === acme.id && route.name === 'Sales')

/** A person of the demo world, or a recorder, whose login is its client id. */
export type DemoPerson = Person & { login: string; description: string }

type Described = {
  login: string
  number: number
  name: string
  role: Role
  description: string
  tenants: Person['tenants']
}

const member = (tenantId: TenantId, routes: RouteScope = 'all') => [{ tenantId, routes }]

const described: Described[] = [
  { login: 'sam', number: 1, name: 'Sam Rivera', role: 'superUser', description: 'Super User', tenants: 'all' },
  {
    ...{ login: 'ada', number: 2, name: 'Ada Novak', role: 'accountAdministrator' },
    ...{ description: 'Account Administrator', tenants: 'all' },
  },
  {
    ...{ login: 'tara', number: 3, name: 'Tara Quinn', role: 'tenantAdministrator' },
    ...{ description: 'Tenant Administrator of Acme Dental', tenants: member(acme.id) },
  },
  {
    ...{ login: 'uma', number: 4, name: 'Uma Patel', role: 'tenantUser' },
    description: 'Tenant User of Acme Dental, the Sales route only',
    tenants: member(
      acme.id,
      acmeSales.map((route) => route.id),
    ),
  },
  {
    ...{ login: 'tom', number: 5, name: 'Tom Becker', role: 'tenantAdministrator' },
    ...{ description: 'Tenant Administrator of Globex Travel', tenants: member(globex.id) },
  },
  {
    ...{ login: 'rec-acme', number: 6, name: 'Recorder of Acme Dental', role: 'apiUser' },
    ...{ description: 'API User, a recorder of Acme Dental', tenants: member(acme.id) },
  },
  {
    ...{ login: 'rec-globex', number: 7, name: 'Recorder of Globex Travel', role: 'apiUser' },
    ...{ description: 'API User, a recorder of Globex Travel', tenants: member(globex.id) },
  },
]

export const demoPeople: readonly DemoPerson[] = described.map(({ number, ...person }) => ({
  ...person,
  id: id('peop1e', number),
  // Cognito's subjects are UUIDs; a recorder's is its client id.
  subject: person.role === 'apiUser' ? person.login : `5eed0000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  email: person.role === 'apiUser' ? null : `${person.login}@soundkeep.example`,
  isEnabled: true,
  timeZone: null,
  locale: null,
}))

export const demoRecorders = demoPeople.filter((person) => person.role === 'apiUser')
