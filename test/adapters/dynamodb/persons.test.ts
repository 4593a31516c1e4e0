import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { Person, TenantLink } from '../../../functions/model/index.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { givenAdministratorPerson, givenPerson, newUserId } from '../../domain/given.ts'
import { actionsIn, audit, type GivenStores, type GivenTable, givenTable, newTenantId, storesOf } from './given.ts'

let table: GivenTable
let stores: GivenStores
beforeAll(async () => {
  table = await givenTable()
  stores = storesOf(table, table.clock)
})
afterAll(() => table.dispose())

let subjects = 0
const newSubject = () => `subject-${++subjects}`
const linkOf = (): TenantLink => ({ tenantId: newTenantId(), kind: 'user', id: newUserId() })
const factsOf = (subject: string) => ({
  ...{ subject, name: 'Uma', email: 'uma@example.com', timeZone: 'Europe/Berlin', locale: null },
})
const next = (person: Person, facts: Partial<Person>): Person => ({ ...person, ...facts, version: person.version + 1 })

describe('somebody who is linked to a tenant', () => {
  it('is made with the first link, and keeps name and rest with the next', async () => {
    const subject = newSubject()
    const [acme, globex] = [linkOf(), linkOf()]
    await stores.people.link(factsOf(subject), acme)
    expect(await stores.people.find(subject)).toEqual(givenPerson({ ...factsOf(subject), links: [acme] }))
    await stores.people.link({ ...factsOf(subject), name: 'Another', timeZone: null }, globex)
    expect(await stores.people.find(subject)).toEqual(
      givenPerson({ ...factsOf(subject), links: [acme, globex], version: 2 }),
    )
  })

  it('is linked once, however often it is said', async () => {
    const subject = newSubject()
    const acme = linkOf()
    for (let times = 0; times < 3; times++) await stores.people.link(factsOf(subject), acme)
    expect(await stores.people.find(subject)).toMatchObject({ links: [acme], version: 1 })
  })

  it('is in all tenants that link them at the same moment', async () => {
    const subject = newSubject()
    const links = Array.from({ length: 4 }, linkOf)
    await Promise.all(links.map((link) => stores.people.link(factsOf(subject), link)))
    const found = (await stores.people.find(subject))?.links ?? []
    expect(found).toHaveLength(4)
    expect(found).toEqual(expect.arrayContaining(links))
  })

  it('leaves one tenant and stays in the others, however often it is said', async () => {
    const subject = newSubject()
    const [acme, globex] = [linkOf(), linkOf()]
    for (const link of [acme, globex]) await stores.people.link(factsOf(subject), link)
    for (let times = 0; times < 2; times++) await stores.people.unlink(subject, acme)
    expect(await stores.people.find(subject)).toMatchObject({ links: [globex], version: 3 })
    await stores.people.unlink(subject, globex)
    expect(await stores.people.find(subject)).toMatchObject({ links: [] })
    await stores.people.unlink('nobody', globex)
    expect(await stores.people.find('nobody')).toBeUndefined()
  })

  it('may be a recorder', async () => {
    const subject = newSubject()
    const link = { ...linkOf(), kind: 'recorder' } as TenantLink // ids of both kinds have one form
    await stores.people.link({ ...factsOf(subject), email: null }, link)
    expect(await stores.people.find(subject)).toMatchObject({ email: null, links: [link] })
  })
})

describe('administrators', () => {
  it('are listed by name while they are such', async () => {
    const sam = givenAdministratorPerson('superUser', { subject: newSubject(), name: 'Sam' })
    const ada = givenAdministratorPerson('accountAdministrator', { subject: newSubject(), name: 'Ada' })
    await stores.people.link(factsOf(newSubject()), linkOf())
    const before = (await actionsIn(table, platformTenantId)).length
    const created = givenEntry({ action: 'createAdministrator' })
    for (const person of [sam, ada]) expect(await stores.people.create(person, created)).toBe('written')
    expect(await stores.people.administrators()).toEqual([ada, sam])

    const left = next(ada, { administrator: null })
    expect(await stores.people.change(left, ada, givenEntry({ action: 'changeAdministrator' }))).toBe('written')
    expect(await stores.people.administrators()).toEqual([sam])
    expect(await stores.people.remove(sam, givenEntry({ action: 'removeAdministrator' }))).toBe('written')
    expect(await stores.people.administrators()).toEqual([])
    expect(await stores.people.find(sam.subject)).toBeUndefined()
    expect((await actionsIn(table, platformTenantId)).length - before).toBe(4)
  })

  it('change and go only as they were read, and no subject is taken twice', async () => {
    const person = givenAdministratorPerson('superUser', { subject: newSubject() })
    expect(await stores.people.create(person, audit)).toBe('written')
    expect(await stores.people.create({ ...person, name: 'Another' }, audit)).toBe('stale')
    const disabled = next(person, { isEnabled: false, signedOutAt: '2026-11-23T10:00:00.000Z' })
    const before = (await actionsIn(table, platformTenantId)).length
    expect(await stores.people.change(disabled, person, null)).toBe('written')
    expect(await stores.people.change(next(person, { name: 'Late' }), person, audit)).toBe('stale')
    expect(await stores.people.remove(person, audit)).toBe('stale')
    expect(await stores.people.find(person.subject)).toEqual(disabled)
    // What a tenant's audit has already is not told again here, nor what was not done.
    expect((await actionsIn(table, platformTenantId)).length).toBe(before)
  })
})

it('people lie under the reserved tenant id alone', async () => {
  table.calls.length = 0
  const person = givenPerson({ subject: newSubject() })
  await stores.people.create(person, audit)
  await stores.people.find(person.subject)
  await stores.people.remove(person, audit)
  expect(table.calls).toHaveLength(3)
  for (const call of table.calls) expect([...call.tenants]).toEqual([platformTenantId])
})
