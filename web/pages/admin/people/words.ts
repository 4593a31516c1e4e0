import type { ManagedPolicy, Role } from '../../../../functions/contract/index.ts'
import type { ListedUser, User } from '../../../api/index.ts'
import { roleWords } from '../../../session/index.ts'
import type { UserState } from './peopleFilters.ts'

export const stateWords: Record<UserState, string> = { invited: 'Invited', active: 'Active', disabled: 'Disabled' }

/** ISR's permissions, in its order. */
export const managedPolicyWords: Record<ManagedPolicy, string> = {
  view: 'View',
  play: 'Play',
  video: 'Video',
  download: 'Download',
  delete: 'Delete',
  editDetails: 'Edit details',
  notesAndScoring: 'Notes and scoring',
  customData: 'Custom data',
  neverExpire: 'Never expire',
  restore: 'Restore',
  viewDtmf: 'View DTMF',
  auditView: 'Audit view',
  myCalls: 'My calls',
  myGroupsCalls: 'My groups’ calls',
}

// The keys of an object whose type names them all.
export const managedPolicies = Object.keys(managedPolicyWords) as ManagedPolicy[]

/** `Sales, Support and 3 more`; the names beyond the first few are counted. */
export function firstFew(names: readonly string[], few = 2): string {
  const rest = names.length - few
  return rest > 0 ? `${names.slice(0, few).join(', ')} and ${rest} more` : names.join(', ')
}

const namesOf = (ids: readonly string[], names: ReadonlyMap<string, string>): string[] =>
  ids.flatMap((id) => names.get(id) ?? [])

/** Which routes somebody sees: `All routes`, `Sales, Support`, `No route`. */
export function routesInWords(routes: ListedUser['routes'], routeNames: ReadonlyMap<string, string>): string {
  if (routes === 'all') return 'All routes'
  if (routes.length === 0) return 'No route'
  const known = namesOf(routes, routeNames)
  // Whoever looks may see fewer routes than there are.
  return known.length === routes.length
    ? firstFew(known)
    : `${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`
}

/** Why the asker cannot change somebody, as a sentence; undefined where they can. The API decides; this says it beforehand. */
export function reasonAgainstChanging(
  user: Pick<ListedUser, 'id' | 'role'>,
  asker: { id: string | null; role: Role | null },
): string | undefined {
  if (user.id === asker.id) return 'This is you. Nobody changes their own rights: ask another administrator.'
  return asker.role === 'tenantAdministrator' && user.role === 'tenantAdministrator'
    ? 'Account Administrators look after Tenant Administrators. Ask one of them.'
    : undefined
}

const article = (noun: string): string => (/^[AEIOU]/.test(noun) ? `an ${noun}` : `a ${noun}`)

/** How far somebody can rise, whatever is given to them; undefined where nobody set a limit. */
export function boundaryInWords(
  { boundary }: Pick<User, 'boundary'>,
  routeNames: ReadonlyMap<string, string>,
): string | undefined {
  if (!boundary) return undefined
  const routes = boundary.routes === 'all' ? 'all routes' : routesInWords(boundary.routes, routeNames)
  return `Cannot go beyond what ${article(roleWords[boundary.role])} of ${routes} may do.`
}
