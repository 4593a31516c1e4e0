// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import fc from 'fast-check'
import type { RawContext, RawPolicy, ReferenceRequest } from './reference.ts'

/**
 * A small world in which random policies and requests meet often: few names, and patterns made of them. What is broken is
 * there too, rarely enough that most policies are whole.
 */
const someActions = ['a:Read', 'a:Write', 'b:Read', 'B:List']
const actionPatterns = ['*', 'a:*', 'a:Read', 'A:READ', '?:Read', '*:re*', 'a:?rite', 'b:*', '*i*', 'c:None']
const someResources = [
  'n:x:t1:r/1',
  'n:x:t1:r/2/i/1',
  'n:x:t2:r/1',
  'n:x:t1:r/*',
  'n:x:t1:r/u1',
  'n:x:T1:r/1',
  'n:x:t1:r/é😀',
]
const resourcePatterns = [
  '*',
  '*',
  'n:x:t1:*',
  'n:x:t1:r/?',
  'n:x:*:r/1',
  '*r/*1*',
  'n:x:t1:r/${u:id}',
  'n:x:t1:r/${U:IDS}*',
  'n:x:t1:r/${*}',
  'n:x:t1:r/${u:none}',
  "n:x:t1:r/${u:none, '1'}",
  'n:x:t1:r/?😀',
  'n:x:${u:team}:r/${u:ids}',
  'n:x:t1:r/${u:id',
]

const pools = {
  text: ['', 'a', 'A', 'ab', 'u1', 't1', 'a*', '*', '?', 'u1b', 'é😀', 'ß', 'İ', '5', 'true'],
  textPattern: [
    '',
    'a',
    'AB',
    'a*',
    '?',
    '??',
    '*b',
    '*',
    'u${*}',
    '${u:id}',
    '${u:ids}b',
    "${u:none, 'a'}",
    '${u:none}',
  ],
  brokenPattern: ['${', '${}', "${a, b'}", '${u:id', "${u:id,'a' x}", '${ u:id}'],
  number: ['0', '5', '5.0', '-1', '1e1', '10', '9.99'],
  date: [
    '2026',
    '2026-01',
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01T01:00:00.5+01:00',
    '1767225600',
    '2025-12-31T23:59:59Z',
  ],
  boolean: ['true', 'false', 'TRUE'],
  bytes: ['QQ==', 'QUI=', ''],
  address: ['10.0.0.1', '10.1.2.3', '2001:db8::1', '::ffff:10.0.0.1', '192.168.0.1', '::1'],
  range: [
    '10.0.0.0/8',
    '10.0.0.1',
    '10.1.2.3/16',
    '2001:db8::/32',
    '::/0',
    '0.0.0.0/0',
    '192.168.0.0/31',
    '2001:DB8::1/128',
  ],
  arn: ['n:x:t1:r/1', 'n:x:t2:r/1', 'a:b:c:d:e:f', 'a:b:c:d:e:f:g', 'a:b:c:d:e'],
  arnPattern: [
    'n:x:*:r/1',
    'n:*:r/1',
    '*:*:*:*:*:*',
    'a:b:c:d:e:*',
    'n:x:t1:${u:none}',
    'n:x:${u:team}:r/?',
    '*',
    'a:b:?:*:*:f*',
    '${u:arn}',
  ],
  wrong: [
    'x',
    '1.2.3',
    '0x10',
    '2026-02-30',
    '2026-13',
    '01.2.3.4',
    '1.2.3.4/33',
    'QQ',
    'Infinity',
    '2026-01-01T00:00',
    '1::2::3',
  ],
}

const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 3 })
const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values)
/** Texts made of the characters that mean something. */
const soup = fc.array(oneOf([...'aab:*?/$', '${u:id}', '😀', '${*}']), { maxLength: 7 }).map((parts) => parts.join(''))
const oneOrFew = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary }, { weight: 1, arbitrary: few(arbitrary) })

type Family = { operators: string[]; keys: string[]; values: readonly string[] }
const families: Family[] = [
  {
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    keys: ['k:s', 'K:S', 'k:many', 'u:id', 'k:none'],
    values: pools.textPattern,
  },
  { operators: ordered('Numeric'), keys: ['k:n', 'k:many'], values: pools.number },
  { operators: ordered('Date'), keys: ['k:d', 'k:n'], values: pools.date },
  { operators: ['Bool', 'Null'], keys: ['k:b', 'k:s', 'k:many', 'k:none'], values: pools.boolean },
  { operators: ['BinaryEquals'], keys: ['k:bytes', 'k:s'], values: pools.bytes },
  { operators: ['IpAddress', 'NotIpAddress'], keys: ['k:ip', 'k:s'], values: pools.range },
  {
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    keys: ['k:arn', 'k:s'],
    values: pools.arnPattern,
  },
]

function ordered(prefix: string): string[] {
  return ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
    (one) => prefix + one,
  )
}

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 60) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare })

