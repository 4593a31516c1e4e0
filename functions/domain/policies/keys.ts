import type { Policy, Statement } from './policy.ts'
import { keysIn } from './template.ts'

/** The condition keys, in lower case, that decide by conditions or variables what the policy says. */
export function keysOf({ statements }: Policy): ReadonlySet<string> {
  return new Set(statements.flatMap(keysOfStatement).map((key) => key.toLowerCase()))
}

function keysOfStatement({ resources, conditions }: Statement): string[] {
  return [
    ...resources.patterns.flatMap(keysIn),
    ...conditions.flatMap(({ key, test }) => [key, ...(test.kind === 'text' ? test.operands.flatMap(keysIn) : [])]),
  ]
}
