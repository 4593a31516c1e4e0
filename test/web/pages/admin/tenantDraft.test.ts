import { describe, expect, it } from 'vitest'
import { tenantChangesSchema } from '../../../../functions/contract/tenants.ts'
import {
  rebaseTenant,
  type TenantDraft,
  tenantChangesOf,
  tenantDraftOf,
  tenantProblems,
} from '../../../../web/pages/admin/tenantDraft.ts'
import { givenTenant, permissionsWithout } from './given.ts'

const tenant = givenTenant({ description: 'Two practices' })
const opened = tenantDraftOf(tenant)
const typed = (facts: Partial<TenantDraft['facts']>): TenantDraft => ({
  ...opened,
  facts: { ...opened.facts, ...facts },
})

describe('a tenant’s draft', () => {
  it('that changes nothing sends nothing', () => {
    expect(tenantChangesOf(typed({ name: ' Acme Dental ' }), opened)).toEqual({})
  })

  it('sends only what it changes, and null for what was emptied', () => {
    const draft = typed({ description: ' ', homeCountry: '', timeZone: 'Europe/Berlin' })
    expect(tenantChangesOf(draft, opened)).toEqual({ description: null, homeCountry: null, timeZone: 'Europe/Berlin' })
  })

  it('sends only the switches that were turned', () => {
    const draft = { ...opened, routePermissions: permissionsWithout('download') }
    expect(tenantChangesOf(draft, opened)).toEqual({ routePermissions: { download: false } })
  })

  it('has every setting that the contract lets change', () => {
    const draft: TenantDraft = {
      facts: {
        name: 'New',
        description: 'New',
        homeCountry: 'DE',
        timeZone: 'Europe/Berlin',
        locale: 'de-DE',
        recordDtmf: false,
        storeCardDigits: true,
        requiresSecondFactor: true,
      },
      routePermissions: permissionsWithout('play'),
    }
    const changes = tenantChangesSchema.parse(tenantChangesOf(draft, opened))
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(tenantChangesSchema.shape).toSorted())
  })

  it('is carried over to what somebody else saved, without undoing it', () => {
    const theirs = tenantDraftOf({ ...tenant, locale: 'en-GB', routePermissions: permissionsWithout('delete') })
    const mine = { ...typed({ name: 'Acme' }), routePermissions: permissionsWithout('download') }
    const carried = rebaseTenant(mine, opened, theirs)
    expect(carried.facts).toMatchObject({ name: 'Acme', locale: 'en-GB' })
    expect(carried.routePermissions).toEqual(permissionsWithout('delete', 'download'))
  })

  it('without a name, zone or language says so before it is sent', () => {
    expect(Object.keys(tenantProblems(typed({ name: ' ', timeZone: '', locale: '' })))).toEqual([
      'name',
      'timeZone',
      'locale',
    ])
    expect(tenantProblems(opened)).toEqual({})
  })
})
