import { type AddressRange, addressIn, addressRangeIn, isWithin } from './address.ts'
import type { ContextView } from './context.ts'
import { booleanIn, bytesIn, momentIn, numberIn } from './literals.ts'
import { matchesTemplate, readTemplate, type Template } from './template.ts'

export type Comparison = 'equal' | 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual'

/** What a value of the request is compared with: matching one of the operands is enough. */
export type Test =
  | { readonly kind: 'text'; readonly operands: readonly Template[] }
  | { readonly kind: 'number'; readonly comparison: Comparison; readonly operands: readonly number[] }
  /** Milliseconds since 1970. */
  | { readonly kind: 'date'; readonly comparison: Comparison; readonly operands: readonly number[] }
  | { readonly kind: 'boolean'; readonly operands: readonly boolean[] }
  /** One character a byte. */
  | { readonly kind: 'bytes'; readonly operands: readonly string[] }
  | { readonly kind: 'address'; readonly operands: readonly AddressRange[] }
  /** True: the key has to be missing. */
  | { readonly kind: 'absence'; readonly operands: readonly boolean[] }

type TextRules = { readonly wildcards?: boolean; readonly ignoresCase?: boolean; readonly byComponent?: boolean }

type Operator = { readonly negated?: true } & (
  | ({ readonly kind: 'text' } & TextRules)
  | { readonly kind: 'number' | 'date'; readonly comparison: Comparison }
  | { readonly kind: 'boolean' | 'bytes' | 'address' | 'absence' }
)

/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: { kind: 'text' },
    StringNotEquals: { kind: 'text', negated: true },
    StringEqualsIgnoreCase: { kind: 'text', ignoresCase: true },
    StringNotEqualsIgnoreCase: { kind: 'text', ignoresCase: true, negated: true },
    StringLike: { kind: 'text', wildcards: true },
    StringNotLike: { kind: 'text', wildcards: true, negated: true },
    NumericEquals: { kind: 'number', comparison: 'equal' },
    NumericNotEquals: { kind: 'number', comparison: 'equal', negated: true },
    NumericLessThan: { kind: 'number', comparison: 'less' },
    NumericLessThanEquals: { kind: 'number', comparison: 'lessOrEqual' },
    NumericGreaterThan: { kind: 'number', comparison: 'greater' },
    NumericGreaterThanEquals: { kind: 'number', comparison: 'greaterOrEqual' },
    DateEquals: { kind: 'date', comparison: 'equal' },
    DateNotEquals: { kind: 'date', comparison: 'equal', negated: true },
    DateLessThan: { kind: 'date', comparison: 'less' },
    DateLessThanEquals: { kind: 'date', comparison: 'lessOrEqual' },
    DateGreaterThan: { kind: 'date', comparison: 'greater' },
    DateGreaterThanEquals: { kind: 'date', comparison: 'greaterOrEqual' },
    Bool: { kind: 'boolean' },
    BinaryEquals: { kind: 'bytes' },
    IpAddress: { kind: 'address' },
    NotIpAddress: { kind: 'address', negated: true },
    // Equals and Like behave identically for ARNs.
    ArnEquals: { kind: 'text', wildcards: true, byComponent: true },
    ArnLike: { kind: 'text', wildcards: true, byComponent: true },
    ArnNotEquals: { kind: 'text', wildcards: true, byComponent: true, negated: true },
    ArnNotLike: { kind: 'text', wildcards: true, byComponent: true, negated: true },
    Null: { kind: 'absence' },
  } satisfies Record<string, Operator>),
)

/** The names a policy can use, before `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export const operatorNames: readonly string[] = [...operators.keys()]

export type Quantifier = 'none' | 'all' | 'any'

export type NamedOperator = {
  readonly operator: Operator
  readonly quantifier: Quantifier
  readonly ifExists: boolean
}

const ifExistsSuffix = 'IfExists'
const quantifiers: readonly (readonly [prefix: string, Quantifier])[] = [
  ['ForAllValues:', 'all'],
  ['ForAnyValue:', 'any'],
  ['', 'none'],
]

/** What a condition operator's name says; undefined if it is none. Null already asks whether the key exists. */
export function operatorNamed(name: string): NamedOperator | undefined {
  const [prefix, quantifier] = quantifiers.find(([prefix]) => name.startsWith(prefix)) ?? ['', 'none']
  const ifExists = name.endsWith(ifExistsSuffix)
  const operator = operators.get(name.slice(prefix.length, ifExists ? -ifExistsSuffix.length : undefined))
  if (operator === undefined) return undefined
  return operator.kind === 'absence' && (ifExists || quantifier !== 'none')
    ? undefined
    : { operator, quantifier, ifExists }
}

