import type { RoutePermissions } from '../../../functions/contract/index.ts'
import type { TenantChanges, TenantSettings } from '../../api/index.ts'
import { changesOf, isEmpty, rebase } from './draft.ts'

/** The tenant's form as it stands; an empty text means none. */
export type TenantDraft = {
  facts: {
    name: string
    description: string
    homeCountry: string
    timeZone: string
    locale: string
    recordDtmf: boolean
    storeCardDigits: boolean
    requiresSecondFactor: boolean
  }
  routePermissions: RoutePermissions
}

export function tenantDraftOf(tenant: TenantSettings): TenantDraft {
  const { name, description, homeCountry, timeZone, locale, recordDtmf, storeCardDigits, requiresSecondFactor } = tenant
  return {
    facts: {
      ...{ name, description: description ?? '', homeCountry: homeCountry ?? '', timeZone, locale },
      ...{ recordDtmf, storeCardDigits, requiresSecondFactor },
    },
    routePermissions: tenant.routePermissions,
  }
}

export const rebaseTenant = (draft: TenantDraft, from: TenantDraft, onto: TenantDraft): TenantDraft => ({
  facts: rebase(draft.facts, from.facts, onto.facts),
  routePermissions: rebase(draft.routePermissions, from.routePermissions, onto.routePermissions),
})

const trimmed = ({ facts, routePermissions }: TenantDraft): TenantDraft => ({
  facts: { ...facts, name: facts.name.trim(), description: facts.description.trim() },
  routePermissions,
})

/** What the draft changes; only that is sent, so that it undoes nothing of somebody else's. */
export function tenantChangesOf(draft: TenantDraft, base: TenantDraft): TenantChanges {
  const { facts, routePermissions } = trimmed(draft)
  const { description, homeCountry, ...rest } = changesOf(facts, base.facts)
  const switches = changesOf(routePermissions, base.routePermissions)
  return {
    ...rest,
    ...(description === undefined ? {} : { description: description || null }),
    ...(homeCountry === undefined ? {} : { homeCountry: homeCountry || null }),
    ...(isEmpty(switches) ? {} : { routePermissions: switches }),
  }
}

/** What can be said before the server is asked, by field. */
export const tenantProblems = ({ facts }: TenantDraft): Partial<Record<keyof TenantDraft['facts'], string>> => ({
  ...(facts.name.trim() === '' ? { name: 'Give the tenant a name.' } : {}),
  ...(facts.timeZone === '' ? { timeZone: 'Choose a time zone.' } : {}),
  ...(facts.locale === '' ? { locale: 'Choose a language.' } : {}),
})
