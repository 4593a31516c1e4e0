import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CustomFieldType, customFieldTypeSchema, customValueSchema } from '../../../functions/contract/index.ts'
import { customValueOf, fits, readValue, valueOfText } from '../../../functions/domain/custom-data/index.ts'

const choices = ['New', 'Won', 'Lost']
const rule = (type: CustomFieldType) => ({ type, choices: /choice/i.test(type) ? choices : [] })
const anyValue = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(...choices, '2026-03-01', '2024-02-29', 'true', '12'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(fc.constantFrom(...choices, 'Other'), { maxLength: 5 }),
)
const anyType = fc.constantFrom(...customFieldTypeSchema.options)

describe('a value of a custom field', () => {
  it.each([
    ['text', ' A-17 ', 'A-17'],
    ['number', -0, 0],
    ['number', 12.5, 12.5],
    ['number', 1e15, 1e15],
    ['date', '2024-02-29', '2024-02-29'],
    ['yesNo', false, false],
    ['choice', 'Won', 'Won'],
    ['multipleChoice', ['Lost', 'New', 'Lost'], ['New', 'Lost']],
  ] as const)('%s: %j is kept as %j', (type, given, value) => {
    expect(readValue(rule(type), typeof given === 'object' ? [...given] : given)).toEqual({ value })
  })

  it.each([
    ['text', 7, 'must be a text'],
    ['text', '  ', 'null takes it away'],
    ['text', 'a\nb', 'one line'],
    ['text', 'x'.repeat(501), '500'],
    ['number', '7', 'must be a number'],
    ['number', 1e16, '1e15'],
    ['number', 1e-10, '1e-9'],
    ['date', '2026-02-30', 'must be a day'],
    ['date', '2026-3-1', 'must be a day'],
    ['date', '2026-03-01T00:00:00Z', 'must be a day'],
    ['yesNo', 'true', 'true or false'],
    ['choice', 'won', 'one of the field’s choices'],
    ['choice', ['Won'], 'text of a choice'],
    ['multipleChoice', 'Won', 'list of choices'],
    ['multipleChoice', [], 'null takes them away'],
    ['multipleChoice', ['Won', 'Other'], 'only choices'],
  ] as const)('%s: %j is refused, and why', (type, given, problem) => {
    expect(readValue(rule(type), typeof given === 'object' ? [...given] : given)).toEqual({
      problem: expect.stringContaining(problem),
    })
  })

  it('is the same when it is read again, and one that the contract takes', () => {
    fc.assert(
      fc.property(anyType, anyValue, (type, given) => {
        const read = readValue(rule(type), given)
        if (!('value' in read)) return
        expect(readValue(rule(type), read.value)).toEqual(read)
        expect(customValueSchema.parse(read.value)).toEqual(read.value)
        expect(fits(rule(type), read.value)).toBe(true)
      }),
    )
  })

  it('of a choice that is gone misfits, and of one that came back fits', () => {
    expect(fits({ type: 'choice', choices: ['New'] }, 'Won')).toBe(false)
    expect(fits({ type: 'choice', choices: ['New', 'Won'] }, 'Won')).toBe(true)
    expect(fits({ type: 'multipleChoice', choices: ['New'] }, ['New', 'Won'])).toBe(false)
  })

  it.each([
    ['text', ' Case 9 ', 'Case 9'],
    ['number', ' 12.50 ', 12.5],
    ['date', '2026-03-01', '2026-03-01'],
    ['yesNo', 'YES', true],
    ['yesNo', '0', false],
    ['choice', 'wON', 'Won'],
    ['multipleChoice', 'lost; new', ['New', 'Lost']],
  ] as const)('%s: the text %j of others stands for %j', (type, text, value) => {
    expect(valueOfText(rule(type), text)).toEqual({ value })
  })

  it.each([
    ['number', ''],
    ['number', 'twelve'],
    ['yesNo', 'perhaps'],
    ['choice', 'Other'],
    ['multipleChoice', 'New, Other'],
  ] as const)('%s: the text %j of others stands for none', (type, text) => {
    expect(valueOfText(rule(type), text)).toEqual({ problem: expect.any(String) })
  })

  it('is none where a field is called like what every object has', () => {
    expect(customValueOf({}, 'constructor')).toBeUndefined()
    expect(customValueOf({ constructor: 'C' }, 'constructor')).toBe('C')
  })
})