const someCondition: fc.Arbitrary<[string, Record<string, unknown>]> = oneOf(families).chain(
  ({ operators, keys, values }) =>
    fc
      .tuple(
        oneOf(['', '', '', 'ForAllValues:', 'ForAnyValue:']),
        rarely(oneOf(operators), oneOf(['StringIs', 'stringequals', 'toString', 'IfExists'])),
        oneOf(['', '', '', 'IfExists']),
        oneOf(keys),
        oneOrFew(
          rarely(rarely<unknown>(oneOf(values), soup, 6), oneOf([...pools.wrong, ...pools.brokenPattern, 5, true])),
        ),
      )
      .map(([set, base, ifExists, key, value]) => {
        const isNull = base === 'Null'
        return [isNull ? base : `${set}${base}${ifExists}`, { [key]: value }]
      }),
)

const selectionOf = (name: string, patterns: fc.Arbitrary<string>): fc.Arbitrary<RawPolicy> =>
  fc
    .tuple(rarely(oneOf([name, name, name, `Not${name}`]), oneOf(['', 'both']), 80), oneOrFew(patterns))
    .map(([element, value]): RawPolicy => {
      if (element === 'both') return { [name]: value, [`Not${name}`]: value }
      return element === '' ? {} : { [element]: value }
    })

const someStatement: fc.Arbitrary<RawPolicy> = fc
  .tuple(
    rarely(oneOf(['Allow', 'Allow', 'Allow', 'Deny']), oneOf(['allow', 'Deny ', 5]) as fc.Arbitrary<string>, 150),
    selectionOf('Action', rarely(oneOf(actionPatterns), oneOf(['a:${u:id}', '']), 100)),
    selectionOf('Resource', rarely(oneOf(resourcePatterns), soup, 10)),
    fc.array(someCondition, { maxLength: 2 }),
    rarely(fc.constant({}), fc.constant({ Principal: '*' }), 150),
  )
  .map(([Effect, action, resource, conditions, extra]) => ({
    Effect,
    ...action,
    ...resource,
    ...(conditions.length === 0 ? {} : { Condition: Object.fromEntries(conditions) }),
    ...extra,
  }))

/** Policies as their JSON. */
export const somePolicy: fc.Arbitrary<RawPolicy> = fc
  .tuple(
    rarely(
      oneOf([{ Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2008-10-17' }, {}]),
      fc.constant({ Version: '1' }),
      150,
    ),
    fc.array(someStatement, { minLength: 1, maxLength: 3 }),
  )
  .map(([version, Statement]) => ({ ...version, Statement }))

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const many = (values: readonly string[]) => fc.array(oneOf(values), { maxLength: 3 })

export const someContext: fc.Arbitrary<RawContext> = fc
  .record({
    'u:id': maybe(oneOf(['u1', '1', '*', ''])),
    'u:ids': maybe(many(['1', '2', 'u1', ''])),
    'u:team': maybe(oneOf(['t1', 't2'])),
    'u:arn': maybe(oneOf(pools.arn)),
    'k:s': maybe(
      fc.oneof(
        { weight: 5, arbitrary: oneOf<string | string[]>(pools.text) },
        { weight: 1, arbitrary: many(pools.text) },
      ),
    ),
    'K:s': rarely<string | undefined>(fc.constant(undefined), oneOf(pools.text), 6),
    'k:many': maybe(many([...pools.text, ...pools.number])),
    'k:n': maybe(rarely<string | number>(oneOf(pools.number), oneOf([5, 10, 2026, ...pools.wrong]), 3)),
    'k:d': maybe(rarely(oneOf(pools.date), oneOf(pools.wrong), 6)),
    'k:b': maybe(oneOf<string | boolean>(['true', 'false', true, false, 'yes'])),
    'k:bytes': maybe(oneOf(pools.bytes)),
    'k:ip': maybe(rarely(oneOf(pools.address), oneOf(pools.wrong), 10)),
    'k:arn': maybe(oneOf(pools.arn)),
  })
  .map(
    (context) => Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined)) as RawContext,
  )

export const someRequest: fc.Arbitrary<ReferenceRequest> = fc.record({
  action: oneOf(someActions),
  resource: rarely(oneOf(someResources), soup, 20),
  context: someContext,
})

/** How many policy/request pairs to try: few in CI, SOUNDKEEP_CASES at night. */
export const pairs = Number(process.env.SOUNDKEEP_CASES ?? 50_000)

/** The same pairs in each run of CI; others at night, named by fast-check where one fails. SOUNDKEEP_SEED repeats them. */
export const seed = {
  ...(process.env.SOUNDKEEP_CASES === undefined ? { seed: 20_261_123 } : {}),
  ...(process.env.SOUNDKEEP_SEED === undefined ? {} : { seed: Number(process.env.SOUNDKEEP_SEED) }),
}
