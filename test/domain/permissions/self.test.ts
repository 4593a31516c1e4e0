import { describe, expect, it } from 'vitest'
import type { Role } from '../../../functions/contract/index.ts'
import { decide, mayAtAll, thingTarget } from '../../../functions/domain/permissions/index.ts'
import { givenDocument, givenPrincipal } from '../given.ts'

const self = thingTarget('user/self')

describe('what concerns oneself', () => {
  it.each(['superUser', 'tenantAdministrator', 'tenantUser'] as const)('is open to every person: %s', (role: Role) => {
    const principal = givenPrincipal({ role, policies: [givenDocument({ Effect: 'Deny', Action: '*' })] })
    for (const permission of ['self:Read', 'self:Edit'] as const) {
      expect(decide(principal, permission, self)).toMatchObject({ isAllowed: true, statement: null })
      expect(mayAtAll(principal, permission)).toBe(true)
    }
  })

  it('can be read by a recorder, and not changed', () => {
    const recorder = givenPrincipal({ role: 'apiUser' })
    expect(mayAtAll(recorder, 'self:Read')).toBe(true)
    expect(decide(recorder, 'self:Read', self).isAllowed).toBe(true)
    expect(mayAtAll(recorder, 'self:Edit')).toBe(false)
    expect(decide(recorder, 'self:Edit', self).isAllowed).toBe(false)
  })
})
