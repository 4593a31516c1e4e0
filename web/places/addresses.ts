import { type ListFilters, searchOf } from './filters.ts'

/** The tabs of one recording's page; the first is shown when the address names none. */
export const recordingTabs = [
  'segments',
  'transcript',
  'review',
  'custom-data',
  'details',
  'participants',
  'metadata',
  'access',
] as const
export type RecordingTab = (typeof recordingTabs)[number]

export const isRecordingTab = (text: string): text is RecordingTab => recordingTabs.some((tab) => tab === text)

export const addresses = {
  start: '/',
  signedIn: '/signed-in',
  signedOut: '/signed-out',
  home: (tenantId: string) => `/t/${tenantId}`,
  recordings: (tenantId: string, filters?: ListFilters) => {
    const search = filters ? searchOf(filters) : ''
    return `/t/${tenantId}/recordings${search ? `?${search}` : ''}`
  },
  recording: (tenantId: string, recordingId: string, tab?: RecordingTab) =>
    `/t/${tenantId}/recordings/${recordingId}${tab && tab !== recordingTabs[0] ? `/${tab}` : ''}`,
  settings: (tenantId: string) => `/t/${tenantId}/settings`,
  routes: (tenantId: string) => `/t/${tenantId}/settings/routes`,
  newRoute: (tenantId: string) => `/t/${tenantId}/settings/routes/new`,
  routeTester: (tenantId: string) => `/t/${tenantId}/settings/routes/test`,
  route: (tenantId: string, routeId: string) => `/t/${tenantId}/settings/routes/${routeId}`,
  people: (tenantId: string, search = '') => `/t/${tenantId}/settings/people${search ? `?${search}` : ''}`,
  newPerson: (tenantId: string) => `/t/${tenantId}/settings/people/new`,
  importPeople: (tenantId: string) => `/t/${tenantId}/settings/people/import`,
  person: (tenantId: string, userId: string) => `/t/${tenantId}/settings/people/${userId}`,
  groups: (tenantId: string) => `/t/${tenantId}/settings/groups`,
  newGroup: (tenantId: string) => `/t/${tenantId}/settings/groups/new`,
  group: (tenantId: string, groupId: string) => `/t/${tenantId}/settings/groups/${groupId}`,
  platform: '/platform',
  newTenant: '/platform/tenants/new',
  administrators: '/platform/administrators',
  newAdministrator: '/platform/administrators/new',
  policies: (tenantId: string) => `/t/${tenantId}/settings/policies`,
  newPolicy: (tenantId: string) => `/t/${tenantId}/settings/policies/new`,
  managedPolicy: (tenantId: string, name: string) => `/t/${tenantId}/settings/policies/kept/${name}`,
  policy: (tenantId: string, policyId: string) => `/t/${tenantId}/settings/policies/${policyId}`,
  categories: (tenantId: string) => `/t/${tenantId}/settings/categories`,
  customFields: (tenantId: string) => `/t/${tenantId}/settings/custom-fields`,
  newCustomField: (tenantId: string) => `/t/${tenantId}/settings/custom-fields/new`,
  customField: (tenantId: string, id: string) => `/t/${tenantId}/settings/custom-fields/${id}`,
  recorders: (tenantId: string) => `/t/${tenantId}/settings/recorders`,
  newRecorder: (tenantId: string) => `/t/${tenantId}/settings/recorders/new`,
  recorder: (tenantId: string, recorderId: string) => `/t/${tenantId}/settings/recorders/${recorderId}`,
  /** `search`: what narrows it, without the question mark. */
  audit: (tenantId: string, search = '') => `/t/${tenantId}/settings/audit${search && `?${search}`}`,
  profile: (tenantId: string) => `/t/${tenantId}/profile`,
  secondFactor: (tenantId: string) => `/t/${tenantId}/profile#second-factor`,
} as const

/** The tenant that a path lies in. */
export const tenantOf = (path: string): string | undefined => /^\/t\/([^/]+)/.exec(path)?.[1]

/** Patterns of the same addresses, for the router. */
export const patterns = {
  home: '/t/:tenantId',
  recordings: '/t/:tenantId/recordings',
  recording: '/t/:tenantId/recordings/:recordingId/:tab?',
  settings: '/t/:tenantId/settings',
  routes: '/t/:tenantId/settings/routes',
  newRoute: '/t/:tenantId/settings/routes/new',
  routeTester: '/t/:tenantId/settings/routes/test',
  route: '/t/:tenantId/settings/routes/:routeId',
  people: '/t/:tenantId/settings/people',
  newPerson: '/t/:tenantId/settings/people/new',
  importPeople: '/t/:tenantId/settings/people/import',
  person: '/t/:tenantId/settings/people/:userId',
  groups: '/t/:tenantId/settings/groups',
  newGroup: '/t/:tenantId/settings/groups/new',
  group: '/t/:tenantId/settings/groups/:groupId',
  policies: '/t/:tenantId/settings/policies',
  newPolicy: '/t/:tenantId/settings/policies/new',
  managedPolicy: '/t/:tenantId/settings/policies/kept/:name',
  policy: '/t/:tenantId/settings/policies/:policyId',
  categories: '/t/:tenantId/settings/categories',
  customFields: '/t/:tenantId/settings/custom-fields',
  newCustomField: '/t/:tenantId/settings/custom-fields/new',
  customField: '/t/:tenantId/settings/custom-fields/:customFieldId',
  recorders: '/t/:tenantId/settings/recorders',
  newRecorder: '/t/:tenantId/settings/recorders/new',
  recorder: '/t/:tenantId/settings/recorders/:recorderId',
  audit: '/t/:tenantId/settings/audit',
  profile: '/t/:tenantId/profile',
} as const

/**
 * Mails lead to an address that says who should sign in: gives that, and the address without it.
 * @param address of this dashboard
 */
export function withoutLoginHint(address: string): { address: string; loginHint: string | undefined } {
  const url = URL.parse(address, 'https://dashboard.invalid')
  const loginHint = url?.searchParams.get('login_hint') || undefined
  if (!url || !loginHint) return { address, loginHint: undefined }
  url.searchParams.delete('login_hint')
  return { address: `${url.pathname}${url.search}${url.hash}`, loginHint }
}

/**
 * The address to return to after signing in. Only a path of this dashboard is one: anything else could lead a person off
 * to somebody else's page, `//elsewhere` and what becomes it once dots are resolved (`/.//elsewhere`) included.
 */
export function safeReturnTo(text: unknown): string {
  if (typeof text !== 'string') return addresses.start
  const here = 'https://dashboard.invalid'
  const url = URL.parse(text, here)
  if (url?.origin !== here || url.pathname.startsWith('//')) return addresses.start
  const isPageOfSignIn = url.pathname === addresses.signedIn || url.pathname === addresses.signedOut
  return isPageOfSignIn ? addresses.start : `${url.pathname}${url.search}${url.hash}`
}
