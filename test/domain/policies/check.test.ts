// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkPolicy,
  evaluate,
  type PolicyIssue,
  type PolicyOptions,
  parsePolicy,
} from '../../../functions/domain/policies/index.ts'
import { seed, somePolicy, someRequest } from './given.ts'

const statement = { Effect: 'Allow', Action: 'book:Read', Resource: 'srn:x:t1:*' }
const policy = (part: object) => ({ Version: '2012-10-17', Statement: [{ ...statement, ...part }] })

function issuesOf(source: unknown, options: PolicyOptions = {}): readonly PolicyIssue[] {
  const check = checkPolicy(source, options)
  return check.isValid ? [] : check.issues
}

describe('checking a policy', () => {
  it('gives one that can be evaluated', () => {
    const check = checkPolicy(JSON.stringify({ Id: 'own', ...policy({ Sid: 'Read' }) }), { id: 'p1' })
    const request = { action: 'book:Read', resource: 'srn:x:t1:7', context: {} }
    expect(check.isValid && evaluate({ policies: [check.policy], boundaries: [], request })).toEqual({
      outcome: 'allowed',
      decidedBy: { kind: 'policy', policyIndex: 0, policyId: 'p1', statementIndex: 0, sid: 'Read' },
    })
  })

  it('says where in the text a fault is, why, and what to do', () => {
    const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "book:*", "Resource": "*",
      "Condition": { "StringEqual": { "k": "a" } } }
  ]
}`
    expect(issuesOf(text)).toEqual([
      {
        code: 'unknownOperator',
        path: '$.Statement[0].Condition.StringEqual',
        position: { line: 5, column: 37 },
        message: expect.stringContaining('"StringEqual" is no condition operator: use one of StringEquals,'),
      },
    ])
  })

  const cases: [code: string, path: string, source: unknown, says: string][] = [
    ['notJson', '$', '', 'ends'],
    ['notJson', '$.Statement', '{"Statement": [{}', 'comma or ]'],
    ['notJson', '$.Statement', '{"Statement": \'x\'}', 'double quotes'],
    ['notJson', '$', '{} {}', 'remove it'],
    ['notJson', '$', '{Statement: []}', 'double quotes'],
    ['notJson', '$.Id', '{"Id": "a\nb"}', 'escape it'],
    ['notJson', `$${'[0]'.repeat(17)}`, '['.repeat(5000), 'flatten'],
    ['wrongType', '$', [], 'JSON object'],
    ['missing', '$', { Version: '2012-10-17' }, 'Statement'],
    ['unknownValue', '$.Version', { Version: '2012-10-18', Statement: statement }, '"2012-10-17"'],
    ['missing', '$', { Statement: { ...statement, Resource: '${user.id}' } }, 'Version'],
    ['empty', '$.Statement', { Statement: [] }, 'one statement'],
    ['wrongType', '$.Statement[0]', { Statement: ['x'] }, 'JSON object'],
    ['tooMany', '$.Statement', { Statement: Array(51).fill(statement) }, '50 at most'],
    ['unknownElement', '$.Statement[0].effect', policy({ effect: 'Allow' }), 'Write "Effect"'],
    ['unknownElement', '$.Other', { ...policy({}), Other: 1 }, 'Version, Id, Statement'],
    [
      'duplicate',
      '$.Statement.Effect',
      '{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"a","Resource":"*"}}',
      'twice',
    ],
    [
      'duplicate',
      '$.Statement[1].Sid',
      {
        Statement: [
          { ...statement, Sid: 'A' },
          { ...statement, Sid: 'A' },
        ],
      },
      'different',
    ],
    ['notSupported', '$.Statement[0].Principal', policy({ Principal: '*' }), 'Remove Principal'],
    ['unknownValue', '$.Statement[0].Effect', policy({ Effect: 'allow' }), '"Allow" or'],
    ['missing', '$.Statement[0]', policy({ Action: undefined }), 'NotAction'],
    ['duplicate', '$.Statement[0].Action', policy({ NotAction: 'a' }), 'either'],
    ['empty', '$.Statement[0].Resource', policy({ Resource: [] }), 'one value'],
    ['wrongType', '$.Statement[0].Action[1]', policy({ Action: ['a', 5] }), 'double quotes'],
    ['wrongValue', '$.Statement[0].Action', policy({ Action: 'book:${x}' }), 'no variables'],
    ['wrongValue', '$.Statement[0].Resource', policy({ Resource: 'srn:${x' }), 'not closed'],
    ['wrongValue', '$.Statement[0].Resource', policy({ Resource: '${x, y}' }), "'default'"],
    ['wrongValue', '$.Statement[0].Resource', policy({ Resource: '' }), '"*"'],
    [
      'unknownOperator',
      '$.Statement[0].Condition.stringequals',
      policy({ Condition: { stringequals: { k: 'a' } } }),
      'write StringEquals',
    ],
    [
      'unknownOperator',
      '$.Statement[0].Condition.NullIfExists',
      policy({ Condition: { NullIfExists: { k: 'true' } } }),
      'use one of',
    ],
    ['wrongType', '$.Statement[0].Condition', policy({ Condition: [] }), 'JSON object'],
    ['empty', '$.Statement[0].Condition.Bool', policy({ Condition: { Bool: {} } }), 'one condition key'],
    ['wrongType', '$.Statement[0].Condition.Bool.k', policy({ Condition: { Bool: { k: null } } }), 'true or false'],
    [
      'wrongValue',
      '$.Statement[0].Condition.Bool["a:k"]',
      policy({ Condition: { Bool: { 'a:k': 'yes' } } }),
      'true or false',
    ],
    [
      'wrongValue',
      '$.Statement[0].Condition.NumericEquals.k',
      policy({ Condition: { NumericEquals: { k: '${n}' } } }),
      'takes no variables',
    ],
    [
      'wrongValue',
      '$.Statement[0].Condition.DateLessThan.k[1]',
      policy({ Condition: { DateLessThan: { k: ['2026', '2026-02-30'] } } }),
      'a date',
    ],
    [
      'wrongValue',
      '$.Statement[0].Condition.IpAddress.k',
      policy({ Condition: { IpAddress: { k: '10.0.0.0/33' } } }),
      'range',
    ],
    ['wrongValue', '$.Statement[0].Condition.ArnLike.k', policy({ Condition: { ArnLike: { k: '*' } } }), 'StringLike'],
  ]
  it.each(cases)('refuses as %s at %s', (code, path, source, says) => {
    expect(issuesOf(source)).toContainEqual(
      expect.objectContaining({ code, path, message: expect.stringContaining(says) }),
    )
  })

  it('holds policies to 10 kB in UTF-8, text and value alike, before it reads them', () => {
    const sized = (chars: number) => JSON.stringify(policy({ Sid: 'é'.repeat(chars) }))
    const room = (10_240 - new TextEncoder().encode(sized(0)).byteLength) / 2
    expect(issuesOf(sized(Math.floor(room)))).toEqual([])
    for (const source of [
      sized(Math.floor(room) + 1),
      JSON.parse(sized(Math.floor(room) + 1)),
      '['.repeat(1_000_000),
    ]) {
      expect(issuesOf(source)).toEqual([expect.objectContaining({ code: 'tooLarge', path: '$' })])
    }
  })

  it('refuses to allow all resources but some, where that is asked', () => {
    const source = policy({ Resource: undefined, NotResource: 'srn:x:t2:*' })
    const [issue] = issuesOf(JSON.stringify(source), { forbidAllowWithNotResource: true })
    expect(issue).toMatchObject({ code: 'notAllowed', path: '$.Statement[0].NotResource' })
    expect(issuesOf(source)).toEqual([])
    const denying = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', NotResource: 'srn:x:t2:*' } }
    expect(issuesOf(denying, { forbidAllowWithNotResource: true })).toEqual([])
  })

  it('refuses actions and keys that do not exist, where these are known', () => {
    const options = { knownActions: ['book:Read', 'book:Burn', 'shelf:Read'], knownKeys: ['user.*', 'book:Kind'] }
    const Condition = { StringEquals: { 'Book:kind': '${user.id}' }, StringLike: { 'book:kin': '${usr.id}' } }
    expect(issuesOf(policy({ Action: ['BOOK:r*', '*:Read', 'book:Reed'], Condition }), options)).toEqual([
      {
        code: 'unknownAction',
        path: '$.Statement[0].Action[2]',
        message: '"book:Reed" matches no action: there are book:Read, book:Burn and others.',
      },
      expect.objectContaining({ code: 'unknownKey', path: '$.Statement[0].Condition.StringLike["book:kin"]' }),
      expect.objectContaining({ code: 'unknownKey', message: expect.stringContaining('"usr.id"') }),
    ])
  })

  it('answers any text and any value, and never more than twenty issues', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything(),
          fc.json().map((json) => json.slice(1)),
        ),
        (source) => {
          const check = checkPolicy(source)
          expect(check.isValid || (check.issues.length > 0 && check.issues.length <= 20)).toBe(true)
          parsePolicy(source)
        },
      ),
      { numRuns: 2_000, ...seed },
    )
    expect(issuesOf(policy({ Action: Array(40).fill(5) }))).toHaveLength(20)
  })

  it('reads JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json({ maxDepth: 3 }),
          fc.string(),
          fc.json().map((json) => json.slice(0, -1)),
        ),
        (text) => {
          let isJson = true
          try {
            JSON.parse(text)
          } catch {
            isJson = false
          }
          expect(issuesOf(text).some(({ code }) => code === 'notJson')).toBe(!isJson)
        },
      ),
      { numRuns: 2_000, ...seed },
    )
  })

  it('and reading what was kept agree on every policy that it takes', () => {
    let taken = 0
    fc.assert(
      fc.property(somePolicy, someRequest, (source, request) => {
        const check = checkPolicy(source)
        if (!check.isValid) return
        taken += 1
        const answer = (policies: Parameters<typeof evaluate>[0]['policies']) =>
          evaluate({ policies, boundaries: [], request })
        expect(answer([check.policy])).toEqual(answer([parsePolicy(JSON.stringify(source))]))
      }),
      { numRuns: 1_000, ...seed },
    )
    expect(taken).toBeGreaterThan(100)
  })
})
