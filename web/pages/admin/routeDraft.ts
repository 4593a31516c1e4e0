import type { RouteKind, RoutePermissions } from '../../../functions/contract/index.ts'
import type { NewRoute, Route, RouteChanges } from '../../api/index.ts'
import { changesOf, isEmpty, rebase } from './draft.ts'

/** The route's form as it stands. The switches stay as they were set while they are not used. */
export type RouteDraft = {
  facts: {
    name: string
    kind: RouteKind
    /** Empty for none. */
    numberPattern: string
    recordDtmf: Route['recordDtmf']
    inheritsPermissions: boolean
  }
  switches: RoutePermissions
}

export const routeDraftOf = (route: Route): RouteDraft => ({
  facts: {
    name: route.name,
    kind: route.kind,
    numberPattern: route.numberPattern ?? '',
    recordDtmf: route.recordDtmf,
    inheritsPermissions: route.permissions === 'inherit',
  },
  switches: route.effectivePermissions,
})

/** A new route begins with what it would inherit. */
export const newRouteDraft = (inherited: RoutePermissions): RouteDraft => ({
  facts: { name: '', kind: 'fromOrTo', numberPattern: '', recordDtmf: 'inherit', inheritsPermissions: true },
  switches: inherited,
})

export const rebaseRoute = (draft: RouteDraft, from: RouteDraft, onto: RouteDraft): RouteDraft => ({
  facts: rebase(draft.facts, from.facts, onto.facts),
  switches: rebase(draft.switches, from.switches, onto.switches),
})

const trimmed = ({ facts }: RouteDraft): RouteDraft['facts'] => ({
  ...facts,
  name: facts.name.trim(),
  numberPattern: facts.numberPattern.trim(),
})

const permissionsOf = ({ facts, switches }: RouteDraft) => (facts.inheritsPermissions ? 'inherit' : switches)

/** What the draft changes. A route's own switches go whole: the API takes them so. */
export function routeChangesOf(draft: RouteDraft, base: RouteDraft): RouteChanges {
  const { numberPattern, inheritsPermissions, ...rest } = changesOf(trimmed(draft), base.facts)
  const hasOtherSwitches = !draft.facts.inheritsPermissions && !isEmpty(changesOf(draft.switches, base.switches))
  return {
    ...rest,
    ...(numberPattern === undefined ? {} : { numberPattern: numberPattern || null }),
    ...(inheritsPermissions !== undefined || hasOtherSwitches ? { permissions: permissionsOf(draft) } : {}),
  }
}

export function newRouteOf(draft: RouteDraft): NewRoute {
  const { name, kind, numberPattern, recordDtmf } = trimmed(draft)
  return { name, kind, numberPattern: numberPattern || null, recordDtmf, permissions: permissionsOf(draft) }
}

/** What can be said before the server is asked, by field. */
export const routeProblems = ({ facts }: RouteDraft): Partial<Record<keyof RouteDraft['facts'], string>> =>
  facts.name.trim() === '' ? { name: 'Give the route a name.' } : {}
