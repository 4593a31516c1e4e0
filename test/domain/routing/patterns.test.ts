import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber } from '../../../functions/domain/routing/index.ts'
import { matchesNumber, readPattern } from '../../../functions/domain/routing/pattern.ts'

const patternOf = (text: string) => {
  const pattern = readPattern(text)
  if ('problem' in pattern) throw new Error(pattern.problem)
  return pattern
}
const matches = (text: string, number: string, homeCountry: string | null = 'US') =>
  matchesNumber(patternOf(text), readNumber(number, homeCountry))

describe('a number pattern', () => {
  it.for([
    ['+1 (415) 555-0100', '+14155550100', true],
    ['+1 415 555 0100', '415 555 0100', true],
    ['14155550100', '+1 415 555 0100', true],
    ['4155550100', '+14155550100', false],
    ['+14155550*', '+14155550187', true],
    ['+14155550*', '+14155560187', false],
    ['+1415555010X', '+14155550109', true],
    ['+1415555010?', '+141555501', false],
    ['12XX', '1204', true],
    ['12xx', '12040', false],
    ['[2-57]04', '504', true],
    ['[2-57]04', '604', false],
    ['[2-57]04', '704', true],
    ['12[0-4]*', '1204', true],
    ['*', 'anonymous', true],
    ['*0100', '+14155550100', true],
    ['*555*01*0', '+14155550100', true],
    ['1*1', '1', false],
    ['#31#*', '#31#555', true],
    ['+4930*', '030 901820', false],
  ] as const)('%s and %s: %s', ([pattern, number, expected]) => {
    expect(matches(pattern, number)).toBe(expected)
  })

  it('matches what was sent as well as E.164, by the home country', () => {
    expect(matches('+4930*', '030 901820', 'DE')).toBe(true)
    expect(matches('030*', '030 901820', 'DE')).toBe(true)
    expect(matches('030*', '+49 30 901820', 'DE')).toBe(false)
    expect(matches('+4930*', '030 901820', null)).toBe(false)
  })
})

describe('an address pattern', () => {
  it.for([
    ['*@pbx.example.com', 'sip:1204@pbx.example.com', true],
    ['*@pbx.example.com', 'sip:1204@PBX.example.com;transport=tcp', true],
    ['*@pbx.example.com', 'sip:1204@other.example.com', false],
    ['alex@pbx', 'sips:alex@pbx?subject=x', true],
    ['xavi@pbx', 'sip:7avi@pbx', false],
    ['agent?@pbx', 'sip:agentb@pbx', true],
    ['Anonymous', 'anonymous', true],
    ['anonymous', 'sip:anonymous@anonymous.invalid', false],
    ['sip:12*', 'sip:1204@pbx', true],
  ] as const)('%s and %s: %s', ([pattern, number, expected]) => {
    expect(matches(pattern, number)).toBe(expected)
  })
})

describe('a pattern that cannot be read', () => {
  it.for(['[9-2]', '[', '[]', '12[a]', '5]', '[2-', '', '+', ' - ', '1+2', '*1*1*1*1*1*1*1*1*1*'])('%s', (text) => {
    expect(readPattern(text)).toEqual({ problem: expect.stringMatching(/./) })
  })

  it('is never a fault, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 128, unit: fc.constantFrom(...'0129[]-*?xX+@a #') }), (text) => {
        const pattern = readPattern(text)
        if ('problem' in pattern) return
        expect(typeof matchesNumber(pattern, readNumber('+14155550100', 'US'))).toBe('boolean')
      }),
    )
  })
})

/** By all ways to split the text: slow, and plainly right. */
function naive(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text === ''
  const after = rest.join('')
  if (first === '*') return naive(after, text) || (text !== '' && naive(pattern, text.slice(1)))
  return text !== '' && (first === 'X' || first === text[0]) && naive(after, text.slice(1))
}

describe('matching', () => {
  const digit = fc.constantFrom('1', '2')
  it('agrees with trying every way', () => {
    const anyPattern = fc.string({ minLength: 1, maxLength: 8, unit: fc.oneof(digit, fc.constantFrom('*', 'X')) })
    fc.assert(
      fc.property(anyPattern, fc.string({ minLength: 1, maxLength: 8, unit: digit }), (pattern, text) => {
        expect(matchesNumber(patternOf(pattern), { asSent: text, e164: null })).toBe(naive(pattern, text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('looks at no more than pattern times number', () => {
    const text = '1'.repeat(255)
    const counted = patternOf(`${'*1'.repeat(8)}2`)
    let looks = 0
    const steps = new Proxy(counted.steps, {
      get(on, key) {
        looks += 1
        return Reflect.get(on, key)
      },
    })
    expect(matchesNumber({ ...counted, steps }, { asSent: text, e164: null })).toBe(false)
    expect(looks).toBeLessThanOrEqual(2 * text.length * counted.steps.length)
  })
})
