import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actInTenant, callerOf, tenantsOf } from '../../../functions/domain/tenancy/index.ts'
import type { Person } from '../../../functions/model/index.ts'
import type { Directory } from '../../../functions/ports/index.ts'
import { givenPerson, otherTenantId, routeIds, tenantId } from '../given.ts'

const tenants = [
  { id: tenantId, name: 'Acme' },
  { id: otherTenantId, name: 'Globex' },
]
const directoryOf = (person?: Person): Directory => ({
  personBySubject: async () => person,
  tenants: async () => tenants,
})

const memberships = fc.subarray<Exclude<Person['tenants'], 'all'>[number]>([
  { tenantId, routes: 'all' },
  { tenantId: otherTenantId, routes: [routeIds[0]] },
])
const anyTenants = fc.oneof(fc.constant('all' as const), memberships)
const anyRequest = fc.option(fc.constantFrom<string[]>(tenantId, otherTenantId, '0'.repeat(26), ''), { nil: undefined })

describe('acting in a tenant', () => {
  it('is in the one asked for or the only one, with the routes of that membership, else refused', async () => {
    const property = fc.asyncProperty(anyTenants, anyRequest, async (own, requested) => {
      const person = givenPerson({ tenants: own })
      const open = await tenantsOf(directoryOf(), person)
      const acting = await actInTenant(directoryOf(), person, requested).catch((error: unknown) => error)
      const chosen = requested ?? (own !== 'all' && own.length === 1 ? own[0]?.tenantId : undefined)
      const isOpen = open.some(({ id }) => id === chosen)
      if (isOpen) {
        const routes = own === 'all' ? 'all' : own.find((membership) => membership.tenantId === chosen)?.routes
        expect(acting).toEqual({ person, tenantId: chosen, routes })
      } else {
        const mustChoose = requested === undefined && (own === 'all' || own.length > 1)
        expect(acting).toMatchObject({ code: mustChoose ? 'tenant_required' : 'not_found' })
      }
    })
    await fc.assert(property)
  })

  it('refuses a foreign tenant in the words for one that is not there', async () => {
    const person = givenPerson()
    const foreign = await actInTenant(directoryOf(), person, otherTenantId).catch((error: Error) => error)
    const absent = await actInTenant(directoryOf(), person, '0'.repeat(26)).catch((error: Error) => error)
    expect(foreign).toBeInstanceOf(Error)
    expect(foreign).toEqual(absent)
  })
})

describe('who a token stands for', () => {
  const token = (...scopes: string[]) => ({ subject: 's1', clientId: 'c', scopes })
  const told = (person: Person | undefined, ...scopes: string[]) =>
    callerOf(directoryOf(person), token(...scopes)).then(
      () => 'known',
      (error: { code?: string }) => error.code,
    )

  it('is the person, by a token for people', async () => {
    expect(await told(givenPerson(), 'openid', 'soundkeep/api')).toBe('known')
    expect(await told(givenPerson(), 'openid', 'soundkeep/ingest')).toBe('unauthenticated')
    expect(await told(givenPerson())).toBe('unauthenticated')
  })

  it('is the recorder, by a token for recorders', async () => {
    const recorder = givenPerson({ role: 'apiUser' })
    expect(await told(recorder, 'soundkeep/ingest')).toBe('known')
    expect(await told(recorder, 'soundkeep/api')).toBe('unauthenticated')
  })

  it('is nobody whom we do not know or have disabled', async () => {
    expect(await told(undefined, 'soundkeep/api', 'soundkeep/ingest')).toBe('unauthenticated')
    expect(await told(givenPerson({ isEnabled: false }), 'soundkeep/api')).toBe('unauthenticated')
  })
})
