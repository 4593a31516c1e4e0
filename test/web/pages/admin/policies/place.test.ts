import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeAt, statementPosition } from '../../../../../web/pages/admin/policies/place.ts'
import { policyOf } from './given.ts'

/** The place of `|` in a text. */
const placeOf = (marked: string) => placeAt(marked.replace('|', ''), marked.indexOf('|'))

describe('the place in a policy’s JSON', () => {
  it.each([
    ['{|', { path: [], isName: true }],
    ['{"Ver|', { path: [], isName: true, typed: 'Ver' }],
    ['{"Version": |', { path: ['Version'], isName: false }],
    ['{"Version": "20|"}', { path: ['Version'], isName: false, typed: '20' }],
    ['{"Statement": [{"Effect": "Allow", |', { path: ['Statement', '[]'], isName: true }],
    [
      '{"Statement": [{"Action": ["recording:Play", "rec|',
      { path: ['Statement', '[]', 'Action', '[]'], isName: false },
    ],
    ['{"Statement": {"Action": rec|', { path: ['Statement', 'Action'], isName: false, typed: 'rec' }],
    ['{"Statement": [{"Condition": {"Bool": {|', { path: ['Statement', '[]', 'Condition', 'Bool'], isName: true }],
    ['{"Statement": [{"Sid": "a, {[:"}, {|', { path: ['Statement', '[]'], isName: true }],
    ['{"Statement": [{"Sid": "\\"", |', { path: ['Statement', '[]'], isName: true }],
  ])('%s', (marked, place) => {
    expect(placeOf(marked)).toMatchObject(place)
  })

  it('spans what is written there, quotes included', () => {
    expect(placeOf('{"Eff|ect": 1}')).toMatchObject({ from: 1, to: 9, typed: 'Eff' })
    expect(placeOf('{"a": "b"|}')).toMatchObject({ from: 9, to: 9, typed: '' })
  })

  it('knows the names before it in the same object', () => {
    expect([...placeOf('{"Statement": [{"Sid": "a", "Effect": "Allow", "|').siblings]).toEqual(['Sid', 'Effect'])
  })

  it('is found in any text without a complaint', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', '\n', ' ', 'a', '1')
    fc.assert(
      fc.property(fc.string({ unit: pieces }), fc.nat(), (text, at) => {
        const offset = at % (text.length + 1)
        const { from, to } = placeAt(text, offset)
        expect(from).toBeLessThanOrEqual(offset)
        expect(to).toBeGreaterThanOrEqual(offset)
      }),
    )
  })
})

describe('the position of a statement', () => {
  const condition = { Condition: { StringEquals: { 'recording.agentId': 'a' } } }

  it('passes over the objects within the statements before', () => {
    const text = policyOf({ Effect: 'Allow', ...condition }, { Effect: 'Deny' })
    const { line, column } = statementPosition(text, 1)
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toBe('{')
    expect(text.split('\n')[line]).toContain('Deny')
  })

  it('is that of the only one, where there is no list', () => {
    expect(statementPosition('{"Statement": {"Effect": "Allow"}}', 0)).toEqual({ line: 1, column: 15 })
  })
})
