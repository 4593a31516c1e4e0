import { describe, expect, it } from 'vitest'
import {
  changeMe,
  findMe,
  permissionsOf,
  removeSecondFactor,
  resendInvitation,
  resetPassword,
  signOutUser,
} from '../../../functions/domain/people/index.ts'
import type { Caller, Person } from '../../../functions/model/index.ts'
import {
  clock,
  givenAdministratorPerson,
  givenDocument,
  givenPerson,
  givenPrincipal,
  givenUser,
  tenantId,
} from '../given.ts'
import { codeOf, givenWorld } from './given.ts'

const tara = givenPrincipal({ user: { id: 'tara' } })
const user = givenUser({ email: 'uma@example.com' })
const world = (facts: Partial<Person> = {}) =>
  givenWorld({
    users: [user],
    people: [givenPerson({ subject: user.subject, links: [{ kind: 'user', tenantId, id: user.id }], ...facts })],
  })

describe('an administrator', () => {
  it('signs somebody out everywhere, tokens that are out among it', async () => {
    const { ports, people, asked, audited } = world()
    await signOutUser(ports, tara, user.id)
    expect(people.get(user.subject)?.signedOutAt).toBe(clock.now())
    expect(asked).toEqual(['signOutEverywhere uma@example.com'])
    expect(audited).toMatchObject([{ action: 'signOutUser', objects: { userId: user.id } }])
  })

  it('forgets a second factor, and signs them out', async () => {
    const { ports, people, asked, audited } = world({ secondFactorAt: clock.now() })
    await removeSecondFactor(ports, tara, user.id)
    expect(people.get(user.subject)).toMatchObject({ secondFactorAt: null, signedOutAt: clock.now() })
    expect(asked).toEqual(['removeSecondFactor uma@example.com', 'signOutEverywhere uma@example.com'])
    expect(audited.map(({ action }) => action)).toEqual(['removeSecondFactor'])
  })

  it('sends an invitation again while nobody signed in, and gives the sign-in that may have been lost', async () => {
    const { ports, hooks, asked, audited, people } = world({ links: [] })
    await resendInvitation(ports, tara, user.id)
    expect(people.get(user.subject)?.links).toEqual([{ kind: 'user', tenantId, id: user.id }])
    hooks.invitation = 'absent'
    await resendInvitation(ports, tara, user.id)
    expect(asked.slice(1)).toEqual(['resendInvitation uma@example.com', 'invite uma@example.com'])
    hooks.invitation = 'alreadySignedIn'
    expect(await codeOf(resendInvitation(ports, tara, user.id))).toBe('already_signed_in')
    // What was tried counts too.
    expect(audited.map(({ action }) => action)).toEqual(Array.from({ length: 3 }, () => 'resendInvitation'))
  })

  it('resets a password of who has one', async () => {
    const { ports, hooks } = world()
    expect(await codeOf(resetPassword(ports, tara, user.id))).toBe('allowed')
    hooks.reset = 'notYetSignedIn'
    expect(await codeOf(resetPassword(ports, tara, user.id))).toBe('not_yet_signed_in')
  })

  it('does none of that to oneself, nor to who may do more', async () => {
    const boss = givenUser({ role: 'tenantAdministrator' })
    for (const act of [signOutUser, removeSecondFactor, resendInvitation, resetPassword]) {
      const { ports, asked } = givenWorld({ users: [user, boss] })
      expect(await codeOf(act(ports, givenPrincipal({ user: { id: user.id } }), user.id))).toBe('own_rights')
      expect(await codeOf(act(ports, tara, boss.id))).toBe('forbidden')
      expect(await codeOf(act(ports, tara, givenUser().id))).toBe('not_found')
      expect(asked).toEqual([])
    }
  })
})

describe('oneself', () => {
  const callOf = (person: Person): Caller => ({
    ...{ person, signedInAt: clock.now(), signInId: null, request: { id: 'r', at: clock.now(), sourceAddress: null } },
  })

  it('is told who one is and where one may act', async () => {
    const { ports, people } = world({ secondFactorAt: clock.now() })
    const person = people.get(user.subject)
    if (!person) throw new Error('there is nobody')
    expect(await findMe(ports, callOf(person))).toMatchObject({
      ...{ id: user.id, role: 'tenantUser', hasSecondFactor: true, tenants: [{ id: tenantId, name: 'Acme' }] },
    })
    const sam = givenAdministratorPerson('superUser')
    expect(await findMe(ports, callOf(sam))).toMatchObject({ id: sam.administrator?.id, role: 'superUser' })
  })

  it('changes name, time zone and language, and nothing else changes', async () => {
    const { ports, people, audited } = world()
    const person = people.get(user.subject) ?? givenPerson()
    const me = await changeMe(ports, callOf(person), { name: 'Zoë', timeZone: 'Europe/Berlin' })
    expect(me).toMatchObject({ name: 'Zoë', timeZone: 'Europe/Berlin' })
    expect(people.get(user.subject)).toEqual({ ...person, name: 'Zoë', timeZone: 'Europe/Berlin', version: 2 })
    expect(audited).toMatchObject([{ action: 'changeMe', fields: ['name', 'timeZone'] }])
  })

  it('is told what one may do to something, as policies and boundaries have it', () => {
    const uma = givenPrincipal({
      ...{ role: 'tenantUser', managedPolicies: ['view', 'play'] },
      policies: [givenDocument({ Effect: 'Deny', Action: 'recording:Play' })],
    })
    const toSee = ['route:List', 'category:Read', 'customField:Read']
    const left = ['self:Read', 'self:Edit', 'recording:List', 'recording:Read', ...toSee]
    expect(permissionsOf(uma).permissions).toEqual(left)
    const bound = { ...givenPrincipal(), boundaries: [uma.grant] }
    expect(permissionsOf(bound).permissions).toEqual(left)
  })
})
