import { describe, expect, it } from 'vitest'
import { placeInForm, placeInText, statementOfIssue } from '../../../../../web/pages/admin/policies/issues.ts'
import { knownKeyOf, operatorsFor, operatorWords } from '../../../../../web/pages/admin/policies/operators.ts'
import { contextOf } from '../../../../../web/pages/admin/policies/trial.ts'
import { givenVocabulary } from './given.ts'

const vocabulary = givenVocabulary()

describe('the facts of a made-up recording', () => {
  it('have the types of their keys, and several values where a key stands several times', () => {
    const { context, problems } = contextOf(
      [
        { key: 'recording.agentId', value: ' a ' },
        { key: 'recording.ageDays', value: '1.5' },
        { key: 'recording.sensitive', value: 'true' },
        { key: 'recording.custom.colour', value: 'red' },
        { key: 'recording.custom.colour', value: 'blue' },
      ],
      vocabulary,
    )
    expect(problems.size).toBe(0)
    expect(context).toEqual({
      ...{ 'recording.agentId': 'a', 'recording.ageDays': 1.5, 'recording.sensitive': true },
      'recording.custom.colour': ['red', 'blue'],
    })
  })

  it.each([
    ['recording.ageDays', ''],
    ['recording.ageDays', 'many'],
    ['recording.sensitive', 'yes'],
  ])('of %s cannot be %j', (key, value) => {
    expect([...contextOf([{ key, value }], vocabulary).problems.keys()]).toEqual([0])
  })
})

describe('the operators of a key', () => {
  it('are those of its type, and the one that is there', () => {
    expect(operatorsFor('recording.ageDays', '', vocabulary)).toEqual(['NumericLessThan', 'Null'])
    expect(operatorsFor('recording.custom.colour', 'StringLike', vocabulary)).toEqual([
      ...['StringEquals', 'StringLike', 'Null', 'ForAllValues:StringEquals'],
    ])
    expect(operatorsFor('recording.ageDays', 'Bool', vocabulary)[0]).toBe('Bool')
  })

  it('have words, or stand for themselves', () => {
    expect(operatorWords('NumericLessThan')).toBe('is less than (NumericLessThan)')
    expect(operatorWords('ForAllValues:StringEquals')).toBe('ForAllValues:StringEquals')
  })

  it('are of a key of one’s own by its pattern', () => {
    expect(knownKeyOf('recording.custom.colour', vocabulary)?.key).toBe('recording.custom.*')
    expect(knownKeyOf('recording.colour', vocabulary)).toBeUndefined()
  })
})

describe('an issue', () => {
  it.each([
    ['$.Statement[12].Condition.StringEquals', 12],
    ['$.Statement[0]', 0],
    ['$.Statement.Effect', 0],
    ['$.Statement', undefined],
    ['$.Version', undefined],
    ['$', undefined],
  ])('at %s lies in statement %s', (path, statement) => {
    expect(statementOfIssue({ path })).toBe(statement)
  })

  it('has its place in words', () => {
    const issue = { code: 'x', path: '$.Statement[1].Effect', line: 4, column: 7, message: 'm' }
    expect(placeInText(issue)).toBe('Line 4, column 7')
    expect(placeInText({ ...issue, line: null })).toBe('$.Statement[1].Effect')
    expect(placeInForm(issue)).toBe('Statement 2')
    expect(placeInForm({ path: '$' })).toBe('The policy')
  })
})
