import type { Condition } from './condition.ts'
import type { Issues } from './issue.ts'
import type { JsonNode } from './json.ts'
import { operatorNamed, operatorNames, respelledOperator, testOf } from './operators.ts'
import { membersOf, textsOf } from './read-json.ts'
import { checkKey, type PolicyRules } from './rules.ts'
import { keysIn } from './template.ts'

type Reading = { rules: PolicyRules; issues: Issues; variables: boolean }

export type ConditionsRead = {
  /** Those that were understood. */
  readonly conditions: readonly Condition[]
  /** Whether they are all that is asked. */
  readonly isUnderstood: boolean
}

/** The conditions of a statement: one for each key of each operator. */
export function readConditions(node: JsonNode | undefined, reading: Reading): ConditionsRead {
  if (node === undefined) return { conditions: [], isUnderstood: true }
  const operators = membersOf(node, undefined, reading.issues, 'Condition is a JSON object of operators.')
  const read = [...operators.byName].flatMap(([name, keys]) => readOperator(name, keys, reading))
  const conditions = read.filter((condition) => condition !== undefined)
  return { conditions, isUnderstood: operators.isWhole && conditions.length === read.length }
}

/** Undefined for what was not understood. */
function readOperator(name: string, node: JsonNode, reading: Reading): (Condition | undefined)[] {
  const { rules, issues, variables } = reading
  const named = operatorNamed(name)
  if (named === undefined) {
    const meant = respelledOperator(name)
    const advice = meant === undefined ? `use one of ${operatorNames.join(', ')}` : `write ${meant}`
    issues.add('unknownOperator', node, `${JSON.stringify(name)} is no condition operator: ${advice}.`)
    return [undefined]
  }
  const keys = membersOf(node, undefined, issues, 'Write the operator as a JSON object of condition keys and values.')
  if (!keys.isWhole) return [undefined]
  if (keys.byName.size === 0) {
    issues.add('empty', node, 'Write one condition key at least, or remove the operator.')
    return [undefined]
  }
  return [...keys.byName].map(([key, value]) => {
    checkKey(key, value, rules, issues)
    const texts = textsOf(value, issues, { isText: false })
    if (texts === undefined) return undefined
    const { test, faults } = testOf(
      named.operator,
      texts.map(({ text }) => text),
      variables,
    )
    for (const { index, message } of faults) issues.add('wrongValue', texts[index]?.place ?? value, message)
    if (test.kind === 'text') {
      for (const operand of test.operands) for (const used of keysIn(operand)) checkKey(used, value, rules, issues)
    }
    if (faults.length > 0) return undefined
    const { quantifier, ifExists, operator } = named
    return { key: key.toLowerCase(), test, negated: operator.negated === true, quantifier, ifExists }
  })
}
