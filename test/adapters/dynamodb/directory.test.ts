import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory, directoryWriter, platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { Person } from '../../../functions/model/index.ts'
import { type GivenTable, givenTable, newRouteId, newTenantId } from './given.ts'

let table: GivenTable
beforeAll(async () => {
  table = await givenTable()
})
afterAll(() => table.dispose())

const [acme, globex] = [newTenantId(), newTenantId()]
const sales = newRouteId()

const uma: Person = {
  id: 'uma',
  subject: 'subject-of-uma',
  name: 'Uma',
  email: null,
  role: 'tenantUser',
  isEnabled: true,
  timeZone: 'Europe/Berlin',
  locale: null,
  tenants: [{ tenantId: acme, routes: [sales] }],
}
const sam: Person = { ...uma, id: 'sam', subject: 'T#0#PERSON#x', name: 'Sam', role: 'superUser', tenants: 'all' }

describe('the directory', () => {
  it('gives people by subject and tenants by name', async () => {
    const writer = directoryWriter(table.clientsFor, table.tableName)
    const people = directory(table.clientsFor, table.tableName)
    for (const person of [uma, sam]) expect(await writer.createPerson(person)).toBe('written')
    for (const tenant of [
      { id: globex, name: 'Globex Travel' },
      { id: acme, name: 'Acme Dental' },
    ]) {
      expect(await writer.createTenant(tenant)).toBe('written')
    }
    table.calls.length = 0
    expect(await people.personBySubject(uma.subject)).toEqual(uma)
    expect(await people.personBySubject(sam.subject)).toEqual(sam)
    expect(await people.personBySubject('nobody')).toBeUndefined()
    expect(await people.tenants()).toEqual([
      { id: acme, name: 'Acme Dental' },
      { id: globex, name: 'Globex Travel' },
    ])
    for (const call of table.calls) expect([...call.tenants]).toEqual([platformTenantId])
  })

  it('takes no subject, tenant or route twice', async () => {
    const writer = directoryWriter(table.clientsFor, table.tableName)
    const people = directory(table.clientsFor, table.tableName)
    const person = { ...uma, subject: 'taken' }
    await writer.createPerson(person)
    expect(await writer.createPerson({ ...person, role: 'superUser' })).toBe('stale')
    expect(await people.personBySubject('taken')).toEqual(person)
  })
})
