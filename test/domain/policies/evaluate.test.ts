// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import { describe, expect, it } from 'vitest'
import { type Context, type Decision, evaluate, parsePolicy } from '../../../functions/domain/policies/index.ts'

const resource = 'srn:x:t1:shelf/7/book/9'

function decide(
  statements: object | object[],
  request: { action?: string; resource?: string; context?: Context } = {},
): Decision {
  const policies = [parsePolicy({ Version: '2012-10-17', Statement: statements })]
  return evaluate({ policies, boundaries: [], request: { action: 'book:Read', resource, context: {}, ...request } })
}

const allow = { Effect: 'Allow', Action: 'book:*', Resource: '*' }
const deny = { Effect: 'Deny', Action: 'book:*', Resource: '*' }

/** Whether an Allow under this condition allows a request with this context. */
function isMet(condition: object, context: Context): boolean {
  return decide({ ...allow, Condition: condition }, { context }).outcome === 'allowed'
}

describe('a decision', () => {
  it('is denied where nothing allows', () => {
    expect(evaluate({ policies: [], boundaries: [], request: { action: 'a', resource, context: {} } })).toEqual({
      outcome: 'implicitlyDenied',
      missingFrom: { kind: 'policies' },
    })
  })

  it('is by a Deny wherever it stands, and names the statement', () => {
    const policies = [
      parsePolicy({ Statement: [allow] }, { id: 'readers' }),
      parsePolicy({ Id: 'limits', Statement: [allow, { ...deny, Sid: 'NoBooks' }] }),
    ]
    const request = { action: 'book:Read', resource, context: {} }
    expect(evaluate({ policies, boundaries: [], request })).toEqual({
      outcome: 'explicitlyDenied',
      decidedBy: { kind: 'policy', policyIndex: 1, policyId: 'limits', statementIndex: 1, sid: 'NoBooks' },
    })
    expect(
      evaluate({ policies: policies.slice(0, 1), boundaries: [[parsePolicy({ Statement: deny })]], request }),
    ).toEqual({
      outcome: 'explicitlyDenied',
      decidedBy: { kind: 'boundary', boundaryIndex: 0, policyIndex: 0, statementIndex: 0 },
    })
  })

  it('needs an Allow from every boundary, and a boundary alone allows nothing', () => {
    const all = parsePolicy({ Statement: allow })
    const reads = parsePolicy({ Statement: { ...allow, Action: 'book:Read' } })
    const answer = (action: string, policies = [all]) =>
      evaluate({ policies, boundaries: [[all], [reads]], request: { action, resource, context: {} } })
    expect(answer('book:Read')).toMatchObject({ outcome: 'allowed', decidedBy: { kind: 'policy', policyIndex: 0 } })
    expect(answer('book:Burn')).toEqual({
      outcome: 'implicitlyDenied',
      missingFrom: { kind: 'boundary', boundaryIndex: 1 },
    })
    expect(answer('book:Read', [])).toEqual({ outcome: 'implicitlyDenied', missingFrom: { kind: 'policies' } })
  })

  it('compares actions without case and resources with it', () => {
    expect(decide({ ...allow, Action: 'BOOK:r*' }).outcome).toBe('allowed')
    expect(decide({ ...allow, Resource: 'srn:x:T1:*' }).outcome).toBe('implicitlyDenied')
    expect(decide({ ...allow, Resource: 'srn:x:t1:shelf/?/book/?' }).outcome).toBe('allowed')
    expect(decide({ Effect: 'Allow', NotAction: 'shelf:*', NotResource: 'srn:x:t2:*' }).outcome).toBe('allowed')
    expect(decide({ Effect: 'Allow', NotAction: ['shelf:*', 'BOOK:*'], Resource: '*' }).outcome).toBe(
      'implicitlyDenied',
    )
  })

  it('takes an empty boundary for one that allows nothing', () => {
    const policies = [parsePolicy({ Statement: allow })]
    const request = { action: 'book:Read', resource, context: {} }
    expect(evaluate({ policies, boundaries: [[]], request }).outcome).toBe('implicitlyDenied')
  })
})

