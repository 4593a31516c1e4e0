import type { ContextView } from './context.ts'
import { matchesOperand, type Quantifier, type Test } from './operators.ts'

/** One key of one operator of a Condition element. */
export type Condition = {
  /** In lower case. */
  readonly key: string
  readonly test: Test
  readonly negated: boolean
  readonly quantifier: Quantifier
  readonly ifExists: boolean
}

/**
 * Whether a condition is met. IAM user guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs.
 * multivalued context keys":
 * - several values of the policy are joined by OR, of a negated operator by NOR;
 * - a missing key meets negated operators, IfExists and ForAllValues, and no other, ForAnyValue with a negated one included;
 * - a key that resolves to an empty data set (no value, or empty texts alone) meets ForAllValues, never ForAnyValue, and
 *   counts as missing for Null.
 * IAM leaves open what an operator without quantifier makes of several values: here one match is a match.
 */
export function isMet(condition: Condition, view: ContextView): boolean {
  const { test, negated, quantifier } = condition
  const values = view.valuesOf(condition.key)
  if (test.kind === 'absence') return test.operands.includes(isEmptySet(values))
  if (condition.ifExists && values.length === 0) return true
  const isMatch = (value: string) => matchesOperand(test, value, view)
  switch (quantifier) {
    case 'none':
      return values.some(isMatch) !== negated
    case 'all':
      return isEmptySet(values) || values.every((value) => isMatch(value) !== negated)
    case 'any':
      return !isEmptySet(values) && values.some((value) => isMatch(value) !== negated)
  }
}

function isEmptySet(values: readonly string[]): boolean {
  return values.every((value) => value === '')
}
