import type { Person, Principal, Tenant } from '../../model/index.ts'
import type { AccessToken, Directory } from '../../ports/index.ts'
import { notFound, Refusal } from '../problems/index.ts'

/** The token's scopes for people and for recorders. */
const personScope = 'soundkeep/api'
const recorderScope = 'soundkeep/ingest'

/**
 * Who a verified token stands for. A recorder's token opens only a recorder (API User), a person's only a person.
 * @throws Refusal unauthenticated for a token of nobody we know, or of somebody who is disabled
 */
export async function callerOf(directory: Directory, token: AccessToken): Promise<Person> {
  const person = await directory.personBySubject(token.subject)
  const wanted = person?.role === 'apiUser' ? recorderScope : personScope
  if (!person?.isEnabled || !token.scopes.includes(wanted)) {
    throw new Refusal('unauthenticated', 'This sign-in is not known here. Sign in again, or ask your administrator.')
  }
  return person
}

/** The tenants that a caller may choose from, by name. */
export async function tenantsOf(directory: Directory, person: Person): Promise<Tenant[]> {
  const all = await directory.tenants()
  if (person.tenants === 'all') return all
  const own = new Set<string>(person.tenants.map((membership) => membership.tenantId))
  return all.filter((tenant) => own.has(tenant.id))
}

/**
 * Puts the caller into exactly one tenant: the one asked for, else the only one.
 * @param requested the `Soundkeep-Tenant` header
 * @throws Refusal tenant_required with several to choose from; not_found alike for a tenant that is missing or foreign
 */
export async function actInTenant(
  directory: Directory,
  person: Person,
  requested: string | undefined,
): Promise<Principal> {
  if (person.tenants !== 'all') {
    const [first, ...others] = person.tenants
    const chosen =
      requested === undefined
        ? others.length === 0
          ? first
          : undefined
        : person.tenants.find((membership) => membership.tenantId === requested)
    if (chosen) return { person, tenantId: chosen.tenantId, routes: chosen.routes }
    if (requested !== undefined || first === undefined) throw notFound()
  }
  if (requested === undefined) {
    throw new Refusal('tenant_required', 'You may act in several tenants: name one in the Soundkeep-Tenant header.')
  }
  const tenant = (await directory.tenants()).find((candidate) => candidate.id === requested)
  if (!tenant) throw notFound()
  return { person, tenantId: tenant.id, routes: 'all' }
}
