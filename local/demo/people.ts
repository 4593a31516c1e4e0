import { tenantIdOfOurKey } from '../../functions/adapters/dynamodb/index.ts'
import {
  administratorIdSchema,
  managedPolicySchema,
  type Role,
  recorderIdSchema,
  routeIdSchema,
  userIdSchema,
} from '../../functions/contract/index.ts'
import type {
  AdministratorRole,
  Person,
  Recorder,
  Route,
  TenantDetails,
  TenantId,
  User,
} from '../../functions/model/index.ts'

/** The demo world's ids are fixed, so that seeding it again finds what is there. */
const id = (name: string, number: number) => `01k0${name}`.padEnd(24, '0') + String(number).padStart(2, '0')

const everySwitch: TenantDetails['routePermissions'] = {
  ...{ play: true, download: true, delete: true, rating: true, notes: true, transcript: true, complete: true },
  ...{ agentId: true, customData: true, category: true, video: true },
}
const everyTenant = {
  recordDtmf: true,
  storeCardDigits: false,
  requiresSecondFactor: false,
  routePermissions: everySwitch,
  version: 1,
}

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

const everything = managedPolicySchema.options.filter((name) => name !== 'myCalls' && name !== 'myGroupsCalls')

/** Somebody of the demo world; a recorder's login is its client id. */
export type DemoPerson = {
  login: string
  description: string
  name: string
  /** Null for a recorder. */
  email: string | null
  role: Role
  /** Cognito's are UUIDs; a recorder's is its client id. */
  subject: string
} & (
  | { administrator: NonNullable<Person['administrator']> }
  | { user: Pick<User, 'tenantId' | 'id' | 'role' | 'routes' | 'managedPolicies'> }
  | { recorder: Pick<Recorder, 'tenantId' | 'id'> }
)

/** When the demo world began. */
export const demoBeginning = '2026-01-01T00:00:00.000Z'

const subjectOf = (number: number) => `5eed0000-0000-4000-8000-${String(number).padStart(12, '0')}`
const personId = (number: number) => id('pers0n', number)

function administrator(login: string, number: number, name: string, role: AdministratorRole, description: string) {
  const facts = { id: administratorIdSchema.parse(personId(number)), role, createdAt: demoBeginning }
  const email = `${login}@soundkeep.example`
  return { login, name, role, description, email, subject: subjectOf(number), administrator: facts }
}

function user(
  login: string,
  number: number,
  name: string,
  description: string,
  facts: Pick<User, 'tenantId' | 'role' | 'routes' | 'managedPolicies'>,
) {
  const email = `${login}@soundkeep.example`
  const { role } = facts
  const known = { id: userIdSchema.parse(personId(number)), ...facts }
  return { login, name, role, description, email, subject: subjectOf(number), user: known }
}

function recorder(login: string, number: number, name: string, description: string, tenantId: TenantId) {
  const facts = { tenantId, id: recorderIdSchema.parse(personId(number)) }
  return { login, name, role: 'apiUser' as const, description, email: null, subject: login, recorder: facts }
}

const ofTenant = (tenantId: TenantId): Pick<User, 'tenantId' | 'role' | 'routes' | 'managedPolicies'> => ({
  ...{ tenantId, role: 'tenantAdministrator', routes: 'all', managedPolicies: everything },
})

export const demoPeople: readonly DemoPerson[] = [
  administrator('sam', 1, 'Sam Rivera', 'superUser', 'Super User'),
  administrator('ada', 2, 'Ada Novak', 'accountAdministrator', 'Account Administrator'),
  user('tara', 3, 'Tara Quinn', 'Tenant Administrator of Acme Dental', ofTenant(acme.id)),
  user('uma', 4, 'Uma Patel', 'Tenant User of Acme Dental, the Sales route only', {
    ...{ tenantId: acme.id, role: 'tenantUser', routes: acmeSales.map((route) => route.id) },
    managedPolicies: ['view', 'play', 'video', 'download', 'delete', 'editDetails', 'notesAndScoring'],
  }),
  user('tom', 5, 'Tom Becker', 'Tenant Administrator of Globex Travel', ofTenant(globex.id)),
  recorder('rec-acme', 6, 'Recorder of Acme Dental', 'API User, a recorder of Acme Dental', acme.id),
  recorder('rec-globex', 7, 'Recorder of Globex Travel', 'API User, a recorder of Globex Travel', globex.id),
]

export const demoRecorders = demoPeople.filter((person) => person.role === 'apiUser')
