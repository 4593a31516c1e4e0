import type { ListedUser } from '../../../api/index.ts'
import { plain } from '../plain.ts'

/** Where somebody stands between invitation and departure. */
export type UserState = 'invited' | 'active' | 'disabled'

export const stateOf = ({ isEnabled, lastSignedInAt }: Pick<ListedUser, 'isEnabled' | 'lastSignedInAt'>): UserState =>
  isEnabled ? (lastSignedInAt === null ? 'invited' : 'active') : 'disabled'

const roles = ['tenantAdministrator', 'tenantUser'] as const satisfies readonly ListedUser['role'][]
const states = ['invited', 'active', 'disabled'] as const satisfies readonly UserState[]
/** In place of a group's id: whoever is in no group. */
export const noGroup = 'none'

/** What narrows the list of people; it lives in the address. */
export type PeopleFilters = {
  text: string
  role: ListedUser['role'] | null
  state: UserState | null
  /** An id, or {@link noGroup}. */
  group: string | null
}

export const noPeopleFilters: PeopleFilters = { text: '', role: null, state: null, group: null }

/** Reads the filters of an address. What makes no sense there is left out rather than refused. */
export function peopleFiltersOf(search: string): PeopleFilters {
  const query = new URLSearchParams(search)
  return {
    text: query.get('find')?.slice(0, 200) ?? '',
    role: roles.find((role) => role === query.get('role')) ?? null,
    state: states.find((state) => state === query.get('state')) ?? null,
    group: query.get('group') || null,
  }
}

/** The filters as an address's query, without the question mark; the same filters always give the same text. */
export function peopleSearchOf({ text, role, state, group }: PeopleFilters): string {
  const query = new URLSearchParams()
  if (text !== '') query.set('find', text)
  if (role) query.set('role', role)
  if (state) query.set('state', state)
  if (group) query.set('group', group)
  return query.toString()
}

/** Words of a person that are searched. */
const textOf = (user: ListedUser, groupNames: ReadonlyMap<string, string>): string =>
  plain(
    [user.name, user.email, ...user.agentIds, ...user.groups.map(({ groupId }) => groupNames.get(groupId) ?? '')].join(
      '\n',
    ),
  )

/** Those that the filters let through: every word typed is somewhere in a name, e-mail, agent id or group. */
export function filterPeople(
  people: readonly ListedUser[],
  filters: PeopleFilters,
  groupNames: ReadonlyMap<string, string>,
): ListedUser[] {
  const words = plain(filters.text).split(/\s+/).filter(Boolean)
  const isInGroup = ({ groups }: ListedUser): boolean => {
    if (filters.group === null) return true
    if (filters.group === noGroup) return groups.length === 0
    return groups.some(({ groupId }) => groupId === filters.group)
  }
  return people.filter((user) => {
    if (filters.role && user.role !== filters.role) return false
    if (filters.state && stateOf(user) !== filters.state) return false
    if (!isInGroup(user)) return false
    const text = textOf(user, groupNames)
    return words.every((word) => text.includes(word))
  })
}
