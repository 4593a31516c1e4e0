import type { PolicyTrial, PolicyVocabulary } from '../../../api/index.ts'
import { knownKeyOf } from './operators.ts'

/** A fact of a recording that is made up. */
export type Fact = { key: string; value: string }

type Value = string | number | boolean
type Context = NonNullable<PolicyTrial['context']>

/** A value as the key's type has it; text that is none of the type is said to be wrong. */
function readValue(
  text: string,
  type: PolicyVocabulary['keys'][number]['type'] | undefined,
): Value | { problem: string } {
  const plain = text.trim()
  if (type === 'number') {
    const number = Number(plain)
    return plain === '' || Number.isNaN(number) ? { problem: 'Write a number.' } : number
  }
  if (type === 'boolean') {
    return plain === 'true' || plain === 'false' ? plain === 'true' : { problem: 'Write true or false.' }
  }
  return plain
}

/** Facts as the API takes them: a key that stands several times has several values. */
export function contextOf(
  facts: readonly Fact[],
  vocabulary: Pick<PolicyVocabulary, 'keys'>,
): { context: Context; problems: ReadonlyMap<number, string> } {
  const problems = new Map<number, string>()
  const values = new Map<string, Value[]>()
  for (const [index, { key, value }] of facts.entries()) {
    const read = readValue(value, knownKeyOf(key, vocabulary)?.type)
    if (typeof read === 'object') problems.set(index, read.problem)
    else values.set(key, [...(values.get(key) ?? []), read])
  }
  const context = Object.fromEntries(
    [...values].map(([key, list]) => {
      const [first] = list
      return [key, list.length === 1 && first !== undefined ? first : list.map(String)]
    }),
  )
  return { context, problems }
}
