import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { Person } from '../../../functions/model/index.ts'
import { givenAdministratorPerson, givenPerson, givenRoute, givenTenant, newUserId } from '../../domain/given.ts'
import { audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, table.clock)
})
afterAll(() => table.dispose())

const [acme, globex] = [newTenantId(), newTenantId()]
const uma: Person = givenPerson({
  ...{ subject: 'subject-of-uma', name: 'Uma', timeZone: 'Europe/Berlin' },
  links: [{ tenantId: acme, kind: 'user', id: newUserId() }],
})
const sam: Person = givenAdministratorPerson('superUser', { subject: 'T#0#PERSON#x', name: 'Sam' })

describe('the directory', () => {
  it('gives people by subject and tenants by name', async () => {
    for (const person of [uma, sam]) expect(await stores.people.create(person, audit)).toBe('written')
    for (const [id, name] of [
      [globex, 'Globex Travel'],
      [acme, 'Acme Dental'],
    ] as const) {
      const route = givenRoute({ tenantId: id, isDefault: true })
      expect(await stores.tenants.create(givenTenant({ id, name }), route, audit)).toBe('written')
    }
    table.calls.length = 0
    expect(await stores.directory.personBySubject(uma.subject)).toEqual(uma)
    expect(await stores.directory.personBySubject(sam.subject)).toEqual(sam)
    expect(await stores.directory.personBySubject('nobody')).toBeUndefined()
    expect(await stores.directory.tenants()).toEqual([
      { id: acme, name: 'Acme Dental' },
      { id: globex, name: 'Globex Travel' },
    ])
    for (const call of table.calls) expect([...call.tenants]).toEqual([platformTenantId])
  })

  it('takes no subject twice', async () => {
    const person = { ...uma, subject: 'taken' }
    await stores.people.create(person, audit)
    expect(await stores.people.create({ ...person, name: 'Another' }, audit)).toBe('stale')
    expect(await stores.directory.personBySubject('taken')).toEqual(person)
  })
})