/** The operator's name spelled right, if it is one in another case. */
export function respelledOperator(name: string): string | undefined {
  const all = quantifiers.flatMap(([prefix]) =>
    operatorNames.flatMap((base) => [`${prefix}${base}`, `${prefix}${base}${ifExistsSuffix}`]),
  )
  return all.find((known) => known.toLowerCase() === name.toLowerCase() && operatorNamed(known) !== undefined)
}

/** The test an operator makes of a policy's values, and of each value that does not fit what it should have been. */
export function testOf(
  operator: Operator,
  values: readonly string[],
  variables: boolean,
): { test: Test; faults: readonly { index: number; message: string }[] } {
  const faults: { index: number; message: string }[] = []
  function operands<T extends object | string | number | boolean>(
    read: (value: string) => T | undefined,
    form: string,
  ): T[] {
    return values.flatMap((value, index) => {
      const operand = read(value)
      if (operand !== undefined) return [operand]
      const advice = variables && value.includes('${') ? ' This operator takes no variables.' : ''
      faults.push({ index, message: `Write ${form}.${advice}` })
      return []
    })
  }
  switch (operator.kind) {
    case 'text':
      return { test: { kind: 'text', operands: templates(operator, values, variables, faults) }, faults }
    case 'number':
    case 'date': {
      const { kind, comparison } = operator
      const read = kind === 'number' ? operands(numberIn, 'a number, such as 10 or 2.5') : operands(momentIn, dateForm)
      return { test: { kind, comparison, operands: read }, faults }
    }
    case 'boolean':
      return { test: { kind: 'boolean', operands: operands(booleanIn, 'true or false') }, faults }
    case 'absence':
      return { test: { kind: 'absence', operands: operands(booleanIn, absenceForm) }, faults }
    case 'bytes':
      return { test: { kind: 'bytes', operands: operands(bytesIn, 'base64') }, faults }
    case 'address':
      return { test: { kind: 'address', operands: operands(addressRangeIn, addressForm) }, faults }
  }
}

const dateForm = 'a date, such as 2026-01-31 or 2026-01-31T09:00:00Z, or seconds since 1970'
const absenceForm = 'true if the key has to be missing, or false if it has to be there'
const addressForm = 'an address or a range, such as 203.0.113.0/24 or 2001:db8::/32'

function templates(
  { wildcards = false, ignoresCase = false, byComponent = false }: TextRules,
  values: readonly string[],
  variables: boolean,
  faults: { index: number; message: string }[],
): Template[] {
  return values.flatMap((value, index) => {
    const template = readTemplate(value, { wildcards, ignoresCase, byComponent, variables })
    if ('fault' in template) {
      faults.push({ index, message: template.fault })
      return []
    }
    // One component can never match a name that has several: who writes `*` here means any.
    if (byComponent && !value.includes(':') && template.parts.every((part) => part.kind !== 'variable')) {
      faults.push({ index, message: 'Write a name with its components, such as arn:*:*:*:*:*, or use StringLike.' })
      return []
    }
    return [template]
  })
}

/** Whether a value of the request matches an operand. A value that is not of the operator's kind matches none. */
export function matchesOperand(test: Test, value: string, view: ContextView): boolean {
  switch (test.kind) {
    case 'text':
      return test.operands.some((operand) => matchesTemplate(operand, value, view))
    case 'number':
    case 'date': {
      const number = test.kind === 'number' ? numberIn(value) : momentIn(value)
      return number !== undefined && test.operands.some((operand) => compares(number, test.comparison, operand))
    }
    case 'boolean': {
      const truth = booleanIn(value)
      return truth !== undefined && test.operands.includes(truth)
    }
    case 'bytes': {
      const bytes = bytesIn(value)
      return bytes !== undefined && test.operands.includes(bytes)
    }
    case 'address': {
      const address = addressIn(value)
      return address !== undefined && test.operands.some((range) => isWithin(address, range))
    }
    case 'absence':
      return false
  }
}

function compares(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case 'equal':
      return left === right
    case 'less':
      return left < right
    case 'lessOrEqual':
      return left <= right
    case 'greater':
      return left > right
    case 'greaterOrEqual':
      return left >= right
  }
}
