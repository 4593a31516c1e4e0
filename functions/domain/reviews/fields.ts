import type { Denial, Permission, ReviewField, RoutePermission } from '../../contract/index.ts'
import type { Principal, Recording } from '../../model/index.ts'
import { denialOf, type RouteLimits, refuseTurnedOff, turnedOff } from '../permissions/index.ts'
import { Refusal } from '../problems/index.ts'

/** What it takes to edit a field: a permission, and a switch of the route where there is one. */
type FieldRule = { permission: Permission; routePermission: RoutePermission | null }

const byReviewers = (routePermission: RoutePermission | null): FieldRule => ({
  permission: 'recording:Review',
  routePermission,
})

export const fieldRules: Readonly<Record<ReviewField, FieldRule>> = {
  rating: byReviewers('rating'),
  isComplete: byReviewers('complete'),
  timeSpentMinutes: byReviewers(null),
  categoryIds: byReviewers('category'),
  isSensitive: byReviewers(null),
  notes: byReviewers('notes'),
  status: byReviewers(null),
  agentId: { permission: 'recording:Edit', routePermission: 'agentId' },
  neverExpires: { permission: 'recording:SetNeverExpire', routePermission: null },
}

const fieldNames = Object.keys(fieldRules) as ReviewField[] // as the record has them

/** Why the principal may not edit the field; undefined: it may. */
export function fieldDenial(
  principal: Principal,
  recording: Recording,
  field: ReviewField,
  limits: RouteLimits,
): Denial | undefined {
  const { permission, routePermission } = fieldRules[field]
  const denied = denialOf(principal, permission, recording, limits)
  return denied ?? (routePermission ? turnedOff(recording, routePermission, limits) : undefined)
}

/** One for each field that the principal may not edit. */
export function fieldDenials(
  principal: Principal,
  recording: Recording,
  limits: RouteLimits,
): Partial<Record<ReviewField, Denial>> {
  return Object.fromEntries(
    fieldNames.flatMap((field) => {
      const denial = fieldDenial(principal, recording, field, limits)
      return denial ? [[field, denial]] : []
    }),
  )
}

/**
 * For those who may know of the recording alone.
 * @throws Refusal route_permission, forbidden, naming each field that the principal may not edit
 */
export function requireFields(
  principal: Principal,
  recording: Recording,
  fields: readonly ReviewField[],
  limits: RouteLimits,
): void {
  const denied = fields.flatMap((field) => {
    const denial = fieldDenial(principal, recording, field, limits)
    return denial ? { field, denial } : []
  })
  const [first] = denied
  if (!first) return
  const errors = denied.map(({ field, denial }) => ({
    field,
    message: denial.routePermission ? 'is turned off on this route' : `needs ${fieldRules[field].permission}`,
  }))
  refuseTurnedOff(first.denial, errors)
  const { permission } = fieldRules[first.field]
  throw new Refusal(
    'forbidden',
    `You do not hold ${permission} for this recording. Ask your administrator for it.`,
    errors,
  )
}
