import { isMet } from './condition.ts'
import { type Context, type ContextView, viewOf } from './context.ts'
import type { Effect, Policy, Selection, Statement } from './policy.ts'
import { matchesTemplate } from './template.ts'

export type PolicyRequest = {
  readonly action: string
  readonly resource: string
  readonly context: Context
}

export type Evaluation = {
  /** Any of them can allow. */
  readonly policies: readonly Policy[]
  /** Each is a set of policies of its own, one of which has to allow as well. */
  readonly boundaries: readonly (readonly Policy[])[]
  readonly request: PolicyRequest
}

/** Where the statement stands that decided. */
export type StatementRef = {
  readonly kind: 'policy' | 'boundary'
  /** The boundary's place among the boundaries, from 0. */
  readonly boundaryIndex?: number
  readonly policyIndex: number
  readonly policyId?: string
  readonly statementIndex: number
  readonly sid?: string
}

export type Decision =
  | { readonly outcome: 'allowed'; readonly decidedBy: StatementRef }
  | { readonly outcome: 'explicitlyDenied'; readonly decidedBy: StatementRef }
  /** Nothing allows it: among the policies, or in the boundary of that place. */
  | {
      readonly outcome: 'implicitlyDenied'
      readonly missingFrom:
        | { readonly kind: 'policies' }
        | { readonly kind: 'boundary'; readonly boundaryIndex: number }
      readonly decidedBy?: undefined
    }

/**
 * Decides one request. A Deny anywhere, in boundaries too, wins; else the policies have to allow it, and every boundary
 * as well (IAM user guide, "Policy evaluation logic" and "Permissions boundaries for IAM entities"). Pure: the same input
 * gives the same answer.
 */
export function evaluate({ policies, boundaries, request }: Evaluation): Decision {
  const asked = asking(request)
  const denied =
    find('deny', policies, asked, { kind: 'policy' }) ??
    firstOf(boundaries, (set, boundaryIndex) => find('deny', set, asked, { kind: 'boundary', boundaryIndex }))
  if (denied !== undefined) return { outcome: 'explicitlyDenied', decidedBy: denied }
  const decidedBy = find('allow', policies, asked, { kind: 'policy' })
  if (decidedBy === undefined) return { outcome: 'implicitlyDenied', missingFrom: { kind: 'policies' } }
  for (const [boundaryIndex, set] of boundaries.entries()) {
    if (find('allow', set, asked, { kind: 'boundary', boundaryIndex }) === undefined) {
      return { outcome: 'implicitlyDenied', missingFrom: { kind: 'boundary', boundaryIndex } }
    }
  }
  return { outcome: 'allowed', decidedBy }
}

type Asked = { readonly action: string; readonly resource: string; readonly view: ContextView }

function asking({ action, resource, context }: PolicyRequest): Asked {
  return { action, resource, view: viewOf(context) }
}

function find(
  effect: Effect,
  policies: readonly Policy[],
  asked: Asked,
  where: Pick<StatementRef, 'kind' | 'boundaryIndex'>,
): StatementRef | undefined {
  return firstOf(policies, ({ id, statements }, policyIndex) => {
    const statement = statements.find((one) => one.effect === effect && applies(one, asked))
    if (statement === undefined) return undefined
    const { index, sid } = statement
    const policyId = id === undefined ? {} : { policyId: id }
    return { ...where, policyIndex, ...policyId, statementIndex: index, ...(sid === undefined ? {} : { sid }) }
  })
}

function applies({ actions, resources, conditions }: Statement, { action, resource, view }: Asked): boolean {
  return (
    selects(actions, action, view) &&
    selects(resources, resource, view) &&
    conditions.every((condition) => isMet(condition, view))
  )
}

/** Whether a selection takes in a name; a variable without a value makes its pattern match nothing. */
export function selects({ except, patterns }: Selection, name: string, view: ContextView): boolean {
  return patterns.some((pattern) => matchesTemplate(pattern, name, view)) !== except
}

function firstOf<T, R>(items: readonly T[], give: (item: T, index: number) => R | undefined): R | undefined {
  for (const [index, item] of items.entries()) {
    const found = give(item, index)
    if (found !== undefined) return found
  }
  return undefined
}