describe('a condition', () => {
  const cases: [what: string, condition: object, context: Context, met: boolean][] = [
    ['text equals with case', { StringEquals: { k: 'a' } }, { k: 'A' }, false],
    ['text equals without case', { StringEqualsIgnoreCase: { k: 'É' } }, { k: 'é' }, true],
    ['keys are without case', { StringEquals: { 'Book:Kind': 'a' } }, { 'bOOK:kIND': 'a' }, true],
    ['keys that differ in case alone join', { StringEquals: { k: 'b' } }, { k: 'a', K: 'b' }, true],
    ['StringEquals takes a star as it is', { StringEquals: { k: 'a*' } }, { k: 'ab' }, false],
    ['StringLike does not', { StringLike: { k: 'a*' } }, { k: 'ab' }, true],
    ['? is one character, not one UTF-16 unit', { StringLike: { k: '?' } }, { k: '😀' }, true],
    ['several values are OR', { StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    ['negated they are NOR', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
    ['several keys are AND', { StringEquals: { k: 'a', l: 'a' } }, { k: 'a', l: 'b' }, false],
    ['several operators are AND', { StringEquals: { k: 'a' }, Bool: { l: true } }, { k: 'a', l: false }, false],
    ['a missing key fails', { StringLike: { k: '*' } }, {}, false],
    ['a missing key meets a negated operator', { StringNotLike: { k: '*' } }, {}, true],
    ['a key without values is missing', { StringNotEquals: { k: 'a' } }, { k: [] }, true],
    ['IfExists lets a missing key pass', { NumericLessThanIfExists: { k: 5 } }, {}, true],
    ['IfExists asks a present one', { NumericLessThanIfExists: { k: 5 } }, { k: 7 }, false],
    ['Null true asks for absence', { Null: { k: 'true' } }, {}, true],
    ['Null false asks for presence', { Null: { k: false } }, {}, false],
    ['Null takes an empty text for absence', { Null: { k: false } }, { k: '' }, false],
    ['StringEquals takes it for a value', { StringEquals: { k: '' } }, { k: '' }, true],
    ['ForAllValues asks each value', { 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
    ['ForAllValues is met by none', { 'ForAllValues:StringEquals': { k: 'a' } }, {}, true],
    ['ForAnyValue asks one value', { 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['c', 'b'] }, true],
    ['ForAnyValue is not met by none', { 'ForAnyValue:StringNotEquals': { k: 'a' } }, {}, false],
    [
      'ForAnyValue negated asks one that differs',
      { 'ForAnyValue:StringNotEquals': { k: 'a' } },
      { k: ['a', 'b'] },
      true,
    ],
    [
      'ForAllValues negated asks that all differ',
      { 'ForAllValues:StringNotEquals': { k: ['a', 'b'] } },
      { k: 'a' },
      false,
    ],
    ['numbers compare as numbers', { NumericEquals: { k: '5.0' } }, { k: 5 }, true],
    ['what is no number is not less', { NumericLessThan: { k: 5 } }, { k: '' }, false],
    [
      'dates compare across zones',
      { DateEquals: { k: '2026-01-01T00:00:00Z' } },
      { k: '2026-01-01T01:00+01:00' },
      true,
    ],
    ['dates are seconds too', { DateLessThan: { k: '1767225601' } }, { k: '2026-01-01' }, true],
    [
      'a fraction of a second counts',
      { DateGreaterThan: { k: '2026-01-01' } },
      { k: '2026-01-01T00:00:00.001Z' },
      true,
    ],
    ['Bool takes text', { Bool: { k: 'true' } }, { k: true }, true],
    ['bytes compare as bytes', { BinaryEquals: { k: 'QQ==' } }, { k: 'QQ==' }, true],
    ['an address in its range', { IpAddress: { k: '10.0.0.0/9' } }, { k: '10.127.0.1' }, true],
    ['an address outside of it', { IpAddress: { k: '10.0.0.0/9' } }, { k: '10.128.0.1' }, false],
    ['an IPv6 address, however written', { IpAddress: { k: '2001:DB8:0::/48' } }, { k: '2001:db8::1' }, true],
    ['IPv4 seen through an IPv6 socket', { IpAddress: { k: '10.0.0.0/8' } }, { k: '::ffff:10.0.0.1' }, true],
    ['IPv4 is in no IPv6 range', { NotIpAddress: { k: '::/0' } }, { k: '10.0.0.1' }, true],
    ['a star in an ARN stays in its component', { ArnLike: { k: 'a:*:d:e:f:g' } }, { k: 'a:b:c:d:e:f:g' }, false],
    ['in a text it does not', { StringLike: { k: 'a:*:d:e:f:g' } }, { k: 'a:b:c:d:e:f:g' }, true],
    [
      "an ARN's last component has the further colons",
      { ArnEquals: { k: 'a:b:c:d:e:*' } },
      { k: 'a:b:c:d:e:f:g' },
      true,
    ],
  ]
  it.each(cases)('%s', (_, condition, context, met) => {
    expect(isMet(condition, context)).toBe(met)
  })
})

describe('a variable', () => {
  it('stands for the value of its key, whatever the case', () => {
    expect(isMet({ StringEquals: { k: '${User.ID}' } }, { k: 'u1', 'user.id': 'u1' })).toBe(true)
    expect(decide({ ...allow, Resource: 'srn:x:t1:shelf/${shelf}/*' }, { context: { shelf: 7 } }).outcome).toBe(
      'allowed',
    )
  })

  it('stands for each of several values', () => {
    const agents = { 'user.agents': ['17', '23'] }
    expect(isMet({ StringEquals: { k: '${user.agents}' } }, { k: '23', ...agents })).toBe(true)
    expect(isMet({ StringEquals: { k: '${user.agents}' } }, { k: '24', ...agents })).toBe(false)
    expect(isMet({ StringNotEquals: { k: '${user.agents}' } }, { k: '17', ...agents })).toBe(false)
    expect(isMet({ StringLike: { k: '*/${user.agents}-${user.agents}/?' } }, { k: 'x/23-17/y', ...agents })).toBe(true)
  })

  it('is not widened by wildcards in its value', () => {
    expect(isMet({ StringLike: { k: '${user.id}' } }, { k: 'u2', 'user.id': '*' })).toBe(false)
    expect(decide({ ...allow, Resource: 'srn:x:t1:shelf/${shelf}/*' }, { context: { shelf: '*' } }).outcome).toBe(
      'implicitlyDenied',
    )
  })

  it('without value is equal to nothing, not even to nothing', () => {
    for (const context of [{ k: '' }, { k: '', 'user.id': '' }, { k: '${user.id}' }]) {
      expect(isMet({ StringEquals: { k: '${user.id}' } }, context)).toBe(false)
      expect(isMet({ StringNotEquals: { k: '${user.id}' } }, context)).toBe(true)
    }
    expect(decide({ ...allow, Resource: '*${none}' }).outcome).toBe('implicitlyDenied')
  })

  it('has a default', () => {
    expect(isMet({ StringEquals: { k: "${user.id, 'no one'}" } }, { k: 'no one' })).toBe(true)
    expect(isMet({ StringEquals: { k: "${user.id, 'no one'}" } }, { k: 'no one', 'user.id': 'u1' })).toBe(false)
  })

  it('writes the characters that mean something', () => {
    expect(isMet({ StringLike: { k: '${*}${?}${$}{k}' } }, { k: '*?${k}' })).toBe(true)
    expect(isMet({ StringLike: { k: '${*}' } }, { k: 'x' })).toBe(false)
  })

  it('is plain text in policies of 2008', () => {
    const policies = [parsePolicy({ Version: '2008-10-17', Statement: { ...allow, Resource: '${shelf}' } })]
    const decision = (name: string) =>
      evaluate({ policies, boundaries: [], request: { action: 'book:Read', resource: name, context: { shelf: '7' } } })
    expect(decision('7').outcome).toBe('implicitlyDenied')
    expect(decision('${shelf}').outcome).toBe('allowed')
  })
})

describe('a policy that is not understood', () => {
  const broken: [what: string, part: object][] = [
    ['an unknown operator', { Condition: { StringSounds: { k: 'a' } } }],
    ['a name of every object', { Condition: { toString: { k: 'a' } } }],
    ['a value of the wrong kind', { Condition: { IpAddress: { k: '10.0.0.0/40' } } }],
    ['an operator without keys', { Condition: { StringEquals: {} } }],
    ['a key without values', { Condition: { StringEquals: { k: [] } } }],
    ['a variable left open', { Resource: '${user.id' }],
    ['a resource that is no text', { Resource: 7 }],
    ['an unknown element', { Principals: '*' }],
    ['a principal', { Principal: '*' }],
    ['both Action and NotAction', { NotAction: 'shelf:*' }],
  ]
  it.each(broken)('allows nothing and denies what it could have denied: %s', (_, part) => {
    expect(decide({ ...allow, ...part }).outcome).toBe('implicitlyDenied')
    expect(decide([allow, { ...deny, ...part }]).outcome).toBe('explicitlyDenied')
  })

  it('takes an Effect written twice for a Deny', () => {
    const text = '{"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}'
    const request = { action: 'book:Read', resource, context: {} }
    expect(evaluate({ policies: [parsePolicy(text)], boundaries: [], request }).outcome).toBe('explicitlyDenied')
  })

  it('still denies only what its other parts let it deny', () => {
    const statement = { ...deny, Condition: { StringSounds: { k: 'a' }, Bool: { l: true } } }
    expect(decide([allow, statement], { context: { l: false } }).outcome).toBe('allowed')
    expect(decide([allow, { ...statement, Action: 'shelf:*' }]).outcome).toBe('allowed')
    expect(decide([allow, { ...allow, Effect: 'Forbid' }]).outcome).toBe('explicitlyDenied')
  })

  it.each([
    ['{"Statement":'],
    ['[]'],
    [null],
    [undefined],
    [{}],
    [{ Version: '2030-01-01', Statement: allow }],
    [{ Statement: 'x' }],
  ])('denies everything if it cannot be read: %j', (source) => {
    const policies = [parsePolicy({ Statement: allow }), parsePolicy(source, { id: 'broken' })]
    expect(
      evaluate({ policies, boundaries: [], request: { action: 'book:Read', resource, context: {} } }),
    ).toMatchObject({
      outcome: 'explicitlyDenied',
      decidedBy: { policyId: 'broken' },
    })
  })
})

describe('patterns made to be slow', () => {
  // An engine that tries all ways would not come to an end within anybody's life.
  const text = 'a'.repeat(4_000)
  const bomb = '*a'.repeat(2_000)

  it('come to an end', () => {
    expect(isMet({ StringLike: { k: `${bomb}*b` } }, { k: text })).toBe(false)
    expect(isMet({ StringLike: { k: `${bomb}*` } }, { k: text })).toBe(true)
    expect(isMet({ ArnLike: { k: `*:${bomb}*b` } }, { k: `x:${text}` })).toBe(false)
    expect(decide({ ...allow, Action: `${bomb}*b` }, { action: text }).outcome).toBe('implicitlyDenied')
  })

  it('come to an end with many values in many variables', () => {
    const values = Array.from({ length: 20 }, (_, index) => 'a'.repeat(index + 1))
    const context = { k: 'a'.repeat(400), v: values }
    expect(isMet({ StringLike: { k: `${'${v}'.repeat(40)}b` } }, context)).toBe(false)
    expect(isMet({ StringLike: { k: '${v}'.repeat(40) } }, context)).toBe(true)
  })
})
