import type { Permission } from '../../functions/contract/index.ts'
import { addresses } from './addresses.ts'

export type SettingsPage = {
  words: string
  /** Without it the page is neither offered nor shown. */
  permission: Permission
  address: (tenantId: string) => string
}

/** The pages of a tenant's settings, in the order of their menu. */
export const settingsPages: readonly SettingsPage[] = [
  { words: 'Tenant', permission: 'tenant:Read', address: addresses.settings },
  { words: 'Routes', permission: 'route:Read', address: addresses.routes },
  { words: 'Route tester', permission: 'route:Read', address: addresses.routeTester },
  { words: 'People', permission: 'user:Read', address: (tenantId) => addresses.people(tenantId) },
  { words: 'Groups', permission: 'group:Read', address: addresses.groups },
  { words: 'Policies', permission: 'policy:Read', address: addresses.policies },
  { words: 'Recorders', permission: 'recorder:Read', address: addresses.recorders },
  // Everybody may read these; their pages are for who may change them.
  { words: 'Categories', permission: 'category:Edit', address: addresses.categories },
  { words: 'Custom fields', permission: 'customField:Edit', address: addresses.customFields },
  { words: 'Audit', permission: 'audit:Read', address: (tenantId) => addresses.audit(tenantId) },
]

type May = { may: (permission: Permission) => boolean }

/** Those that the person may see; none for who has no settings. */
export const settingsPagesFor = ({ may }: May): SettingsPage[] =>
  settingsPages.filter(({ permission }) => may(permission))

/** The page that a path lies in: the one whose address goes along with it furthest. */
export const settingsPageAt = (path: string, tenantId: string): SettingsPage | undefined =>
  settingsPages
    .filter(({ address }) => path === address(tenantId) || path.startsWith(`${address(tenantId)}/`))
    .toSorted((one, other) => other.address(tenantId).length - one.address(tenantId).length)[0]
