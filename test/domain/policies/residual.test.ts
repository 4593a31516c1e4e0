// biome-ignore-all lint/suspicious/noTemplateCurlyInString: so are a policy's variables written
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Context,
  evaluate,
  isTrueOf,
  parsePolicy,
  type Residual,
  type ResourceShape,
  residualOf,
  textsOf,
} from '../../../functions/domain/policies/index.ts'
import { pairs, seed, someContext, somePolicy, someRequest } from './given.ts'

const known = { 'user.id': 'u1', 'user.agents': ['17', '23'] }
const anyItem: ResourceShape = ['srn:x:t1:shelf/', { unknown: 'shelf' }, '/book/', { unknown: 'book' }]

function residual(statements: unknown, resource: string | ResourceShape = anyItem, context: Context = known): Residual {
  const policies = [parsePolicy({ Version: '2012-10-17', Statement: statements })]
  const request = { action: 'book:Read', resource, context, unknownKeys: ['book:*'] }
  return residualOf({ policies, boundaries: [], request })
}

const allow = (more: object) => ({ Effect: 'Allow', Action: 'book:*', Resource: '*', ...more })
const deny = (more: object) => ({ Effect: 'Deny', Action: 'book:*', Resource: '*', ...more })

describe('a residual', () => {
  it(
    'is true of exactly the items that are allowed',
    () => {
      const shapes: ResourceShape[] = [
        [{ unknown: 'all' }],
        ['n:x:t1:r/', { unknown: 'id' }],
        ['n:x:', { unknown: 'tenant' }, ':r/1'],
        ['n:x:t1:r/', { unknown: 'id' }, '/i/', { unknown: 'item' }],
        ['n:x:t1:r/1'],
      ]
      const fills = ['1', '2', '*', 'u1', 'é😀', '', '1:r', 't1', '2/i/1']
      const kinds = { always: 0, never: 0, open: 0 }
      const itemsEach = 5
      fc.assert(
        fc.property(
          fc.array(somePolicy, { minLength: 1, maxLength: 3 }),
          fc.array(fc.array(somePolicy, { minLength: 1, maxLength: 2 }), { maxLength: 1 }),
          someRequest,
          fc.constantFrom(...shapes),
          fc.constantFrom(['k:*'], ['k:s', 'K:N', 'u:ids'], ['u:*'], ['k:many', 'k:d', 'k:ip'], []),
          fc.array(fc.tuple(someContext, fc.array(fc.constantFrom(...fills), { minLength: 2, maxLength: 2 })), {
            minLength: itemsEach,
            maxLength: itemsEach,
          }),
          (rawPolicies, rawBoundaries, { action, context }, resource, unknownKeys, items) => {
            const policies = rawPolicies.map((policy) => parsePolicy(policy))
            const boundaries = rawBoundaries.map((set) => set.map((policy) => parsePolicy(policy)))
            const left = residualOf({ policies, boundaries, request: { action, resource, context, unknownKeys } })
            kinds[left.kind === 'always' || left.kind === 'never' ? left.kind : 'open'] += 1
            const isOwn = (key: string) =>
              unknownKeys.some(
                (one) => one.toLowerCase() === key.toLowerCase() || one === `${key.slice(0, 2)}*`.toLowerCase(),
              )
            for (const [own, holes] of items) {
              const whole = Object.fromEntries([
                ...Object.entries(context).filter(([key]) => !isOwn(key)),
                ...Object.entries(own).filter(([key]) => isOwn(key)),
              ])
              const left2 = [...holes]
              const name = resource.map((part) => (typeof part === 'string' ? part : left2.pop())).join('')
              const { outcome } = evaluate({
                policies,
                boundaries,
                request: { action, resource: name, context: whole },
              })
              const isAllowed = outcome === 'allowed'
              if (isTrueOf(left, { resource: name, context: whole }) !== isAllowed) {
                expect({ left, name, whole, isAllowed: !isAllowed }).toEqual({ left, name, whole, isAllowed })
              }
            }
          },
        ),
        { numRuns: Math.ceil(pairs / 5 / itemsEach), ...seed },
      )
      for (const count of Object.values(kinds)) expect(count).toBeGreaterThan(pairs / 5 / itemsEach / 20)
    },
    Number.POSITIVE_INFINITY,
  )

  it('is settled where nothing depends on the item', () => {
    expect(residual(allow({}))).toEqual({ kind: 'always' })
    expect(residual([])).toEqual({ kind: 'never' })
    expect(residual(allow({ Action: 'shelf:*' }))).toEqual({ kind: 'never' })
    expect(residual([allow({}), deny({})])).toEqual({ kind: 'never' })
    expect(residual(allow({ Condition: { StringEquals: { 'user.id': 'u1' } } }))).toEqual({ kind: 'always' })
    expect(residual(allow({ Condition: { StringEquals: { 'user.id': 'u2' } } }))).toEqual({ kind: 'never' })
    expect(residual(allow({ Condition: { StringEquals: { 'book:agent': '${user.none}' } } }))).toEqual({
      kind: 'never',
    })
  })

  it('is settled by resources that take in all items, or none', () => {
    const shelf7: ResourceShape = ['srn:x:t1:shelf/7/book/', { unknown: 'book' }]
    expect(residual(allow({ Resource: 'srn:x:t1:shelf/7/*' }), shelf7)).toEqual({ kind: 'always' })
    expect(residual(allow({ Resource: 'srn:x:t1:shelf/8/*' }), shelf7)).toEqual({ kind: 'never' })
    expect(residual(allow({ Resource: undefined, NotResource: 'srn:x:t1:shelf/8/*' }), shelf7)).toEqual({
      kind: 'always',
    })
    expect(residual(allow({ Resource: 'srn:x:t1:*/book/?' }), shelf7)).toMatchObject({ kind: 'resource' })
    expect(residual(allow({ Resource: 'srn:x:*:shelf/7/book/b*' }), shelf7)).toMatchObject({ kind: 'resource' })
  })

  it('names the key and the values that a query has to find, variables filled in', () => {
    const left = residual(allow({ Condition: { StringEquals: { 'Book:Agent': '${user.agents}' } } }))
    expect(left).toMatchObject({ kind: 'condition', key: 'book:agent', quantifier: 'none', negated: false })
    const [operand] = left.kind === 'condition' && left.test.kind === 'text' ? left.test.operands : []
    expect(operand && textsOf(operand)).toEqual(['17', '23'])
  })

  it('gives each resource of a variable with several values by itself', () => {
    const left = residual(allow({ Resource: 'srn:x:t1:shelf/${user.agents}/*' }))
    expect(left).toMatchObject({ kind: 'any', of: [{ kind: 'resource' }, { kind: 'resource' }] })
  })

  it('turns a negated condition into the denial of a plain one', () => {
    expect(residual(allow({ Condition: { StringNotEquals: { 'book:kind': 'secret' } } }))).toMatchObject({
      kind: 'not',
      of: { kind: 'condition', key: 'book:kind', negated: false },
    })
    expect(residual([allow({}), deny({ Condition: { BoolIfExists: { 'book:hidden': true } } })])).toMatchObject({
      kind: 'not',
      of: { kind: 'any', of: [{ kind: 'not', of: { kind: 'has', key: 'book:hidden' } }, { kind: 'condition' }] },
    })
  })
})
