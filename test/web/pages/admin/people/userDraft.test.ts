import { describe, expect, it } from 'vitest'
import { newUserSchema, userChangesSchema } from '../../../../../functions/contract/users.ts'
import {
  newUserDraft,
  newUserOf,
  rebaseUser,
  type UserDraft,
  userChangesOf,
  userDraftOf,
  userProblems,
} from '../../../../../web/pages/admin/people/userDraft.ts'
import { givenUser, idAt } from './given.ts'

const user = givenUser('1', { agentIds: ['1004', 'jo'], routes: [idAt('a'), idAt('b')] })
const opened = userDraftOf(user)
const typed = (facts: Partial<UserDraft['facts']>, from = opened): UserDraft => ({
  ...from,
  facts: { ...from.facts, ...facts },
})
const chosen = (lists: Partial<UserDraft['lists']>, from = opened): UserDraft => ({
  ...from,
  lists: { ...from.lists, ...lists },
})

describe('a person’s draft', () => {
  it('that changes nothing sends nothing', () => {
    expect(userChangesOf(typed({ name: ' Person 1 ' }), opened)).toEqual({})
  })

  it('that chooses the same in another order sends nothing', () => {
    expect(userChangesOf(chosen({ managedPolicies: ['play', 'view'], agentIds: ['jo', '1004'] }), opened)).toEqual({})
  })

  it('sends a list whole, and only the one that changed', () => {
    expect(userChangesOf(chosen({ managedPolicies: ['view', 'play', 'download'] }), opened)).toEqual({
      managedPolicies: ['view', 'play', 'download'],
    })
    expect(userChangesOf(chosen({ agentIds: [] }), opened)).toEqual({ agentIds: [] })
  })

  it('sends null for a time zone and a language that were emptied', () => {
    const own = userDraftOf(givenUser('1', { timeZone: 'Europe/Berlin', locale: 'de-DE' }))
    expect(userChangesOf(typed({ timeZone: '', locale: '' }, own), own)).toEqual({ timeZone: null, locale: null })
  })

  it('never sends the login of who is there already', () => {
    expect(userChangesOf(typed({ email: 'other@acme.example' }), opened)).toEqual({})
  })

  it('sends all routes as such, and the chosen ones whole', () => {
    expect(userChangesOf(typed({ seesAllRoutes: true }), opened)).toEqual({ routes: 'all' })
    const one = opened.lists.routeIds.slice(0, 1)
    expect(userChangesOf(chosen({ routeIds: one }), opened)).toEqual({ routes: one })
    // While all are seen, those that were chosen before count for nothing.
    expect(userChangesOf(typed({ seesAllRoutes: true }, chosen({ routeIds: one })), opened)).toEqual({ routes: 'all' })
  })

  it('keeps what was typed, and takes what somebody else saved elsewhere in the form', () => {
    const theirs = userDraftOf(givenUser('1', { name: 'Theirs', agentIds: ['1005'], routes: user.routes }))
    const draft = typed({ name: 'Mine' }, chosen({ managedPolicies: ['view'] }))
    const rebased = rebaseUser(draft, opened, theirs)
    expect(rebased.facts.name).toBe('Mine')
    expect(rebased.lists.managedPolicies).toEqual(['view'])
    expect(rebased.lists.agentIds).toEqual(['1005'])
  })

  it('sends what the contract takes', () => {
    const draft = chosen(
      {
        routeIds: [],
        groups: [{ groupId: givenUser('1', { groups: membership }).groups[0]?.groupId ?? fail(), isSupervisor: true }],
        agentIds: ['7'],
        managedPolicies: ['view'],
        policyIds: givenUser('1', { policyIds: [idAt('p')] }).policyIds,
      },
      typed({ name: 'New', role: 'tenantAdministrator', timeZone: 'Europe/Berlin', locale: 'de-DE' }),
    )
    const changes = userChangesSchema.parse(userChangesOf(draft, opened))
    // Everything but whether they are enabled, which is no field of the form.
    expect(Object.keys(changes).toSorted()).toEqual(
      Object.keys(userChangesSchema.shape)
        .filter((key) => key !== 'isEnabled')
        .toSorted(),
    )
  })
})

describe('the draft of somebody new', () => {
  it('says what the API would take without a word', () => {
    const draft = typed({ name: ' Jo ', email: ' Jo@Acme.example ' }, newUserDraft)
    const defaults = newUserSchema.parse({ name: 'Jo', email: 'jo@acme.example' })
    expect(newUserSchema.parse(newUserOf(draft))).toEqual(defaults)
  })

  it('needs a name and an e-mail address', () => {
    expect(Object.keys(userProblems(newUserDraft))).toEqual(['name', 'email'])
    expect(userProblems(opened)).toEqual({})
  })
})

const membership = [{ groupId: idAt('g'), isSupervisor: false }]
const fail = (): never => {
  throw new Error('no group')
}
