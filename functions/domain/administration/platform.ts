import { type BodyOf, type Contract, type ResponseOf, routePermissionSchema } from '../../contract/index.ts'
import type {
  AdministratorId,
  AdministratorRole,
  Caller,
  Person,
  Route,
  Tenant,
  TenantDetails,
} from '../../model/index.ts'
import type { Clock, Directory, Identities, Ids, PersonStore, TenantStore } from '../../ports/index.ts'
import { platformEntryOf } from '../audit/index.ts'
import { conflict, notFound, Refusal } from '../problems/index.ts'
import { nameTaken, type VersionedTenant, viewTenant } from './tenant.ts'

export type AdministratorView = ResponseOf<Contract['tenants']['createAdministrator']>

export type PlatformPorts = {
  directory: Directory
  tenants: TenantStore
  people: PersonStore
  identities: Identities
  clock: Clock
  ids: Ids
}

/** Every tenant, by name. */
export async function listTenants({ directory }: Pick<PlatformPorts, 'directory'>): Promise<Tenant[]> {
  return directory.tenants()
}

const everySwitchOn = Object.fromEntries(
  routePermissionSchema.options.map((permission) => [permission, true]),
) as TenantDetails['routePermissions'] // an entry for each option

/**
 * Makes a tenant with its Default route; nobody belongs to it yet.
 * @throws Refusal tenant_name_taken
 */
export async function createTenant(
  { tenants, ids }: PlatformPorts,
  caller: Caller,
  asked: BodyOf<Contract['tenants']['createTenant']>,
): Promise<VersionedTenant> {
  const tenant: TenantDetails = {
    ...{ id: ids.tenantId(), ...asked, recordDtmf: false, storeCardDigits: false, requiresSecondFactor: false },
    ...{ routePermissions: everySwitchOn, version: 1 },
  }
  const route: Route = {
    ...{ id: ids.routeId(), tenantId: tenant.id, name: 'Default', isDefault: true, kind: 'fromOrTo' },
    ...{ numberPattern: null, permissions: 'inherit', recordDtmf: 'inherit', order: 0, retiredAt: null, version: 1 },
  }
  const audit = platformEntryOf(caller, 'createTenant', { tenantId: tenant.id })
  if ((await tenants.create(tenant, route, audit)) === 'stale') throw nameTaken()
  return viewTenant(tenant)
}

/** Super Users administer all; Account Administrators whoever is below a Super User. */
const mayEdit = ({ person }: Caller, role: AdministratorRole): boolean =>
  person.administrator?.role === 'superUser' ||
  (person.administrator?.role === 'accountAdministrator' && role === 'accountAdministrator')

function viewed(caller: Caller, { administrator, name, email, isEnabled, subject }: Person): AdministratorView {
  if (!administrator) throw notFound()
  const { id, role, createdAt } = administrator
  const isEditable = mayEdit(caller, role) && subject !== caller.person.subject
  return { id, name, email: email ?? '', role, isEnabled, createdAt, isEditable }
}

/** By name. */
export async function listAdministrators({ people }: PlatformPorts, caller: Caller): Promise<AdministratorView[]> {
  return (await people.administrators()).map((person) => viewed(caller, person))
}

/**
 * Invites an administrator.
 * @throws Refusal forbidden for a Super User by who is none, email_taken for an address that somebody has
 */
export async function createAdministrator(
  { people, identities, clock, ids }: PlatformPorts,
  caller: Caller,
  { name, email, role }: BodyOf<Contract['tenants']['createAdministrator']>,
): Promise<AdministratorView> {
  if (!mayEdit(caller, role)) throw new Refusal('forbidden', 'Only a Super User can make a Super User.')
  const { subject } = await identities.invite({ email, name })
  const administrator = { id: ids.administratorId(), role, createdAt: clock.now() }
  const person: Person = {
    ...{ subject, name, email, administrator, isEnabled: true, timeZone: null, locale: null },
    ...{ links: [], signedOutAt: null, secondFactorAt: null, version: 1 },
  }
  const audit = platformEntryOf(caller, 'createAdministrator', { administratorId: administrator.id })
  if ((await people.create(person, audit)) === 'stale') {
    throw new Refusal('email_taken', 'Somebody signs in with this address already. Use another one.', [
      { field: 'email', message: 'is somebody’s already' },
    ])
  }
  return viewed(caller, person)
}

/** @throws Refusal not_found; own_rights for oneself; forbidden for a Super User by who is none */
async function requireEditable({ people }: PlatformPorts, caller: Caller, id: AdministratorId): Promise<Person> {
  const person = (await people.administrators()).find(({ administrator }) => administrator?.id === id)
  if (!person?.administrator) throw notFound()
  if (person.subject === caller.person.subject) {
    throw new Refusal('own_rights', 'Ask another administrator to change what you may do.')
  }
  if (!mayEdit(caller, person.administrator.role)) {
    throw new Refusal('forbidden', 'Only a Super User changes a Super User.')
  }
  return person
}

/** @throws Refusal not_found, own_rights, forbidden, conflict */
export async function changeAdministrator(
  ports: PlatformPorts,
  caller: Caller,
  id: AdministratorId,
  changes: BodyOf<Contract['tenants']['changeAdministrator']>,
): Promise<AdministratorView> {
  const previous = await requireEditable(ports, caller, id)
  const person = { ...previous, ...changes, version: previous.version + 1 }
  const fields = Object.keys(changes)
  const audit = platformEntryOf(caller, 'changeAdministrator', { administratorId: id }, { fields })
  if ((await ports.people.change(person, previous, audit)) === 'stale') throw conflict()
  return viewed(caller, person)
}

/** @throws Refusal not_found, own_rights, forbidden, conflict */
export async function removeAdministrator(ports: PlatformPorts, caller: Caller, id: AdministratorId): Promise<void> {
  const person = await requireEditable(ports, caller, id)
  const audit = platformEntryOf(caller, 'removeAdministrator', { administratorId: id })
  if ((await ports.people.remove(person, audit)) === 'stale') throw conflict()
  if (person.email !== null) await ports.identities.remove(person.email)
}
