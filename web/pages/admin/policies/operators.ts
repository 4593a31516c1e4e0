import type { PolicyVocabulary } from '../../../api/index.ts'

type KeyType = PolicyVocabulary['keys'][number]['type']

/** How the operators begin that compare values of a type. */
const beginnings: Record<KeyType, readonly string[]> = {
  text: ['String'],
  number: ['Numeric'],
  boolean: ['Bool'],
  date: ['Date'],
  address: ['IpAddress', 'NotIpAddress'],
}

/** Operators in words; others are shown by their name alone. */
const words: Record<string, string> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringEqualsIgnoreCase: 'is, in any case',
  StringNotEqualsIgnoreCase: 'is not, in any case',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  NumericEquals: 'is',
  NumericNotEquals: 'is not',
  NumericLessThan: 'is less than',
  NumericLessThanEquals: 'is at most',
  NumericGreaterThan: 'is more than',
  NumericGreaterThanEquals: 'is at least',
  DateEquals: 'is',
  DateNotEquals: 'is not',
  DateLessThan: 'is before',
  DateLessThanEquals: 'is at the latest',
  DateGreaterThan: 'is after',
  DateGreaterThanEquals: 'is at the earliest',
  Bool: 'is',
  IpAddress: 'lies in',
  NotIpAddress: 'lies outside of',
  Null: 'is missing',
}

export const operatorWords = (operator: string): string =>
  words[operator] === undefined ? operator : `${words[operator]} (${operator})`

/** A key of the vocabulary that a key is, or is one of: `recording.custom.*` takes a name of one's own. */
export const knownKeyOf = (
  key: string,
  { keys }: Pick<PolicyVocabulary, 'keys'>,
): PolicyVocabulary['keys'][number] | undefined =>
  keys.find((known) => known.key === key || (known.key.endsWith('*') && key.startsWith(known.key.slice(0, -1))))

/** The operators to choose from for a key; the one that is there is always one of them. */
export function operatorsFor(key: string, chosen: string, vocabulary: PolicyVocabulary): readonly string[] {
  const type = knownKeyOf(key, vocabulary)?.type
  const fitting = vocabulary.operators.filter((operator) => {
    const plain = operator.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '')
    return plain === 'Null' || type === undefined || beginnings[type].some((beginning) => plain.startsWith(beginning))
  })
  return fitting.includes(chosen) || chosen === '' ? fitting : [chosen, ...fitting]
}
