import type { ManagedPolicy } from '../../../../functions/contract/index.ts'
import type { NewUser, User, UserChanges } from '../../../api/index.ts'
import { changesOf, rebase } from '../draft.ts'

/** What holds for people and groups alike. */
export type RightsDraft = {
  agentIds: readonly string[]
  managedPolicies: readonly ManagedPolicy[]
  policyIds: User['policyIds']
}

/** The person's form as it stands; an empty text means none. The routes stay as they were chosen while all are seen. */
export type UserDraft = {
  facts: {
    name: string
    email: string
    role: User['role']
    seesAllRoutes: boolean
    timeZone: string
    locale: string
  }
  lists: RightsDraft & { routeIds: Exclude<User['routes'], 'all'>; groups: User['groups'] }
}

export function userDraftOf(user: User): UserDraft {
  const { name, email, role, routes, groups, agentIds, managedPolicies, policyIds, timeZone, locale } = user
  return {
    facts: {
      ...{ name, email, role, seesAllRoutes: routes === 'all' },
      ...{ timeZone: timeZone ?? '', locale: locale ?? '' },
    },
    lists: { routeIds: routes === 'all' ? [] : routes, groups, agentIds, managedPolicies, policyIds },
  }
}

/** Somebody new sees, plays and watches, as the API has it where nothing is said. */
export const newUserDraft: UserDraft = {
  facts: { name: '', email: '', role: 'tenantUser', seesAllRoutes: true, timeZone: '', locale: '' },
  lists: { routeIds: [], groups: [], agentIds: [], managedPolicies: ['view', 'play', 'video'], policyIds: [] },
}

const textsOf = (list: readonly unknown[]): string =>
  JSON.stringify(list.map((item) => JSON.stringify(item)).toSorted())

/** Whether two lists hold the same, in whatever order. */
export const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && textsOf(one) === textsOf(other)

/** Lists that hold the same are the same to whoever compares by identity. */
export function settleLists<T extends { [Key in keyof T]: readonly unknown[] }>(lists: T, from: T): T {
  const settled = { ...lists }
  // The keys of an object of type T, which the language does not follow.
  for (const key of Object.keys(lists) as (keyof T)[]) if (isSameList(lists[key], from[key])) settled[key] = from[key]
  return settled
}

export const rebaseUser = (draft: UserDraft, from: UserDraft, onto: UserDraft): UserDraft => ({
  facts: rebase(draft.facts, from.facts, onto.facts),
  lists: rebase(settleLists(draft.lists, from.lists), from.lists, onto.lists),
})

const routesOf = ({ facts, lists }: UserDraft): User['routes'] => (facts.seesAllRoutes ? 'all' : lists.routeIds)

/** What the draft changes; only that is sent, so that it undoes nothing of somebody else's. */
export function userChangesOf(draft: UserDraft, base: UserDraft): UserChanges {
  const facts = { ...draft.facts, name: draft.facts.name.trim() }
  // The login stays.
  const { seesAllRoutes, timeZone, locale, email: _, ...rest } = changesOf(facts, base.facts)
  const { routeIds, groups, agentIds, managedPolicies, policyIds } = changesOf(
    settleLists(draft.lists, base.lists),
    base.lists,
  )
  const hasOtherRoutes = seesAllRoutes !== undefined || (!draft.facts.seesAllRoutes && routeIds !== undefined)
  return {
    ...rest,
    ...(timeZone === undefined ? {} : { timeZone: timeZone || null }),
    ...(locale === undefined ? {} : { locale: locale || null }),
    ...(hasOtherRoutes ? { routes: routesOf(draft) } : {}),
    ...(groups && { groups }),
    ...(agentIds && { agentIds: [...agentIds] }),
    ...(managedPolicies && { managedPolicies: [...managedPolicies] }),
    ...(policyIds && { policyIds }),
  }
}

export function newUserOf(draft: UserDraft): NewUser {
  const { name, email, role, timeZone, locale } = draft.facts
  const { groups, agentIds, managedPolicies, policyIds } = draft.lists
  return {
    ...{ name: name.trim(), email: email.trim(), role, routes: routesOf(draft), groups, policyIds },
    ...{ agentIds: [...agentIds], managedPolicies: [...managedPolicies] },
    ...{ timeZone: timeZone || null, locale: locale || null },
  }
}

/** What can be said before the server is asked, by field. */
export const userProblems = ({ facts }: UserDraft): Partial<Record<'name' | 'email', string>> => ({
  ...(facts.name.trim() === '' ? { name: 'Give a name.' } : {}),
  ...(facts.email.trim() === '' ? { email: 'Give an e-mail address: the invitation goes there.' } : {}),
})
