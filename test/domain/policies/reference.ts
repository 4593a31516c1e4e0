import { BlockList, isIP } from 'node:net'

/*
 * A second evaluator, written from the text of the IAM user guide alone and as plainly as possible: it expands, tries all
 * ways and uses regular expressions and node's own parsers. It shares nothing with the engine but the rules of
 * docs/policies.md, for what the guide leaves open.
 */

export type RawPolicy = { [element: string]: unknown }
export type RawContext = { [key: string]: string | number | boolean | (string | number | boolean)[] }
export type ReferenceRequest = { action: string; resource: string; context: RawContext }

/** With the set (0: the policies, then the boundaries), the policy and the statement that decided, if any did. */
export type ReferenceDecision = [
  'allowed' | 'implicitlyDenied' | 'explicitlyDenied',
  ...([set: number, policy: number, statement: number] | []),
]

type Verdict = 'Allow' | 'Deny' | 'none'
type Clarity = boolean | 'unclear'

export function referenceEvaluate(
  policies: RawPolicy[],
  boundaries: RawPolicy[][],
  request: ReferenceRequest,
): ReferenceDecision {
  const verdicts: { at: [number, number, number]; verdict: Verdict }[] = []
  for (const [set, members] of [policies, ...boundaries].entries()) {
    for (const [policy, raw] of members.entries()) {
      for (const [statement, verdict] of policyVerdicts(raw, request).entries()) {
        verdicts.push({ at: [set, policy, statement], verdict })
      }
    }
  }
  const deny = verdicts.find(({ verdict }) => verdict === 'Deny')
  if (deny) return ['explicitlyDenied', ...deny.at]
  const allowOf = (set: number) => verdicts.find(({ at, verdict }) => at[0] === set && verdict === 'Allow')
  const allow = allowOf(0)
  const isBounded = boundaries.every((_, index) => allowOf(index + 1) !== undefined)
  return allow && isBounded ? ['allowed', ...allow.at] : ['implicitlyDenied']
}

function policyVerdicts(raw: RawPolicy, request: ReferenceRequest): Verdict[] {
  const version = 'Version' in raw ? raw.Version : '2008-10-17'
  const isKnown = Object.keys(raw).every((element) => ['Version', 'Id', 'Statement'].includes(element))
  if (!isKnown || (version !== '2008-10-17' && version !== '2012-10-17')) return ['Deny']
  const statements = Array.isArray(raw.Statement) ? raw.Statement : [raw.Statement]
  return statements.map((statement) => statementVerdict(statement, request, version === '2012-10-17'))
}

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

function statementVerdict(statement: RawPolicy, request: ReferenceRequest, variables: boolean): Verdict {
  const isAllow = statement.Effect === 'Allow'
  const isFramed = Object.keys(statement).every((element) => elements.includes(element))
  if (!isFramed) return isAllow ? 'none' : 'Deny'
  const action = selection('Action', statement, request, variables)
  if (action === false) return 'none'
  const resource = selection('Resource', statement, request, variables)
  const parts = [action, resource, ...conditions(statement, request, variables)]
  // An Allow that is not wholly clear is no Allow; in a Deny only what is clearly not met keeps it from applying.
  const applies = isAllow ? parts.every((part) => part === true) : !parts.includes(false)
  return applies ? (isAllow ? 'Allow' : 'Deny') : 'none'
}

function selection(
  name: 'Action' | 'Resource',
  statement: RawPolicy,
  { action, resource, context }: ReferenceRequest,
  variables: boolean,
): Clarity {
  const plain = statement[name]
  const excepted = statement[`Not${name}`]
  if ((plain === undefined) === (excepted === undefined)) return 'unclear'
  const patterns = list(plain ?? excepted)
  if (patterns.length === 0 || patterns.some((pattern) => typeof pattern !== 'string' || pattern === ''))
    return 'unclear'
  const results = patterns.map((pattern): Clarity => {
    if (name === 'Action') {
      if (String(pattern).includes('${')) return 'unclear'
      return like(wild(String(pattern).toLowerCase()), [...action.toLowerCase()])
    }
    const ways = expand(String(pattern), context, variables, true)
    return ways === 'unclear' ? 'unclear' : ways.some((way) => like(way, [...resource]))
  })
  if (results.includes('unclear')) return 'unclear'
  return plain !== undefined ? results.includes(true) : !results.includes(true)
}

function conditions(statement: RawPolicy, request: ReferenceRequest, variables: boolean): Clarity[] {
  const block = (statement.Condition ?? {}) as Record<string, Record<string, unknown>>
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => condition(operator, key, list(values).map(String), request, variables)),
  )
}

