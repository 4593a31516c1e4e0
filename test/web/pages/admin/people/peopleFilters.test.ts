import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  filterPeople,
  noGroup,
  noPeopleFilters,
  type PeopleFilters,
  peopleFiltersOf,
  peopleSearchOf,
  stateOf,
} from '../../../../../web/pages/admin/people/peopleFilters.ts'
import { givenUser, idAt } from './given.ts'

const sales = idAt('s')
const groupNames = new Map([[sales, 'Sales Nord']])
const jose = givenUser('1', { name: 'José Núñez', email: 'jn@acme.example', agentIds: ['1004'] })
const uma = givenUser('2', { name: 'Uma Patel', groups: [{ groupId: sales, isSupervisor: true }] })
const invited = givenUser('3', { name: 'Ivy', lastSignedInAt: null, role: 'tenantAdministrator' })
const disabled = givenUser('4', { name: 'Dan', isEnabled: false, lastSignedInAt: null })
const people = [jose, uma, invited, disabled]

const found = (filters: Partial<PeopleFilters>) =>
  filterPeople(people, { ...noPeopleFilters, ...filters }, groupNames).map(({ name }) => name)

describe('the list of people', () => {
  it.each([
    ['nunez', ['José Núñez']],
    ['JN@acme', ['José Núñez']],
    ['1004', ['José Núñez']],
    ['nord sales', ['Uma Patel']],
    ['uma 1004', []],
    ['  ', people.map(({ name }) => name)],
  ])('finds by %j', (text, names) => {
    expect(found({ text })).toEqual(names)
  })

  it('tells an invitation from who is active and who is disabled', () => {
    expect(people.map(stateOf)).toEqual(['active', 'active', 'invited', 'disabled'])
    expect(found({ state: 'disabled' })).toEqual(['Dan'])
  })

  it('is narrowed by role and by group', () => {
    expect(found({ role: 'tenantAdministrator' })).toEqual(['Ivy'])
    expect(found({ group: sales })).toEqual(['Uma Patel'])
    expect(found({ group: noGroup, role: 'tenantUser' })).toEqual(['José Núñez', 'Dan'])
  })
})

describe('the filters in an address', () => {
  it('are the same after they were read from it', () => {
    const filters = fc.record<PeopleFilters>({
      text: fc.string({ maxLength: 200, unit: 'grapheme' }).map((text) => text.slice(0, 200).toWellFormed()),
      role: fc.constantFrom('tenantAdministrator', 'tenantUser', null),
      state: fc.constantFrom('invited', 'active', 'disabled', null),
      group: fc.constantFrom(sales, noGroup, null),
    })
    fc.assert(fc.property(filters, (all) => void expect(peopleFiltersOf(peopleSearchOf(all))).toEqual(all)))
  })

  it('that make no sense are left out', () => {
    expect(peopleFiltersOf('role=king&state=asleep&group=&other=1')).toEqual(noPeopleFilters)
  })
})