function condition(
  name: string,
  key: string,
  wanted: string[],
  { context }: ReferenceRequest,
  variables: boolean,
): Clarity {
  const parsed = /^(ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(IfExists)?$/.exec(name)
  const [, set = '', base = '', ifExists = ''] = parsed ?? []
  const operator = Object.hasOwn(referenceOperators, base) ? referenceOperators[base] : undefined
  if (operator === undefined || wanted.length === 0) return 'unclear'
  const actual = valuesOf(context, key)
  // "a null dataset, such as an empty string"
  const isNullSet = actual.filter((value) => value !== '').length === 0
  if (base === 'Null') {
    if (set !== '' || ifExists !== '' || wanted.some((value) => !/^(true|false)$/i.test(value))) return 'unclear'
    return wanted.some((value) => (value.toLowerCase() === 'true') === isNullSet)
  }
  const tests = wanted.map((value) => operator.test(value, context, variables))
  const understood = tests.filter((test) => test !== 'unclear')
  if (understood.length < tests.length) return 'unclear'
  const matchesSome = (value: string) => understood.some((test) => test(value))
  // "those values are evaluated using a logical OR", "NOR" when negated
  const perValue = (value: string) => (operator.negated ? !matchesSome(value) : matchesSome(value))
  if (ifExists !== '' && actual.length === 0) return true
  if (set === 'ForAllValues:') return isNullSet ? true : actual.every(perValue)
  if (set === 'ForAnyValue:') return isNullSet ? false : actual.some(perValue)
  if (actual.length === 0) return operator.negated
  return operator.negated ? !actual.some(matchesSome) : actual.some(matchesSome)
}

type ReferenceTest = (actual: string) => boolean
type ReferenceOperator = {
  negated: boolean
  test: (wanted: string, context: RawContext, variables: boolean) => ReferenceTest | 'unclear'
}

const referenceOperators: { [name: string]: ReferenceOperator } = {
  Null: { negated: false, test: () => () => false },
  ...text('StringEquals', 'StringNotEquals', (way, actual) => same(way, actual)),
  ...text('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', (way, actual) =>
    same(way.map(lowered), lowered(actual)),
  ),
  ...text('StringLike', 'StringNotLike', (way, actual) => like(way, [...actual]), true),
  ...text('ArnLike', 'ArnNotLike', arnLike, true),
  ...text('ArnEquals', 'ArnNotEquals', arnLike, true),
  ...ordered('Numeric', number),
  ...ordered('Date', date),
  Bool: {
    negated: false,
    test: (wanted) =>
      /^(true|false)$/i.test(wanted) ? (actual) => actual.toLowerCase() === wanted.toLowerCase() : 'unclear',
  },
  BinaryEquals: {
    negated: false,
    test: (wanted) => {
      const bytes = binary(wanted)
      return bytes === undefined ? 'unclear' : (actual) => binary(actual)?.equals(bytes) === true
    },
  },
  IpAddress: { negated: false, test: addresses },
  NotIpAddress: { negated: true, test: addresses },
}

type Char = { char: string } | '*' | '?'

function text(
  positive: string,
  negative: string,
  matches: (way: Char[], actual: string) => boolean,
  wildcards = false,
): { [name: string]: ReferenceOperator } {
  const test: ReferenceOperator['test'] = (wanted, context, variables) => {
    if (positive.startsWith('Arn') && !wanted.includes(':')) {
      const hasVariable = variables && wanted.replaceAll(/\$\{[*?$]\}/g, '').includes('${')
      if (!hasVariable) return 'unclear'
    }
    const ways = expand(wanted, context, variables, wildcards)
    return ways === 'unclear' ? 'unclear' : (actual) => ways.some((way) => matches(way, actual))
  }
  return { [positive]: { negated: false, test }, [negative]: { negated: true, test } }
}

function ordered(prefix: string, read: (text: string) => number | undefined): { [name: string]: ReferenceOperator } {
  const make = (compare: (a: number, b: number) => boolean, negated = false): ReferenceOperator => ({
    negated,
    test: (wanted) => {
      const limit = read(wanted)
      if (limit === undefined) return 'unclear'
      return (actual) => {
        const value = read(actual)
        return value !== undefined && compare(value, limit)
      }
    },
  })
  return {
    [`${prefix}Equals`]: make((a, b) => a === b),
    [`${prefix}NotEquals`]: make((a, b) => a === b, true),
    [`${prefix}LessThan`]: make((a, b) => a < b),
    [`${prefix}LessThanEquals`]: make((a, b) => a <= b),
    [`${prefix}GreaterThan`]: make((a, b) => a > b),
    [`${prefix}GreaterThanEquals`]: make((a, b) => a >= b),
  }
}

/** All texts that a text of a policy can stand for; none if a variable has no value. */
function expand(source: string, context: RawContext, variables: boolean, wildcards: boolean): Char[][] | 'unclear' {
  const plain = (part: string) => (wildcards ? wild(part) : literal(part))
  if (!variables) return [plain(source)]
  const pattern = /\$\{(?:([*?$])|([^},'{$*?]+)(?:, *'([^']*)' *)?)\}/g
  if (source.replaceAll(pattern, '').includes('${')) {
    // What is left may only look like a variable because something between was taken out.
    if (source.split(pattern).some((part, index) => index % 4 === 0 && part.includes('${'))) return 'unclear'
  }
  let ways: Char[][] = [[]]
  let end = 0
  for (const found of source.matchAll(pattern)) {
    const [whole, escaped, key, fallback] = found
    if (key !== undefined && key.trim() !== key) return 'unclear'
    const before = plain(source.slice(end, found.index))
    const set = key === undefined ? [] : valuesOf(context, key).filter((value) => value !== '')
    const values = escaped !== undefined ? [escaped] : set.length > 0 ? set : fallback === undefined ? [] : [fallback]
    ways = ways.flatMap((way) => values.map((value) => [...way, ...before, ...literal(value)]))
    end = found.index + whole.length
  }
  return ways.map((way) => [...way, ...plain(source.slice(end))])
}

const literal = (part: string): Char[] => [...part].map((char) => ({ char }))
const wild = (part: string): Char[] => [...part].map((char) => (char === '*' || char === '?' ? char : { char }))

function like(pattern: Char[], actual: string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return actual.length === 0
  if (first === '*') return like(rest, actual) || (actual.length > 0 && like(pattern, actual.slice(1)))
  return actual.length > 0 && (first === '?' || first.char === actual[0]) && like(rest, actual.slice(1))
}

const same = (way: Char[], actual: string) =>
  way.map((char) => (typeof char === 'string' ? char : char.char)).join('') === actual

function lowered<T extends Char | string>(char: T): T
function lowered(char: Char | string): Char | string {
  return typeof char === 'string' ? char.toLowerCase() : { char: char.char.toLowerCase() }
}

/** "Each of the six colon-delimited components of the ARN is checked separately." */
function arnLike(way: Char[], actual: string): boolean {
  const isColon = (char: Char | undefined) => typeof char === 'object' && char.char === ':'
  const patterns: Char[][] = [[]]
  for (const char of way) {
    if (isColon(char) && patterns.length < 6) patterns.push([])
    else patterns.at(-1)?.push(char)
  }
  const words = actual.split(':')
  const components = words.length > 6 ? [...words.slice(0, 5), words.slice(5).join(':')] : words
  return (
    patterns.length === components.length && patterns.every((part, index) => like(part, [...(components[index] ?? '')]))
  )
}

function number(value: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) && Number.isFinite(Number(value))
    ? Number(value)
    : undefined
}

function date(value: string): number | undefined {
  if (!/^\d{4}$/.test(value) && number(value) !== undefined) return Number(value) * 1000
  const form = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/
  const ms = form.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) return undefined
  // Date.parse takes the 30th of February for a day in March.
  const day = value.slice(0, '2026-01-01'.length)
  return new Date(day).toISOString().startsWith(day) ? ms : undefined
}

function binary(value: string): Buffer | undefined {
  const bytes = Buffer.from(value, 'base64')
  return bytes.toString('base64') === value ? bytes : undefined
}

const blockLists = new Map<string, BlockList>()

function addresses(wanted: string): ReferenceTest | 'unclear' {
  const [address = '', prefix, ...more] = wanted.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return 'unclear'
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix)
  if (!Number.isInteger(bits) || bits > (family === 4 ? 32 : 128) || prefix === '') return 'unclear'
  const range = blockLists.get(wanted) ?? new BlockList()
  if (!blockLists.has(wanted)) range.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6')
  blockLists.set(wanted, range)
  return (actual) => {
    // The guide says nothing of IPv4 in an IPv6 range; a socket's `::ffff:` form is IPv4 all the same.
    const plain = actual.replace(/^::ffff:(?=\d+\.)/i, '')
    return isIP(plain) === family && range.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }
}

function valuesOf(context: RawContext, key: string): string[] {
  return Object.entries(context)
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, value]) => list(value).map(String))
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
